"""What pupils' averages are made of: every cell of a period, as `calc.grading.counting` reads it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from zhurnal.calc.grading.counting import Cell
from zhurnal.journal.models import Absence, ExternalMark, Mark, Work

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Sequence

    from django.db.models import QuerySet

    from zhurnal.school.models import StudyPeriod

BATCH = 5000
Key = tuple[int, int]  # course, pupil


class _Place(NamedTuple):
    """Where a cell stands."""

    course: int
    day: dt.date
    number: int
    position: int


class _Written(NamedTuple):
    place: _Place
    pupil: int
    cell: Cell


def cells_of_period(
    period: StudyPeriod, courses: Collection[int] | None = None, pupils: Collection[int] | None = None
) -> dict[Key, list[Cell]]:
    """The cells of a period by course and pupil, by date; without `courses` those of the whole school.

    Lessons that were cancelled have none. Four queries, whatever the size. A sign of attendance without a mark
    is a cell too: some schools let it count, and who explains an average names it.
    """
    signs = _signs(period, courses, pupils)
    written = list(_marks(period, courses, pupils, signs))
    written += _bare_signs(period, courses, signs)
    written += _brought(period, courses, pupils)
    written.sort(key=lambda one: one.place)
    cells: dict[Key, list[Cell]] = defaultdict(list)
    for place, pupil, cell in written:
        cells[place.course, pupil].append(cell)
    return cells


def _of_period(
    rows: QuerySet[Any], lesson: str, period: StudyPeriod, courses: Collection[int] | None
) -> QuerySet[Any]:
    found = rows.filter(
        **{
            f"{lesson}course__year": period.year_id,
            f"{lesson}course__period_kind": period.kind,
            f"{lesson}date__range": (period.starts, period.ends),
            f"{lesson}cancellation__lesson": None,
        }
    )
    return found if courses is None else found.filter(**{f"{lesson}course__in": courses})


def _signs(
    period: StudyPeriod, courses: Collection[int] | None, pupils: Collection[int] | None
) -> dict[Key, str]:
    """Signs of attendance by lesson and pupil; each is taken out when it was shown with its mark."""
    found = _of_period(Absence.objects.exclude(code=""), "lesson__", period, courses)
    if pupils is not None:
        found = found.filter(pupil__in=pupils)
    rows = found.values_list("lesson_id", "pupil_id", "code").iterator(chunk_size=BATCH)
    return {(lesson, pupil): code for lesson, pupil, code in rows}


def _marks(
    period: StudyPeriod,
    courses: Collection[int] | None,
    pupils: Collection[int] | None,
    signs: dict[Key, str],
) -> Iterator[_Written]:
    found = _of_period(Mark.objects.all(), "work__lesson__", period, courses)
    if pupils is not None:
        found = found.filter(pupil__in=pupils)
    rows = found.values_list(
        "work__lesson__course_id", "work__lesson__date", "work__lesson__number", "work__position",
        "pupil_id", "work__lesson_id", "work_id", "value", "second", "resit", "resit_second", "pending", "due",
        "handed_in", "work__weight", "work__second_weight", "work__kind__is_control", "work__kind__name",
        "work__title",
    )  # fmt: skip
    for course, day, number, position, pupil, lesson, *row in rows.iterator(chunk_size=BATCH):
        sign = signs.pop((lesson, pupil), "") if position == 1 else ""
        yield _Written(_Place(course, day, number, position), pupil, _cell(day, sign, row))


def _cell(day: dt.date, sign: str, row: Sequence[Any]) -> Cell:
    work, value, second, resit, resit_second, pending, due, handed_in, weight, other, control, kind, title = (
        row
    )
    return Cell(
        day, marks_of(value, second), weight, marks_of(resit, resit_second), sign, pending, other, due,
        handed_in, control, work=work, title=title or kind,
    )  # fmt: skip


def marks_of(first: int | None, second: int | None) -> tuple[int, ...]:
    """(), (5,) or (5, 4): the marks of one attempt."""
    if second is not None and first is not None:
        return (first, second)
    return () if first is None else (first,)


def _bare_signs(
    period: StudyPeriod, courses: Collection[int] | None, signs: dict[Key, str]
) -> Iterator[_Written]:
    """The signs of attendance beside which no mark stands."""
    if not signs:
        return
    ordinary = _of_period(Work.objects.filter(position=1), "lesson__", period, courses)
    rows = ordinary.values_list(
        "lesson_id", "lesson__course_id", "lesson__date", "lesson__number", "pk", "weight", "second_weight",
        "kind__is_control", "kind__name", "title",
    )  # fmt: skip
    places = {lesson: row for lesson, *row in rows.iterator(chunk_size=BATCH)}
    for (lesson, pupil), sign in signs.items():
        if lesson in places:
            course, day, number, work, weight, second, control, kind, title = places[lesson]
            cell = Cell(
                day, weight=weight, absence=sign, second_weight=second, is_control=control, work=work,
                title=title or kind,
            )  # fmt: skip
            yield _Written(_Place(course, day, number, 1), pupil, cell)


def _brought(
    period: StudyPeriod, courses: Collection[int] | None, pupils: Collection[int] | None
) -> Iterator[_Written]:
    found = ExternalMark.objects.filter(period=period, value__isnull=False)
    if courses is not None:
        found = found.filter(course__in=courses)
    if pupils is not None:
        found = found.filter(pupil__in=pupils)
    for one in found:
        cell = Cell(
            one.date, marks_of(one.value, None), one.weight, is_control=one.is_control, external=True,
            title=one.title or one.source,
        )  # fmt: skip
        # Before everything of that day: the pupil came with it.
        yield _Written(_Place(one.course_id, one.date, 0, one.position), one.pupil_id, cell)
