"""A pupil's lessons, and what the pupil has earned in them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, FilteredRelation, Q

from zhurnal.calc.grading.entry import cell_text
from zhurnal.diary.words import weight_text
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.db.models import QuerySet


class MarkView(NamedTuple):
    """A mark with all that the diary tells about it. `weight` is «×2», nothing for the ordinary weight."""

    text: str
    kind: str
    title: str
    weight: str
    is_control: bool
    comment: str

    @property
    def about(self) -> str:
        """«Контрольная работа ×2»: for what the mark was given."""
        return f"{self.title or self.kind} {self.weight}".rstrip()


def lessons_of(pupil: int, starts: dt.date, ends: dt.date) -> QuerySet[Lesson]:
    """Lessons of the courses to which the pupil belonged on the day of the lesson."""
    member = "course__memberships__"
    belongs = Q(**{f"{member}pupil": pupil, f"{member}valid_from__lte": F("date")})
    still = Q(**{f"{member}valid_to": None}) | Q(**{f"{member}valid_to__gte": F("date")})
    return Lesson.objects.filter(belongs & still, date__gte=starts, date__lte=ends)


def with_own_signs(lessons: QuerySet[Lesson], pupil: int) -> QuerySet[Lesson]:
    """Join what the pupil has in the lessons, if anything: `own` absence, and a row for each `mark`.

    Joined from the lessons' side: from the pupil's side a database without statistics reads all the marks
    that the pupil has ever got.
    """
    return lessons.annotate(
        own=FilteredRelation("absences", condition=Q(absences__pupil=pupil)),
        mark=FilteredRelation("works__marks", condition=Q(works__marks__pupil=pupil)),
    )


# What `mark_view` reads, in a query over lessons and in one over marks.
MARK = (
    "value",
    "second",
    "work__kind__name",
    "work__title",
    "work__weight",
    "work__kind__is_control",
    "comment",
)
MARK_OF_LESSON = tuple(f"mark__{name}" for name in MARK)


def mark_view(row: Sequence[Any]) -> MarkView | None:
    """A mark from the columns MARK; None for a mark that was taken back, or where there is none."""
    value, second, kind, title, weight, is_control, comment = row
    if value is None:
        return None
    return MarkView(mark_text(value, second), kind, title, weight_text(weight), is_control, comment)


@cache
def mark_text(value: int, second: int | None) -> str:
    """«5», «5/4»."""
    return cell_text((value,) if second is None else (value, second))
