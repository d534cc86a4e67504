"""The rules by which a change is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from zhurnal.journal.sentences import day_text, refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from zhurnal.calc.grading.entry import Entry
    from zhurnal.journal.actions.cell_rows import Column, Content, Span
    from zhurnal.journal.permits import Permit


LONGEST_HOMEWORK_MINUTES = 240
LONGEST_COMMENT = 500
LONGEST_REASON = 300
SHORTEST_REASON = 10


class RefusedError(Exception):
    """A change that must not be made: the code for programs, the sentence for people."""

    def __init__(self, code: str, sentence: str = "", **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence or refusal(code, **facts)


class LessonFacts(Protocol):
    """What decides whether anything may be written about a lesson."""

    @property
    def date(self) -> dt.date: ...
    @property
    def held(self) -> bool: ...
    @property
    def cancelled(self) -> bool: ...
    @property
    def period_id(self) -> int | None: ...
    @property
    def closed(self) -> bool: ...


def check_lesson(lesson: LessonFacts, today: dt.date, permit: Permit | None = None) -> None:
    """Refuse a lesson that is another's, not yet held, not held at all, or of a closed period.

    A permit opens another's lesson and a closed period, nothing else.
    """
    day = day_text(lesson.date)
    if not (lesson.held or permit):
        raise RefusedError("not_your_lesson", day=day)
    if lesson.cancelled:
        raise RefusedError("cancelled_lesson", day=day)
    if lesson.date > today:
        raise RefusedError("future_lesson", day=day)
    if lesson.period_id is None:
        raise RefusedError("no_period", day=day)
    if lesson.closed and not permit:
        raise RefusedError("closed_period", day=day)


def check_window(day: dt.date, days: int | None, today: dt.date, reason: str) -> None:
    """Refuse a change without a reason where more than `days` have passed since the day of the lesson.

    security.md B7, note 1: then a reason is asked until the period is closed.
    """
    if days is None or (today - day).days <= days:
        return
    if not reason:
        raise RefusedError("reason_needed", day=day_text(day), days=days)
    if len(reason) < SHORTEST_REASON:
        raise RefusedError("reason_too_short", shortest=SHORTEST_REASON)


def check_member(spans: Sequence[Span], day: dt.date) -> None:
    """Refuse a pupil who is not taught in the course, or was not on the day of the lesson."""
    if not spans:
        raise RefusedError("foreign_pupil")
    if any(starts <= day and (ends is None or day <= ends) for starts, ends in spans):
        return
    left = [ends for _, ends in spans if ends is not None and ends < day]
    if left:
        sentence = refusal("left_by_then", day=day_text(day), left=day_text(max(left)))
    else:
        since = min(starts for starts, _ in spans)
        sentence = refusal("not_yet_there", day=day_text(day), since=day_text(since))
    raise RefusedError("not_member_that_day", sentence)


def check_content(entry: Entry, column: Column, text: str) -> None:
    """Refuse a mark where there are none, and absence outside a lesson's ordinary column."""
    if (entry.marks or entry.pending) and not column.rules.scale.marked:
        raise RefusedError("no_marks_in_subject")
    if entry.absence and not column.is_ordinary:
        raise RefusedError("absence_in_second_column", text=text)


def check_details(content: Content, lesson_day: dt.date, today: dt.date, *, is_empty: bool) -> None:
    """Refuse a comment on nothing, a point that was due before its lesson, work handed in before or in future."""
    if content.comment and is_empty:
        raise RefusedError("comment_on_nothing")
    check_length(content.comment, LONGEST_COMMENT)
    if content.due is not None and content.due < lesson_day:
        raise RefusedError("due_before_lesson", day=day_text(lesson_day))
    if content.handed_in is not None and not lesson_day <= content.handed_in <= today:
        raise RefusedError("handed_in_out_of_range", day=day_text(lesson_day))


def check_length(text: str, longest: int) -> None:
    """Refuse a text that the register has no room for."""
    if len(text) > longest:
        raise RefusedError("text_too_long", longest=longest)


def check_homework(text: str, *, nothing_set: bool, minutes: int | None) -> None:
    """Refuse homework that says «nothing set» and something at once, or takes no time or a whole day."""
    if nothing_set and text:
        raise RefusedError("nothing_set_with_text")
    if minutes is not None and not 1 <= minutes <= LONGEST_HOMEWORK_MINUTES:
        raise RefusedError("minutes_out_of_range", longest=LONGEST_HOMEWORK_MINUTES)


def check_due(due: dt.date, lesson_day: dt.date, last_day: dt.date) -> None:
    """Refuse a day on or before the lesson's, or after the year."""
    if not lesson_day < due <= last_day:
        raise RefusedError("due_out_of_range", day=day_text(lesson_day), last=day_text(last_day))
