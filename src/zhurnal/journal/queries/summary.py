"""The «Сводная ведомость» of a class: pupils × subjects for a period or the year, and what follows from it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case, Count, IntegerField, Sum, Value, When

from zhurnal.calc.grading.coverage import share_of_norm
from zhurnal.calc.grading.indices import PupilResult, Tally, class_level, pupil_result, tally
from zhurnal.calc.grading.scale import BEHAVIOUR
from zhurnal.journal.models import Average, PeriodMark, YearMark
from zhurnal.journal.queries.periods import policies_of_periods
from zhurnal.journal.queries.pupils import distinct_names
from zhurnal.journal.queries.rules import rules_of
from zhurnal.journal.totals_rules import is_marked, stored_outcome
from zhurnal.people.models import Person
from zhurnal.school.models import Course, CourseMembership, Enrolment, StudyPeriod
from zhurnal.school.models.validity import holds_on
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    import datetime as dt
    from fractions import Fraction

    from zhurnal.calc.grading.indices import ClassLevel
    from zhurnal.calc.grading.outcome import Outcome
    from zhurnal.calc.grading.scale import Scale
    from zhurnal.school.models import SchoolClass, SchoolYear


class SubjectColumn(NamedTuple):
    """A subject of the class. `courses`: those of it in which the pupils are taught."""

    subject: int
    name: str
    short_name: str
    scale: Scale
    courses: frozenset[int]

    @property
    def is_behaviour(self) -> bool:
        """Whether it stands outside of every index."""
        return self.scale in BEHAVIOUR


@dataclass(frozen=True, slots=True)
class PupilOutcomes:
    """A pupil with what stands in each subject that is taught to the pupil, by the number of the subject.

    `name` tells namesakes apart.
    """

    pupil: Person
    name: str
    outcomes: dict[int, Outcome]
    texts: dict[int, str]


@dataclass(frozen=True, slots=True)
class ClassOutcomes:
    """The pupils of a class on the last day, in order, and the subjects that end in marks."""

    subjects: list[SubjectColumn]
    pupils: list[PupilOutcomes]

    def by_name(self, one: PupilOutcomes) -> dict[str, tuple[Outcome, Scale]]:
        """A pupil's outcomes by the names of the subjects, as the rules read them."""
        return {
            column.name: (one.outcomes[column.subject], column.scale)
            for column in self.subjects
            if column.subject in one.outcomes
        }


class SubjectFigures(NamedTuple):
    """What a subject came to. `share`: marks per pupil as a share of the norm (накопляемость)."""

    tally: Tally
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole sheet: figures of each subject in the order of the columns, of all together, of the pupils."""

    outcomes: ClassOutcomes
    figures: list[SubjectFigures]
    total: Tally
    results: list[PupilResult]
    level: ClassLevel


def summary(school_class: SchoolClass, period: StudyPeriod | None, today: dt.date) -> Summary:
    """The summary for a period, or the year where there is none. Seven queries, six for the year."""
    outcomes = class_outcomes(school_class, period, today)
    coverage = _coverage(outcomes, period, today) if period else {}
    figures = [
        SubjectFigures(
            tally(
                [one.outcomes[column.subject] for one in outcomes.pupils if column.subject in one.outcomes],
                column.scale,
            ),
            coverage.get(column.subject),
        )
        for column in outcomes.subjects
    ]
    counted = [
        one.tally for one, column in zip(figures, outcomes.subjects, strict=True) if not column.is_behaviour
    ]
    results = [pupil_result(outcomes.by_name(one)) for one in outcomes.pupils]
    return Summary(outcomes, figures, reduce(add, counted, Tally()), results, class_level(results))


def class_outcomes(school_class: SchoolClass, period: StudyPeriod | None, today: dt.date) -> ClassOutcomes:
    """What stands for everybody who is in the class on the last day, in whatever course.

    Without a period: the final marks of the year, and the year's marks where there are none. Five queries, six
    for the year.
    """
    year = school_class.year
    last = period.ends if period else year.ends
    day = min(last, max(today, period.starts if period else year.starts))
    enrolled = Enrolment.objects.filter(holds_on(day), school_class=school_class).values("pupil")
    people = list(Person.objects.filter(pk__in=enrolled).order_by("sort_key", "pk"))
    members = CourseMembership.objects.filter(
        holds_on(day), pupil__in=[one.pk for one in people], course__year=year
    )
    if period:
        members = members.filter(course__period_kind=period.kind)
    taught = list(members.values_list("pupil_id", "course_id"))
    columns = _columns(school_class, period, {course for _, course in taught})
    subject_of = {course: column for column in columns for course in column.courses}
    texts = _texts(_marks(people, columns, period, year), subject_of)
    names = distinct_names([(one.list_name, one.patronymic, one.birth_date) for one in people])
    pupils = [_pupil(one, name, taught, subject_of, texts) for one, name in zip(people, names, strict=True)]
    return ClassOutcomes(columns, pupils)


def _pupil(
    person: Person,
    name: str,
    taught: list[tuple[int, int]],
    subject_of: dict[int, SubjectColumn],
    texts: dict[tuple[int, int], str],
) -> PupilOutcomes:
    own = {subject_of[course] for pupil, course in taught if pupil == person.pk and course in subject_of}
    known = {column.subject: texts.get((person.pk, column.subject), "") for column in own}
    outcomes = {column.subject: stored_outcome(known[column.subject], column.scale) for column in own}
    return PupilOutcomes(person, name, outcomes, known)


def _columns(school_class: SchoolClass, period: StudyPeriod | None, courses: set[int]) -> list[SubjectColumn]:
    policies = policies_of_periods(StudyPeriod.objects.filter(year=school_class.year_id))
    last = _last_periods(school_class, period)
    of_subject: dict[int, list[Course]] = defaultdict(list)
    rows = Course.objects.filter(pk__in=courses).select_related("subject")
    for course in rows.order_by("subject__position", "subject__name", "pk"):
        of_subject[course.subject_id].append(course)
    columns = []
    for subject, own in of_subject.items():
        rules = rules_of(policies.get(last.get(own[0].period_kind, 0)), own[0])
        if is_marked(own[0], rules):
            first = own[0].subject
            columns.append(
                SubjectColumn(
                    subject, first.name, first.short_name, rules.scale, frozenset(one.pk for one in own)
                )
            )
    return columns


def _last_periods(school_class: SchoolClass, period: StudyPeriod | None) -> dict[str, int]:
    """By kind the period whose rules say which scale holds."""
    if period:
        return {period.kind: period.pk}
    periods = StudyPeriod.objects.filter(year=school_class.year_id).order_by("number")
    return {kind: pk for pk, kind in periods.values_list("pk", "kind")}


def _texts(
    rows: list[tuple[int, int, int, str]], subject_of: dict[int, SubjectColumn]
) -> dict[tuple[int, int], str]:
    """By pupil and subject what stands; of several courses of a subject one that is taught now goes before."""
    in_order = sorted(rows, key=lambda row: row[0] in subject_of)
    return {(pupil, subject): value for _, pupil, subject, value in in_order}


def _marks(
    people: list[Person], columns: list[SubjectColumn], period: StudyPeriod | None, year: SchoolYear
) -> list[tuple[int, int, int, str]]:
    """Course, pupil, subject and value of all marks; the final mark comes after the year's. One query."""
    wanted = {
        "pupil__in": [one.pk for one in people],
        "course__subject__in": [column.subject for column in columns],
        "value__gt": "",
    }
    names = ("course_id", "pupil_id", "course__subject_id", "value")
    if period:
        return list(PeriodMark.objects.filter(period=period, **wanted).values_list(*names))
    kind = YearMark.Kind
    final = Case(When(kind=kind.FINAL, then=Value(1)), default=Value(0), output_field=IntegerField())
    of_year = YearMark.objects.filter(course__year=year, kind__in=(kind.YEAR, kind.FINAL), **wanted)
    return list(of_year.order_by(final).values_list(*names))


def _coverage(outcomes: ClassOutcomes, period: StudyPeriod, today: dt.date) -> dict[int, Fraction | None]:
    """By subject the marks per pupil as a share of the norm of its lessons. Two queries."""
    courses = {course: column.subject for column in outcomes.subjects for course in column.courses}
    pupils = [one.pupil.pk for one in outcomes.pupils]
    sums = Average.objects.filter(period=period, course__in=courses, pupil__in=pupils)
    marks: dict[int, int] = defaultdict(int)
    for course, count in sums.values_list("course_id").annotate(count=Sum("count")):
        marks[courses[course]] += count
    lessons: dict[int, list[int]] = defaultdict(list)
    held = Lesson.objects.filter(
        course__in=courses, date__range=(period.starts, min(period.ends, today)), cancellation__lesson=None
    )
    for course, count in held.values_list("course_id").annotate(count=Count("pk")):
        lessons[courses[course]].append(count)
    return {
        subject: share_of_norm(marks[subject], len(own), max(lessons[subject], default=0))
        for subject in courses.values()
        for own in ([one for one in outcomes.pupils if subject in one.outcomes],)
    }
