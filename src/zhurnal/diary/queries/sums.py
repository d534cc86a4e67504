"""What the averages of a pupil and of the class are made of, subject by subject and period by period."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from zhurnal.calc.grading.average import contribution
from zhurnal.diary.queries.carried import carried_between
from zhurnal.journal.models import Average
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django.db.models import QuerySet

    from zhurnal.school.models import StudyPeriod

# A subject and a period.
Where = tuple[int, int]
# Σ weight, Σ weight·mark and count: plain numbers, since a class has a thousand of them.
Parts = tuple[int, int, int]
# Where → pupil → what the average is made of.
PartsOfAll = dict[Where, dict[int, Parts]]


def parts_of(pupil: int, periods: Iterable[StudyPeriod], mates: Mapping[int, Iterable[int]]) -> PartsOfAll:
    """Own sums of all periods, and those of the class where a place is shown: all read at once. One query."""
    found: PartsOfAll = defaultdict(dict)
    doubled = set()
    rows = _averages(
        pupil=pupil, periods=[period.pk for period in periods],
        pupils={pupil}.union(*mates.values()), shown=list(mates),
    )  # fmt: skip
    for row in rows:
        who, of_class, sums = row[0], found[row[1:3]], row[3:]
        # A pupil who changed the subgroup has sums in two courses of the subject.
        if who in of_class:
            of_class[who] = _sum(of_class[who], sums)
            doubled.add((*row[1:3], who))
        else:
            of_class[who] = sums
    if doubled:
        _take_off_carried(found, doubled)
    return found


def _take_off_carried(found: PartsOfAll, doubled: Collection[tuple[int, int, int]]) -> None:
    """What was carried from one course into the other stands in both: it counts once. Three queries."""
    subjects, periods, pupils = (set(ids) for ids in zip(*doubled, strict=True))
    rows = Average.objects.filter(pupil__in=pupils, period__in=periods, course__subject__in=subjects)
    courses = dict(rows.values_list("course_id", "course__subject_id").distinct())
    for one in carried_between(courses, periods, pupils):
        subject, twice = courses[one.course_id], contribution((one.value or 0,), one.weight)
        of_class = found[subject, one.period_id]
        if (subject, one.period_id, one.pupil_id) in doubled and of_class[one.pupil_id][0] >= twice.weight:
            less = (-twice.weight, -twice.weighted, -twice.count)
            of_class[one.pupil_id] = _sum(of_class[one.pupil_id], less)


def _sum(parts: Parts, more: Parts) -> Parts:
    return parts[0] + more[0], parts[1] + more[1], parts[2] + more[2]


@prepared(pupil=int, periods=list[int], pupils=list[int], shown=list[int])
def _averages(pupil: int, periods: list[int], pupils: list[int], shown: list[int]) -> QuerySet[Any, Any]:
    wanted = Q(pupil=pupil, period__in=periods) | Q(period__in=shown)
    rows = Average.objects.filter(wanted, pupil__in=pupils)
    return rows.values_list("pupil_id", "course__subject_id", "period_id", "weight", "weighted", "count")
