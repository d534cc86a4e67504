"""What of the demo school is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.load.bench import Places
from zhurnal.journal.models import Mark, Work, WorkKind
from zhurnal.people.models import User
from zhurnal.school.models import Course, CourseMembership, School, StudyPeriod
from zhurnal.school.models.validity import holds_on
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    from datetime import date

PUPILS, COLUMNS, WRITTEN, POSITION = 28, 40, 10, 9


def choose() -> Places:
    """A course and period of `teacher` whose grid is nearest to 28 × 40; the child of `parent`."""
    school = School.objects.order_by("pk").first()
    assert school is not None
    day = school.today()
    teacher, child = (User.objects.get(login=login).person for login in ("teacher", "pupil"))
    assert teacher is not None
    assert child is not None
    courses = list(Course.objects.filter(holds_on(day, "teachings__"), teachings__teacher=teacher).distinct())
    course, period = min(
        ((course, period) for course in courses for period in _periods(course)),
        key=lambda pair: _distance(*pair),
    )
    written = max((one for one in courses if one != course), key=lambda one: one.memberships.count())
    columns = _columns_to_write(written, day)
    pupils = _pupils_all_through(written, day)
    return Places(
        grid=f"/journal/{course.pk}/?period={period.pk}",
        running_grid=f"/journal/{course.pk}/",
        cells=f"/journal/{written.pk}/cells/",
        columns=columns,
        pupils=pupils,
        versions=_versions(columns),
        child=child.pk,
        lesson=Work.objects.get(pk=columns[0]).lesson_id,
    )


def _periods(course: Course) -> list[StudyPeriod]:
    return list(StudyPeriod.objects.filter(year=course.year_id, kind=course.period_kind).order_by("number"))


def _distance(course: Course, period: StudyPeriod) -> int:
    pupils = course.memberships.count()
    columns = Work.objects.filter(
        lesson__course=course, lesson__date__gte=period.starts, lesson__date__lte=period.ends
    ).count()
    return abs(pupils - PUPILS) + abs(columns - COLUMNS)


def _columns_to_write(course: Course, day: date) -> list[int]:
    """Columns of our own in held lessons of the running period: no mark of the school is touched."""
    period = _running(course, day)
    lessons = Lesson.objects.filter(
        course=course, date__gte=period.starts, date__lte=day, cancellation=None
    ).order_by("-date")[:WRITTEN]
    kind = WorkKind.objects.filter(school=course.year.school_id)[0]
    return [
        Work.objects.get_or_create(
            lesson=lesson, position=POSITION, defaults={"kind": kind, "weight": 100, "title": "Замер"}
        )[0].pk
        for lesson in lessons
    ]


def _running(course: Course, day: date) -> StudyPeriod:
    return next(one for one in _periods(course) if one.starts <= day <= one.ends)


def _pupils_all_through(course: Course, day: date) -> list[int]:
    members = CourseMembership.objects.filter(
        course=course, valid_from__lte=_running(course, day).starts, valid_to=None
    )
    return list(members.values_list("pupil", flat=True))


def _versions(columns: list[int]) -> dict[tuple[int, int], int]:
    marks = Mark.objects.filter(work__in=columns).values_list("work", "pupil", "version")
    return {(work, pupil): version for work, pupil, version in marks}
