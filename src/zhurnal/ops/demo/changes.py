"""What came between, told by the deputy head: lessons moved and added, exemptions, marks brought along."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.journal import history
from zhurnal.journal.actions.averages import recount
from zhurnal.journal.actions.columns import open_columns
from zhurnal.journal.history_pupils import EXEMPTION_SET, exemption_entry, external_entry
from zhurnal.journal.models import Exemption, ExternalMark
from zhurnal.ops.demo.clock import DAY, NOW, TODAY, at
from zhurnal.ops.demo.dice import dice
from zhurnal.ops.demo.health import draw_health
from zhurnal.school.models import Enrolment
from zhurnal.timetable import history as timetable
from zhurnal.timetable.actions.place_rules import check_place, warn_about_place
from zhurnal.timetable.errors import ChangeError
from zhurnal.timetable.models import Lesson, LessonAddition, LessonMove

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from random import Random

    from zhurnal.audit.ledger import Entry
    from zhurnal.ops.demo.courses import Member, TaughtCourse
    from zhurnal.ops.demo.people import People
    from zhurnal.ops.demo.registers import Registers
    from zhurnal.ops.demo.staffing import Staffing
    from zhurnal.people.models import Person
    from zhurnal.school.models import StudyPeriod

MOVES, MOST_TRIES = 3, 40
FIRST_MARKED_GRADE = 2
FROM_SCHOOL = "из школы "


def write_changes(drawn: Staffing, registers: Registers, people: People, taught: list[TaughtCourse]) -> None:
    """Write them after the journal; what counts is counted anew."""
    chance = dice("changes", drawn.profile.short_name)
    deputy = people.officers[Role.DEPUTY]
    _exempt(drawn, registers, people, taught)
    _bring(registers, people, taught, chance)
    coming = _coming(taught, chance)  # each is looked for when those before it stand at their new places
    for lesson in islice(coming, MOVES):
        _move(lesson, deputy)
    for lesson in islice(coming, 1):
        _add(lesson, registers, deputy)


def _exempt(drawn: Staffing, registers: Registers, people: People, taught: list[TaughtCourse]) -> None:
    """Who is exempt from physical education has a paper that says so."""
    health, deputy = draw_health(drawn, registers, people.roll.pupils), people.officers[Role.DEPUTY]
    for course in taught:
        for member in course.members if course.draft.slug == "pe" else ():
            span = _common(member, health[member.pupil].exempt, registers)
            if span is not None:
                made = Exemption.objects.create(
                    course=course.row, pupil=people.pupils[member.pupil], valid_from=span[0], valid_to=span[1],
                    reason="Справка из поликлиники", author=deputy, set_at=at(min(span[0], TODAY), 8, 10),
                )  # fmt: skip
                entry = exemption_entry(EXEMPTION_SET, made, is_new=True)
                _tell(course, [entry], deputy, Role.DEPUTY, made.set_at)


def _common(
    member: Member, span: tuple[dt.date, dt.date] | None, registers: Registers
) -> tuple[dt.date, dt.date] | None:
    """The days of an exemption on which the pupil is taught in the course."""
    if span is None:
        return None
    first = max(span[0], member.since)
    last = min(span[1], member.until or span[1], registers.year.ends)
    return (first, last) if first <= last else None


def _bring(registers: Registers, people: People, taught: list[TaughtCourse], chance: Random) -> None:
    """Who came from another school in the running period has brought the marks earned there."""
    places = {pupil.pk: place for place, pupil in enumerate(people.pupils)}
    came = Enrolment.objects.filter(
        school_class__year=registers.year, arrival__startswith=FROM_SCHOOL, valid_to=None
    ).select_related("pupil")
    for enrolment in came.order_by("pk"):
        source = f"школа {enrolment.arrival.removeprefix(FROM_SCHOOL)}"
        for course in taught:
            period = _running(registers, course)
            inside = period.starts + 5 * DAY <= enrolment.valid_from <= TODAY - 2 * DAY
            member = any(one.pupil == places[enrolment.pupil_id] for one in course.members)
            if inside and member and course.grade >= FIRST_MARKED_GRADE and _is_marked(course):
                _bring_into(course, enrolment, source, people, period, chance)


def _bring_into(  # noqa: PLR0917 -- one pupil, one course, one period
    course: TaughtCourse, enrolment: Enrolment, source: str, people: People, period: StudyPeriod, chance: Random
) -> None:  # fmt: skip
    """Two to four marks, each of another day before the pupil came."""
    teacher = people.teachers[course.held_by(enrolment.valid_from)]
    written = at(enrolment.valid_from + DAY, 15, chance.randint(0, 59))
    days = (enrolment.valid_from - period.starts).days
    rows = [
        ExternalMark.objects.create(
            course=course.row, period=period, pupil=enrolment.pupil, date=period.starts + number * DAY,
            value=chance.choice((3, 4, 4, 5, 5)), source=source, author=teacher, set_at=written,
        )
        for number in sorted(chance.sample(range(days), min(chance.randint(2, 4), days)))
    ]  # fmt: skip
    _tell(course, [external_entry(row, None) for row in rows], teacher, Role.TEACHER, written)
    recount(period, [course.row.pk], [enrolment.pupil_id])


def _running(registers: Registers, course: TaughtCourse) -> StudyPeriod:
    return next(one for one in registers.periods[course.row.period_kind] if one.starts <= TODAY <= one.ends)


def _is_marked(course: TaughtCourse) -> bool:
    return course.row.subject.scale != "none"


def _coming(taught: list[TaughtCourse], chance: Random) -> Iterator[Lesson]:
    """Lessons of tomorrow and the day after, each as it could be held at a free place soon after."""
    courses = chance.sample(taught, min(MOST_TRIES, len(taught)))
    for course in courses:
        lesson = Lesson.objects.filter(
            course=course.row, date__range=(TODAY + DAY, TODAY + 2 * DAY),
            cancellation__lesson=None, substitution=None,
        ).first()  # fmt: skip
        if lesson is not None and _find_place(lesson):
            yield lesson


def _find_place(lesson: Lesson) -> bool:
    """Give the lesson the first free place of the days after; whether there is one. Nothing is stored yet."""
    for later in range(1, 6):
        day = lesson.date + later * DAY
        for number in range(2, 8):
            try:
                check_place(lesson.course, day, number)
                warn_about_place(lesson.course, day, number, moved=lesson.pk)
            except ChangeError:
                continue
            lesson.date, lesson.number = day, number
            return True
    return False


def _move(lesson: Lesson, deputy: Person) -> None:
    before = Lesson.objects.get(pk=lesson.pk)
    made = at(TODAY, 9, 40)
    LessonMove.objects.create(
        lesson=lesson, from_date=before.date, from_number=before.number, reason="Экскурсия класса",
        made_by=deputy, made_at=made,
    )  # fmt: skip
    lesson.save(update_fields=["date", "number"])
    entry = timetable.change_entry(
        timetable.MOVED, lesson, from_date=before.date.isoformat(), from_number=before.number,
        reason="Экскурсия класса",
    )  # fmt: skip
    _append(lesson.course_id, [entry], deputy, Role.DEPUTY, made)


def _add(place: Lesson, registers: Registers, deputy: Person) -> None:
    """A consultation at a free place."""
    added = Lesson.objects.create(course=place.course, date=place.date, number=place.number, room=place.room)
    made = at(TODAY, 9, 50)
    LessonAddition.objects.create(lesson=added, reason="Консультация", made_by=deputy, made_at=made)
    open_columns([added], registers.kinds["answer"])
    entry = timetable.change_entry(timetable.ADDED, added, reason="Консультация", room=added.room)
    _append(added.course_id, [entry], deputy, Role.DEPUTY, made)


def _tell(course: TaughtCourse, entries: list[Entry], who: Person, role: Role, moment: dt.datetime) -> None:
    _append(course.row.pk, entries, who, role, moment)


def _append(course_id: int, entries: list[Entry], who: Person, role: Role, moment: dt.datetime) -> None:
    ledger.append(
        history.course_chain(course_id), entries, actor_id=who.pk, actor_role=role.value, at=min(moment, NOW)
    )
