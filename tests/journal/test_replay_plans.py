"""Plans and files that were changed behind the back of the actions are found."""

from __future__ import annotations

import io

import pytest

from tests.journal.planning import set_plan
from zhurnal.audit.models import Line
from zhurnal.journal import media
from zhurnal.journal.actions.homework_files import add_files, withdraw_file
from zhurnal.journal.actions.lessons import HomeworkText, save_lesson_page
from zhurnal.journal.models import HomeworkFile, PlanTopic
from zhurnal.journal.replay import replay

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(cast):
    set_plan(cast, ["Дроби", "Проценты"])
    lesson = cast.lesson(cast.algebra_7a, "2026-03-04")
    save_lesson_page(actor=cast.teacher, lesson=lesson, homework=HomeworkText("№ 5", 0))
    kept = [media.store(f"{n}.pdf", io.BytesIO(b"%PDF-" + bytes([n]))) for n in range(2)]
    made = add_files(actor=cast.teacher, lesson=lesson, files=kept)
    withdraw_file(actor=cast.teacher, lesson=lesson, file_id=made[1].pk)
    return made


def subjects():
    return [one.subject for one in replay()]


def test_what_the_actions_wrote_is_as_history_tells(files):
    assert files
    assert subjects() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda: PlanTopic.objects.filter(number=1).update(text="Доли"),
        lambda: PlanTopic.objects.filter(number=2).delete(),
        lambda: PlanTopic.objects.filter(number=2).update(number=3, homework="№ 1"),
    ],
    ids=["a text", "a topic gone", "homework"],
)
def test_a_changed_plan_is_found(cast, files, change):
    assert files
    change()
    assert subjects() == [f"plan:{cast.algebra_7a.pk}"]


@pytest.mark.parametrize(
    ("which", "values"),
    [(0, {"withdrawn_at": "2026-03-04T10:00Z"}), (1, {"withdrawn_at": None}), (0, {"sha256": "0" * 64})],
    ids=["withdrawn", "shown again", "another content"],
)
def test_a_changed_file_is_found(files, which, values):
    HomeworkFile.objects.filter(pk=files[which].pk).update(**values)
    assert subjects() == [f"homework_file:{files[which].pk}"]


def test_a_plan_without_a_line_is_found(cast, files):
    assert files
    PlanTopic.objects.create(
        course=cast.algebra_7b, number=1, text="Дроби", author=cast.teacher.person, set_at=cast.school.now()
    )
    assert subjects() == [f"plan:{cast.algebra_7b.pk}"]
    assert Line.objects.filter(action="plan.set").count() == 1
