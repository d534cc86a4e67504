"""The marks that were set for a pupil at the end of periods and of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import CharField, Value

from zhurnal.journal.models import PeriodMark, YearMark
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from zhurnal.diary.queries.frame import Frame
    from zhurnal.diary.queries.sums import Where
    from zhurnal.school.models import StudyPeriod


class OwnMarks(NamedTuple):
    """By subject and period «4»; by subject what stands for the year: its mark, the exam's, the final one."""

    periods: dict[Where, str]
    years: dict[int, dict[str, str]]


def own_marks(frame: Frame, periods: Sequence[StudyPeriod]) -> OwnMarks:
    """What was set for the pupil of the frame. One query.

    Who looks only at what was before the pupil left sees nothing that was set for the whole year after it.
    """
    found = OwnMarks({}, {})
    last = frame.last_visible_day
    sees_year = frame.is_family or last is None or last >= frame.year.ends
    rows = _own(pupil=frame.pupil.pk, periods=[period.pk for period in periods], year=frame.year.pk)
    # In two courses of a subject the later mark goes before.
    for _pk, subject, period, value, kind in sorted(rows):
        if not kind:
            found.periods[subject, period] = value
        elif sees_year:
            found.years.setdefault(subject, {})[kind] = value
    return found


@prepared(pupil=int, periods=list[int], year=int)
def _own(pupil: int, periods: list[int], year: int) -> QuerySet[Any, Any]:
    of_periods = PeriodMark.objects.filter(pupil=pupil, period__in=periods, value__gt="")
    of_year = YearMark.objects.filter(pupil=pupil, course__year=year, value__gt="")
    no_kind = Value("", output_field=CharField())
    return of_periods.values_list("pk", "course__subject_id", "period_id", "value", no_kind).union(
        of_year.values_list("pk", "course__subject_id", Value(0), "value", "kind"), all=True
    )
