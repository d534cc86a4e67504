"""The pages of closing: the periods of a school's running year, and what one class of it still lacks, by name."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from zhurnal.audit import ledger
from zhurnal.calc.grading.average import display
from zhurnal.calc.grading.deviation import deviation
from zhurnal.calc.grading.paragraphs import explain_proposal
from zhurnal.journal import history
from zhurnal.journal.models import PeriodClosure, PeriodMark
from zhurnal.journal.queries.periods import CoursePeriod, policies_of_periods
from zhurnal.journal.queries.proposals import counted_in_period
from zhurnal.journal.queries.pupils import distinct_names
from zhurnal.journal.queries.rules import rules_of
from zhurnal.journal.totals_rules import lacks_reason, proposal_text, stored_outcome
from zhurnal.people.models import Person
from zhurnal.school.models import StudyPeriod, Teaching
from zhurnal.school.models.validity import holds_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from django.db.models import QuerySet

    from zhurnal.journal.queries.proposals import Counted
    from zhurnal.journal.queries.readiness import ClassReadiness, CourseGaps
    from zhurnal.school.models import School, SchoolYear


class PeriodLine(NamedTuple):
    """A period in the list; `closure` where it is closed."""

    period: StudyPeriod
    closure: PeriodClosure | None


class YearPeriods(NamedTuple):
    """A school's running year with its periods, the first to end first."""

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


class Far(NamedTuple):
    """A mark that differs from the average by more than the rules call usual, with its reason."""

    name: str
    value: str
    average: str
    reason: str


class CourseDetail(NamedTuple):
    """What one course of a class lacks, by name; `points` with their number. `far` lacks nothing, but is seen."""

    gaps: CourseGaps
    teachers: str
    lacking: list[Lacking]
    points: list[tuple[str, int]]
    unexplained: list[Unexplained]
    far: list[Far]


def running_years(visible: QuerySet[StudyPeriod]) -> list[YearPeriods]:
    """Each school's running year, or the last one. Two queries."""
    found = []
    periods = visible.order_by("year__school", "year__starts", "ends", "-kind")
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
    told = [line.details or {} for line in ledger.history(history.period_subject(period.pk))]
    reasons = {one["closure"]: one.get("reason", "") for one in told if "closure" in one}
    events = []
    closures = PeriodClosure.objects.filter(period=period).select_related("closed_by", "reopened_by")
    for one in closures.order_by("-pk"):
        if one.reopened_at is not None and one.reopened_by is not None:
            events.append(Event(one.reopened_at, False, one.reopened_by.short_name, one.reason))  # noqa: FBT003 -- of a record
        events.append(Event(one.closed_at, True, one.closed_by.short_name, reasons.get(one.pk, "")))  # noqa: FBT003 -- the same
    return events


def class_details(found: CoursePeriod, ready: ClassReadiness, today: dt.date) -> list[CourseDetail]:
    """What the courses of a class lack, by name; those that lack nothing are left out. Ten queries."""
    courses = [one.course for one in ready.courses]
    counted = counted_in_period(found, courses, today, ready.pupils)
    names = _names(ready.pupils)
    stored: dict[int, dict[int, PeriodMark]] = defaultdict(dict)
    rows = PeriodMark.objects.filter(period=found.period, course__in=courses, pupil__in=ready.pupils)
    for row in rows.exclude(value=""):
        stored[row.course_id][row.pupil_id] = row
    teachers = _teachers([course.pk for course in courses], today)
    details = []
    for one in ready.courses:
        lacking = [
            _lacking(name, counted[one.course.pk, pupil], found, one)
            for pupil, name in names.items()
            if pupil in one.lacking
        ]
        unexplained, far = _differing(one, found, stored[one.course.pk], counted, names)
        points = _points(one, counted, names)
        details.append(CourseDetail(one, teachers.get(one.course.pk, ""), lacking, points, unexplained, far))
    return [one for one in details if one.lacking or one.points or one.unexplained or one.far]


def _teachers(courses: list[int], today: dt.date) -> dict[int, str]:
    names: dict[int, list[str]] = defaultdict(list)
    held = Teaching.objects.filter(holds_on(today), course__in=courses).select_related("teacher")
    for row in held.order_by("teacher__sort_key"):
        names[row.course_id].append(row.teacher.short_name)
    return {course: ", ".join(own) for course, own in names.items()}


def _lacking(name: str, counted: Counted, found: CoursePeriod, gaps: CourseGaps) -> Lacking:
    rules = rules_of(found.policy_id, gaps.course)
    said = explain_proposal(counted.proposal, rules)[-1].filled(_)
    return Lacking(name, proposal_text(counted.proposal, rules.scale), said)


def _points(
    gaps: CourseGaps, counted: dict[tuple[int, int], Counted], names: dict[int, str]
) -> list[tuple[str, int]]:
    """Who is waited for, and for how many works."""
    own = {pupil: one.points for (course, pupil), one in counted.items() if course == gaps.course.pk}
    return [(name, own[pupil]) for pupil, name in names.items() if own.get(pupil)]


def _differing(
    gaps: CourseGaps,
    found: CoursePeriod,
    stored: dict[int, PeriodMark],
    counted: dict[tuple[int, int], Counted],
    names: dict[int, str],
) -> tuple[list[Unexplained], list[Far]]:
    """The marks that would not be taken today, and those far from their average."""
    rules = rules_of(found.policy_id, gaps.course)
    unexplained, far = [], []
    for pupil, name in names.items():
        row, own = stored.get(pupil), counted.get((gaps.course.pk, pupil))
        if row is None or own is None:
            continue
        outcome = stored_outcome(row.value, rules.scale)
        differs = deviation(outcome, own.proposal, own.average, rules)
        if lacks_reason(differs, row.reason):
            unexplained.append(Unexplained(name, row.value, proposal_text(own.proposal, rules.scale)))
        if differs.from_average:
            far.append(Far(name, row.value, display(own.average), row.reason))
    return unexplained, far


def _names(pupils: Collection[int]) -> dict[int, str]:
    """Names by pupil, in the order of names; namesakes are told apart."""
    people = list(Person.objects.filter(pk__in=pupils).order_by("sort_key", "pk"))
    names = distinct_names([(one.list_name, one.patronymic, one.birth_date) for one in people])
    return {one.pk: name for one, name in zip(people, names, strict=True)}
