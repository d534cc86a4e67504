"""Who of a class is exempt in which course and when; who has come in the running year, with which marks."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q

from zhurnal.journal.models import Exemption, ExternalMark
from zhurnal.journal.queries.carrying import carry_offers
from zhurnal.school.models import Course, CourseMembership, Enrolment, Subject
from zhurnal.school.models.validity import holds_on

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.journal.queries.carrying import Offer
    from zhurnal.people.models import Person
    from zhurnal.school.models import SchoolClass


class ExemptionLine(NamedTuple):
    """An exemption of a pupil; `is_over` before `today`."""

    exemption: Exemption
    is_over: bool


class Newcomer(NamedTuple):
    """A pupil who came in the course of the year, with the courses of today."""

    pupil: Person
    since: dt.date
    arrival: str
    courses: list[NewCourse]


class NewCourse(NamedTuple):
    """A course of a newcomer: how many marks were brought, and what could be carried over."""

    course: Course
    brought: int
    offers: list[Offer]


def exemptions_of(school_class: SchoolClass, today: dt.date) -> list[ExemptionLine]:
    """The exemptions of everybody who was in the class this year, by pupil and day. One query."""
    pupils = Enrolment.objects.filter(school_class=school_class).values("pupil")
    rows = (
        Exemption.objects.filter(pupil__in=pupils, course__year=school_class.year_id)
        .select_related("pupil", "course__subject", "course__group", "course__school_class", "author")
        .order_by("pupil__sort_key", "pupil", "valid_from", "course__subject__position")
    )
    return [ExemptionLine(one, one.valid_to is not None and one.valid_to < today) for one in rows]


def pupils_today(school_class: SchoolClass, day: dt.date) -> list[Person]:
    """The pupils of the class on `day`, by name. One query."""
    rows = Enrolment.objects.filter(holds_on(day), school_class=school_class).select_related("pupil")
    return [row.pupil for row in rows.order_by("pupil__sort_key", "pupil")]


def courses_of(school_class: SchoolClass) -> list[Course]:
    """The courses of the class, of its parts and of its streams, in the order of the subjects. One query."""
    found = Course.objects.filter(
        Q(school_class=school_class) | Q(group__in=school_class.groups.values("pk"))
    ).select_related("subject", "group", "school_class", "year__school")
    return list(found.order_by("subject__position", "subject__name", "group__name"))


def newcomers(school_class: SchoolClass, today: dt.date) -> list[Newcomer]:
    """Who joined the class after the year began and is in it still, the latest first.

    Eight queries, and five for each period in which something could be carried over; one without newcomers.
    """
    came = Enrolment.objects.filter(
        holds_on(today), school_class=school_class, valid_from__gt=school_class.year.starts
    ).select_related("pupil")
    rows = list(came.order_by("-valid_from", "pupil__sort_key"))
    pupils = [row.pupil_id for row in rows]
    if not pupils:
        return []
    there = CourseMembership.objects.filter(
        holds_on(today), pupil__in=pupils, course__year=school_class.year_id
    ).select_related("course__subject", "course__group", "course__school_class")
    courses: dict[int, list[Course]] = defaultdict(list)
    for membership in there.order_by("course__subject__position", "course__subject__name", "course"):
        courses[membership.pupil_id].append(membership.course)
    counted = ExternalMark.objects.filter(pupil__in=pupils, value__isnull=False)
    brought = {
        (pupil, course): number
        for pupil, course, number in counted.values_list("pupil", "course").annotate(number=Count("pk"))
    }
    offers: dict[tuple[int, int], list[Offer]] = defaultdict(list)
    for offer in carry_offers(pupils, {course.pk for own in courses.values() for course in own}):
        offers[offer.pupil_id, offer.to_course.pk].append(offer)
    return [
        Newcomer(
            row.pupil, row.valid_from, row.arrival,
            [
                NewCourse(course, brought.get((row.pupil_id, course.pk), 0), offers[row.pupil_id, course.pk])
                for course in courses[row.pupil_id]
                if _may_bring(course)
            ],
        )
        for row in rows
    ]  # fmt: skip


def _may_bring(course: Course) -> bool:
    """Whether marks are put in the course at all; behaviour has none but for periods."""
    scale = course.subject.scale
    return scale != Subject.Scale.NONE and not scale.startswith("behaviour")
