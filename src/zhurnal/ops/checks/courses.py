"""Courses without a teacher, members from nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from zhurnal.ops.checks.words import course_names, ddmmyyyy
from zhurnal.school.models import Course, CourseMembership, Enrolment, School, Teaching
from zhurnal.school.models.validity import holds_on

if TYPE_CHECKING:
    from collections.abc import Iterator


def courses_without_teacher() -> Iterator[str]:
    """Courses of the running year that nobody holds today. Two queries a school."""
    for school in School.objects.all():
        today = school.today()
        held = Teaching.objects.filter(holds_on(today), course=OuterRef("pk"))
        running = Course.objects.filter(year__school=school, year__starts__lte=today, year__ends__gte=today)
        yield from course_names(running.filter(~Exists(held)).values_list("pk", flat=True)).values()


def memberships_without_enrolment() -> Iterator[str]:
    """First and last day of a membership lie in enrolments into a class of the course. Two queries."""
    in_class = Q(school_class=OuterRef("course__school_class")) | Q(
        school_class__groups=OuterRef("course__group"), school_class__year=OuterRef("course__year")
    )
    enrolled = Enrolment.objects.filter(in_class, pupil=OuterRef("pupil"))
    begins = enrolled.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=OuterRef("valid_from")),
        valid_from__lte=OuterRef("valid_from"),
    )
    ends = enrolled.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=OuterRef("valid_to")), valid_from__lte=OuterRef("valid_to")
    )
    still_there = Q(Exists(enrolled.filter(valid_to__isnull=True)), valid_to__isnull=True)
    well = Q(Exists(begins)) & (still_there | Q(Exists(ends), valid_to__isnull=False))
    wrong = CourseMembership.objects.exclude(well).order_by("course", "pk")
    rows = list(wrong.values_list("course_id", "pupil__surname", "pupil__given_name", "valid_from"))
    names = course_names(row[0] for row in rows)
    return (
        f"{surname} {given}, {names[course]}, с {ddmmyyyy(since)}" for course, surname, given, since in rows
    )
