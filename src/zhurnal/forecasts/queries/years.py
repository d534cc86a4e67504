"""The running year of a school as `Records`, one for each track."""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from zhurnal.calc.forecast.arrays import IntArray, whole
from zhurnal.calc.forecast.records import (
    NOT_ATTESTED,
    NOT_TAUGHT,
    Absences,
    Lessons,
    Marks,
    Records,
)
from zhurnal.calc.grading.absence import is_missed
from zhurnal.forecasts.queries import rows
from zhurnal.forecasts.queries.marks import HUNDREDTHS, Calendar, Cells, Place, Row, missed_in, row_of
from zhurnal.forecasts.queries.plain import PlainCells, plain_cells, plain_marks
from zhurnal.forecasts.tracks import Track, subject_code, track_of
from zhurnal.journal.queries.periods import CoursePeriod, year_periods
from zhurnal.journal.queries.rules import rules_for

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from fractions import Fraction

    from zhurnal.calc.grading.rules import Rules
    from zhurnal.forecasts.queries.rows import CourseRow
    from zhurnal.school.models import School, SchoolYear

NOT_ATTESTED_TEXT = "н/а"


class Source(NamedTuple):
    """What decides about the rules of a course: enough to know them again without asking the database."""

    subject: int
    policy: int | None
    grade: int
    name: str
    scale: str

    @property
    def rules(self) -> Rules:
        """The rules themselves."""
        return rules_for(self.policy, self.grade, self.name, self.scale)


@dataclass(frozen=True, slots=True, eq=False)
class TrackYear:
    """A track of a year: the records, and who and what their numbers mean."""

    track: Track
    records: Records
    pupils: list[int]
    subjects: list[int]
    courses: list[int]
    grades: list[int]  # of the courses
    periods: list[int]
    calendar: Calendar
    sources: dict[int, Source]  # of all courses of the year in these subjects


@dataclass(frozen=True, slots=True, eq=False)
class _Year:
    """What all tracks of a year are made from."""

    calendar: Calendar
    day: dt.date
    sources: dict[int, Source]
    courses: dict[int, CourseRow]
    plain: PlainCells
    marks: list[rows.MarkRow]  # all others
    brought: list[rows.BroughtRow]
    absences: dict[tuple[int, int], str]
    missed_days: dict[int, set[dt.date]]
    lessons: list[rows.LessonRow]
    finals: list[tuple[int, int, int, str]]
    teachers: dict[int, int]


def running_year(school: School, day: dt.date) -> SchoolYear | None:
    """The school year that a day lies in. One query."""
    return school.years.filter(starts__lte=day, ends__gte=day).order_by("-starts").first()


def calendar_of(school: School, year: SchoolYear) -> Calendar:
    """Days of the year as numbers."""
    return Calendar(year.starts, ZoneInfo(school.time_zone))


def year_records(school: School, year: SchoolYear, day: dt.date) -> list[TrackYear]:
    """The year as it is known, with the pupils of `day`; a forecast makes the cut at a morning. Eleven queries."""
    periods = year_periods(year.pk)
    members = rows.course_rows(year)
    tracks, sources = _tracks(members, periods, day)
    if not tracks:
        return []
    missed = rows.missed_rows(year)
    days = defaultdict(set)
    for pupil, _lesson, date, code in missed:
        if is_missed(code):
            days[pupil].add(date)
    calendar = calendar_of(school, year)
    absences = {(pupil, lesson): code for pupil, lesson, _, code in missed}
    plain, apart = plain_cells(rows.work_rows(year), rows.plain_rows(year), absences, calendar)
    known = _Year(
        calendar, day, sources, {one.course: one for one in members}, plain, apart + rows.special_rows(year),
        rows.brought_rows(year), absences, days,
        rows.lesson_rows(year), rows.final_rows(year), rows.teachers_of(year, day),
    )  # fmt: skip
    return [
        _track_year(track, taught, [one for one in periods if one.period.kind == track.kind], known)
        for track, taught in tracks.items()
    ]


def _tracks(
    members: Sequence[CourseRow], periods: Sequence[CoursePeriod], day: dt.date
) -> tuple[dict[Track, list[CourseRow]], dict[int, Source]]:
    """What is taught on `day`, by track, and the rules of each course."""
    versions = {kind: _version(periods, kind, day) for kind in {one.period.kind for one in periods}}
    sources = {
        one.course: Source(one.subject, versions[one.kind], one.grade, one.name, one.scale)
        for one in members
        if one.kind in versions
    }
    kinds = {one.course: one.kind for one in members}
    found: dict[Track, list[CourseRow]] = defaultdict(list)
    # By course: a school has ten times as many memberships.
    tracks = {pk: track_of(kinds[pk], source.rules) for pk, source in sources.items()}
    of_course = {pk: found[track] for pk, track in tracks.items() if track is not None}
    for one in members:
        if one.course in of_course and one.since <= day and (one.until is None or one.until >= day):
            of_course[one.course].append(one)
    return dict(sorted((track, taught) for track, taught in found.items() if taught)), sources


def _version(periods: Sequence[CoursePeriod], kind: str, day: dt.date) -> int | None:
    """The version of the rules for the period of a kind that runs on `day` or is the next."""
    of_kind = [one for one in periods if one.period.kind == kind]
    return next((one.policy_id for one in of_kind if one.period.ends >= day), of_kind[-1].policy_id)


def _track_year(
    track: Track, taught: Sequence[CourseRow], periods: Sequence[CoursePeriod], known: _Year
) -> TrackYear:
    pupils = sorted({one.pupil for one in taught})
    names = {one.subject: one.name for one in taught}
    subjects, courses = sorted(names), sorted({one.course for one in taught})
    at = _Numbers(_numbered(pupils), _numbered(subjects), _numbered(courses))
    course = np.full((len(pupils), len(subjects)), NOT_TAUGHT)
    for one in taught:
        course[at.pupils[one.pupil], at.subjects[one.subject]] = at.courses[one.course]
    held = _numbered(sorted({known.teachers.get(pk, 0) for pk in courses}))
    first = known.sources[courses[0]].rules
    spans = tuple(
        (known.calendar.number(one.period.starts), known.calendar.number(one.period.ends)) for one in periods
    )
    records = Records(
        track.scale, track.policy(_min_marks(taught, known.sources), first), spans, course,
        whole([held[known.teachers.get(pk, 0)] for pk in courses]), _marks(at, known),
        _lessons(at, known), _absences(at, known), _finals(at, track, periods, course.shape, known),
        tuple(subject_code(names[pk]) or f"subject {pk}" for pk in subjects), days_in_week=7,
        thresholds=_thresholds(known.sources[courses[0]], periods, track),
    )  # fmt: skip
    return TrackYear(
        track, records, pupils, subjects, courses, [known.courses[pk].grade for pk in courses],
        [one.period.pk for one in periods], known.calendar,
        {pk: source for pk, source in known.sources.items() if source.subject in names},
    )  # fmt: skip


def _thresholds(
    source: Source, periods: Sequence[CoursePeriod], track: Track
) -> tuple[tuple[Fraction, ...], ...]:
    """The thresholds of each period, where a version of the rules has moved them."""
    found = (track_of(track.kind, source._replace(policy=one.policy_id).rules) for one in periods)
    same = [
        one.thresholds if one and one.scale_code == track.scale_code else track.thresholds for one in found
    ]
    return tuple(same) if set(same) != {track.thresholds} else ()


@dataclass(frozen=True, slots=True)
class _Numbers:
    pupils: dict[int, int]
    subjects: dict[int, int]
    courses: dict[int, int]

    def place(self, pupil: int, course: CourseRow | None) -> Place | None:
        """Where a mark of a course goes: a pupil who changed the subgroup keeps the marks of the subject."""
        if course is None or pupil not in self.pupils or course.subject not in self.subjects:
            return None
        return Place(self.pupils[pupil], self.subjects[course.subject])

    def of_plain(self, known: _Year) -> tuple[IntArray, IntArray]:
        """The numbers of the pupil of each plain cell, and of the subject of each work; −1 where there is none."""
        courses = (known.courses.get(one.course) for one in known.plain.works)
        subject = [
            NOT_TAUGHT if one is None else self.subjects.get(one.subject, NOT_TAUGHT) for one in courses
        ]
        ids, which = np.unique(known.plain.pupil, return_inverse=True)
        pupil = whole([self.pupils.get(pk, NOT_TAUGHT) for pk in ids.tolist()])
        return pupil[which.reshape(-1)], whole(subject)


def _numbered(ids: Sequence[int]) -> dict[int, int]:
    return {pk: number for number, pk in enumerate(ids)}


def _min_marks(taught: Sequence[CourseRow], sources: dict[int, Source]) -> int:
    """How many marks the rule asks for in most courses of the track."""
    asked = [
        _asked(sources[one.course].rules, one.hours) for one in {one.course: one for one in taught}.values()
    ]
    return statistics.multimode(asked)[0]


def _asked(rules: Rules, hours: int) -> int:
    borders = rules.period.min_marks
    return next((number for border, number in borders if border is None or hours <= border), borders[-1][1])


def _marks(at: _Numbers, known: _Year) -> Marks:
    cells, found = Cells(known.calendar), list[Row]()
    counting, plain = plain_marks(known.plain, at.of_plain(known), lambda course: known.sources[course].rules)
    dates = _dates(plain, {at.pupils.get(one.pupil_id, NOT_TAUGHT) for one in known.brought})
    for cell in known.marks:
        if (place := at.place(cell.pupil, known.courses.get(cell.course))) is None:
            continue
        dates.add((*place, known.calendar.number(cell.date)))
        found += cells.rows(cell, place, known.sources[cell.course].rules, missed_in(known.absences, cell))
    for one in known.brought:
        place = at.place(one.pupil_id, known.courses.get(one.course_id))
        # What was carried along from a course of this school stands there, too: it counts once.
        if place is not None and (*place, known.calendar.number(one.date)) not in dates:
            found.append(row_of(one, place, known.calendar))
    return counting.and_then(Marks.of(found))


def _dates(marks: Marks, pupils: set[int]) -> set[tuple[int, int, int]]:
    """Pupil, subject and day of the marks of some pupils."""
    of_them = marks.where(np.isin(marks.pupil, sorted(pupils)))
    return set(zip(of_them.pupil.tolist(), of_them.subject.tolist(), of_them.day.tolist(), strict=True))


def _lessons(at: _Numbers, known: _Year) -> Lessons:
    return Lessons.of(
        [
            (at.courses[one.course], known.calendar.number(one.date), int(one.control is not None),
             np.nan if one.control is None else one.control / HUNDREDTHS)
            for one in known.lessons if one.course in at.courses
        ]
    )  # fmt: skip


def _absences(at: _Numbers, known: _Year) -> Absences:
    return Absences.of(
        [
            (at.pupils[pupil], known.calendar.number(day))
            for pupil, days in known.missed_days.items() if pupil in at.pupils
            for day in sorted(days)
        ]
    )  # fmt: skip


def _finals(
    at: _Numbers, track: Track, periods: Sequence[CoursePeriod], shape: tuple[int, ...], known: _Year
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Marks for periods that were over on `day`."""
    number = {one.period.pk: place for place, one in enumerate(periods) if one.period.ends < known.day}
    found = np.full((len(periods), *shape), np.nan)
    marks = {text: _final(text, track) for text in {one[3] for one in known.finals}}
    for pupil, course, period, text in known.finals:
        place = at.place(pupil, known.courses.get(course))
        if place is not None and period in number:
            found[number[period], place.pupil, place.subject] = marks[text]
    return found


def _final(text: str, track: Track) -> float:
    value = track.scale.value(text)
    return NOT_ATTESTED if text == NOT_ATTESTED_TEXT else np.nan if value is None else value
