"""The page «Итоги»: what it shows, what it saves, what comes back."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from tests.cast import YEAR_STARTS
from tests.journal.pages import fields, page
from tests.journal.totalling import LAST_WEEK, give, mark, on, period_mark, quarters, set_marks, stands
from zhurnal.calc.grading.policy.examples import MATHEMATICAL, NOVOSIBIRSK
from zhurnal.journal.models import PeriodClosure, PeriodMark, PolicyVersion, YearDecision, YearMark
from zhurnal.school.models import Course, Subject, Teaching

pytestmark = pytest.mark.django_db
LONG = "Учтена зачётная работа"


@pytest.fixture
def cast(cast):
    """The last week of the quarter: 4,67, 3,00 and nothing at all."""
    on(cast, LAST_WEEK)
    give(cast, cast.child, "5", "5", "4")
    give(cast, cast.pupils_7a[0], "3", "н", "3", "3")
    return cast


def path(cast, course=None, period=""):
    return f"/journal/{(course or cast.algebra_7a).pk}/totals/" + (f"?period={period}" if period else "")


def look(client, cast, who=None, **more):
    client.force_login(who or cast.teacher)
    response = client.get(path(cast, **more))
    assert response.status_code == 200
    return page(response)


def send(client, cast, changed, who=None, **more):
    """Change fields of the page as it is shown, and press «Сохранить»."""
    sent = fields(look(client, cast, who, **more).one("form", id="totals"))
    assert set(changed) - {"do"} <= set(sent)
    return client.post(path(cast, **more), sent | changed)


def row_of(shown, name):
    return next(row for row in shown.all("tr", data_row=True) if row.one("th").text.startswith(name))


def field(pupil, kind="period"):
    return f"mark-{kind}-{pupil.pk}"


def decide(cast, data):
    PolicyVersion.objects.create(
        school=cast.school, number=1, valid_from=YEAR_STARTS, data=json.dumps(data), made_at=cast.school.now()
    )


def test_average_and_proposal_stand_beside_the_field(client, cast):
    row = row_of(look(client, cast), "Петрова")
    assert row.one("td", class_="totals-table__figure").text == "4,67"
    assert row.one("td", class_="totals-table__proposed").text == "5"
    shown = row.one("input", data_mark=True).attributes
    assert (shown["name"], shown["value"], shown["data-free"]) == (field(cast.child), "", "5")
    assert shown["aria-label"] == "Петрова Анна: отметка"


def test_how_it_was_counted_names_every_summand_and_what_was_left_out(client, cast):
    shown = look(client, cast)
    why = row_of(shown, "Петрова").one("details", class_="totals-why").text
    for said in (
        "(5×1 + 5×1 + 4×1)/3 ≈ 4,67",
        "16.02 Ответ на уроке: 5",
        "02.03 Ответ на уроке: 4",
        "Средний балл 4,67 не ниже порога 4,50: предлагается 5.",
    ):
        assert said in why
    left_out = row_of(shown, "Абдуллаев").one("details", class_="totals-why").text
    assert "20.02 Ответ на уроке: н Отметки нет." in left_out


def test_a_choice_and_nothing_are_told_by_the_paragraph(client, cast):
    decide(cast, NOVOSIBIRSK | {"period": NOVOSIBIRSK["period"] | {"min_marks": 3}})
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "4")  # 4,5
    shown = look(client, cast)
    assert row_of(shown, "Петрова").one("td", class_="totals-table__proposed").text == "4–5"
    assert row_of(shown, "Ли").one("td", class_="totals-table__proposed").text == "—"
    paragraphs = [p.attributes["data-paragraph"] for p in row_of(shown, "Ли").all("p", data_paragraph=True)]
    assert paragraphs == ["period.min_marks.0"]
    link = row_of(shown, "Ли").one("p", data_paragraph=True).one("a").attributes["href"]
    course = cast.algebra_7a
    assert link == (
        f"/rules/?school={cast.school.pk}&grade=7&subject={course.subject_id}&period={cast.quarter.pk}"
        "#period.min_marks.0"
    )
    assert 'id="period.min_marks.0"' in client.get(link).content.decode()


def test_other_periods_stand_beside_it_also_from_another_group(client, cast):
    quarters(cast, cast.child, "4", "5")
    row = row_of(look(client, cast), "Петрова")
    assert [cell.text for cell in row.all("td", class_="totals-table__other")] == ["4", "5", ""]
    period_mark(cast, cast.child, 4, "3", cast.algebra_7b)
    row = row_of(look(client, cast), "Петрова")
    assert [cell.text for cell in row.all("td", class_="totals-table__other")] == ["4", "5", "3"]


def test_what_is_typed_is_saved_and_shown(client, cast):
    response = send(client, cast, {field(cast.child): "5"})
    assert (response.status_code, response["Location"]) == (302, path(cast, period=cast.quarter.pk))
    assert stands(cast, cast.child)[:2] == ("5", "5")
    shown = page(client.get(response["Location"]))
    assert "1 отметка" in shown.one("p", class_="notice--ok").text
    assert row_of(shown, "Петрова").one("input", data_mark=True).attributes["value"] == "5"


def test_a_deviation_without_a_reason_comes_back_with_the_field_for_it(client, cast):
    response = send(client, cast, {field(cast.child): "4", field(cast.pupils_7a[0]): "3"})
    assert response.status_code == 422
    shown = page(response)
    row = row_of(shown, "Петрова")
    typed = row.one("input", data_mark=True).attributes
    assert (typed["value"], typed["aria-invalid"]) == ("4", "true")
    assert "hidden" not in row.one("span", data_reason=True).attributes
    link = shown.one("div", class_="errors").one("a")
    assert link.attributes["href"] == f"#{field(cast.child)}"
    assert link.text.startswith("Петрова Анна: Не сохранено: правило предлагает 5.")
    assert PeriodMark.objects.get().pupil == cast.pupils_7a[0]  # the other one is saved
    sent = fields(shown.one("form", id="totals")) | {f"reason-period-{cast.child.pk}": LONG}
    assert client.post(path(cast), sent).status_code == 302
    assert stands(cast, cast.child) == ("4", "5", "period.thresholds.5", LONG, 1)


def test_the_field_of_the_reason_waits_until_it_is_needed(client, cast):
    row = row_of(look(client, cast), "Петрова")
    assert "hidden" in row.one("span", data_reason=True).attributes
    set_marks(cast, mark(cast.child, "4", LONG))
    row = row_of(look(client, cast), "Петрова")
    assert "hidden" not in row.one("span", data_reason=True).attributes
    assert row.one("span", class_="chip").text == "ниже правила"


def test_a_mark_whose_proposal_has_changed_asks_for_a_reason(client, cast):
    set_marks(cast, mark(cast.child, "5"))
    for day in ("2026-02-25", "2026-03-04", "2026-03-06"):
        cast.put(cast.algebra_7a, day, cast.child, "3")
    row = row_of(look(client, cast), "Петрова")
    assert row.one("span", class_="chip").text == "предложение изменилось, нужна причина"
    assert "hidden" not in row.one("span", data_reason=True).attributes


def test_a_conflict_keeps_what_was_typed_and_shows_what_stands_there(client, cast):
    sent = fields(look(client, cast).one("form", id="totals"))
    set_marks(cast, mark(cast.child, "4", LONG))
    response = client.post(path(cast), sent | {field(cast.child): "5"})
    row = row_of(page(response), "Петрова")
    assert row.one("input", data_mark=True).attributes["value"] == "5"
    assert "В журнале: 4." in row.one("p", class_="totals__error").text
    assert "Смирнова И. В." in row.one("p", class_="totals__error").text
    again = fields(page(response).one("form", id="totals")) | {f"reason-period-{cast.child.pk}": ""}
    assert client.post(path(cast), again).status_code == 302
    assert stands(cast, cast.child)[0] == "5"


def test_the_same_form_sent_twice_is_harmless(client, cast):
    sent = fields(look(client, cast).one("form", id="totals")) | {field(cast.child): "5"}
    assert [client.post(path(cast), sent).status_code for _ in range(2)] == [302, 302]
    assert stands(cast, cast.child)[4] == 1


def test_by_the_rule_is_told_before_and_set_for_all_at_once(client, cast):
    set_marks(cast, mark(cast.pupils_7a[3], "н/а"))
    accept = look(client, cast).one("details", class_="totals-accept")
    assert accept.one("summary").text.startswith("Выставить по правилу: 2")
    assert "5 — 1, 3 — 1." in accept.text
    open_ones = [line.text for line in accept.all("li")]
    assert len(open_ones) == 7
    assert "Ли Ян. Отметок 0, нужно не меньше 3: отметка не предлагается." in open_ones
    response = send(
        client,
        cast,
        {"do": "accept", field(cast.pupils_7a[0]): "4", f"reason-period-{cast.pupils_7a[0].pk}": LONG},
    )
    assert response.status_code == 302
    values = dict(PeriodMark.objects.values_list("pupil", "value"))
    assert values == {cast.child.pk: "5", cast.pupils_7a[0].pk: "4", cast.pupils_7a[3].pk: "н/а"}


def test_what_the_rule_proposes_otherwise_meanwhile_is_not_set_by_one_key(client, cast):
    sent = fields(look(client, cast).one("form", id="totals")) | {"do": "accept"}
    for day in ("2026-02-25", "2026-03-04", "2026-03-06"):
        cast.put(cast.algebra_7a, day, cast.child, "3")
    response = client.post(path(cast), sent)
    assert response.status_code == 422
    assert "правило предлагает 4. Чтобы поставить 5" in page(response).one("div", class_="errors").text
    assert list(PeriodMark.objects.values_list("pupil", flat=True)) == [cast.pupils_7a[0].pk]


def test_a_pupil_who_has_left_is_shown_and_not_set_by_one_key(client, cast):
    for day in ("2026-01-12", "2026-01-14", "2026-01-16"):
        cast.put(cast.algebra_7a, day, cast.left, "5")
    shown = look(client, cast)
    assert row_of(shown, "Гусев").one("td", class_="totals-table__proposed").text == "5"
    send(client, cast, {"do": "accept"})
    assert not PeriodMark.objects.filter(pupil=cast.left).exists()


@pytest.mark.parametrize(
    ("day", "words"),
    [(dt.date(2026, 3, 12), "Отметки ставят с 13 марта"), (LAST_WEEK, "")],
)
def test_before_its_time_the_page_is_to_be_read(client, cast, day, words):
    on(cast, day)
    shown = look(client, cast)
    notices = " ".join(one.text for one in shown.all("p", class_="notice"))
    assert words in notices
    assert bool(shown.all("form", id="totals")) == (not words)
    assert row_of(shown, "Петрова").one("td", class_="totals-table__proposed").text == "5"


def test_a_period_closed_meanwhile_refuses_all_and_shows_what_was_typed(client, cast):
    sent = fields(look(client, cast).one("form", id="totals"))
    PeriodClosure.objects.create(
        period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )
    sent |= {field(cast.child): "5", field(cast.pupils_7a[0]): "3"}
    response = client.post(path(cast), sent)
    assert response.status_code == 422
    shown = page(response)
    (told,) = shown.one("div", class_="errors").all("li")
    assert "«3-я четверть» закрыт завучем" in told.text
    assert "Вы вводили: 5." in row_of(shown, "Петрова").one("p", class_="totals__error").text
    assert shown.all("form", id="totals") == []
    assert "Период закрыт" in shown.one("p", class_="notice").text


@pytest.mark.parametrize("who", ["classteacher", "deputy", "director"])
def test_others_read_it(client, cast, who):
    set_marks(cast, mark(cast.child, "4", LONG))
    shown = look(client, cast, getattr(cast, who))
    assert shown.all("form", id="totals") == []
    row = row_of(shown, "Петрова")
    assert row.one("td", class_="totals-table__mark").text == "4"
    assert LONG in row.text
    assert client.post(path(cast), {}).status_code == 403


def test_a_course_that_nobody_holds_is_finished_by_the_deputy(client, cast):
    Teaching.objects.filter(course=cast.algebra_7a).update(valid_to=dt.date(2026, 3, 1))
    assert send(client, cast, {field(cast.child): "5"}, who=cast.deputy).status_code == 302
    client.force_login(cast.director)
    assert client.post(path(cast), {}).status_code == 403


@pytest.mark.parametrize("period", ["0", "abc", "quarter", "9" * 19, "-1"])
def test_a_period_that_is_not_the_courses_is_not_found(client, cast, period):
    client.force_login(cast.teacher)
    assert client.get(path(cast, period=period)).status_code == 404


def test_nonsense_in_hidden_fields_is_a_page_that_has_seen_nothing(client, cast):
    client.force_login(cast.teacher)
    for seen in (
        "",
        "[]",
        '{"period-1": [1]}',
        '{"a": ["1", "", "", ""]}',
        "[" * 5000,
        '{"a": [-1,"","",""]}',
    ):
        response = client.post(
            path(cast), {"form": "x", "seen": seen, field(cast.child): "", "mark-week-1": "5"}
        )
        assert response.status_code == 302
    assert not PeriodMark.objects.exists()


def test_a_subject_without_marks_says_so(client, cast):
    Subject.objects.filter(pk=cast.algebra_7a.subject_id).update(scale="none")
    shown = look(client, cast)
    assert "Итоговых отметок здесь не ставят." in shown.text
    assert shown.all("table") == []


def test_behaviour_has_no_averages_and_any_mark_of_its_scale_is_free(client, cast):
    Subject.objects.filter(pk=cast.algebra_7a.subject_id).update(scale="behaviour_three")
    shown = look(client, cast)
    row = row_of(shown, "Петрова")
    assert row.all("td", class_="totals-table__figure") + row.all("td", class_="totals-table__proposed") == []
    assert row.one("input", data_mark=True).attributes["data-free"] == "неуд|уд|обр"
    assert shown.all("details", class_="totals-accept") + shown.all("details", class_="totals-why") == []
    assert send(client, cast, {field(cast.child): "обр"}).status_code == 302


def test_a_course_without_periods_says_what_to_do(client, cast):
    Course.objects.filter(pk=cast.algebra_7a.pk).update(period_kind="trimester")
    assert "не заданы учебные периоды" in look(client, cast).text


def test_the_year_shows_its_periods_and_what_follows(client, cast):
    on(cast, dt.date(2026, 5, 20))
    quarters(cast, cast.child, "5", "4", "4", "5")
    shown = look(client, cast, period="year")
    row = row_of(shown, "Петрова")
    assert [cell.text for cell in row.all("td", class_="totals-table__other")] == ["5", "4", "4", "5"]
    assert row.one("td", class_="totals-table__proposed").text == "5"
    assert "Среднее отметок за периоды — 4,50" in row.one("details", class_="totals-why").text
    assert send(client, cast, {"do": "accept"}, period="year").status_code == 302
    assert YearMark.objects.get().value == "5"


def test_exam_and_final_mark_have_fields_where_there_is_an_exam(client, cast):
    on(cast, dt.date(2026, 5, 20))
    quarters(cast, cast.child, "5", "4", "4", "5")
    assert [one.text for one in look(client, cast, period="year").all("th", class_="totals-table__mark")] == [
        "Годовая"
    ]
    decide(cast, MATHEMATICAL | {"year": {"tie": "exam", "exam": {"combine": "mean", "tie": "up"}}})
    shown = look(client, cast, period="year")
    heads = [one.text for one in shown.all("th", class_="totals-table__mark")]
    assert heads == ["Годовая", "Экзамен", "Итоговая"]
    typed = {field(cast.child, kind): value for kind, value in (("exam", "4"), ("year", "4"), ("final", "4"))}
    assert send(client, cast, typed, period="year").status_code == 302
    assert dict(YearMark.objects.values_list("kind", "value")) == {"exam": "4", "year": "4", "final": "4"}


def test_one_key_sets_the_year_and_the_final_mark_that_builds_on_it(client, cast):
    on(cast, dt.date(2026, 5, 20))
    decide(cast, MATHEMATICAL | {"year": {"tie": "up", "exam": {"combine": "mean", "tie": "up"}}})
    quarters(cast, cast.child, "5", "4", "4", "5")
    quarters(cast, cast.pupils_7a[0], "3", "3", "3", "3")
    YearMark.objects.create(
        course=cast.algebra_7a, kind="exam", pupil=cast.child, value="4", author=cast.teacher.person,
        set_at=cast.school.now(),
    )  # fmt: skip
    accept = look(client, cast, period="year").one("details", class_="totals-accept")
    assert "Выставить по правилу: 4" in accept.text
    assert "годовая: 5 — 1, 3 — 1; итоговая: 5 — 1, 3 — 1." in accept.text
    assert len(accept.all("li")) == 8  # whose year is open are named once
    assert send(client, cast, {"do": "accept"}, period="year").status_code == 302
    values = {(row.pupil_id, row.kind): row.value for row in YearMark.objects.exclude(kind="exam")}
    child, first = cast.child.pk, cast.pupils_7a[0].pk
    assert values == {
        (child, "year"): "5",
        (child, "final"): "5",
        (first, "year"): "3",
        (first, "final"): "3",
    }


def test_what_the_council_has_decided_is_not_to_be_written_any_more(client, cast):
    on(cast, dt.date(2026, 5, 20))
    quarters(cast, cast.child, "5", "4", "4", "5")
    YearDecision.objects.create(
        year=cast.year, pupil=cast.child, kind="promoted", author=cast.deputy.person, set_at=cast.school.now()
    )
    row = row_of(look(client, cast, period="year"), "Петрова")
    assert row.all("input") == []
    assert "Педсовет принял решение" in row.text


def test_the_page_costs_a_fixed_number_of_queries(client, cast, django_assert_num_queries):
    client.force_login(cast.teacher)
    client.get(path(cast))
    with django_assert_num_queries(14):
        client.get(path(cast))
    for pupil in cast.pupils_7a:
        give(cast, pupil, "5", "5", "5", "5", course=cast.algebra_7a) if pupil != cast.arrived else None
    with django_assert_num_queries(14):
        client.get(path(cast))
    with django_assert_num_queries(9):
        client.get(path(cast, period="year"))
