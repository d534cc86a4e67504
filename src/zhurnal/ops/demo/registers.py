"""The school itself, its year, subjects, classes and kinds of work."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhurnal.audit.ledger import Entry
from zhurnal.journal.actions.kinds import add_default_kinds
from zhurnal.ops.demo.bells import write_bells
from zhurnal.ops.demo.clock import FIRST_YEAR, TODAY
from zhurnal.ops.demo.plan import FIRST_SENIOR_GRADE, PASS_FAIL, SUBJECTS
from zhurnal.school.actions.default_year import default_year
from zhurnal.school.actions.record import COMMAND_LINE, write
from zhurnal.school.actions.schools import open_year
from zhurnal.school.models import DayOff, School, SchoolClass, SchoolYear, StudyPeriod, Subject

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.journal.models import PolicyVersion, WorkKind
    from zhurnal.ops.demo.plan import SubjectSpec
    from zhurnal.ops.demo.staffing import Staffing


@dataclass
class Registers:
    """What stands in the school's registers before any human being does."""

    school: School
    year: SchoolYear
    periods: dict[str, list[StudyPeriod]]
    days_off: list[DayOff]
    classes: list[SchoolClass]
    subjects: dict[str, Subject]
    kinds: dict[str, WorkKind]
    rules: list[PolicyVersion] = field(default_factory=list)

    def is_school_day(self, day: dt.date, grade: int, days_a_week: int) -> bool:
        """Whether a class of `grade` has lessons on `day`."""
        inside = any(period.starts <= day <= period.ends for period in self.periods["quarter"])
        return (
            inside
            and day.isoweekday() <= days_a_week
            and not any(off.covers(day, grade) for off in self.days_off)
        )


def write_registers(drawn: Staffing) -> Registers:
    """Write a school and its year."""
    profile = drawn.profile
    school = School.objects.create(
        name=profile.name, short_name=profile.short_name, cover_hue=profile.hue, frozen_today=TODAY
    )
    year = open_year(school, default_year(FIRST_YEAR))
    facts = {"name": school.name, "zone": school.time_zone, "year": year.name}
    write(school, Entry("school.created", f"school:{school.pk}", facts), actor=None, role=COMMAND_LINE)
    write_bells(school)
    periods: dict[str, list[StudyPeriod]] = {"quarter": [], "half_year": []}
    for period in StudyPeriod.objects.filter(year=year).order_by("number"):
        periods[period.kind].append(period)
    return Registers(
        school, year, periods, list(DayOff.objects.filter(year=year)),
        _classes(year, drawn), _subjects(school), add_default_kinds(school),
    )  # fmt: skip


def period_kind(grade: int) -> str:
    """Quarters up to the ninth grade, half-years above."""
    kind = StudyPeriod.Kind.HALF_YEAR if grade >= FIRST_SENIOR_GRADE else StudyPeriod.Kind.QUARTER
    return kind.value


def _classes(year: SchoolYear, drawn: Staffing) -> list[SchoolClass]:
    return SchoolClass.objects.bulk_create(
        SchoolClass(
            year=year, grade=drawing.grade, letter=drawing.letter, shift=drawing.shift,
            days_a_week=drawing.days, period_kind=period_kind(drawing.grade),
        )
        for drawing in drawn.classes
    )  # fmt: skip


def _scale(subject: SubjectSpec) -> str:
    if subject.slug in PASS_FAIL:
        return Subject.Scale.PASS_FAIL.value
    return Subject.Scale.POLICY.value if subject.graded else Subject.Scale.NONE.value


def _subjects(school: School) -> dict[str, Subject]:
    made = Subject.objects.bulk_create(
        Subject(
            school=school, name=subject.name, short_name=subject.short_name, position=position,
            scale=_scale(subject),
        )
        for position, subject in enumerate(SUBJECTS, 1)
    )  # fmt: skip
    return {spec.slug: subject for spec, subject in zip(SUBJECTS, made, strict=True)}
