"""Where the writers write in the demo school, and what stands there and in the ledger."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from tests.torture.judge import Cell, Line, Standing
from zhurnal.audit.models import Line as LedgerLine
from zhurnal.journal import history
from zhurnal.journal.models import Absence, Exemption, Mark, Work
from zhurnal.people.models import User
from zhurnal.school.models import Course, CourseMembership, School, StudyPeriod
from zhurnal.school.models.validity import holds_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LOGINS = ("teacher", "classteacher", "teacher2")  # of two schools
LESSONS, PUPILS = 8, 8


class Page(NamedTuple):
    """A page that two writers share."""

    login: str
    course: int
    cells: dict[Cell, Standing]


def choose(count: int) -> list[Page]:
    """So many pages of different courses, with the cells of the last lessons in which one mark or none stands."""
    found: list[Page] = []
    courses = zip(*(_courses(login) for login in LOGINS), strict=False)
    for login, course in zip(LOGINS * count, chain.from_iterable(courses), strict=False):
        cells = cells_of(course)
        if is_marked(cells) and len(cells) >= LESSONS and len(found) < count:
            found.append(Page(login, course.pk, cells))
    assert len(found) == count, "the demo school has several courses of every teacher"
    return found


def cells_of(course: Course) -> dict[Cell, Standing]:
    """The cells of the last lessons of a course in which one mark or none stands. Pupils are there all through."""
    today = course.year.school.today()
    period = StudyPeriod.objects.get(
        year=course.year_id, kind=course.period_kind, starts__lte=today, ends__gte=today
    )
    last = Work.objects.filter(
        lesson__course=course, lesson__date__range=(period.starts, today), lesson__cancellation=None, position=1
    ).order_by("-lesson__date", "-lesson__number")  # fmt: skip
    members = CourseMembership.objects.filter(course=course, valid_from__lte=period.starts, valid_to=None)
    exempt = Exemption.objects.filter(course=course).values("pupil")
    pupils = list(
        members.exclude(pupil__in=exempt).order_by("pupil").values_list("pupil", flat=True)[:PUPILS]
    )
    works = list(last.values_list("pk", flat=True)[:LESSONS])
    odd = _odd(works)
    return {
        cell: stands
        for cell, stands in standing((pupil, work) for pupil in pupils for work in works).items()
        if cell not in odd
    }


def is_marked(cells: dict[Cell, Standing]) -> bool:
    """Whether marks are given in the course of these cells: some subjects have none."""
    return any(stands.text for stands in cells.values())


def standing(cells: Iterable[Cell]) -> dict[Cell, Standing]:
    """What the tables say; marks only, for no writer writes a sign."""
    wanted = set(cells)
    works = {work for _, work in wanted}
    lessons = dict(Work.objects.filter(pk__in=works).values_list("lesson_id", "pk"))
    signs = Absence.objects.filter(lesson__in=lessons).values_list("pupil_id", "lesson_id", "version")
    signs_of = {(pupil, lessons[lesson]): version for pupil, lesson, version in signs}
    marks = Mark.objects.filter(work__in=works).values_list("pupil_id", "work_id", "value", "version")
    found = {(pupil, work): (value, version) for pupil, work, value, version in marks}
    return {cell: _standing(*found.get(cell, (None, 0)), signs_of.get(cell, 0)) for cell in wanted}


def last_line() -> int:
    """The number of the last line of the ledger."""
    return LedgerLine.objects.order_by("-pk").values_list("pk", flat=True)[0]


def lines_after(number: int) -> Iterator[Line]:
    """The changes of cells that the ledger tells of after that line."""
    told = LedgerLine.objects.filter(pk__gt=number, action=history.CELL_SET).order_by("chain", "seq")
    for change_id, subject, payload, at in told.values_list("change_id", "subject", "payload", "at"):
        pupil, work = subject.removeprefix(history.CELL_PREFIX).split(":")
        said = json.loads(payload or "")
        yield Line(
            str(change_id), (int(pupil), int(work)), said["before"], said["from"], said["after"], said["version"],
            at.timestamp(),
        )  # fmt: skip


def _courses(login: str) -> list[Course]:
    teacher = User.objects.select_related("person").get(login=login).person
    assert teacher is not None
    today = School.objects.order_by("pk")[0].today()
    taught = Course.objects.filter(holds_on(today, "teachings__"), teachings__teacher=teacher)
    return list(taught.select_related("year__school").distinct().order_by("pk"))


def _odd(works: list[int]) -> set[Cell]:
    """Cells in which more stands than one mark: a sign, a double mark, a re-sit, a point."""
    signs = Absence.objects.filter(lesson__works__in=works).exclude(code="")
    plain = Mark.objects.filter(second=None, resit=None, pending=False, handed_in=None)
    other = Mark.objects.filter(work__in=works).exclude(pk__in=plain.filter(work__in=works).values("pk"))
    with_sign = signs.filter(lesson__works__position=1).values_list("pupil_id", "lesson__works__pk")
    return {*with_sign, *other.values_list("pupil_id", "work_id")}


def _standing(value: int | None, version: int, signs: int) -> Standing:
    return Standing("" if value is None else str(value), version + signs)
