"""The pages of closing: the periods of a school's running year, and what one class of it still lacks, by name."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from zhurnal.audit import ledger
from zhurnal.calc.grading.deviation import deviation
from zhurnal.calc.grading.paragraphs import explain_proposal
from zhurnal.journal import history
from zhurnal.journal.models import PeriodClosure, PeriodMark
from zhurnal.journal.queries.periods import CoursePeriod, policies_of_periods
from zhurnal.journal.queries.proposals import counted_in_period
from zhurnal.journal.queries.rules import rules_of
from zhurnal.journal.totals_rules import lacks_reason, proposal_text, stored_outcome
from zhurnal.people.models import Person
from zhurnal.school.models import StudyPeriod, Teaching
from zhurnal.school.models.validity import holds_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from zhurnal.journal.queries.proposals import Counted
    from zhurnal.journal.queries.readiness import ClassReadiness, CourseGaps
    from zhurnal.school.models import School, SchoolYear


class PeriodLine(NamedTuple):
    """A period in the list; `closure` where it is closed."""

    period: StudyPeriod
    closure: PeriodClosure | None


class YearPeriods(NamedTuple):
    """A school's running year with its periods, those of a kind together and in their order."""

    school: School
    year: SchoolYear
    periods: list[PeriodLine]


class Event(NamedTuple):
    """One time the period was closed or opened: when (UTC), who, and the reason."""

    at: dt.datetime
    closed: bool
    by: str
    reason: str


class Lacking(NamedTuple):
    """A pupil without a mark: what the rule proposes, «4–5», and why nothing where it proposes nothing."""

    name: str
    proposed: str
    why: str


class Unexplained(NamedTuple):
    """A mark that stands, is not what the rule proposes today, and has no reason."""

    name: str
    value: str
    proposed: str


class CourseDetail(NamedTuple):
    """What one course of a class lacks, by name; `points` with their number."""

    gaps: CourseGaps
    teachers: str
    lacking: list[Lacking]
    points: list[tuple[str, int]]
    unexplained: list[Unexplained]


def running_years(visible: QuerySet[StudyPeriod]) -> list[YearPeriods]:
    """Each school's running year, or the last one. Two queries."""
    found = []
    periods = visible.order_by("year__school", "year__starts", "kind", "number")
    for _school, of_school in groupby(periods, key=lambda one: one.year.school_id):
        years = [list(own) for _year, own in groupby(of_school, key=lambda one: one.year_id)]
        begun = [own for own in years if own[0].year.starts <= own[0].year.school.today()] or years[:1]
        found.append(begun[-1])
    closures = PeriodClosure.objects.filter(
        period__in=[one.pk for own in found for one in own], reopened_at=None
    )
    by_period = {closure.period_id: closure for closure in closures.select_related("closed_by")}
    return [
        YearPeriods(
            own[0].year.school, own[0].year, [PeriodLine(one, by_period.get(one.pk)) for one in own]
        )
        for own in found
    ]  # fmt: skip


def governed(period: StudyPeriod) -> CoursePeriod:
    """The period with the rules by which it is reckoned. Two queries."""
    closed = PeriodClosure.objects.filter(period=period, reopened_at=None).exists()
    policies = policies_of_periods(StudyPeriod.objects.filter(pk=period.pk))
    return CoursePeriod(period, closed, policies[period.pk])


def events_of(period: StudyPeriod) -> list[Event]:
    """How often the period was closed and opened, the last time first. Two queries."""
    lines = [
        line
        for line in ledger.history(history.period_subject(period.pk))
        if line.action in {history.PERIOD_CLOSED, history.PERIOD_REOPENED}
    ]
    people = Person.objects.in_bulk({line.actor_id for line in lines if line.actor_id is not None})
    return [
        Event(
            line.at, line.action == history.PERIOD_CLOSED,
            people[line.actor_id].short_name if line.actor_id in people else "",
            (line.details or {}).get("reason", ""),
        )
        for line in reversed(lines)
    ]  # fmt: skip


def class_details(found: CoursePeriod, ready: ClassReadiness, today: dt.date) -> list[CourseDetail]:
    """What the courses of a class lack, by name; those that lack nothing are left out. Ten queries."""
    courses = [one.course for one in ready.courses]
    counted = counted_in_period(found, courses, today, ready.pupils)
    people = Person.objects.in_bulk(ready.pupils)
    stored: dict[int, dict[int, PeriodMark]] = defaultdict(dict)
    rows = PeriodMark.objects.filter(period=found.period, course__in=courses, pupil__in=ready.pupils)
    for row in rows.exclude(value=""):
        stored[row.course_id][row.pupil_id] = row
    teachers = _teachers([course.pk for course in courses], today)
    details = []
    for one in ready.courses:
        lacking = [
            _lacking(people[pupil], counted[one.course.pk, pupil], found, one)
            for pupil in _by_name(one.lacking, people)
        ]
        unexplained = _unexplained(one, found, stored[one.course.pk], counted, people)
        points = _points(one, counted, people)
        details.append(CourseDetail(one, teachers.get(one.course.pk, ""), lacking, points, unexplained))
    return [one for one in details if one.lacking or one.points or one.unexplained]


def _teachers(courses: list[int], today: dt.date) -> dict[int, str]:
    names: dict[int, list[str]] = defaultdict(list)
    held = Teaching.objects.filter(holds_on(today), course__in=courses).select_related("teacher")
    for row in held.order_by("teacher__sort_key"):
        names[row.course_id].append(row.teacher.short_name)
    return {course: ", ".join(own) for course, own in names.items()}


def _lacking(pupil: Person, counted: Counted, found: CoursePeriod, gaps: CourseGaps) -> Lacking:
    rules = rules_of(found.policy_id, gaps.course)
    said = explain_proposal(counted.proposal, rules)[-1].filled(_)
    return Lacking(pupil.list_name, proposal_text(counted.proposal, rules.scale), said)


def _points(
    gaps: CourseGaps, counted: dict[tuple[int, int], Counted], people: dict[int, Person]
) -> list[tuple[str, int]]:
    waiting = {
        pupil: own.points
        for (course, pupil), own in counted.items()
        if course == gaps.course.pk and own.points
    }
    return [(people[pupil].list_name, waiting[pupil]) for pupil in _by_name(waiting, people)]


def _unexplained(
    gaps: CourseGaps,
    found: CoursePeriod,
    stored: dict[int, PeriodMark],
    counted: dict[tuple[int, int], Counted],
    people: dict[int, Person],
) -> list[Unexplained]:
    rules = rules_of(found.policy_id, gaps.course)
    listed = []
    for pupil in _by_name(stored, people):
        row, own = stored[pupil], counted.get((gaps.course.pk, pupil))
        if own is None:
            continue
        outcome = stored_outcome(row.value, rules.scale)
        if lacks_reason(deviation(outcome, own.proposal, own.average, rules), row.reason):
            proposed = proposal_text(own.proposal, rules.scale)
            listed.append(Unexplained(people[pupil].list_name, row.value, proposed))
    return listed


def _by_name(pupils: Iterable[int], people: dict[int, Person]) -> list[int]:
    return sorted(pupils, key=lambda pupil: (people[pupil].sort_key, pupil))
