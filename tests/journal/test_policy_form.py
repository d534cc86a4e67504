"""The form of the rules: what its fields mean, and in which of them something is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from zhurnal.calc.grading.policy import EXAMPLES, policy_data, read_policy
from zhurnal.journal.models import WorkKind
from zhurnal.journal.policy_form.fields import Ground
from zhurnal.journal.policy_form.filling import values_of
from zhurnal.journal.policy_form.reading import read_form

KINDS = [
    WorkKind(pk=1, code="answer", name="Ответ на уроке", short_name="О", weight=100),
    WorkKind(pk=3, code="control", name="Контрольная работа", short_name="КР", weight=200),
]
SUBJECTS = ["Русский язык", "Алгебра", "Музыка"]


def ground(**sections):
    return Ground(KINDS, SUBJECTS, read_policy(sections))


def read(typed=None, **sections):
    found = ground(**sections)
    return read_form(values_of(found) | (typed or {}), found)


def errors(typed, **sections):
    draft = read(typed, **sections)
    assert draft.policy is None
    return draft.errors


def rules(typed, **sections):
    draft = read(typed, **sections)
    assert draft.errors == []
    return draft.policy.rules


OTHERS: dict[str, dict[str, Any]] = {
    "letters": {"scale": "letters"},
    "none": {"scale": "none"},
    "own levels": {"scale": {"kind": "ten", "levels": {"5": 10, "4": 8, "3": 4}}},
    "own thresholds": {"period": {"thresholds": {"5": "4.75", "4": "3.6", "3": "2.5"}, "grey_zone": "0.05"}},
    "by hours": {"period": {"min_marks": [
        {"hours_le": "0.5", "marks": 2}, {"hours_le": 2, "marks": 3}, {"hours_gt": 2, "marks": 7},
    ]}},
    "points": {"counting": {
        "dot_after_days": None, "dot_becomes": "2", "absences": {"нп": 2}, "double": "forbidden",
    }},
    "exam": {"year": {"tie": "exam", "exam": {"combine": "with_periods", "tie": "year"}}},
    "windows": {"edit_window_days": {"mark": 7, "homework": 0, "attendance": 3}},
    "rating": {"rating": {"show": "quartile", "grades": "7-9", "min_marks": 4, "class_average": "shown"}},
    "weights": {"weights": {"Контрольная работа": "2.5", "ответ на уроке": 0}},
    "rows": {"overrides": [
        {"grades": "1", "rules": {"scale": "none"}},
        {"subjects": ["Музыка", "Алгебра"], "rules": {"period": {"thresholds": "mathematical", "min_marks": 2}}},
        {"grades": "5-9", "rules": {"scale": "ten", "period": {"thresholds": {
            str(mark): f"{mark - 1}.6" for mark in range(2, 11)
        }}}},
    ]},
    "text": {"overrides": [
        {"grades": "1", "rules": {"scale": "none"}},
        {"subjects": ["Алгебра"], "rules": {"period": {"grey_zone": "0.1"}}},
        {"grades": "11", "rules": {"scale": "five"}},
    ]},
}  # fmt: skip


@pytest.mark.parametrize("name", [*EXAMPLES, *OTHERS])
def test_a_form_that_nobody_has_touched_means_the_rules_it_was_opened_on(name):
    data: dict[str, Any] = EXAMPLES[name] if name in EXAMPLES else OTHERS[name]
    # Kinds of work that the school does not have are no fields.
    known = data if name in OTHERS else {key: value for key, value in data.items() if key != "weights"}
    draft = read(**data)
    assert draft.errors == []
    assert policy_data(draft.policy) == policy_data(read_policy(known)) | (
        {"overrides": policy_data(draft.policy)["overrides"]} if "overrides" in known else {}
    )
    wanted = read_policy(known)
    for grade in range(1, 12):
        for subject in SUBJECTS:
            assert draft.policy.for_course(grade, subject) == wanted.for_course(grade, subject)


def test_rules_that_a_row_cannot_say_stand_in_the_text_and_all_that_follow_them():
    values = values_of(ground(**OTHERS["text"]))
    assert (values["row_0_grades"], values["row_0_scale"], values["rows"]) == ("1", "none", "2")
    assert '"Алгебра"' in values["text"]
    assert '"11"' in values["text"]


def test_thresholds_at_one_distance_stand_as_a_share():
    values = values_of(ground(**EXAMPLES["raised"]))
    assert (values["rounding"], values["shift"]) == ("shifted", "0,6")


@pytest.mark.parametrize(
    ("typed", "thresholds"),
    [
        ({"rounding": "shifted", "shift": "0,65"}, {"5": "4.65", "4": "3.65", "3": "2.65"}),
        (
            {"rounding": "own", "thresholds": "5 — 4,75\n4: 3.6\n\n3 2,5"},
            {"5": "4.75", "4": "3.6", "3": "2.5"},
        ),
        ({"rounding": "half", "shift": "0,9"}, {"5": "4.5", "4": "3.5", "3": "2.5"}),
    ],
)
def test_thresholds_are_typed_as_a_school_says_them(typed, thresholds):
    wanted = read_policy({"period": {"thresholds": thresholds}}).rules.period.thresholds
    assert rules(typed).period.thresholds == wanted


def test_a_share_makes_thresholds_of_every_mark_of_the_chosen_scale():
    found = rules({"scale": "ten", "rounding": "shifted", "shift": "0,6"})
    assert [str(border) for _, border in found.period.thresholds][:2] == ["48/5", "43/5"]
    assert len(found.period.thresholds) == 9


def test_other_marks_of_absence_do_not_survive_another_scale():
    counting = {"counting": {"absences": {"нп": 2}}}
    assert rules({}, **counting).counting.absences == (("нп", 2),)
    assert rules({"scale": "letters"}, **counting).counting.absences == ()


def test_a_row_of_rules_that_differ():
    draft = read({
        "rows": "2", "row_1_grades": "5-9", "row_1_subjects": "алгебра; Музыка", "row_1_shift": "0,6",
        "row_1_marks": "4",
    })  # fmt: skip
    found = draft.policy.for_course(7, "Алгебра").period
    assert (str(found.thresholds[0][1]), found.min_marks) == ("23/5", ((None, 4),))
    assert draft.policy.for_course(4, "Алгебра") == draft.policy.rules
    assert draft.policy.for_course(7, "Русский язык") == draft.policy.rules


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"scale": "six"}, "scale", "Такого значения нет"),
        ({"level_5": "12"}, "level_5", "три границы внутри шкалы"),
        ({"rounding": "shifted", "shift": "1,6"}, "shift", "доля больше 0 и меньше 1"),
        ({"rounding": "shifted", "shift": ""}, "shift", "доля больше 0 и меньше 1"),
        ({"rounding": "own", "thresholds": "5 — 4,5\nчетыре"}, "thresholds", "Строка 2: нужны отметка и порог"),
        ({"rounding": "own", "thresholds": "5 4,5\n5 4,6"}, "thresholds", "Строка 2"),
        ({"rounding": "own", "thresholds": "5 4,5\n4 4,6\n3 2,5"}, "thresholds", "порога отметки 5"),
        ({"grey_zone": "много"}, "grey_zone", "Это не число"),
        ({"grey_zone": "0,5"}, "grey_zone", "слишком широка"),
        ({"deviation": "-1"}, "deviation", "отрицательным"),
        ({"hours_0": "2", "marks_0": "", "marks_more": "5"}, "marks_0", "Это не число"),
        ({"hours_1": "2", "marks_1": "3", "hours_2": "1", "marks_2": "4"}, "marks_2", "пересекаются"),
        ({"marks_more": "0"}, "marks_more", "от 1 до 30"),
        ({"missed": "50"}, "missed", "от 0 до 1"),
        ({"point_days": "завтра"}, "point_days", "Это не число"),
        ({"point_becomes": "7"}, "point_becomes", "от 2 до 5"),
        ({"weight_3": "-1"}, "weight_3", "отрицательным"),
        ({"weight_1": "0,25", "resit": "mean"}, "weight_1", "делиться пополам"),
        ({"year_tie": "exam"}, "year_tie", "решает экзамен"),
        ({"window_mark": "1000"}, "window_mark", "от 0 до 366"),
        ({"rating_from": "9", "rating_to": "5"}, "rating_from", "промежутком"),
        ({"rating_marks": ""}, "rating_marks", "Это не число"),
        ({"row_0_grades": "0", "row_0_scale": "ten"}, "row_0_grades", "промежутком"),
        ({"row_1_grades": "5"}, "row_1_scale", "Выберите шкалу"),
        ({"row_1_subjects": "Алгибра", "row_1_marks": "3"}, "row_1_subjects", "имелся в виду «Алгебра»"),
        ({"row_1_subjects": "Астрономия", "row_1_marks": "3"}, "row_1_subjects", "как в журнале"),
        ({"row_1_marks": "99"}, "row_1_marks", "от 1 до 30"),
        ({"row_1_scale": "ten", "row_1_shift": "x"}, "row_1_shift", "доля больше 0"),
        ({"row_1_scale": "none", "row_1_shift": "0,6"}, "row_1_shift", "порогов у неё нет"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_the_field_in_which_it_was_typed(typed, field, sentence):
    found = errors(typed)
    assert [name for name, _ in found] == [field] * len(found)
    assert sentence in found[0][1]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[\n{grades: 1\n]", "Строка 3: перед «]» нужна запятая или «}»."),
        ("{grades: 1}", "Строка 1: нужен список правил в квадратных скобках."),
        ("[{grades: 1,\nrules: {scale: six}}]", "Строка 2, rules.scale: Такого значения нет."),
        ("[\n{rules: {}},\n{grades: 20, rules: {}}]", "Строка 3, grades: Классы пишутся числом"),
        (
            "[{rules: {\nperiod: {\nthresholds: {5: 4.6, 4: 4.6, 3: 2.6}}}}]",
            "Строка 3, rules.period.thresholds.4: Порог отметки 4 не ниже порога отметки 5.",
        ),
        (
            "[\n{grades: 5},\n]",
            "Строка 2, overrides.1: Не сказано, что меняется: добавьте rules.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_text_is_named_by_its_line(text, sentence):
    """Beside a row that is right: lines are those of the text."""
    (field, said), *more = errors({"text": text, "row_0_marks": "4"})
    assert {field, *(name for name, _ in more)} == {"text"}
    assert said.startswith(sentence)


def test_everything_that_is_wrong_is_said_at_once():
    found = errors({"grey_zone": "x", "marks_more": "", "text": "[", "row_0_marks": "0"})
    assert [name for name, _ in found] == ["text", "grey_zone", "marks_more", "row_0_marks"]


def test_a_form_of_empty_fields_is_refused_and_not_an_error_of_ours():
    found = ground()
    assert read_form({}, found).policy is None
