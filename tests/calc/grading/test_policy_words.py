"""The page that families read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calc.grading.cells import MARKS, POLICIES, RAISED, marked, proposed, rules
from zhurnal.calc.grading.outcome import Sign
from zhurnal.calc.grading.policy.words import told
from zhurnal.calc.grading.year import YearFacts, propose_final, propose_year


def texts(known) -> list[str]:
    return [paragraph.sentence.filled() for paragraph in told(known)]


def test_a_policy_reads_as_a_page():
    assert texts(RAISED) == [
        "Отметки — от 2 до 5.",
        "Двойная отметка «5/4» — две самостоятельные отметки полного веса.",
        "После пересдачи учитывается только отметка за неё; видны обе.",
        "Точка ждёт работу 14 дн. Не сданная в срок работа учитывается как 2.",
        "За пропущенный урок отметка не ставится.",
        "Вид работы «зачёт»: вес 2.",
        "Вид работы «контрольная»: вес 2.",
        "Вид работы «самостоятельная»: вес 1,5.",
        "Вид работы «ответ»: вес 1.",
        "Вид работы «дз»: вес 0,5.",
        "«5» — при среднем балле от 4,60.",
        "«4» — при среднем балле от 3,60.",
        "«3» — при среднем балле от 2,60.",
        "Ниже всех порогов — «2».",
        "Пока контрольная работа на неудовлетворительно не исправлена, «отлично» не предлагается.",
        "Отметка, которая отличается от среднего балла больше чем на 0,60, заметна завучу.",
        "До 2 ч в неделю нужно не меньше 3 отметок.",
        "Больше 2 ч в неделю — не меньше 5 отметок.",
        "Если отметок меньше, решает учитель: зачётная работа или н/а.",
        "Если пропущено больше 50 % уроков и отметок нет, предлагается н/а.",
        "Годовая отметка — среднее арифметическое отметок за периоды.",
        "Половину в годовой отметке решает последний период.",
        "Итоговая отметка — среднее годовой и экзамена.",
        "Половина в итоговой отметке округляется вверх.",
        "Ученик 5–11 классов видит своё место в классе от 2 отметок.",
    ]


def test_where_there_is_no_average_only_the_scale_is_told():
    assert texts(rules(scale="none")) == ["Отметки не ставятся."]
    assert texts(rules(scale="pass_fail", edit_window_days={"mark": 7})) == [
        "Отметки — от нз до зч, средний балл по ним не считается.",
        "Отметку учитель меняет свободно 7 дн. после урока, потом — с указанием причины.",
    ]


OTHERWISE = rules(
    counting={"double": "forbidden", "resit": "both", "dot_after_days": None, "absences": {"нп": 2}},
    absence_with_mark="allowed_if_dated",
    weights={"тетрадь": 0},
    period={"grey_zone": "0.1", "last_control_decides": True, "too_few": "not_attested",
            "not_attested": {"missed_share_gt": "2/3", "and_no_marks": False}},
    year={"tie": "exam", "exam": {"combine": "with_periods", "tie": "exam"}},
    rating={"show": "off", "class_average": "shown"},
)  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "За одну работу ставится одна отметка.",
        "После пересдачи учитываются обе отметки.",
        "Точка ждёт работу без срока и в средний балл не входит.",
        "За работу пропущенного урока отметка ставится с указанием дня сдачи: «н/4».",
        "Пропуск «нп» (неуважительная причина) учитывается как 2.",
        "Вид работы «тетрадь» в средний балл не входит.",
        "Если до порога не хватает не больше 0,10, решает учитель и указывает причину.",
        "Спорную отметку решает последняя контрольная работа, если она ясно за одну из двух.",
        "Отметка за период предлагается, если текущих отметок не меньше 3.",
        "Если отметок меньше, предлагается н/а.",
        "Если пропущено больше 66,67 % уроков, предлагается н/а.",
        "Место в классе не показывается.",
        "Рядом с отметкой за период виден средний балл класса, если отметки есть ещё хотя бы у пяти учеников.",
    ],
)
def test_every_other_choice_has_its_sentence(sentence):
    assert sentence in texts(OTHERWISE)


KNOWN = st.sampled_from([OTHERWISE, *(policy.rules for policy in POLICIES.values())])


@given(MARKS, KNOWN, st.integers(1, 6), st.integers(0, 10), st.sampled_from([0, 2, 9]))
def test_the_page_has_the_paragraph_that_decides_any_proposal(marks, known, hours, missed, count):
    proposal = proposed(
        marked(*marks[:count]), known, hours=hours, lessons=10, missed=missed, controls=((marks[0],),)
    )
    assert {step.paragraph for step in proposal.steps} <= {paragraph.path for paragraph in told(known)}


@given(st.lists(st.integers(2, 5) | st.sampled_from(Sign), min_size=1, max_size=4), KNOWN, st.integers(2, 5))
def test_the_page_has_the_paragraph_that_decides_the_year(periods, known, exam):
    facts = YearFacts(tuple(periods), exam)
    year = propose_year(facts, known)
    final = propose_final(year.outcome, facts, known)
    paragraphs = {paragraph.path for paragraph in told(known)} | {"year.from"}
    assert {step.paragraph for step in (*year.steps, *final.steps)} <= paragraphs


def test_a_page_of_any_example_is_whole_sentences():
    for policy in POLICIES.values():
        assert all(text.endswith(".") and "{" not in text for text in texts(policy.rules))
