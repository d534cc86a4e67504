"""What the panel is about: a lesson that the reader may see, its columns, and one of them or a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import Http404
from django.urls import reverse

from zhurnal.journal.actions.column_facts import FoundLesson, columns_of, find_lesson
from zhurnal.journal.models import WorkKind
from zhurnal.journal.policies import journals_visible_to, sheets_visible_to
from zhurnal.journal.queries.column_preview import ColumnPreview, column_preview
from zhurnal.journal.queries.rules import weight_of
from zhurnal.school.models import StudyPeriod

if TYPE_CHECKING:
    from zhurnal.journal.actions.columns import ColumnFacts
    from zhurnal.journal.models import Work
    from zhurnal.school.models import Course
    from zhurnal.school.requests import SchoolRequest
    from zhurnal.timetable.models import Lesson

NOBODY_MOVES = ColumnPreview(0, [])


class Weights(NamedTuple):
    """What a column would weigh, in hundredths; None: the second half as the first."""

    weight: int
    second: int | None

    @property
    def token(self) -> str:
        """By which a form says that it has been told what these would change."""
        return f"{self.weight}:{'' if self.second is None else self.second}"


class Place(NamedTuple):
    """A lesson with its columns. `work` None: a column that is to be added."""

    lesson: Lesson
    found: FoundLesson
    columns: list[Work]
    kinds: list[WorkKind]
    work: Work | None
    in_grid: bool  # whether the reader may open the grid of the course

    @property
    def course(self) -> Course:
        """The course with its names."""
        return self.lesson.course

    @property
    def editable(self) -> bool:
        """Whether the reader may change the column."""
        may_add = self.work is not None or not self.found.cancelled
        return self.found.held and self.found.period_id is not None and not self.found.closed and may_add

    @property
    def address(self) -> str:
        """The page itself."""
        course = self.course.pk
        if self.work is None:
            return reverse("journal-column-new", kwargs={"course": course, "lesson": self.lesson.pk})
        return reverse("journal-column", kwargs={"course": course, "work": self.work.pk})

    @property
    def way_back(self) -> str:
        """The lesson in the grid; its sheet for who may not open the grid."""
        if not self.in_grid:
            return reverse("lesson", kwargs={"lesson": self.lesson.pk})
        grid = reverse("journal-course", kwargs={"course": self.course.pk})
        return f"{grid}?period={self.found.period_id}#lesson-{self.lesson.pk}"

    def kind(self, kind_id: int) -> WorkKind | None:
        """A kind that the column may have."""
        return next((kind for kind in self.kinds if kind.pk == kind_id), None)

    def rule_weight(self, kind: WorkKind) -> int:
        """What works of a kind weigh in this course."""
        return weight_of(kind, self.found.rules)

    def weights(self, column: ColumnFacts) -> Weights | None:
        """What a column would weigh; None where there is no such kind."""
        kind = self.kind(column.kind_id)
        if kind is None:
            return None
        weight = self.rule_weight(kind) if column.weight is None else column.weight
        return Weights(weight, column.second_weight)

    def preview(self, weights: Weights | None) -> ColumnPreview:
        """What these weights would change; nothing for a new column, for the weights it has, and for wrong ones."""
        work = self.work
        if work is None or weights is None or weights == (work.weight, work.second_weight):
            return NOBODY_MOVES
        period, rules = StudyPeriod.objects.get(pk=self.found.period_id or 0), self.found.rules
        return column_preview(work, period, rules, weight=weights.weight, second_weight=weights.second)


def find_place(
    request: SchoolRequest, course: int, *, work: int | None = None, lesson: int | None = None
) -> Place:
    """The place that an address names, where the reader may see it. Raises Http404. Five queries."""
    wanted: dict[str, Any] = {"pk": lesson} if work is None else {"works": work, "works__withdrawn_at": None}
    shown = sheets_visible_to(request.standing).filter(course=course, **wanted).first()
    if shown is None:
        raise Http404
    school = shown.course.year.school
    request.school = school
    found = find_lesson(shown.pk, request.standing.person_id, school.today())
    columns = [one for one in columns_of(shown) if one.withdrawn_at is None]
    chosen = next((one for one in columns if one.pk == work), None)
    kinds = WorkKind.objects.filter(school=school).order_by("position", "pk")
    offered = [kind for kind in kinds if not kind.is_hidden or (chosen and chosen.kind_id == kind.pk)]
    in_grid = journals_visible_to(request.standing).filter(pk=course).exists()
    return Place(shown, found, columns, offered, chosen, in_grid)
