"""Writes the filled pages: rows by the hundred thousand, and the line of the ledger for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.journal import history
from zhurnal.journal.models import (
    Absence,
    AttendanceTaken,
    Average,
    Homework,
    LessonTopic,
    Mark,
    PeriodClosure,
    PeriodMark,
    PlanTopic,
    Work,
)
from zhurnal.journal.plan_rows import PlanRow
from zhurnal.ops.demo.ability import Abilities
from zhurnal.ops.demo.bulk import first_free_id, insert, restart_counters, write_lines
from zhurnal.ops.demo.clock import TODAY
from zhurnal.ops.demo.filling import fill
from zhurnal.ops.demo.ground import Filled, Ground
from zhurnal.ops.demo.habits import habits_of_teachers
from zhurnal.ops.demo.health import draw_health
from zhurnal.ops.demo.period_marks import PeriodMarkRow, closing_time, give_period_marks
from zhurnal.ops.demo.rules import version_of
from zhurnal.ops.demo.thematic import BROUGHT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhurnal.ops.demo.courses import TaughtCourse
    from zhurnal.ops.demo.lessons import LessonFacts
    from zhurnal.ops.demo.page import Page
    from zhurnal.ops.demo.people import People
    from zhurnal.ops.demo.registers import Registers
    from zhurnal.ops.demo.staffing import Staffing
    from zhurnal.ops.demo.thematic import Thematic

COURSES_AT_ONCE = 40


def write_journal(
    drawn: Staffing,
    registers: Registers,
    people: People,
    taught: list[TaughtCourse],
    lessons: list[list[LessonFacts]],
) -> int:
    """Fill and write the journal of a school; return how many lines the ledger got."""
    ground = _ground(drawn, registers, people)
    lines = 0
    for start in range(0, len(taught), COURSES_AT_ONCE):
        chosen = slice(start, start + COURSES_AT_ONCE)
        filled = [fill(ground, *pair) for pair in zip(taught[chosen], lessons[chosen], strict=True)]
        period_marks = [give_period_marks(ground, page) for page in filled]
        _write_works(registers, filled)
        for page, given in zip(filled, period_marks, strict=True):
            _write_page(page, given)
            chain = history.course_chain(page.course.row.pk)
            told = [page.plan.line, *page.page.lines] if page.plan.line else page.page.lines
            in_order = sorted(told, key=lambda line: line[1].at)
            lines += write_lines(ledger.build_lines(chain, in_order))
    restart_counters(Work, PlanTopic)
    _close_periods(registers, people)
    return lines


def _ground(drawn: Staffing, registers: Registers, people: People) -> Ground:
    return Ground(
        school=drawn.profile.short_name,
        pupil_ids=[pupil.pk for pupil in people.pupils],
        teacher_ids=[teacher.pk for teacher in people.teachers],
        health=draw_health(drawn, registers, people.roll.pupils),
        habits=habits_of_teachers(drawn),
        periods=registers.periods,
        weights={code: kind.weight for code, kind in registers.kinds.items()},
        famous_teacher=drawn.famous_teacher,
        next_work=first_free_id(Work),
        next_topic=first_free_id(PlanTopic),
        abilities=Abilities(drawn.profile.short_name),
    )


def _write_works(registers: Registers, filled: Iterable[Filled]) -> None:
    kinds = {code: kind.pk for code, kind in registers.kinds.items()}
    rows = (
        (work.pk, work.lesson, work.position, kinds[work.kind], work.weight, work.own_weight, work.title)
        for page in filled
        for work in page.works
    )
    insert(Work, ("id", "lesson", "position", "kind", "weight", "is_own_weight", "title"), rows)


def _write_page(filled: Filled, period_marks: list[PeriodMarkRow]) -> None:
    course, page = filled.course.row.pk, filled.page
    _write_cells(page)
    _write_plan(course, filled.plan)
    _write_texts(page, filled.plan)
    averages = (
        (course, period, pupil, sums.weight, sums.weighted, sums.count)
        for (period, pupil), sums in page.averages.items()
    )
    insert(Average, ("course", "period", "pupil", "weight", "weighted", "count"), averages)
    names = (
        "course", "period", "pupil", "value", "proposed", "paragraph", "reason", "author", "set_at", "version",
    )  # fmt: skip
    insert(PeriodMark, names, ((course, *row, 1) for row in period_marks))


def _write_cells(page: Page) -> None:
    marks = (
        (
            work, pupil, *(*row.marks, None, None)[:2], *(*row.resit, None)[:1], row.pending, row.comment, False,
            row.version, row.author, row.at,
        )
        for (work, pupil), row in page.marks.items()
    )  # fmt: skip
    names = (
        "work", "pupil", "value", "second", "resit", "pending", "comment", "is_staff_only", "version", "author",
        "set_at",
    )  # fmt: skip
    insert(Mark, names, marks)
    absences = (
        (lesson, pupil, row.code, row.minutes, row.version, row.author, row.at)
        for (lesson, pupil), row in page.absences.items()
    )
    insert(Absence, ("lesson", "pupil", "code", "minutes", "version", "author", "set_at"), absences)


def _write_plan(course: int, plan: Thematic) -> None:
    rows = ((pk, course, number, *row, plan.author, BROUGHT) for number, (pk, row) in enumerate(plan.rows, 1))
    insert(PlanTopic, ("id", "course", "number", *PlanRow._fields, "author", "set_at"), rows)


def _write_texts(page: Page, plan: Thematic) -> None:
    topics = (
        (row.lesson, row.text, plan.by_lesson.get(row.lesson), 1, row.author, row.at) for row in page.topics
    )
    insert(LessonTopic, ("lesson", "text", "plan_topic", "version", "author", "set_at"), topics)
    homework = ((row.lesson, row.due, row.text, row.minutes, 1, row.author, row.at) for row in page.homework)
    insert(Homework, ("lesson", "due_lesson", "text", "minutes", "version", "author", "set_at"), homework)
    insert(AttendanceTaken, ("lesson", "taken_by", "taken_at"), (row[:3] for row in page.rolls))


def _close_periods(registers: Registers, people: People) -> None:
    PeriodClosure.objects.bulk_create(
        PeriodClosure(
            period=period, policy=version_of(period, registers.rules),
            closed_by=people.officers[Role.DEPUTY], closed_at=closing_time(period),
        )
        for periods in registers.periods.values()
        for period in periods
        if period.ends < TODAY
    )  # fmt: skip
