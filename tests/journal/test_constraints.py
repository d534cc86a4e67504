"""The database itself refuses what must never stand in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.constraints import again, alter, constraints_of, refused_by
from tests.journal.entering import DAY, change, save
from zhurnal.journal.actions.lessons import HomeworkText, save_lesson_page, take_attendance
from zhurnal.journal.models import (
    Absence,
    AttendanceTaken,
    Average,
    CorrectionRequest,
    Excuse,
    ExcuseFile,
    Exemption,
    ExternalMark,
    Homework,
    LessonTopic,
    Mark,
    PeriodClosure,
    PeriodMark,
    PlanTopic,
    PolicyVersion,
    YearDecision,
    YearMark,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cast import Cast
    from zhurnal.people.models import Person

pytestmark = pytest.mark.django_db


def second_period_mark(cast: Cast) -> None:
    assert cast.teacher.person is not None
    row = PeriodMark.objects.create(
        course=cast.algebra_7a, period=cast.quarter, pupil=cast.child, author=cast.teacher.person,
        set_at=cast.school.now(),
    )  # fmt: skip
    again(row)


def signed(cast: Cast) -> dict[str, Any]:
    return {"author": cast.teacher.person, "set_at": cast.school.now()}


def external_mark(cast: Cast) -> ExternalMark:
    return ExternalMark.objects.create(
        course=cast.algebra_7a, period=cast.quarter, pupil=cast.child, date=DAY, value=4,
        source="школа № 5", **signed(cast),
    )  # fmt: skip


def guardian(cast: Cast) -> Person:
    assert cast.parent.person is not None
    return cast.parent.person


def excuse(cast: Cast) -> Excuse:
    return Excuse.objects.create(
        school=cast.school, pupil=cast.child, kind="illness", first=DAY, last=DAY, author_role="guardian",
        author=guardian(cast), made_at=cast.school.now(),
    )  # fmt: skip


def second_document(cast: Cast) -> None:
    again(
        ExcuseFile.objects.create(
            excuse=excuse(cast), name="Справка.txt", content_type="text/plain", size=1, sha256="0" * 64,
            path="excuses/00/0", author=guardian(cast), added_at=cast.school.now(),
        )
    )  # fmt: skip


def exemption(cast: Cast) -> Exemption:
    return Exemption.objects.create(
        course=cast.algebra_7a, pupil=cast.child, valid_from="2026-02-01", **signed(cast)
    )


def plan_topic(cast: Cast) -> PlanTopic:
    return PlanTopic.objects.create(course=cast.algebra_7a, number=1, text="График", **signed(cast))


def policy_version(cast: Cast) -> PolicyVersion:
    return PolicyVersion.objects.create(
        school=cast.school, number=1, valid_from=DAY, data="{}", made_at=cast.school.now()
    )


def year_mark(cast: Cast) -> YearMark:
    return YearMark.objects.create(course=cast.algebra_7a, kind="year", pupil=cast.child, **signed(cast))


def year_decision(cast: Cast) -> YearDecision:
    return YearDecision.objects.create(year=cast.year, pupil=cast.child, kind="promoted", **signed(cast))


def correction(cast: Cast, **other: Any) -> CorrectionRequest:
    about: dict[str, Any] = {"work": cast.control, "asked_by": cast.teacher.person} | other
    return CorrectionRequest.objects.create(
        course=cast.algebra_7a, pupil=cast.child, seen_version=0, value="5", reason="ошибка при вводе",
        asked_at=cast.school.now(), **about,
    )  # fmt: skip


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
    "period_closed_once": lambda _: again(PeriodClosure.objects.all()[0]),
    "period_reopened_with_reason": lambda cast: alter(
        PeriodClosure.objects.all()[0], reopened_at=cast.school.now(), reason="ошибка"
    ),
    "mark_resit_needs_first": lambda _: alter(Mark.objects.get(), value=None, resit=4),
    "mark_second_resit_needs_first": lambda _: alter(Mark.objects.get(), resit_second=4),
    "mark_pending_is_none": lambda _: alter(Mark.objects.get(), pending=True),
    "mark_due_is_of_a_point": lambda _: alter(Mark.objects.get(), due=DAY),
    "work_ordinary_stays": lambda cast: alter(
        cast.column(cast.algebra_7a, DAY), withdrawn_at=cast.school.now()
    ),
    "external_mark_once": lambda cast: again(external_mark(cast)),
    "external_mark_value": lambda cast: alter(external_mark(cast), value=101),
    "excuse_ends_after_start": lambda cast: alter(excuse(cast), last="2000-01-01"),
    "excuse_lessons_of_one_day": lambda cast: alter(excuse(cast), first_lesson=3),
    "excuse_decided_by_somebody": lambda cast: alter(excuse(cast), decision="accepted"),
    "excuse_refused_for_a_reason": lambda cast: alter(
        excuse(cast), decision="refused", decided_by=cast.teacher.person, decided_at=cast.school.now()
    ),
    "excuse_file_once": second_document,
    "exemption_once": lambda cast: again(exemption(cast)),
    "exemption_ends_after_start": lambda cast: alter(exemption(cast), valid_to="2026-01-01"),
    "plan_topic_once": lambda cast: again(plan_topic(cast)),
    "plan_topic_number": lambda cast: alter(plan_topic(cast), number=0),
    "policy_version_once": lambda cast: again(policy_version(cast)),
    "year_mark_once": lambda cast: again(year_mark(cast)),
    "year_decision_once": lambda cast: again(year_decision(cast)),
    "correction_of_one_thing": lambda cast: alter(correction(cast), period=cast.quarter),
    "correction_of_cell_open_once": lambda cast: again(correction(cast)),
    "correction_of_period_mark_open_once": lambda cast: again(
        correction(cast, work=None, period=cast.quarter)
    ),
    "correction_decided_by_another": lambda cast: alter(
        correction(cast), decision="approved", decided_by=cast.teacher.person
    ),
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
