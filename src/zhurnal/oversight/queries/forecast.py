"""What classes, parallels and the school are expected to come to, and who wants attention."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from django.db.models import Q
from django.utils.translation import gettext as _

from zhurnal.calc.forecast.warning import Risk
from zhurnal.forecasts import sentences
from zhurnal.forecasts.queries.accuracy import precision_of_list
from zhurnal.forecasts.queries.groups import GroupForecast, of_group, threats
from zhurnal.forecasts.queries.pupils import Seen
from zhurnal.forecasts.queries.states import states_of
from zhurnal.people.models import Person
from zhurnal.school.models import Enrolment, SchoolClass, StudyPeriod, Subject
from zhurnal.school.models.validity import holds_on
from zhurnal.ui import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from zhurnal.calc.forecast.joint import Outlook, Share
    from zhurnal.forecasts.models import Switches
    from zhurnal.school.models import School

PER_CENT = (0.0, 100.0)
NOTICEABLE = 0.5  # what is shown as a change since last week
SURE = 0.6


class Figure(NamedTuple):
    """A figure of a class: its name, median and 10–90 %, between what it can lie, and the change of a week."""

    name: str
    middle: float
    low: float
    high: float
    ends: tuple[float, float]
    unit: str
    change: float | None

    @property
    def text(self) -> str:
        """«31 % (23–35)»."""
        return f"{_number(self.middle)}{self.unit} ({_number(self.low)}–{_number(self.high)})"

    @property
    def change_text(self) -> str:
        """«+3 за неделю», nothing for a trifle."""
        if self.change is None or abs(self.change) < NOTICEABLE:
            return ""
        sign = "+" if self.change > 0 else "−"
        return _("%(change)s за неделю") % {"change": f"{sign}{_number(abs(self.change))}"}


class Cell(NamedTuple):
    """A likely mark in the table of a class; `is_doubtful`: another one is nearly as likely."""

    text: str
    is_doubtful: bool


class Row(NamedTuple):
    """A pupil of the class with the likely marks in the order of the subjects."""

    pupil: int
    name: str
    cells: list[Cell]


class Warned(NamedTuple):
    """Somebody who wants attention."""

    pupil: int
    name: str
    subject: str
    chance: int
    reasons: str


class Attention(NamedTuple):
    """A list of one risk; `kept` says how such a list of the last period came true."""

    title: str
    warned: list[Warned]
    kept: str


class ClassPage(NamedTuple):
    """The forecast of a class."""

    period: str
    day_text: str
    caveat: str
    figures: list[Figure]
    subjects: list[str]
    rows: list[Row]
    attention: list[Attention]
    outside: int


class ClassLine(NamedTuple):
    """A class in the table of the school."""

    school_class: SchoolClass
    figures: list[Figure]


class SubjectLine(NamedTuple):
    """A subject: of how many pupils how many per cent are expected to have «4» and «5», and the mean mark."""

    name: str
    number: int
    quality: float
    mean: float


class SchoolPage(NamedTuple):
    """The forecast of the school or of a parallel, track by track."""

    period: str
    day_text: str
    caveat: str
    figures: list[Figure]
    classes: list[ClassLine]
    subjects: list[SubjectLine]
    attention: list[Attention]


def class_page(school_class: SchoolClass, switches: Switches) -> ClassPage | None:
    """The forecast of a class; None where there is none. At most twelve queries."""
    school = school_class.year.school
    pupils = _pupils(Q(school_class=school_class), school.today())
    found = of_group(states_of(school), [pupil for pupil, _ in pupils])
    if found is None:
        return None
    people, names = _people(found.pupils), _subjects(school)
    taught = [pk for pk in names if _is_taught(found, pk)]
    return ClassPage(
        *_head(found), figures_of(found), [names[pk][1] for pk in taught],
        [_row(found, person, taught) for person in people], _attention(school, found, people, names, switches),
        found.outside,
    )  # fmt: skip


def school_page(school: School, switches: Switches, grade: int | None) -> SchoolPage | None:
    """The forecast of the school, or of a parallel; None where there is none. At most twelve queries."""
    today = school.today()
    wanted = Q(school_class__year__school=school) & (Q() if grade is None else Q(school_class__grade=grade))
    pupils = _pupils(wanted, today)
    states = states_of(school)
    found = of_group(states, [pupil for pupil, _ in pupils])
    if found is None:
        return None
    of_class: dict[int, list[int]] = {}
    for pupil, school_class in pupils:
        of_class.setdefault(school_class, []).append(pupil)
    classes = SchoolClass.objects.filter(pk__in=of_class).order_by("grade", "letter")
    groups = [(one, of_group(states, of_class[one.pk], with_change=False)) for one in classes]
    people, names = _people(found.pupils), _subjects(school)
    return SchoolPage(
        *_head(found), figures_of(found),
        [ClassLine(one, figures_of(group)[:3]) for one, group in groups if group is not None],
        [line for pk in names if _is_taught(found, pk) for line in [_subject_line(found, pk, names[pk][0])]],
        _attention(school, found, people, names, switches),
    )  # fmt: skip


def grades_of(school: School) -> list[int]:
    """The parallels of the running year. One query."""
    today = school.today()
    running = SchoolClass.objects.filter(year__school=school, year__starts__lte=today, year__ends__gte=today)
    return sorted(set(running.values_list("grade", flat=True)))


def figures_of(found: GroupForecast) -> list[Figure]:
    """The indices of the deputy head and the numbers of pupils, with their doubt."""
    now, before, most = found.now, found.before, (0.0, float(max(found.now.pupils, 1)))
    told = [
        (_("Успеваемость"), "achievement", PER_CENT, " %"), (_("Качество"), "quality", PER_CENT, " %"),
        (_("СОУ"), "learned", PER_CENT, " %"), (_("Отличники"), "excellent", most, ""),
        (_("Хорошисты"), "good", most, ""), (_("С одной «3»"), "one_fair", most, ""),
        (_("Неуспевающие"), "failing", most, ""), (_("Не аттестованы"), "not_attested", most, ""),
    ]  # fmt: skip
    return [
        _figure(name, getattr(now, field), _before(before, field), ends, unit)
        for name, field, ends, unit in told
    ]


def _figure(name: str, now: Share, before: Share | None, ends: tuple[float, float], unit: str) -> Figure:
    change = None if before is None else now.mean - before.mean
    return Figure(name, now.median, now.low, now.high, ends, unit, change)


def _before(outlook: Outlook | None, field: str) -> Share | None:
    found: Share | None = None if outlook is None else getattr(outlook, field)
    return found


def _number(value: float) -> str:
    return f"{value:.0f}"


def _head(found: GroupForecast) -> tuple[str, str, str]:
    state = found.state
    period = StudyPeriod.objects.get(pk=state.period_id).name
    return period, words.day(state.day), sentences.model_words(state.model)


def _pupils(wanted: Q, day: dt.date) -> list[tuple[int, int]]:
    """Pupils of today with their classes. One query."""
    return list(Enrolment.objects.filter(wanted, holds_on(day)).values_list("pupil_id", "school_class_id"))


def _people(pupils: Iterable[int]) -> list[Person]:
    return list(Person.objects.filter(pk__in=pupils).order_by("sort_key", "pk"))


def _subjects(school: School) -> dict[int, tuple[str, str]]:
    """Name and short name of each subject, in the order of the school. One query."""
    return {one.pk: (one.name, one.short_name) for one in Subject.objects.filter(school=school)}


def _is_taught(found: GroupForecast, subject: int) -> bool:
    number = found.state.subjects.get(subject)
    return number is not None and bool(found.state.forecast.situation.taught[found.at, number].any())


def _row(found: GroupForecast, person: Person, subjects: Sequence[int]) -> Row:
    state = found.state
    seen = Seen(state.forecast, state.pupils[person.pk])
    return Row(person.pk, person.list_name, [_cell(seen, state.subjects[pk]) for pk in subjects])


def _cell(seen: Seen, subject: int) -> Cell:
    found = seen.forecast
    if not found.situation.taught[seen.number, subject]:
        return Cell("", is_doubtful=False)
    if found.too_little[seen.number, subject]:
        return Cell("?", is_doubtful=True)
    row = found.probability[seen.number, subject]
    mark = int(found.classes[int(row.argmax())])
    return Cell(found.situation.records.scale.text(mark), is_doubtful=bool(row.max() < SURE))


def _subject_line(found: GroupForecast, subject: int, name: str) -> SubjectLine:
    forecast, number = found.state.forecast, found.state.subjects[subject]
    rows = forecast.probability[found.at, number][forecast.situation.taught[found.at, number]]
    scale = forecast.situation.records.scale
    good = np.array([scale.is_quality(int(mark)) for mark in forecast.classes])
    return SubjectLine(
        name, len(rows), 100 * float(rows[:, good].sum(1).mean()), float((rows @ forecast.classes).mean())
    )


def _attention(
    school: School, found: GroupForecast, people: Iterable[Person], names: dict[int, tuple[str, str]],
    switches: Switches,
) -> list[Attention]:  # fmt: skip
    told = {person.pk: person.list_name for person in people}
    titles = {
        Risk.FAILURE: _("Может выйти неудовлетворительно"), Risk.STATUS: _("Единственная «3» может помешать"),
        Risk.FALL: _("Может выйти ниже, чем в прошлом периоде"),
    }  # fmt: skip
    lists = []
    for risk, title in titles.items():
        warned = [
            Warned(one.pupil, told[one.pupil], names[one.subject][0], sentences.rounded(one.chance),
                   sentences.reason_words(one.reasons))
            for one in threats(found, risk, switches.list_length)
        ]  # fmt: skip
        kept = _kept(school, found, switches.list_length) if risk is Risk.FAILURE else ""
        lists.append(Attention(title, warned, kept))
    return lists


def _kept(school: School, found: GroupForecast, limit: int) -> str:
    """How the list of the last period came true. Two or more queries."""
    last = precision_of_list(school, found.state, found.pupils, limit)
    if last is None:
        return ""
    return _("В прошлом периоде в середине таких предупреждений было %(number)d, сбылось %(came)d.") % {
        "number": last.number, "came": last.came
    }  # fmt: skip
