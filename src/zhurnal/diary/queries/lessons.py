"""A pupil's lessons, and what the pupil has earned in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, FilteredRelation, Q
from django.utils.translation import gettext as _

from zhurnal.calc.grading.absence import is_missed
from zhurnal.calc.grading.counting import Cell, falls_due
from zhurnal.calc.grading.entry import cell_text
from zhurnal.diary.words import absence_text, weight_text
from zhurnal.journal.queries.cell_text import Standing, text_of
from zhurnal.timetable.models import Lesson
from zhurnal.ui.words import day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from zhurnal.calc.grading.rules import Rules


class MarkView(NamedTuple):
    """A mark with all that the diary tells about it. `weight` is «×2», nothing for the ordinary weight.

    `note`: until when the teacher waits for the work, or when it came in. `with_absence`: the text tells the
    absence of the lesson too, as «н/4» does. `put`: by whom and when, where a page tells it.
    """

    text: str
    kind: str
    title: str
    weight: str
    is_control: bool
    comment: str
    note: str = ""
    with_absence: bool = False
    put: str = ""

    @property
    def about(self) -> str:
        """«Контрольная работа ×2, сдать до 11 марта»: for what the mark was given."""
        what = f"{self.title or self.kind} {self.weight}".rstrip()
        return f"{what}, {self.note}" if what and self.note else what or self.note


@dataclass(slots=True, kw_only=True)
class Earned:
    """What a lesson has left in the diary; `remarks` are comments on an absence."""

    absence: str
    minutes: int | None
    marks: list[MarkView] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def absence_sign(self) -> str:
        """«н», «оп5»; nothing where a mark tells it already."""
        if not self.absence or any(mark.with_absence for mark in self.marks):
            return ""
        return _absence_sign(self.absence, self.minutes)

    @property
    def absence_name(self) -> str:
        """«болезнь», «опоздание 5 мин»."""
        return absence_text(self.absence, self.minutes)

    def take(self, row: Sequence[Any], date: dt.date, rules: Rules, put: str = "") -> None:
        """Put the mark of a row of MARK where it belongs, if there is one; `put` says by whom and when."""
        *mark, comment, is_staff_only = row
        told = "" if is_staff_only else comment or ""
        if one := _mark_view(mark, self.absence, date, rules, comment=told, put=put):
            self.marks.append(one)
        elif told:
            self.remarks.append(told)


@lru_cache(maxsize=1024)
def _absence_sign(code: str, minutes: int | None) -> str:
    return cell_text((), code, minutes)


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


# What `Earned.take` reads, in a query over lessons: the comment and whether families see it come last. What a work
# tells is read of the work itself: by way of its mark, it would be looked up twice.
MARK_OF_LESSON = (
    *(f"mark__{name}" for name in ("value", "second", "resit", "resit_second", "pending", "due", "handed_in")),
    *(
        f"works__{name}"
        for name in ("position", "kind__name", "title", "weight", "kind__is_control")
    ),
    "mark__comment", "mark__is_staff_only",
)  # fmt: skip


def _mark_view(
    row: Sequence[Any], absence: str, date: dt.date, rules: Rules, *, comment: str, put: str
) -> MarkView | None:
    """A mark or a point; None for a mark that was taken back, or where there is none."""
    value, second, resit, resit_second, pending, due, handed_in, position, *about = row
    if value is None and not pending:
        return None
    kind, title, weight, is_control = about
    missed = absence if position == 1 and value is not None and is_missed(absence) else ""
    text = text_of(Standing(value, second, resit, resit_second, bool(pending), missed), rules.scale.code)
    note = _awaited(date, due, rules) if pending else _came_in(missed, handed_in) if missed else ""
    return MarkView(text, kind, title, weight_text(weight), is_control, comment, note, bool(missed), put)


def _awaited(date: dt.date, due: dt.date | None, rules: Rules) -> str:
    """«работу ждут до 11 марта»."""
    last = falls_due(Cell(date, due=due), rules.counting)
    return _("работу ждут до %(day)s") % {"day": day(last)} if last else _("работу ждут")


def _came_in(missed: str, handed_in: dt.date | None) -> str:
    """«болезнь, работа сдана 3 марта»."""
    name = absence_text(missed)
    if handed_in is None:
        return name
    return _("%(absence)s, работа сдана %(day)s") % {"absence": name, "day": day(handed_in)}
