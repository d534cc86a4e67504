"""Lessons that are not held, are held on another day, or come beside the timetable.

What stands in their cells stays; what counts is counted anew in the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhurnal.journal.actions import due_homework
from zhurnal.journal.actions.averages import recount
from zhurnal.journal.actions.columns import open_columns
from zhurnal.journal.actions.lesson_change_rules import (
    Standing,
    check_members,
    open_period,
    standing,
    warn_about_writing,
)
from zhurnal.journal.models import WorkKind
from zhurnal.timetable import history
from zhurnal.timetable.actions.place_rules import check_place, warn_about_place
from zhurnal.timetable.actions.record import lock_courses, locked_lessons, one_line, write
from zhurnal.timetable.actions.substitutions import substitute_lessons
from zhurnal.timetable.errors import ChangeError
from zhurnal.timetable.models import Lesson, LessonAddition, LessonCancellation, LessonMove
from zhurnal.timetable.policies import changer_of
from zhurnal.timetable.sentences import lesson_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping

    from zhurnal.audit.ledger import Entry
    from zhurnal.people.models import User
    from zhurnal.school.models import Course, School, StudyPeriod


@transaction.atomic
def cancel_lessons(
    *, actor: User, school: School, lessons: Collection[int], reason: str, confirmed: bool = False
) -> int:
    """Say of lessons (by their ids) that they are not held; return how many were held so far. All or nothing.

    Their marks count no more, homework due in them becomes due in the next lesson that is held. A lesson about
    which something is written is a warning: confirmed, it is cancelled.
    Raises ChangeError: not_allowed, no_lesson, no_reason, reason_too_long, no_period, closed_period; as a warning
    written.
    """
    changer, reason = changer_of(actor, school), _reason(reason)
    found = [one for one in locked_lessons(school, lessons) if not hasattr(one, "cancellation")]
    known = standing(found)
    if not confirmed:
        warn_about_writing(found)
    made = {"reason": reason, "made_by_id": changer.person_id, "made_at": school.now()}
    LessonCancellation.objects.bulk_create(LessonCancellation(lesson_id=one.pk, **made) for one in found)
    lines: list[tuple[int, Entry]] = []
    for one in found:
        passed, entries = due_homework.pass_on(one)
        told = history.change_entry(history.CANCELLED, one, reason=reason, homework=passed)
        lines += [(one.course_id, entry) for entry in (told, *entries)]
    _recount(known)
    write(changer, lines)
    return len(found)


@transaction.atomic
def restore_lessons(*, actor: User, school: School, lessons: Collection[int]) -> int:
    """Take back that lessons are not held; return how many were cancelled. All or nothing.

    Their marks count again, and homework that was due in them is, where nobody has set it otherwise since.
    Raises ChangeError: not_allowed, no_lesson, no_period, closed_period.
    """
    changer = changer_of(actor, school)
    found = [one for one in locked_lessons(school, lessons) if hasattr(one, "cancellation")]
    known = standing(found)
    LessonCancellation.objects.filter(lesson__in=found).delete()
    lines: list[tuple[int, Entry]] = []
    for one in found:
        told = history.change_entry(history.RESTORED, one, reason=one.cancellation.reason)
        lines += [(one.course_id, entry) for entry in (told, *due_homework.give_back(one))]
    _recount(known)
    write(changer, lines)
    return len(found)


@transaction.atomic
def replace_teacher(
    *, actor: User, school: School, plan: Mapping[int, int], cancelled: Collection[int], reason: str,
    confirmed: bool = False,
) -> int:  # fmt: skip
    """Provide for the lessons of a teacher who is away: some are substituted, some not held. All or nothing.

    Returns how many have changed. Raises ChangeError as `substitute_lessons` and `cancel_lessons` do; what both
    of them warn of is one warning.
    """
    chosen = Lesson.objects.filter(pk__in={*plan, *cancelled}, course__year__school=school)
    lock_courses(set(chosen.values_list("course_id", flat=True)))
    given: dict[str, Any] = {"actor": actor, "school": school, "reason": reason, "confirmed": confirmed}
    changed, warnings = 0, []
    steps = [partial(substitute_lessons, plan=plan, **given)] if plan else []
    steps += [partial(cancel_lessons, lessons=cancelled, **given)] if cancelled else []
    for carry_out in steps:
        try:
            changed += carry_out()
        except ChangeError as refused:
            if not refused.may_be_confirmed:
                raise
            warnings.append(refused)
    if warnings:
        told = " ".join(one.sentence for one in warnings)
        raise ChangeError(warnings[0].code, told, may_be_confirmed=True)
    return changed


@transaction.atomic
def move_lesson(
    *, actor: User, lesson: Lesson, date: dt.date, number: int, reason: str, confirmed: bool = False
) -> None:
    """Let a lesson be held on another day, or at another number of its day, with all that stands in it.

    Across the border of two periods its marks count in the other one. Class or teacher busy or free at that
    time are a warning: confirmed, the lesson is moved.
    Raises ChangeError: not_allowed, no_lesson, no_reason, reason_too_long, no_period, closed_period, cancelled,
    wrong_number, taken, held_already, not_member_that_day; as a warning meets.
    """
    school = lesson.course.year.school
    changer, reason = changer_of(actor, school), _reason(reason)
    (found,) = locked_lessons(school, [lesson.pk])
    if (found.date, found.number) == (date, number):
        return
    (known,) = standing([found])
    new_period = _check_move(known, date, number)
    if not confirmed:
        substitution = getattr(found, "substitution", None)
        holder = substitution.teacher_id if substitution else None
        warn_about_place(found.course, date, number, holder=holder, moved=found.pk)
    before = (found.date, found.number)
    LessonMove.objects.create(
        lesson=found, from_date=found.date, from_number=found.number, reason=reason,
        made_by_id=changer.person_id, made_at=school.now(),
    )  # fmt: skip
    found.date, found.number = date, number
    found.save(update_fields=["date", "number"])
    if new_period != known.period:
        _recount([known, known._replace(period=new_period)])
    told = history.change_entry(
        history.MOVED, found, from_date=before[0].isoformat(), from_number=before[1], reason=reason
    )
    entries = (told, *due_homework.follow_moves(found))
    write(changer, ((found.course_id, entry) for entry in entries))


@transaction.atomic
def add_lesson(
    *, actor: User, course: Course, date: dt.date, number: int, reason: str, room: str = "",
    confirmed: bool = False,
) -> Lesson:  # fmt: skip
    """Put a lesson beside the weekly timetable, with its ordinary column. Warns as `move_lesson` does.

    Raises ChangeError: not_allowed, no_reason, reason_too_long, no_period, closed_period, wrong_number, taken; as
    a warning meets.
    """
    school = course.year.school
    changer, reason = changer_of(actor, school), _reason(reason)
    lock_courses([course.pk])
    open_period(course, date, str(course))
    check_place(course, date, number)
    if not confirmed:
        warn_about_place(course, date, number)
    lesson = Lesson.objects.create(course=course, date=date, number=number, room=room)
    LessonAddition.objects.create(
        lesson=lesson, reason=reason, made_by_id=changer.person_id, made_at=school.now()
    )
    open_columns([lesson], WorkKind.objects.filter(school=school)[0])
    write(changer, [(course.pk, history.change_entry(history.ADDED, lesson, reason=reason, room=room))])
    return lesson


def _check_move(known: Standing, date: dt.date, number: int) -> StudyPeriod:
    """Refuse a move that cannot be; return the period of the new day."""
    lesson = known.lesson
    if hasattr(lesson, "cancellation"):
        raise ChangeError(
            "cancelled",
            _("%(lesson)s: урок отменён. Ничего не изменено. Сначала верните урок.")
            % {"lesson": lesson_text(lesson)},
        )
    period = open_period(lesson.course, date, lesson_text(lesson))
    check_place(lesson.course, date, number)
    written = lesson.written_about  # type: ignore[attr-defined]  # annotated by `locked_lessons`
    if written and date > lesson.course.year.school.today():
        raise ChangeError(
            "held_already",
            _(
                "%(lesson)s: об уроке уже есть записи, значит, он прошёл. Перенести его на будущее нельзя. "
                "Добавьте новый урок."
            )
            % {"lesson": lesson_text(lesson)},
        )
    check_members(lesson.course, known.pupils, date)
    return period


def _recount(known: Iterable[Standing]) -> None:
    """Count anew the averages of everybody who has something in the lessons."""
    courses: dict[StudyPeriod, set[int]] = defaultdict(set)
    pupils: dict[StudyPeriod, set[int]] = defaultdict(set)
    for one in known:
        if one.pupils:
            courses[one.period].add(one.lesson.course_id)
            pupils[one.period] |= one.pupils
    for period, ids in courses.items():
        recount(period, ids, pupils[period])


def _reason(text: str) -> str:
    """The reason as one line. Raises ChangeError: no_reason, reason_too_long."""
    line = one_line(text)
    if not line:
        raise ChangeError("no_reason", _("Причина не указана. Ничего не изменено. Напишите её."))
    return line
