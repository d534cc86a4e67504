"""Which marks of courses left in mid-period could go with pupils into their new ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F, Q

from zhurnal.calc.grading.counting import Term, terms
from zhurnal.journal.actions.cell_rows import BEFORE_ALL_DAYS
from zhurnal.journal.models import ExternalMark, PeriodClosure
from zhurnal.journal.queries.facts import cells_of_period
from zhurnal.journal.queries.periods import policies_of_periods
from zhurnal.journal.queries.rules import rules_of
from zhurnal.school.models import Course, CourseMembership, StudyPeriod

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from zhurnal.calc.grading.counting import Cell
    from zhurnal.calc.grading.rules import Rules


class Offer(NamedTuple):
    """So many marks of a pupil could be carried from a course left into the new one."""

    pupil_id: int
    from_course: Course
    to_course: Course
    period: StudyPeriod
    marks: int


class _Move(NamedTuple):
    """A pupil left one course for another of the same subject, within a period that is open."""

    pupil_id: int
    left: int
    joined: int
    period: StudyPeriod


def carry_offers(pupils: Collection[int], courses: Collection[int]) -> list[Offer]:
    """What could be carried for pupils into courses, and was not yet. Five queries, and five for each period.

    One query where nobody has come in mid-period.
    """
    moves = _moves(pupils, courses)
    if not moves:
        return []
    wanted = {one.left for one in moves} | {one.joined for one in moves}
    known = Course.objects.select_related("subject", "school_class", "group").in_bulk(wanted)
    by_period: dict[StudyPeriod, list[_Move]] = defaultdict(list)
    for one in moves:
        by_period[one.period].append(one)
    policies = policies_of_periods(StudyPeriod.objects.filter(pk__in=[one.pk for one in by_period]))
    found = []
    for period, own in by_period.items():
        rules = {pk: rules_of(policies[period.pk], course) for pk, course in known.items()}
        for move, count in _counts(period, own, known, rules):
            if count:
                found.append(Offer(move.pupil_id, known[move.left], known[move.joined], period, count))
    return found


def counted_terms(cells: Iterable[Cell], rules: Rules) -> list[Term]:
    """What of a pupil's cells counts, on no day: a point is no mark yet."""
    return [term for term in terms(cells, rules, BEFORE_ALL_DAYS) if term.weight and term.value is not None]


def lacking(counted: Iterable[Term], carried: Iterable[dt.date]) -> list[Term]:
    """Those that were not carried before: of each day, the ones beyond the number that came from there."""
    there, found = Counter(carried), []
    for term in counted:
        if there[term.cell.day] > 0:
            there[term.cell.day] -= 1
        else:
            found.append(term)
    return found


def _moves(pupils: Collection[int], courses: Collection[int]) -> list[_Move]:
    """Who joined one of the courses within an open period in which another of its subject was left."""
    period, left = "course__year__periods__", "pupil__memberships__"
    joined = CourseMembership.objects.filter(
        Q(**{f"{left}valid_to__gte": F(f"{period}starts"), f"{left}valid_to__lt": F("valid_from")}),
        **{
            "pupil__in": pupils, "course__in": courses, f"{period}kind": F("course__period_kind"),
            f"{period}starts__lt": F("valid_from"), f"{period}ends__gte": F("valid_from"),
            f"{left}course__subject": F("course__subject"), f"{left}course__year": F("course__year"),
        },
    )  # fmt: skip
    rows = set(joined.values_list("pupil_id", f"{left}course_id", "course_id", f"{period}pk"))
    closed = PeriodClosure.objects.filter(reopened_at=None, period__in={row[3] for row in rows})
    shut = set(closed.values_list("period_id", flat=True)) if rows else set()
    periods = (
        StudyPeriod.objects.select_related("year").in_bulk({row[3] for row in rows} - shut) if rows else {}
    )
    return [
        _Move(pupil, old, new, periods[period_id])
        for pupil, old, new, period_id in sorted(rows)
        if period_id in periods and old != new
    ]


def _counts(
    period: StudyPeriod, moves: list[_Move], courses: dict[int, Course], rules: dict[int, Rules]
) -> Iterable[tuple[_Move, int]]:
    pupils = {one.pupil_id for one in moves}
    cells = cells_of_period(period, {one.left for one in moves}, pupils)
    carried: dict[tuple[int, int, str], list[dt.date]] = defaultdict(list)
    brought = ExternalMark.objects.filter(
        period=period, pupil__in=pupils, course__in={one.joined for one in moves}
    )
    for pupil, course, source, day in brought.values_list("pupil_id", "course_id", "source", "date"):
        carried[pupil, course, source].append(day)
    for one in moves:
        if rules[one.left].scale.code != rules[one.joined].scale.code:
            continue
        counted = counted_terms(cells.get((one.left, one.pupil_id), ()), rules[one.left])
        source = courses[one.left].audience
        yield one, len(lacking(counted, carried[one.pupil_id, one.joined, source]))
