"""What every page of the diary stands in: whose it is, in which class and school, and the other children."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import cached_property

from zhurnal.diary.queries.spans import spans_visible_to
from zhurnal.forecasts.models import Switches

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.people.models import Person
    from zhurnal.school.models import Enrolment, School, SchoolClass, SchoolYear, StudyPeriod
    from zhurnal.school.standing import Standing


@dataclass(frozen=True, slots=True)
class Child:
    """One diary among those of the family."""

    pupil_id: int
    name: str
    initial: str
    class_name: str
    unread: int
    is_current: bool


@dataclass(frozen=True)
class Frame:
    """A pupil's visible spans in school, oldest first; at least one."""

    enrolments: list[Enrolment]
    children: list[Child]
    is_family: bool
    unread: int
    hides_places: bool = False

    @property
    def pupil(self) -> Person:
        """Whose diary it is."""
        return self.enrolments[0].pupil

    @cached_property
    def latest(self) -> Enrolment:
        """The span that holds today, else the one that began last before today."""
        return self.on_or_before(self.enrolments[-1].school_class.year.school.today())

    @property
    def school_class(self) -> SchoolClass:
        """The class of today."""
        return self.latest.school_class

    @property
    def year(self) -> SchoolYear:
        """The year of today's class."""
        return self.school_class.year

    @property
    def school(self) -> School:
        """The school of today's class."""
        return self.year.school

    @property
    def forecasts(self) -> str:
        """What families of the school see of forecasts; "" for nothing, and where nothing was decided."""
        switches = getattr(self.school, "forecast_switches", None)
        if switches is None or not switches.is_on or switches.families == Switches.Families.NOTHING:
            return ""
        return str(switches.families)

    @property
    def last_visible_day(self) -> dt.date | None:
        """The end of the last span; None where the pupil is still here."""
        ends = [span.valid_to for span in self.enrolments]
        return None if None in ends else max(day for day in ends if day)

    def sees_whole(self, period: StudyPeriod) -> bool:
        """Whether everything of a period may be told: a class teacher of yesterday sees what was until then."""
        last = self.last_visible_day
        return self.is_family or last is None or last >= period.ends

    def on(self, day: dt.date) -> Enrolment | None:
        """The span that holds on `day`."""
        return next((span for span in self.enrolments if span.holds_on(day)), None)

    def on_or_before(self, day: dt.date) -> Enrolment:
        """The span that holds on `day`, else the one that began last before it, else the first."""
        begun = [span for span in self.enrolments if span.valid_from <= day]
        return self.on(day) or (begun[-1] if begun else self.enrolments[0])


def frame_of(standing: Standing, pupil_id: int) -> Frame | None:
    """The frame of a pupil's diary; None where there is nothing for the person to see. One query."""
    family = standing.pupil_ids | standing.child_ids
    is_family = pupil_id in family
    everybody = spans_visible_to(standing, family if is_family else {pupil_id})
    if pupil_id not in everybody:
        return None
    own, unread = everybody[pupil_id]
    children = [
        _child(spans, number, is_current=pupil == pupil_id) for pupil, (spans, number) in everybody.items()
    ]
    return Frame(own, children if is_family else [], is_family, unread if is_family else 0)


def first_pupil(standing: Standing) -> Frame | None:
    """The diary with which a family begins: one's own, else that of the first child by name. One query."""
    everybody = spans_visible_to(standing, standing.pupil_ids or standing.child_ids)
    return next((Frame(spans, [], True, 0) for spans, _ in everybody.values()), None)  # noqa: FBT003 -- its fields


def _child(spans: list[Enrolment], unread: int, *, is_current: bool) -> Child:
    pupil = spans[0].pupil
    school_class = Frame(spans, [], True, 0).school_class  # noqa: FBT003 -- its fields
    return Child(pupil.pk, pupil.list_name, pupil.given_name[0], school_class.name, unread, is_current)
