"""A pupil ticks homework; the tick is the family's, and the ledger keeps silent."""

from __future__ import annotations

import pytest
from django.utils import timezone

from zhurnal.audit.models import Line
from zhurnal.family.actions.ticks import tick_homework
from zhurnal.family.models import HomeworkTick
from zhurnal.family.policies import homework_to_tick_by
from zhurnal.journal.models import Homework
from zhurnal.people.models import User
from zhurnal.school.standing import standing_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def homework(cast):
    return Homework.objects.create(
        lesson=cast.lesson(cast.algebra_7a, "2026-03-02"), text="№ 345", author=cast.teacher.person,
        set_at=timezone.now(),
    )  # fmt: skip


def tick(cast, homework, *, done=True):
    tick_homework(actor=cast.pupil, homework=homework, school=cast.school, done=done)
    return list(HomeworkTick.objects.values_list("pupil", "homework"))


def test_a_tick_is_set_once_and_taken_away(cast, homework):
    assert tick(cast, homework) == [(cast.child.pk, homework.pk)]
    assert tick(cast, homework) == [(cast.child.pk, homework.pk)]
    assert tick(cast, homework, done=False) == []
    assert tick(cast, homework, done=False) == []


def test_the_ledger_of_the_school_knows_nothing_of_it(cast, homework):
    before = Line.objects.count()
    tick(cast, homework)
    tick(cast, homework, done=False)
    assert Line.objects.count() == before


def test_who_is_nobody_ticks_nothing(cast, homework):
    nobody = User.objects.create(login="machine")
    with pytest.raises(PermissionError):
        tick_homework(actor=nobody, homework=homework, school=cast.school, done=True)


def test_only_pupils_of_the_course_may_tick(cast, homework):
    may = {
        login
        for login in ("pupil", "parent", "teacher", "classteacher", "deputy", "neighbour")
        if homework in homework_to_tick_by(standing_of(getattr(cast, login), cast.school.today()))
    }
    assert may == {"pupil"}
    other = Homework.objects.create(
        lesson=cast.lesson(cast.algebra_7b, "2026-03-02"), text="№ 1", author=cast.teacher.person,
        set_at=timezone.now(),
    )  # fmt: skip
    assert other not in homework_to_tick_by(standing_of(cast.pupil, cast.school.today()))
