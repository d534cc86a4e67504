"""The class teacher's page of announced absences, and what the lesson sheet and the desk say about them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import TODAY
from tests.journal.test_excuses import announce, code, document
from zhurnal.journal.actions.excuse_decisions import accept_excuse
from zhurnal.journal.actions.excuses import add_document
from zhurnal.journal.models import Excuse
from zhurnal.people.models import Viewing

pytestmark = pytest.mark.django_db


def address(cast) -> str:
    return reverse("class-excuses", args=[cast.class_7a.pk])


def post(client, cast, excuse, **said):
    return client.post(address(cast), {"excuse": excuse.pk, **said})


def sheet(cast) -> str:
    return reverse("lesson", args=[cast.lesson(cast.algebra_7a, "2026-03-04").pk])


def test_the_class_teacher_accepts_and_the_journal_shows_it(client, cast):
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "н")
    made = announce(cast, text="температура")
    client.force_login(cast.classteacher)
    assert "температура" in client.get(address(cast)).content.decode()
    answer = post(client, cast, made, do="accept")
    assert answer.status_code == 302
    assert "оправдано: 1" in client.get(address(cast)).content.decode()
    assert code(cast, "2026-03-04") == "б"


def test_a_refusal_without_a_reason_comes_back_with_what_was_typed(client, cast):
    made = announce(cast)
    client.force_login(cast.classteacher)
    answer = post(client, cast, made, do="refuse", reason="не был")
    assert answer.status_code == 422
    assert 'value="не был"' in answer.content.decode()
    assert post(client, cast, made, do="refuse", reason="был на первом уроке").status_code == 302
    made.refresh_from_db()
    assert (made.decision, made.decision_reason) == ("refused", "был на первом уроке")


def test_the_director_and_the_office_read_and_do_not_decide(client, cast):
    made = announce(cast)
    add_document(actor=cast.parent, excuse=made, files=[document()])
    file = reverse("excuse-file", args=[made.files.get().pk])
    for login in (cast.director, cast.office):
        client.force_login(login)
        page = client.get(address(cast)).content.decode()
        assert cast.child.list_name in page
        assert file not in page
        assert client.get(file).status_code == 404
        assert post(client, cast, made, do="accept").status_code == 403


def test_an_excuse_of_another_class_is_not_decided_through_this_page(client, cast):
    foreign = announce(cast, pupil=cast.child_5a)
    client.force_login(cast.deputy)
    assert post(client, cast, foreign, do="accept").status_code == 404
    assert Excuse.objects.get().decision == ""


def test_that_a_document_was_opened_is_noted(client, cast):
    made = announce(cast)
    add_document(actor=cast.parent, excuse=made, files=[document()])
    client.force_login(cast.classteacher)
    answer = client.get(reverse("excuse-file", args=[made.files.get().pk]))
    assert "sandbox" in answer["Content-Security-Policy"]
    seen = Viewing.objects.get()
    assert (seen.page, seen.role, seen.pupil) == ("absence", "class_teacher", cast.child)


def test_the_sheet_of_the_lesson_shows_who_was_announced_and_offers_the_sign(client, cast):
    made = announce(cast)
    client.force_login(cast.teacher)
    page = client.get(sheet(cast)).content.decode()
    assert "сообщили: болезнь, не подтверждено" in page
    assert "?as=announced" not in page
    accept_excuse(actor=cast.classteacher, excuse=made)
    page = client.get(sheet(cast)).content.decode()
    assert "предупреждён: болезнь" in page
    assert "?as=announced" in page
    work = cast.column(cast.algebra_7a, "2026-03-04").pk
    offered = client.get(f"{sheet(cast)}?as=announced").content.decode()
    assert f'name="cell-{cast.child.pk}-{work}" value="б"' in offered
    assert code(cast, "2026-03-04") == ""


def test_what_a_teacher_has_written_is_not_offered_anew(client, cast):
    accept_excuse(actor=cast.classteacher, excuse=announce(cast))
    cast.put(cast.algebra_7a, "2026-03-04", cast.child, "4")
    client.force_login(cast.teacher)
    assert "?as=announced" not in client.get(sheet(cast)).content.decode()


def test_a_class_teachers_desk_says_how_many_wait(client, cast):
    client.force_login(cast.classteacher)
    assert "ждут решения" not in client.get(reverse("journal")).content.decode()
    announce(cast, first=TODAY, last=TODAY)
    assert "ждут решения — 1" in client.get(reverse("journal")).content.decode()


@pytest.mark.parametrize("number", [1, 6])
def test_the_page_costs_the_same_whatever_waits(client, cast, django_assert_num_queries, number):
    for pupil in cast.pupils_7a[:number]:
        Excuse.objects.create(
            school=cast.school, pupil=pupil, kind="illness", first=TODAY, last=TODAY, author_role="guardian",
            author=cast.parent.person, made_at=cast.school.now(), decision="accepted",
            decided_by=cast.classteacher.person, decided_at=cast.school.now(),
        )  # fmt: skip
    client.force_login(cast.classteacher)
    with django_assert_num_queries(6):
        client.get(address(cast))
