"""Marks and absences that cannot be true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q

from zhurnal.calc.grading.absence import ABSENCE_CODES
from zhurnal.calc.grading.scale import FIVE
from zhurnal.journal.models import Absence, Mark
from zhurnal.ops.checks.words import ddmmyyyy
from zhurnal.school.models import CourseMembership, School, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

MISSED = tuple(code for code, known in ABSENCE_CODES.items() if known.counts_as_missed)
_MARK = (
    "pupil__surname",
    "pupil__given_name",
    "work__lesson__course__subject__name",
    "work__lesson__date",
    "value",
)
_ABSENCE = ("pupil__surname", "pupil__given_name", "lesson__course__subject__name", "lesson__date", "code")


def marks_in_cancelled_lessons() -> Iterator[str]:
    """One query."""
    return _told(_marks().filter(work__lesson__cancellation__isnull=False), _MARK)


def absences_in_cancelled_lessons() -> Iterator[str]:
    """One query."""
    return _told(_absences().filter(lesson__cancellation__isnull=False), _ABSENCE)


def marks_of_strangers() -> Iterator[str]:
    """One query."""
    return _told(_marks().filter(~_was_member("work__lesson__")), _MARK)


def absences_of_strangers() -> Iterator[str]:
    """One query."""
    return _told(_absences().filter(~_was_member("lesson__")), _ABSENCE)


def absences_beside_marks() -> Iterator[str]:
    """A lesson missed beside a mark without the day on which the work came in; a further column needs none."""
    both = Absence.objects.filter(
        code__in=MISSED, lesson__works__position=1, lesson__works__marks__pupil=F("pupil"),
        lesson__works__marks__value__isnull=False, lesson__works__marks__handed_in=None,
    )  # fmt: skip
    return _told(both, _ABSENCE)


def marks_outside_scale() -> Iterator[str]:
    """One query."""
    inside = Q(value__range=(FIVE.low, FIVE.high)) & (
        Q(second__isnull=True) | Q(second__range=(FIVE.low, FIVE.high))
    )
    no_marks = Q(work__lesson__course__subject__scale=Subject.Scale.NONE)
    return _told(_marks().filter(~inside | no_marks), _MARK)


def marks_in_coming_lessons() -> Iterator[str]:
    """Each school has its own today. One query a school."""
    for school in School.objects.all():
        coming = _marks().filter(
            work__lesson__course__year__school=school, work__lesson__date__gt=school.today()
        )
        yield from _told(coming, _MARK)


def _marks() -> QuerySet[Mark]:
    return Mark.objects.filter(value__isnull=False)


def _absences() -> QuerySet[Absence]:
    return Absence.objects.exclude(code="")


def _was_member(lesson: str) -> Exists:
    """The condition that the pupil was taught in the lesson's course on its day."""
    day = OuterRef(f"{lesson}date")
    members = CourseMembership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        course=OuterRef(f"{lesson}course"), pupil=OuterRef("pupil"), valid_from__lte=day,
    )  # fmt: skip
    return Exists(members)


def _told(rows: QuerySet[Any], names: tuple[str, ...]) -> Iterator[str]:
    """«Иванова Мария, Алгебра, 04.03.2026: 5»."""
    for surname, given_name, subject, day, content in rows.order_by("pk").values_list(*names).iterator():
        yield f"{surname} {given_name}, {subject}, {ddmmyyyy(day)}: {content}"
