"""Decisions of the council: what the marks lead to, what may be written down, what it settles."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection

from tests.journal.entering import codes
from tests.journal.pages import fields, page
from tests.journal.totalling import mark, on, quarters
from zhurnal.audit.models import Line
from zhurnal.journal.actions.decisions import DecisionChange, DecisionSaved, set_decisions
from zhurnal.journal.actions.year_marks import set_year_marks
from zhurnal.journal.models import YearDecision, YearMark
from zhurnal.journal.queries.decisions import decision_rows
from zhurnal.school.models import CourseMembership, SchoolClass

pytestmark = pytest.mark.django_db
LAST_DAYS = dt.date(2026, 5, 25)
COUNCIL = dt.date(2026, 5, 22)
LONG = "Заявление родителей от 21 мая"


@pytest.fixture
def cast(cast):
    """The last days of the year: everybody has a 4 everywhere, but the first pupil a 2 in algebra."""
    on(cast, LAST_DAYS)
    for course in (cast.russian_7a, cast.english_7a_1, cast.english_7a_2, cast.algebra_7a):
        members = CourseMembership.objects.filter(course=course, valid_to=None).values_list(
            "pupil", flat=True
        )
        YearMark.objects.bulk_create(
            YearMark(
                course=course, kind="year", pupil_id=pupil, author=cast.teacher.person, set_at=cast.school.now(),
                value="2" if (course, pupil) == (cast.algebra_7a, cast.pupils_7a[0].pk) else "4",
            )
            for pupil in members
        )  # fmt: skip
    return cast


def of_class(cast):
    return SchoolClass.objects.select_related("year__school").get(pk=cast.class_7a.pk)


def change(pupil, kind, *, protocol="7", day=COUNCIL, comment="", seen=0, change_id=None):
    made = uuid.uuid4() if change_id is None else uuid.UUID(int=change_id)
    return DecisionChange(made, pupil.pk, kind, protocol, day, comment, seen)


def decide(cast, *changes, actor=None):
    return set_decisions(actor=actor or cast.deputy, school_class=of_class(cast), changes=changes)


def test_the_marks_of_the_year_lead_to_a_decision(cast):
    rows = {row.pupil: row.proposal for row in decision_rows(of_class(cast), LAST_DAYS)}
    assert list(rows) == cast.pupils_7a
    assert rows[cast.pupils_7a[0]] == ("conditional", ("Алгебра",), ())
    assert rows[cast.child] == ("promoted", (), ())
    YearMark.objects.filter(course=cast.russian_7a, pupil=cast.child).update(value="")
    rows = {row.pupil: row.proposal for row in decision_rows(of_class(cast), LAST_DAYS)}
    assert rows[cast.child] == (None, (), ("Русский язык",))


def test_a_decision_that_the_marks_lead_to_needs_no_comment(cast):
    (saved,) = decide(cast, asked := change(cast.child, "promoted"))
    assert saved == DecisionSaved(asked.change_id, cast.child.pk, 1, "promoted")
    row = YearDecision.objects.get()
    assert (row.year, row.kind, row.protocol, row.decided_on) == (cast.year, "promoted", "7", COUNCIL)
    line = Line.objects.get(change_id=asked.change_id)
    assert (line.chain, line.action, line.actor_role) == (
        f"school:{cast.school.pk}",
        "decision.set",
        "deputy",
    )
    assert line.subject == f"decision:{cast.year.pk}:{cast.child.pk}"
    assert line.details == {
        "before": None, "version": 1,
        "after": {"kind": "promoted", "protocol": "7", "decided_on": "2026-05-22", "comment": ""},
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["conditional", "repeats"])
def test_another_decision_needs_its_ground(cast, kind):
    assert codes(decide(cast, change(cast.child, kind, comment="так"))) == ["decision_needs_comment"]
    assert codes(decide(cast, change(cast.child, kind, comment=LONG))) == ["decisionsaved"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kind": "finished"}, "decision_not_of_grade"),
        ({"kind": "expelled"}, "decision_unknown"),
        ({"protocol": ""}, "decision_without_protocol"),
        ({"day": None}, "decision_without_protocol"),
        ({"day": dt.date(2026, 5, 11)}, "decision_day"),
        ({"day": dt.date(2026, 5, 26)}, "decision_day"),
        ({"protocol": "7" * 61}, "text_too_long"),
        ({"comment": "а" * 301}, "text_too_long"),
    ],
)
def test_what_no_council_can_have_decided_is_refused(cast, wrong, code):
    asked = {"kind": "promoted"} | wrong
    assert codes(decide(cast, change(cast.child, asked.pop("kind"), **asked))) == [code]
    assert not YearDecision.objects.exists()


def test_in_the_ninth_grade_who_passed_has_finished(cast):
    SchoolClass.objects.filter(pk=cast.class_7a.pk).update(grade=9)
    assert codes(decide(cast, change(cast.child, "finished"))) == ["decisionsaved"]
    assert codes(decide(cast, change(cast.pupils_7a[0], "conditional"))) == ["decision_needs_comment"]


def test_decisions_are_written_from_two_weeks_before_the_year_ends(cast):
    on(cast, dt.date(2026, 5, 11))
    answers = decide(cast, change(cast.child, "promoted", day=dt.date(2026, 5, 11)))
    assert codes(answers) == ["decision_too_early"]
    assert "с 12 мая" in answers[0].sentence


@pytest.mark.parametrize("who", ["director", "classteacher", "teacher", "deputy2", "office"])
def test_only_a_deputy_of_the_school_writes_them_down(cast, who):
    answers = decide(cast, change(cast.child, "promoted"), actor=getattr(cast, who))
    assert codes(answers) == ["not_deputy"]


def test_a_pupil_of_another_class_or_who_has_left_is_refused(cast):
    answers = decide(cast, change(cast.pupil_7b, "promoted"), change(cast.left, "promoted"))
    assert codes(answers) == ["foreign_pupil_of_class"] * 2


def test_taken_back_it_keeps_its_row_and_its_history(cast):
    decide(cast, change(cast.child, "promoted"))
    (saved,) = decide(cast, change(cast.child, "", protocol="8", seen=1))
    assert (saved.kind, saved.version) == ("", 2)
    row = YearDecision.objects.get()
    assert (row.kind, row.protocol, row.decided_on, row.comment) == ("", "", None, "")
    assert Line.objects.filter(action="decision.set").count() == 2


def test_the_same_again_writes_nothing_and_a_stale_page_is_a_conflict(cast):
    asked = change(cast.child, "promoted")
    first = decide(cast, asked)
    assert decide(cast, asked) == first
    assert codes(decide(cast, change(cast.child, "promoted"))) == ["decisionsaved"]
    (conflict,) = decide(cast, change(cast.child, "repeats", comment=LONG))
    assert (conflict.kind, conflict.version, conflict.by) == ("promoted", 1, cast.deputy.person.short_name)
    assert Line.objects.filter(action="decision.set").count() == 1


def test_an_id_that_stands_for_something_else_is_refused(cast):
    decide(cast, change(cast.child, "promoted", change_id=5))
    other = change(cast.pupils_7a[1], "promoted", change_id=5)
    assert codes(decide(cast, other)) == ["foreign_change_id"]


def test_it_settles_the_marks_of_the_year(cast):
    quarters(cast, cast.child, "4", "4", "4", "4")
    decide(cast, change(cast.child, "promoted"))
    answers = set_year_marks(
        actor=cast.teacher, course=cast.algebra_7a, changes=[mark(cast.child, "5", LONG, seen=1, kind="year")]
    )
    assert codes(answers) == ["already_decided"]


def test_one_change_costs_as_many_queries_as_a_class(cast, django_assert_num_queries):
    lock, savepoint = 2 * int(connection.vendor == "postgresql"), 2
    shown = of_class(cast)
    with django_assert_num_queries(12 + lock + savepoint):
        set_decisions(actor=cast.deputy, school_class=shown, changes=[change(cast.child, "promoted")])
    others = [change(one, "promoted") for one in cast.pupils_7a[1:] if one != cast.child]
    with django_assert_num_queries(12 + lock + savepoint):
        answers = set_decisions(actor=cast.deputy, school_class=shown, changes=others)
    assert codes(answers) == ["decisionsaved"] * 8


def path(cast):
    return f"/classes/{cast.class_7a.pk}/decisions/"


def look(client, cast, who=None):
    client.force_login(who or cast.deputy)
    response = client.get(path(cast))
    assert response.status_code == 200
    return page(response)


def row_of(shown, name):
    return next(row for row in shown.all("tr")[1:] if row.one("th").text == name)


def test_the_page_shows_what_the_marks_lead_to_and_why(client, cast):
    YearMark.objects.filter(pupil=cast.arrived).update(value="")
    shown = look(client, cast)
    assert row_of(shown, "Абдуллаев Рустам").all("td")[0].text == "переведён условнозадолженность: Алгебра"
    assert row_of(shown, "Петрова Анна").all("td")[0].text == "переведён"
    open_row = row_of(shown, cast.arrived.list_name).all("td")[0].text
    assert open_row == "—нет отметки: Русский язык, Английский язык, Алгебра"
    options = [one.text for one in row_of(shown, "Петрова Анна").all("option")]
    assert options == ["—", "переведён", "переведён условно", "оставлен на повторное обучение"]


def send(client, cast, changed):
    sent = fields(look(client, cast).one("form", class_="decisions")) | changed
    return client.post(path(cast), sent)


def test_by_the_marks_all_are_written_with_one_protocol(client, cast):
    response = send(client, cast, {"do": "accept", "protocol": "7", "day": "2026-05-22"})
    assert response.status_code == 302
    kinds = dict(YearDecision.objects.values_list("pupil", "kind"))
    assert kinds[cast.pupils_7a[0].pk] == "conditional"
    assert set(kinds.values()) == {"conditional", "promoted"}
    assert len(kinds) == 10
    assert "протокол № 7, 22 мая 2026" in row_of(look(client, cast), "Петрова Анна").text


def test_what_is_refused_comes_back_as_it_was_chosen(client, cast):
    chosen = {f"decision-{cast.child.pk}": "repeats", f"decision-{cast.pupils_7a[1].pk}": "promoted"}
    response = send(client, cast, chosen | {"protocol": "7", "day": "2026-05-22"})
    assert response.status_code == 422
    shown = page(response)
    row = row_of(shown, "Петрова Анна")
    (selected,) = [one for one in row.all("option") if "selected" in one.attributes]
    assert selected.attributes["value"] == "repeats"
    assert "Петрова Анна: Не сохранено: решение расходится" in shown.one("div", class_="errors").text
    assert YearDecision.objects.get().pupil == cast.pupils_7a[1]


@pytest.mark.parametrize("day", ["", "вчера", "2026-13-01"])
def test_without_a_day_nothing_is_written(client, cast, day):
    response = send(client, cast, {f"decision-{cast.child.pk}": "promoted", "protocol": "7", "day": day})
    assert response.status_code == 422
    assert "нужны номер протокола и день" in page(response).one("div", class_="errors").text
    assert not YearDecision.objects.exists()


def test_a_conflict_shows_what_is_written_down(client, cast):
    sent = fields(look(client, cast).one("form", class_="decisions"))
    decide(cast, change(cast.child, "promoted"))
    sent |= {f"decision-{cast.child.pk}": "repeats", f"comment-{cast.child.pk}": LONG, "protocol": "8"}
    response = client.post(path(cast), sent | {"day": "2026-05-22"})
    assert "Записано: переведён." in row_of(page(response), "Петрова Анна").text


@pytest.mark.parametrize("who", ["classteacher", "director"])
def test_others_read_them(client, cast, who):
    decide(cast, change(cast.child, "repeats", comment=LONG))
    shown = look(client, cast, getattr(cast, who))
    assert shown.all("form", class_="decisions") == []
    assert "оставлен на повторное обучение" in row_of(shown, "Петрова Анна").text
    assert LONG in row_of(shown, "Петрова Анна").text


def test_nonsense_in_hidden_fields_is_a_page_that_has_seen_nothing(client, cast):
    client.force_login(cast.deputy)
    for seen in ("", "[]", '{"1": [1]}', '{"1": ["1", "", "", "", "", ""]}', "[" * 5000):
        assert client.post(path(cast), {"form": "x", "seen": seen}).status_code == 302


def test_the_page_costs_a_fixed_number_of_queries(client, cast, django_assert_num_queries):
    client.force_login(cast.deputy)
    client.get(path(cast))
    with django_assert_num_queries(10):
        client.get(path(cast))
    decide(cast, *(change(one, "promoted") for one in cast.pupils_7a[1:]))
    with django_assert_num_queries(10):
        client.get(path(cast))
