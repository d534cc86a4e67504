"""The list of those who oversee entries, narrowed by what its address asks."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.diary.reading import read, source
from tests.messaging.writing import crowd, received, to_class, to_course, to_school, write
from zhurnal.access.roles import Role
from zhurnal.messaging.actions.entries import withdraw_entry
from zhurnal.messaging.actions.receipts import acknowledge_entry, read_entries
from zhurnal.messaging.models import DiaryEntry
from zhurnal.messaging.queries.staff import PAGE

pytestmark = pytest.mark.django_db
ALL = "/messages/?show=all"


@pytest.fixture
def written(cast):
    """Three entries of three authors: to the school, to 7 «А», to one pupil."""
    return {
        "school": write(cast, cast.director, to_school(cast), text="Ко всем", kind="announcement"),
        "class": write(cast, cast.classteacher, to_class(cast), text="К классу", kind="invitation"),
        "pupil": write(
            cast, cast.teacher, to_course(cast), cast.child, text="Без тетради", kind="remark"
        ),
    }  # fmt: skip


def found(client, asked) -> set[str]:
    page = read(client, f"{ALL}&{asked}")
    return {name for name, text in _TEXTS.items() if text in page}


_TEXTS = {"school": "Ко всем", "class": "К классу", "pupil": "Без тетради"}


def test_the_heads_look_by_author_and_kind(cast, client, written):
    client.force_login(cast.deputy)
    assert found(client, "") == {"school", "class", "pupil"}
    assert found(client, f"author={cast.teacher.person_id}") == {"pupil"}
    assert found(client, "kind=invitation") == {"class"}
    assert found(client, f"author={cast.teacher.person_id}&kind=invitation") == set()
    assert len(written) == 3


def test_by_class_an_entry_counts_where_it_stands_in_a_diary_of_the_class(cast, client, written):
    client.force_login(cast.deputy)
    assert found(client, f"class={cast.class_7a.pk}") == {"school", "class", "pupil"}
    assert found(client, f"class={cast.class_7b.pk}") == {"school"}
    assert len(written) == 3


def test_what_a_family_has_not_read_or_signed(cast, client, written):
    client.force_login(cast.deputy)
    read_entries(
        actor=cast.pupil, recipients=[received(written["pupil"], cast.child)], seen={written["pupil"].pk: 1}
    )
    assert found(client, "missing=unread") == {"school", "class"}
    assert found(client, "missing=unsigned") == {"school", "class", "pupil"}
    acknowledge_entry(actor=cast.parent, recipient=received(written["pupil"], cast.child))
    assert found(client, "missing=unsigned") == {"school", "class"}


def test_class_and_reading_are_asked_of_the_same_diaries(cast, client, written):
    """In 7 «Б» everybody has signed; that 7 «А» has not is another question."""
    client.force_login(cast.deputy)
    assert found(client, f"class={cast.class_7b.pk}&missing=unsigned") == {"school"}
    acknowledge_entry(actor=cast.neighbour, recipient=received(written["school"], cast.pupil_7b))
    assert found(client, f"class={cast.class_7b.pk}&missing=unsigned") == set()


def test_nobody_is_missed_where_nothing_is_shown(cast, client, written):
    crowd(cast)
    write(cast, cast.director, to_school(cast), text="Ждёт две минуты")
    withdraw_entry(actor=cast.teacher, entry=written["pupil"], reason="Ошибка в имени ученика")
    client.force_login(cast.deputy)
    assert found(client, "missing=unread") == {"school", "class"}
    assert "Ждёт две минуты" in read(client, ALL)
    assert "Ждёт две минуты" not in read(client, f"{ALL}&missing=unread")


def test_by_the_days_on_which_entries_stand(cast, client, written):
    DiaryEntry.objects.filter(pk=written["pupil"].pk).update(day="2026-02-16")
    client.force_login(cast.deputy)
    assert found(client, "to=2026-02-16") == {"pupil"}
    assert found(client, "from=2026-02-17") == {"school", "class"}
    assert found(client, "from=2026-02-16&to=2026-02-16") == {"pupil"}


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("from=2026-03-05&to=2026-03-04", "Первый день позже последнего. Показаны записи за все дни"),
        ("from=вчера", "Такой даты нет. Показаны записи за все дни"),
    ],
)
def test_days_that_cannot_be_are_told_and_nothing_is_hidden(cast, client, written, asked, sentence):
    client.force_login(cast.deputy)
    assert sentence in read(client, f"{ALL}&{asked}")
    assert found(client, asked) == set(written)


@pytest.mark.parametrize("asked", ["author=x", "kind=threat", "class=-1", "missing=all", "author=²&class="])
def test_what_no_form_offers_is_not_asked(cast, client, written, asked):
    client.force_login(cast.deputy)
    assert found(client, asked) == set(written)


def test_a_class_teacher_looks_within_what_he_oversees(cast, client, written):
    write(cast, cast.director, to_class(cast, Role.DIRECTOR, cast.class_7b), text="К соседям")
    client.force_login(cast.classteacher)
    page = source(client, ALL)
    offered = re.search(r'<select class="input" id="filter-class".*?</select>', page, re.DOTALL)
    assert offered is not None
    assert "7 «А»" in offered[0]
    assert "7 «Б»" not in offered[0]
    assert found(client, "kind=remark") == {"pupil"}
    assert "К соседям" not in read(client, f"{ALL}&class={cast.class_7b.pk}")
    assert len(written) == 3


def test_another_school_is_neither_offered_nor_found(cast, client, written):
    client.force_login(cast.deputy2)
    page = source(client, ALL)
    assert cast.director.person.surname not in page
    assert found(client, f"class={cast.class_7a.pk}") == set()
    assert len(written) == 3


def test_nothing_found_leads_back_to_everything(cast, client, written):
    client.force_login(cast.deputy)
    page = source(client, f"{ALL}&kind=thanks")
    assert "Таких записей нет" in page
    assert f'href="{reverse("entries")}?show=all">Показать все' in page
    assert "Записей пока нет" not in page
    assert len(written) == 3


def test_the_next_page_asks_the_same(cast, client):
    for number in range(PAGE + 1):
        write(cast, cast.teacher, to_course(cast), cast.child, text=f"Номер {number}", kind="remark")
    client.force_login(cast.deputy)
    page = source(client, f"{ALL}&kind=remark&missing=unsigned&from=2026-03-01")
    [following] = re.findall(r'href="([^"]*)" rel="next"', page)
    assert following == "?show=all&amp;kind=remark&amp;missing=unsigned&amp;from=2026-03-01&amp;page=2"
    assert "Номер 0" not in page
    assert "Номер 0" in read(client, f"{reverse('entries')}{following.replace('&amp;', '&')}")


def test_the_form_keeps_what_was_asked(cast, client, written):
    client.force_login(cast.deputy)
    page = source(client, f"{ALL}&author={cast.teacher.person_id}&missing=unsigned&to=2026-03-09")
    assert f'<option value="{cast.teacher.person_id}" selected>' in page
    assert '<option value="unsigned" selected>' in page
    assert 'value="2026-03-09"' in page
    assert "Сбросить" in page
    assert len(written) == 3


def test_looking_costs_the_same_however_much_is_written(cast, client, written, django_assert_num_queries):
    client.force_login(cast.deputy)
    asked = f"{ALL}&class={cast.class_7a.pk}&missing=unsigned&kind=remark&author={cast.teacher.person_id}"
    client.get(asked)
    for _ in range(3):
        write(cast, cast.teacher, to_course(cast), cast.child, kind="remark")
    assert len(written) == 3
    with django_assert_num_queries(9):
        client.get(asked)
