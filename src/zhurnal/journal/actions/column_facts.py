"""A lesson and its columns as they stand while somebody changes a column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, Subquery

from zhurnal.journal.models import CorrectionRequest, Mark, Work
from zhurnal.journal.queries.periods import closures_around, periods_around, policies_around
from zhurnal.journal.queries.rules import rules_of, weight_of
from zhurnal.school.policies import taught_by
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from zhurnal.calc.grading.rules import Rules


class FoundLesson(NamedTuple):
    """A lesson, whether the actor holds it, and the rules of the period in which it lies."""

    lesson: Lesson
    held: bool
    cancelled: bool
    period_id: int | None
    closed: bool
    rules: Rules

    @property
    def date(self) -> dt.date:
        """The day of the lesson."""
        return self.lesson.date

    def weigh(self, work: Work) -> None:
        """Give a column without a weight of its own that of the rules."""
        if not work.is_own_weight:
            work.weight = weight_of(work.kind, self.rules)


def find_lesson(lesson_id: int, person_id: int, today: dt.date) -> FoundLesson:
    """Read the lesson anew, with all that decides about its columns. One query.

    One more where the process has not met the version of the school's rules yet.
    """
    held = Q(taught_by(person_id, today, course="course")) | Q(substitution__teacher=person_id)
    row = (
        _with_rules(Lesson.objects.filter(pk=lesson_id))
        .annotate(held=held, period=Subquery(periods_around().values("pk")[:1]))
        .select_related("course__year__school", "course__subject", "cancellation")
        .get()
    )
    return FoundLesson(
        row, bool(row.held), hasattr(row, "cancellation"), row.period, bool(row.closed), _rules(row)
    )


def rules_of_lessons(lessons: list[int]) -> Iterator[tuple[int, Rules]]:
    """Each of the lessons with the rules of its course in its period. One query."""
    for row in _with_rules(Lesson.objects.filter(pk__in=lessons)).select_related("course__subject"):
        yield row.pk, _rules(row)


def _with_rules(lessons: QuerySet[Lesson]) -> QuerySet[Any]:
    closures = closures_around()
    return lessons.annotate(
        closed=Exists(closures),
        closed_with=Subquery(closures.values("policy")[:1]),
        in_force=Subquery(policies_around().values("pk")[:1]),
    )


def _rules(lesson: Any) -> Rules:
    return rules_of(lesson.closed_with if lesson.closed else lesson.in_force, lesson.course)


def columns_of(lesson: Lesson) -> list[Work]:
    """All columns of a lesson in their order, withdrawn ones too. One query.

    `in_use`: something stands in it, or is asked to.
    """
    of_work = {"work": OuterRef("pk")}
    in_use = Exists(Mark.objects.filter(**of_work).exclude(value=None, pending=False)) | Exists(
        CorrectionRequest.objects.filter(**of_work, decision="")
    )
    found: list[Work] = list(
        Work.objects.filter(lesson=lesson).annotate(in_use=in_use).select_related("kind").order_by("position")
    )
    for work in found:
        work.lesson = lesson
    return found
