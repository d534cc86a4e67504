"""The panel of a column as a page: what it shows, what it tells before it saves, what it does."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.journal.pages import fields, page
from tests.journal.ruling import rule
from zhurnal.journal.actions.columns import change_column, facts_of
from zhurnal.journal.models import PeriodClosure, Work
from zhurnal.timetable.models import Lesson

pytestmark = pytest.mark.django_db
LESSON, CONTROL = "2026-02-20", "2026-02-25"


@pytest.fixture(autouse=True)
def signed_in(cast, client):
    client.force_login(cast.teacher)


def address(work):
    return reverse("journal-column", kwargs={"course": work.lesson.course_id, "work": work.pk})


def new_address(lesson):
    return reverse("journal-column-new", kwargs={"course": lesson.course_id, "lesson": lesson.pk})


def form(client, path):
    """The fields of the form as the page has them, ready to be sent."""
    shown = page(client.get(path)).one("form", data_panel_form=True)
    chosen = [one for one in shown.all("option") if "selected" in one.attributes]
    return fields(shown) | {"kind": chosen[0].attributes["value"], "does": "save"}


def send(client, work, **typed):
    return client.post(address(work), form(client, address(work)) | typed)


def texts(element, tag, **wanted):
    return [one.text for one in element.all(tag, **wanted)]


@pytest.fixture
def marked(cast):
    """The child: 5 of weight 1, 3 of weight 2."""
    cast.put(cast.algebra_7a, CONTROL, cast.child, "5")
    cast.put(cast.algebra_7a, CONTROL, cast.child, "3", position=2)
    return cast.control


# What it shows


def test_it_names_the_lesson_its_columns_and_what_the_column_is(cast, client):
    shown = page(client.get(address(cast.control)))
    assert shown.one("h1").text == "Алгебра, 7 «А»"
    assert shown.one("h2").text == "25 февраля, среда, 2-й урок"
    tabs = shown.all("a", class_="tabs__tab")
    assert [(tab.text, "aria-current" in tab.attributes) for tab in tabs] == [
        ("О", False), ("КР ×2", True), ("Добавить колонку", False),
    ]  # fmt: skip
    assert form(client, address(cast.control)) | {"csrfmiddlewaretoken": ""} == {
        "csrfmiddlewaretoken": "", "kind": str(cast.kinds["control"].pk), "title": cast.control.title,
        "weight": "", "second": "", "previewed": "", "does": "save",
        "seen": f'[{cast.kinds["control"].pk}, "{cast.control.title}", null, null]',
    }  # fmt: skip


def test_every_kind_tells_its_weight_by_the_rules(cast, client):
    rule(cast, weights={"кр": "2.5"})
    shown = page(client.get(address(cast.control)))
    assert texts(shown, "option") == [
        "Ответ на уроке, вес 1", "Домашняя работа, вес 0,5", "Контрольная работа, вес 2,5",
    ]  # fmt: skip
    assert "по правилам школы (2,5), ноль — не учитывать" in shown.text


def test_a_hidden_kind_is_offered_only_where_it_stands(cast, client):
    kind = cast.kinds["control"]
    kind.is_hidden = True
    kind.save()
    assert len(page(client.get(address(cast.control))).all("option")) == 3
    assert len(page(client.get(address(cast.column(cast.algebra_7a, LESSON)))).all("option")) == 2


def test_a_school_without_double_marks_has_no_second_weight(cast, client):
    rule(cast, counting={"double": "forbidden"})
    assert page(client.get(address(cast.control))).all("input", name="second") == []


def test_an_empty_further_column_can_be_taken_back_and_no_other(cast, client, marked):
    def offers(work):
        return "Убрать колонку" in texts(page(client.get(address(work))), "button")

    assert not offers(marked)
    assert not offers(cast.column(cast.algebra_7a, LESSON))
    cast.put(cast.algebra_7a, CONTROL, cast.child, "", seen=1, position=2)
    assert offers(marked)


def test_a_reader_sees_facts_and_the_reason_and_cannot_send(cast, client):
    for actor, said in ((cast.deputy, "Страница для чтения"), (cast.classteacher, "Страница для чтения")):
        client.force_login(actor)
        shown = page(client.get(address(cast.control)))
        assert said in shown.text
        assert shown.all("form", data_panel_form=True) == []
        assert texts(shown, "dd")[:3] == ["Контрольная работа", cast.control.title, "2"]
        assert client.post(address(cast.control), {"does": "withdraw"}).status_code == 403
    assert Work.objects.get(pk=cast.control.pk).withdrawn_at is None


def test_a_closed_period_is_to_be_read(cast, client):
    PeriodClosure.objects.create(
        period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )
    shown = page(client.get(address(cast.control)))
    assert "Период, к которому относится урок 25 февраля, закрыт" in shown.text
    assert "Добавить колонку" not in shown.text
    assert shown.all("form", data_panel_form=True) == []


def test_a_substitute_opens_the_columns_of_the_lesson_held(cast, client):
    client.force_login(cast.colleague)
    mine, other = cast.column(cast.algebra_7a, "2026-03-02"), cast.control
    shown = page(client.get(address(mine)))
    assert shown.one("form", data_panel_form=True)
    assert f"/lessons/{mine.lesson_id}/" in [link.attributes["href"] for link in shown.all("a")]
    assert client.get(address(other)).status_code == 404


def test_a_column_is_found_only_in_its_own_course_and_while_it_is_there(cast, client):
    path = reverse("journal-column", kwargs={"course": cast.russian_7a.pk, "work": cast.control.pk})
    assert client.get(path).status_code == 404
    Work.objects.filter(pk=cast.control.pk).update(withdrawn_at=cast.school.now())
    assert client.get(address(cast.control)).status_code == 404


# What it tells before it saves


def test_a_weight_that_moves_averages_is_announced_and_saved_when_sent_again(cast, client, marked):
    told = send(client, marked, weight="3")
    assert told.status_code == 200
    shown = page(told)
    assert "Изменит средний балл у 1 ученика. Ещё ничего не сохранено." in shown.text
    # (5+2·3)/3 and (5+3·3)/4.
    assert texts(shown.one("ul", class_="panel__pupils"), "li") == ["Петрова Анна: 3,67 → 3,50"]
    assert Work.objects.get(pk=marked.pk).weight == 200
    again = fields(shown.one("form", data_panel_form=True)) | {
        "kind": str(cast.kinds["control"].pk),
        "does": "save",
    }
    assert again["weight"] == "3"
    saved = client.post(address(marked), again)
    assert saved.status_code == 302
    assert saved["Location"] == (
        f"/journal/{cast.algebra_7a.pk}/?period={cast.quarter.pk}#lesson-{marked.lesson_id}"
    )
    assert (Work.objects.get(pk=marked.pk).weight, Work.objects.get(pk=marked.pk).is_own_weight) == (
        300,
        True,
    )
    assert "Колонка сохранена." in client.get(saved["Location"]).content.decode()


def test_what_was_announced_for_another_weight_is_no_consent(client, marked):
    assert send(client, marked, weight="3", previewed="250:").status_code == 200
    assert Work.objects.get(pk=marked.pk).weight == 200


def test_what_moves_nobody_is_saved_at_once(cast, client):
    assert send(client, cast.control, weight="3").status_code == 302
    assert send(client, cast.control, title="Работа № 5").status_code == 302
    stored = Work.objects.get(pk=cast.control.pk)
    assert (stored.weight, stored.title) == (300, "Работа № 5")


def test_a_preview_saves_nothing_even_where_nobody_is_moved(cast, client):
    shown = page(send(client, cast.control, weight="3", does="preview"))
    assert "Средние баллы не изменятся." in shown.text
    assert shown.one("input", name="previewed").attributes["value"] == "300:"
    assert Work.objects.get(pk=cast.control.pk).weight == 200


def test_giving_the_own_weight_up_returns_to_the_rules(cast, client):
    send(client, cast.control, weight="0")
    assert Work.objects.get(pk=cast.control.pk).weight == 0
    send(client, cast.control, weight="")
    stored = Work.objects.get(pk=cast.control.pk)
    assert (stored.weight, stored.is_own_weight) == (200, False)


def test_a_control_work_beside_another_is_warned_about_and_allowed(cast, client):
    lesson = cast.lesson(cast.russian_7a, "2026-03-16")
    Work.objects.create(lesson=lesson, position=2, kind=cast.kinds["control"], weight=200)
    path = new_address(cast.lesson(cast.algebra_7a, "2026-03-16"))
    shown = page(client.get(path))
    assert "В этот день у класса уже есть контрольная: Русский язык, 3-й урок." in shown.text
    told = client.post(path, form(client, path) | {"kind": cast.kinds["answer"].pk, "does": "preview"})
    assert "уже есть контрольная" not in told.content.decode()
    assert client.post(path, form(client, path)).status_code == 302


def test_more_than_a_tenth_of_control_works_is_told(cast, client):
    lessons = Lesson.objects.filter(course=cast.algebra_7a, cancellation=None)
    for lesson in lessons.exclude(pk=cast.control.lesson_id).order_by("date")[:3]:
        Work.objects.create(lesson=lesson, position=3, kind=cast.kinds["control"], weight=200)
    shown = page(client.get(address(cast.control)))
    assert f"Контрольных по предмету за год: 4, уроков: {lessons.count()}." in shown.text


# What it does


def test_a_column_is_added_with_kind_title_and_weight(cast, client):
    lesson = cast.lesson(cast.algebra_7a, LESSON)
    path = new_address(lesson)
    sent = form(client, path) | {"title": "Тест", "weight": "1,5", "second": "0,5"}
    assert client.post(path, sent).status_code == 302
    stored = Work.objects.get(lesson=lesson, position=2)
    assert (stored.kind.code, stored.title, stored.weight, stored.second_weight) == (
        "control",
        "Тест",
        150,
        50,
    )


def test_a_script_gets_the_number_of_the_column_and_nothing_else(cast, client):
    lesson = cast.lesson(cast.algebra_7a, LESSON)
    path = new_address(lesson)
    answer = client.post(path, form(client, path), headers={"Accept": "application/json"})
    stored = Work.objects.get(lesson=lesson, position=2)
    assert answer.json() == {"column": stored.pk}
    taken = client.post(
        address(stored), form(client, address(stored)) | {"does": "withdraw"},
        headers={"Accept": "application/json"},
    )  # fmt: skip
    assert taken.json() == {"column": Work.objects.get(lesson=lesson, position=1).pk}
    assert client.get(address(stored)).status_code == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"weight": "сто"}, "panel-weight"), ({"second": "1,555"}, "panel-second"),
        ({"kind": "0"}, "panel-kind"), ({"kind": "x"}, "panel-kind"), ({"title": "к" * 201}, "panel-title"),
        ({"reason": "п" * 301}, "panel-reason"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_its_field_and_stays_typed(cast, client, typed, field):
    answer = send(client, cast.control, **typed)
    assert answer.status_code == 422
    (link,) = page(answer).one("div", class_="errors").all("a")
    assert link.attributes["href"] == f"#{field}"
    if field not in {"panel-kind", "panel-reason"}:
        shown = page(answer).one("input", id=field)
        assert shown.attributes["value"] == next(iter(typed.values()))
        assert shown.attributes["aria-invalid"] == "true"


def test_after_the_window_the_page_asks_for_a_reason(client, cast, marked):
    rule(cast, edit_window_days={"mark": 3})
    sent = {"weight": "3", "previewed": "300:"}
    refused = send(client, marked, **sent)
    assert refused.status_code == 422
    assert page(refused).one("input", name="reason").attributes["aria-invalid"] == "true"
    assert send(client, marked, **sent, reason="Опечатка в весе работы").status_code == 302


def test_who_has_seen_an_older_state_is_shown_the_present_one(cast, client):
    sent = form(client, address(cast.control))
    facts = facts_of(cast.control)
    change_column(
        actor=cast.teacher, work=cast.control, seen=facts, column=facts._replace(title="Новое название")
    )
    answer = client.post(address(cast.control), sent | {"title": "Моё название"})
    assert answer.status_code == 422
    assert page(answer).one("input", name="title").attributes["value"] == "Новое название"
    assert "колонку изменили" in page(answer).one("div", class_="errors").text


@pytest.mark.parametrize("seen", ["", "5", "{}", "[1, 2]", '["x", null, [], {}]', "[" * 2000])
def test_nonsense_in_the_hidden_field_has_seen_nothing(cast, client, seen):
    assert send(client, cast.control, seen=seen, title="Моё").status_code == 422
    assert Work.objects.get(pk=cast.control.pk).title == cast.control.title


def test_the_page_costs_a_fixed_number_of_queries(cast, client, marked, django_assert_num_queries):
    for pupil in cast.pupils_7a[:4]:
        cast.put(cast.algebra_7a, CONTROL, pupil, "4", position=2 if pupil == cast.child else 1)
    client.get(address(marked))
    # Session and account, roles, lesson, its rules, columns, kinds, journal; control works of the day, their share.
    with django_assert_num_queries(9):
        client.get(address(marked))


def test_the_lesson_sheet_leads_to_its_columns_for_who_has_no_script(cast, client):
    sheet = page(client.get(f"/lessons/{cast.control.lesson_id}/"))
    links = sheet.one("span", class_="lesson-facts__columns").all("a")
    assert [link.text for link in links] == ["О", "КР ×2"]
    assert links[1].attributes["href"] == address(cast.control)
