"""The database itself refuses what must never stand in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.constraints import again, alter, constraints_of, refused_by
from tests.journal.entering import DAY, change, save
from zhurnal.journal.actions.lessons import HomeworkText, save_lesson_page, take_attendance
from zhurnal.journal.models import (
    Absence,
    AttendanceTaken,
    Average,
    Homework,
    LessonTopic,
    Mark,
    PeriodClosure,
    PeriodMark,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def second_period_mark(cast: Cast) -> None:
    assert cast.teacher.person is not None
    row = PeriodMark.objects.create(
        course=cast.algebra_7a, period=cast.quarter, pupil=cast.child, author=cast.teacher.person,
        set_at=cast.school.now(),
    )  # fmt: skip
    again(row)


BREAKERS: dict[str, Callable[[Cast], None]] = {
    "work_kind_code_once": lambda cast: again(cast.kinds["answer"]),
    "work_position_once": lambda cast: again(cast.control),
    "work_position": lambda cast: alter(cast.control, position=0),
    "mark_once": lambda _: again(Mark.objects.get()),
    "mark_second_needs_first": lambda _: alter(Mark.objects.get(), value=None, second=4),
    "mark_value": lambda _: alter(Mark.objects.get(), value=101),
    "absence_once": lambda _: again(Absence.objects.get()),
    "absence_code": lambda _: alter(Absence.objects.get(), code="х"),
    "average_once": lambda _: again(Average.objects.get()),
    "period_mark_once": second_period_mark,
    "periodclosure.period": lambda _: again(PeriodClosure.objects.all()[0]),
    "lessontopic.lesson": lambda _: again(LessonTopic.objects.get()),
    "homework.lesson": lambda _: again(Homework.objects.get()),
    "attendancetaken.lesson": lambda _: again(AttendanceTaken.objects.get()),
}


@pytest.fixture(autouse=True)
def written(cast):
    column = cast.column(cast.algebra_7a, DAY)
    save(cast, change(cast.child, column, "5 оп5"))
    save_lesson_page(
        actor=cast.teacher, lesson=column.lesson, topic="График", homework=HomeworkText("№ 5", 0)
    )
    take_attendance(actor=cast.teacher, lesson=column.lesson)


@pytest.mark.parametrize("name", BREAKERS)
def test_the_database_refuses(cast, name):
    with refused_by("journal", name):
        BREAKERS[name](cast)


def test_no_constraint_is_left_untried():
    assert set(BREAKERS) == set(constraints_of("journal"))
