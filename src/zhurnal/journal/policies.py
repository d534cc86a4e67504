"""Who may see and write what the journal holds. A school that stands still is asked about its own day."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from zhurnal.access.rights import ROLES_WITH, Right
from zhurnal.access.roles import Role
from zhurnal.journal.models import CorrectionRequest
from zhurnal.school import policies as school
from zhurnal.school.models import Course, Enrolment, School, SchoolClass, StudyPeriod, Teaching
from zhurnal.school.models.validity import holds_on
from zhurnal.school.policies import taught_by
from zhurnal.timetable.models import Lesson, Substitution

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from zhurnal.school.standing import Standing

_COURSE_PARTS = ("year__school", "subject", "school_class", "group")


def journals_visible_to(standing: Standing, clock: dt.date | None = None) -> QuerySet[Course]:
    """Courses whose grid the person may open, with their names; `held` tells whether it may be written in.

    A substitute opens the lesson only, not the grid. `clock` is the day for schools that do not stand still.
    """
    held = taught_by(standing.person_id, _school_day(clock))
    visible = school.courses_visible_to(standing, _school_day(clock))
    return visible.annotate(held=held).select_related(*_COURSE_PARTS)


def journals_writable_by(person_id: int, clock: dt.date | None = None) -> QuerySet[Course]:
    """Courses in which the person may write: held today, or a lesson of which is held as a substitute."""
    held = taught_by(person_id, _school_day(clock))
    substituted = Substitution.objects.filter(lesson__course=OuterRef("pk"), teacher=person_id)
    return Course.objects.filter(Q(held) | Q(Exists(substituted))).select_related(*_COURSE_PARTS)


def sheets_visible_to(standing: Standing, clock: dt.date | None = None) -> QuerySet[Lesson]:
    """Lessons whose sheet the person may open, with what is written about them.

    `held` tells whether the person may write: holds the course, or this lesson as a substitute.
    """
    own = Course.objects.filter(pk=OuterRef("course_id"))
    visible = school.courses_visible_to(standing, _school_day(clock)).filter(pk=OuterRef("course_id"))
    mine = Q(substitution__teacher=standing.person_id)
    taught = own.filter(taught_by(standing.person_id, _school_day(clock)))
    return (
        Lesson.objects.filter(Q(Exists(visible)) | mine)
        .annotate(held=Q(Exists(taught)) | mine)
        .select_related(
            *(f"course__{part}" for part in _COURSE_PARTS),
            "topic", "homework__due_lesson", "attendance_taken", "cancellation", "substitution__teacher",
        )
    )  # fmt: skip


def may_set_totals(standing: Standing, course: Course, today: dt.date, *, held: bool) -> bool:
    """Whether the person sets the marks of periods and of the year: who holds the course.

    Of a course that nobody holds, a deputy of the school: only then, and for nobody else, one query.
    """
    if held or course.year.school_id not in standing.schools(Role.DEPUTY):
        return held
    return not Teaching.objects.filter(holds_on(today), course=course).exists()


def class_controls_visible_to(standing: Standing) -> QuerySet[SchoolClass]:
    """Classes whose control works the person may look at: an own class, all of the school for its teachers.

    Who plans one must see what others have planned; no pupil is named there.
    """
    schools = standing.schools(Role.TEACHER, Role.DEPUTY, Role.DIRECTOR)
    return SchoolClass.objects.filter(Q(pk__in=standing.class_ids) | Q(year__school__in=schools))


def periods_visible_to(standing: Standing) -> QuerySet[StudyPeriod]:
    """Periods of the schools that the person heads, with the year and the school."""
    schools = standing.schools(*ROLES_WITH[Right.SEE_CLOSING])
    return StudyPeriod.objects.filter(year__school__in=schools).select_related("year__school")


def may_close(standing: Standing, school_id: int) -> bool:
    """Whether the person closes and opens the periods of the school."""
    return school_id in standing.schools(*ROLES_WITH[Right.CLOSE_PERIODS])


def summaries_visible_to(standing: Standing) -> QuerySet[SchoolClass]:
    """Classes of which `school.policies.results_visible_to` tells, with the year and the school."""
    heads = standing.schools(Role.DEPUTY, Role.DIRECTOR)
    classes = SchoolClass.objects.filter(Q(pk__in=standing.class_ids) | Q(year__school__in=heads))
    return classes.select_related("year__school")


def may_record_decisions(standing: Standing, school_id: int) -> bool:
    """Whether the person writes down what the council of the school has decided."""
    return school_id in standing.schools(*ROLES_WITH[Right.RECORD_DECISIONS])


def schools_ruled_by(standing: Standing) -> QuerySet[School]:
    """Schools whose rules of marking the person may decide."""
    return School.objects.filter(pk__in=standing.schools(*ROLES_WITH[Right.EDIT_POLICY])).order_by("pk")


def rules_visible_to(standing: Standing) -> QuerySet[School]:
    """Schools whose published rules the person may read: where one works, learns, or has a child."""
    works = frozenset().union(*standing.schools_by_role.values())
    learners = Enrolment.objects.filter(pupil__in=standing.pupil_ids | standing.child_ids)
    own = Q(pk__in=works) | Q(pk__in=learners.values("school_class__year__school"))
    return School.objects.filter(own).order_by("pk")


def _school_day(clock: dt.date | None = None) -> dt.date:
    """The school's day as an expression over a course, so that one query may cover several schools.

    Around midnight a school of another time zone is a few hours off; actions ask `School.today` again.
    """
    day = Coalesce(OuterRef("year__school__frozen_today"), Value(clock or timezone.localdate()))
    return cast("dt.date", day)  # a condition takes the expression where it takes the date


def corrections_visible_to(standing: Standing) -> QuerySet[CorrectionRequest]:
    """The requests that the person has made, and all of a school for its deputies and its director."""
    heads = standing.schools(Role.DEPUTY, Role.DIRECTOR)
    return CorrectionRequest.objects.filter(
        Q(asked_by=standing.person_id) | Q(course__year__school__in=heads)
    )


def corrections_decidable_by(standing: Standing) -> QuerySet[CorrectionRequest]:
    """The open requests that the person decides: never an own one, a deputy's only as the director."""
    director, deputy = standing.schools(Role.DIRECTOR), standing.schools(Role.DEPUTY)
    mine = Q(course__year__school__in=director) | Q(course__year__school__in=deputy, asked_as=Role.TEACHER)
    return CorrectionRequest.objects.filter(mine, decision="").exclude(asked_by=standing.person_id)
