"""Marks that go into certificates after grades 9 and 11, with all that each is made of (domain.md §4.3)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from zhurnal.calc.grading.scale import FIVE
from zhurnal.calc.grading.year import certificate_eleven, certificate_nine, mean
from zhurnal.journal.models import PeriodMark, YearMark
from zhurnal.journal.queries.summary import class_outcomes
from zhurnal.journal.totals_rules import stored_outcome

if TYPE_CHECKING:
    import datetime as dt
    from fractions import Fraction

    from zhurnal.calc.grading.outcome import Outcome
    from zhurnal.calc.grading.scale import Scale
    from zhurnal.journal.queries.summary import ClassOutcomes, PupilOutcomes
    from zhurnal.people.models import Person
    from zhurnal.school.models import SchoolClass

NINTH, TENTH, ELEVENTH = 9, 10, 11
GRADES = (NINTH, ELEVENTH)
WHOLE_YEAR = 100  # the place of the year's mark behind those of its periods


class Slot(NamedTuple):
    """Where a mark comes from: the grade, and the number of the period or WHOLE_YEAR."""

    grade: int
    number: int


@dataclass(slots=True)
class SubjectMarks:
    """What stands for a pupil in a subject; `last` is the grade with which it ends."""

    name: str
    scale: Scale
    position: int
    last: int
    outcomes: dict[Slot, Outcome] = field(default_factory=dict)
    exam: Outcome = None
    final: Outcome = None


class Line(NamedTuple):
    """A subject of a certificate: its mark, and the summands by their slots; of the ninth grade also the exam.

    Without a mark `year` tells why: nothing stands for the year, or a sign. `exact` is the mean of several.
    """

    name: str
    scale: Scale
    mark: int | None
    exact: Fraction | None
    summands: dict[Slot, int]
    exam: int | None
    year: Outcome
    final: Outcome
    position: int

    @property
    def marks(self) -> list[int]:
        """All summands in their order."""
        return list(self.summands.values()) + ([] if self.exam is None else [self.exam])

    @property
    def grades(self) -> set[int]:
        """From which grades there are marks."""
        return {slot.grade for slot in self.summands}


class Certificate(NamedTuple):
    """A pupil with the subjects in their order; `name` tells namesakes apart."""

    pupil: Person
    name: str
    lines: list[Line]


def certificates(school_class: SchoolClass, today: dt.date) -> list[Certificate]:
    """The certificates of a class of grade 9 or 11, as they would be written today. Eight queries at most.

    Subjects that ended with grade 10 are among those of grade 11.
    """
    outcomes = class_outcomes(school_class, None, today)
    found = _standing(school_class, outcomes)
    return [
        Certificate(one.pupil, one.name, _lines(school_class.grade, found[one.pupil.pk]))
        for one in outcomes.pupils
    ]


def _lines(grade: int, subjects: dict[int, SubjectMarks]) -> list[Line]:
    in_order = sorted(subjects.values(), key=lambda one: (one.position, one.name))
    return [line for one in in_order if (line := _line(grade, one))]


def _line(grade: int, subject: SubjectMarks) -> Line | None:
    """None for a subject in which no marks are given that could be averaged."""
    if not subject.scale.averaged:
        return None
    slots = sorted(subject.outcomes)
    summands = {slot: mark for slot in slots if isinstance(mark := subject.outcomes[slot], int)}
    year = subject.outcomes.get(Slot(subject.last, WHOLE_YEAR))
    exam = subject.exam if grade == NINTH and isinstance(subject.exam, int) else None
    found = Line(
        subject.name, subject.scale, None, None, summands, exam, year, subject.final, subject.position
    )
    if not isinstance(year, int):
        return found
    exact = mean(found.marks) if len(found.marks) > 1 else None
    mark = certificate_nine(year, exam) if grade == NINTH else certificate_eleven(found.marks)
    return found._replace(mark=mark, exact=exact)


def _standing(school_class: SchoolClass, outcomes: ClassOutcomes) -> dict[int, dict[int, SubjectMarks]]:
    """By pupil and subject what stands; subjects that are taught are there without marks too."""
    columns = {one.subject: (at, one) for at, one in enumerate(outcomes.subjects)}
    found: dict[int, dict[int, SubjectMarks]] = defaultdict(dict)
    for one in outcomes.pupils:
        for subject in one.outcomes:
            at, column = columns[subject]
            found[one.pupil.pk][subject] = SubjectMarks(column.name, column.scale, at, school_class.grade)
    for pupil, subject, name, grade, number, kind, value in _rows(school_class, outcomes.pupils):
        # What is not taught any more ended with its grade; others of the class may go on with it.
        at = columns[subject][0] if subject in columns else len(columns)
        own = found[pupil].setdefault(subject, SubjectMarks(name, FIVE, at, grade))
        outcome = stored_outcome(value, own.scale)
        if kind == YearMark.Kind.EXAM:
            own.exam = outcome
        elif kind == YearMark.Kind.FINAL:
            own.final = outcome
        else:
            own.outcomes[Slot(grade, number)] = outcome
    return found


def _rows(
    school_class: SchoolClass, pupils: list[PupilOutcomes]
) -> list[tuple[int, int, str, int, int, str, str]]:
    """Pupil, subject with its name, grade, number of the period, kind, value; what was set later comes later."""
    year, grade = school_class.year, school_class.grade
    of_grade = Q(course__year=year, course__grade=grade)
    if grade == ELEVENTH:
        before = {"course__year__school": year.school_id, "course__year__starts__lt": year.starts}
        of_grade |= Q(course__grade=TENTH, **before)
    wanted = Q(of_grade, pupil__in=[one.pupil.pk for one in pupils], value__gt="")
    names = ("pupil_id", "course__subject_id", "course__subject__name", "course__grade")
    order = ("course__year__starts", "set_at", "pk")
    yearly = (
        YearMark.objects.filter(wanted)
        .order_by(*order)
        .values_list(*names, "course__year__starts", "kind", "value")
    )
    rows = [(*row[:4], WHOLE_YEAR, *row[5:]) for row in yearly]
    if grade == ELEVENTH:
        of_periods = (
            PeriodMark.objects.filter(wanted).order_by(*order).values_list(*names, "period__number", "value")
        )
        rows += [(*row[:5], "", row[5]) for row in of_periods]
    return rows
