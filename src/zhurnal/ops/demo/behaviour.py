"""«Поведение»: a course of every class without lessons, marked by its class teacher once a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.audit import ledger
from zhurnal.journal import history
from zhurnal.journal.models import PeriodMark
from zhurnal.ops.demo.bulk import insert, write_lines
from zhurnal.ops.demo.clock import TODAY, at
from zhurnal.ops.demo.dice import dice
from zhurnal.ops.demo.families import YEAR_STARTS
from zhurnal.ops.demo.page import TEACHER
from zhurnal.ops.demo.plan import FIRST_SENIOR_GRADE
from zhurnal.school.models import Course, CourseMembership, Enrolment, Subject, Teaching

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from zhurnal.ops.demo.people import People
    from zhurnal.ops.demo.registers import Registers
    from zhurnal.ops.demo.staffing import Staffing
    from zhurnal.school.models import StudyPeriod

# In the order of FIELDS.
Row = tuple[int, int, int, str, str, str, str, int, "dt.datetime", int]
VALUES, SHARES = ("обр", "уд", "неуд"), (85, 14, 1)
AFTER_ALL = 99  # its place among the subjects
FIELDS = (
    "course", "period", "pupil", "value", "proposed", "paragraph", "reason", "author", "set_at", "version",
)  # fmt: skip


def write_behaviour(drawn: Staffing, registers: Registers, people: People) -> None:
    """Write the courses of the second to ninth grade, and the marks of the periods that are over."""
    subject = Subject.objects.create(
        school=registers.school, name="Поведение", short_name="Поведение", position=AFTER_ALL,
        scale=Subject.Scale.BEHAVIOUR_THREE,
    )  # fmt: skip
    leads = dict(zip(registers.classes, drawn.class_teachers, strict=True))
    courses = Course.objects.bulk_create(
        Course(
            year=registers.year, subject=subject, school_class=one, period_kind=one.period_kind,
            hours_a_week=0, grade=one.grade,
        )
        for one in registers.classes
        if 1 < one.grade < FIRST_SENIOR_GRADE
    )  # fmt: skip
    teachers = [
        people.teachers[leads[course.school_class]] for course in courses if course.school_class is not None
    ]
    Teaching.objects.bulk_create(
        Teaching(course=course, teacher=teacher, valid_from=YEAR_STARTS)
        for course, teacher in zip(courses, teachers, strict=True)
    )
    members = _write_members(courses)
    for course, teacher in zip(courses, teachers, strict=True):
        _write_marks(registers, course, members[course.pk], teacher.pk)


def _write_members(courses: list[Course]) -> dict[int, list[Enrolment]]:
    """Whoever is in the class is in its course, from the same day to the same day."""
    by_class = {course.school_class_id: course for course in courses}
    members: dict[int, list[Enrolment]] = {course.pk: [] for course in courses}
    for row in Enrolment.objects.filter(school_class__in=by_class).order_by("pupil__sort_key", "pk"):
        members[by_class[row.school_class_id].pk].append(row)
    CourseMembership.objects.bulk_create(
        CourseMembership(
            course_id=course, pupil_id=row.pupil_id, valid_from=row.valid_from, valid_to=row.valid_to
        )
        for course, rows in members.items()
        for row in rows
    )
    return members


def _write_marks(registers: Registers, course: Course, members: list[Enrolment], author: int) -> None:
    rows = list(_marks(registers, course, members, author))
    insert(PeriodMark, FIELDS, rows)
    lines = []
    for _, period, pupil, value, proposed, paragraph, reason, _, moment, version in rows:
        after = history.TotalSide(value, proposed, paragraph, reason)
        subject = history.period_mark_subject(course.pk, pupil, period)
        entry = history.total_entry(
            history.PERIOD_MARK_SET, subject, before=None, after=after, version=version
        )
        lines.append((entry, ledger.Stamp(author, TEACHER, moment)))
    write_lines(ledger.build_lines(history.course_chain(course.pk), lines))


def _marks(registers: Registers, course: Course, members: list[Enrolment], author: int) -> Iterator[Row]:
    chance = dice("behaviour", registers.school.short_name, str(course.school_class))
    over: list[StudyPeriod] = [one for one in registers.periods[course.period_kind] if one.ends < TODAY]
    for period in over:
        for minute, row in enumerate(members):
            if row.holds_on(period.ends):
                (value,) = chance.choices(VALUES, SHARES)
                moment = at(period.ends, 19, minute % 60)
                yield course.pk, period.pk, row.pupil_id, value, "", "scale", "", author, moment, 1
