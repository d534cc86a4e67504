"""Fills the page of one course, lesson by lesson, up to this morning."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from zhurnal.calc.calendar import period_containing
from zhurnal.journal.models import Work, WorkKind
from zhurnal.ops.demo.attempts import Attempts
from zhurnal.ops.demo.clock import NOW, TODAY, at
from zhurnal.ops.demo.curriculum import Topic, homework_text, topics_of_year
from zhurnal.ops.demo.dice import dice
from zhurnal.ops.demo.ground import Agenda, AtWork, Filled, Ground, WorkRow
from zhurnal.ops.demo.habits import Habit
from zhurnal.ops.demo.marking import Marking
from zhurnal.ops.demo.page import Column, Page, TextRow
from zhurnal.ops.demo.plan import BY_SLUG
from zhurnal.ops.demo.roll import FORGOTTEN, Roll
from zhurnal.ops.demo.thematic import draw_plan
from zhurnal.ops.demo.times import Writing
from zhurnal.ops.demo.works import WorkDraft, homework_share, planned_works, uncounted, works_of

if TYPE_CHECKING:
    from zhurnal.ops.demo.courses import TaughtCourse
    from zhurnal.ops.demo.lessons import LessonFacts
    from zhurnal.school.models import StudyPeriod

NOTHING_SET, TIMED = 0.04, 0.25
ANNOUNCED = dt.timedelta(weeks=4)
FROM_OUTSIDE = 0.3
HOMEWORK_MINUTES = (15, 20, 20, 30, 30, 40)


def fill(ground: Ground, course: TaughtCourse, lessons: list[LessonFacts]) -> Filled:
    """Write what the course's teachers have written by now, and open the columns of all its lessons."""
    filling = _Filling(ground, course, lessons)
    filling.plan()
    filling.agenda.carry_out()
    return filling.filled


class _Filling:
    def __init__(self, ground: Ground, course: TaughtCourse, lessons: list[LessonFacts]) -> None:
        self.ground, self.course, self.lessons = ground, course, lessons
        self.slug = course.draft.slug
        self.chance = dice("page", ground.school, *course.draft.classes, self.slug, course.draft.part)
        self.filled = Filled(course, Page())
        self.page = self.filled.page
        self.agenda = Agenda()
        self.periods = ground.periods[course.row.period_kind]
        self.graded = BY_SLUG[self.slug].graded and course.grade > 1
        self.roll = Roll(ground, course, self.page, self.agenda, self.chance)
        self.odd = dice("attempts", ground.school, *course.draft.classes, self.slug, course.draft.part)
        self.attempts = Attempts(ground, self.page, self.agenda, self.odd)
        self.marking = Marking(ground, course, self.page, self.agenda, self.chance, self.attempts)

    def plan(self) -> None:
        held = [lesson for lesson in self.lessons if not lesson.cancelled]
        topics = topics_of_year(self.slug, self.course.grade, len(held))
        self.filled.plan = draw_plan(self.ground, self.course, held, topics)
        for place, lesson in enumerate(held):
            works = self._open(lesson, topics[place])
            if lesson.ends <= NOW and (at_work := self._at_work(lesson)):
                self._write_texts(at_work, topics[place], place)
                there = self.roll.call(at_work, works[0][1])
                if self.graded:
                    self.marking.mark(at_work, works, there)
                    absent = [pupil for pupil in self.roll.members(lesson.date) if pupil not in there]
                    for draft, column in works:
                        self.attempts.wait(at_work, draft, column, absent)
        for lesson in self.lessons:
            if lesson.cancelled:
                self._open_column(lesson, WorkDraft(1, "answer"))

    def _at_work(self, lesson: LessonFacts) -> AtWork | None:
        """None where nobody has written about the lesson; `teacher` of the demo has today's still to fill."""
        if lesson.teacher is None or (lesson.date == TODAY and lesson.teacher == self.ground.famous_teacher):
            return None
        own = lesson.teacher == self.course.held_by(lesson.date)
        habit = self.ground.habits[lesson.teacher] if own else Habit.EXACT
        writing = Writing(self.chance, lesson, self._period(lesson).ends, habit)
        at_work = AtWork(lesson, writing, self.ground.teacher_ids[lesson.teacher], own, habit)
        return None if at_work.neglects(Habit.ABANDONED) else at_work

    def _open(self, lesson: LessonFacts, topic: Topic) -> list[tuple[WorkDraft, Column]]:
        """Columns of works are opened when the lesson comes, those of control works some weeks before."""
        drafts = [WorkDraft(1, "answer")]
        if self.graded and lesson.date <= TODAY:
            drafts = works_of(self.chance, self.slug, topic)
            drafts = [self._outside(draft) for draft in drafts]
        elif self.graded and lesson.date <= TODAY + ANNOUNCED:
            drafts = planned_works(topic)
        return [(draft, self._open_column(lesson, draft)) for draft in drafts]

    def _outside(self, draft: WorkDraft) -> WorkDraft:
        """Some tests come from outside and do not count."""
        is_test = draft.position > 1 and draft.kind == "test"
        return uncounted(draft) if is_test and self.odd.random() < FROM_OUTSIDE else draft

    def _open_column(self, lesson: LessonFacts, draft: WorkDraft) -> Column:
        ground = self.ground
        pk, ground.next_work = ground.next_work, ground.next_work + 1
        own = draft.own_weight is not None
        weight = draft.own_weight if draft.own_weight is not None else ground.weights[draft.kind]
        row = WorkRow(pk, lesson.pk, draft.position, draft.kind, weight, draft.title, own)
        self.filled.works.append(row)
        if draft.position > 1:
            self._tell_column(lesson, row)
        return Column(pk, lesson.pk, draft.position, weight, self._period(lesson).pk)

    def _tell_column(self, lesson: LessonFacts, row: WorkRow) -> None:
        """A further column is opened by hand, some days before its lesson."""
        before = dt.timedelta(days=self.odd.randint(1, 5), minutes=self.odd.randint(0, 300))
        moment = max(min(lesson.starts, NOW) - before, at(self.periods[0].starts, 8))
        work = Work(
            pk=row.pk, lesson_id=row.lesson, position=row.position, kind=WorkKind(code=row.kind),
            weight=row.weight, is_own_weight=row.own_weight, title=row.title,
        )  # fmt: skip
        teacher = self.ground.teacher_ids[self.course.held_by(moment.date())]
        self.page.open_column(moment, teacher, work)

    def _period(self, lesson: LessonFacts) -> StudyPeriod:
        period = period_containing(lesson.date, self.periods)
        if period is None:
            raise ValueError(f"a lesson outside study periods: {lesson.date}")
        return period

    def _write_texts(self, at_work: AtWork, topic: Topic, place: int) -> None:
        lesson = at_work.lesson.pk
        forgotten = self.chance.random() < FORGOTTEN or at_work.neglects(Habit.NO_TOPICS)
        if not forgotten and (moment := at_work.writing.moment()):
            self.agenda.add(moment, self.page.topic, TextRow(lesson, at_work.author, moment, topic.text))
        if self.graded and not at_work.neglects(Habit.NO_HOMEWORK) and (moment := at_work.writing.moment()):
            self._set_homework(at_work, moment, place)

    def _set_homework(self, at_work: AtWork, moment: dt.datetime, place: int) -> None:
        lesson = at_work.lesson
        if self.chance.random() < NOTHING_SET:
            row = TextRow(lesson.pk, at_work.author, moment)
        elif self.chance.random() < homework_share(self.slug, self.course.grade):
            text = homework_text(self.chance, self.slug, place)
            minutes = self.chance.choice(HOMEWORK_MINUTES) if self.chance.random() < TIMED else None
            row = TextRow(lesson.pk, at_work.author, moment, text, self._next_lesson(lesson), minutes)
        else:
            return
        self.agenda.add(moment, self.page.set_homework, row)

    def _next_lesson(self, lesson: LessonFacts) -> int | None:
        later = (other.pk for other in self.lessons if other.date > lesson.date and not other.cancelled)
        return next(later, None)
