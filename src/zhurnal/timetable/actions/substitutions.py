"""Another teacher holds a lesson: one, or all that somebody who is away would have held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from zhurnal.timetable import history
from zhurnal.timetable.actions.record import locked_lessons, one_line, write
from zhurnal.timetable.actions.substitution_rules import Wanted, check_plan, held_refusal, warn_about
from zhurnal.timetable.errors import ChangeError
from zhurnal.timetable.models import Substitution
from zhurnal.timetable.policies import changer_of
from zhurnal.timetable.queries.busy import Busy
from zhurnal.timetable.sentences import lesson_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhurnal.people.models import Person, User
    from zhurnal.school.models import School
    from zhurnal.timetable.models import Lesson
    from zhurnal.timetable.policies import Changer


@transaction.atomic
def substitute_lessons(
    *, actor: User, school: School, plan: Mapping[int, int], reason: str = "", confirmed: bool = False
) -> int:
    """Let each lesson of `plan` (by its id) be held by the teacher named; return how many have changed.

    All or nothing. A teacher who is busy at that time, in an own lesson or in another one of the plan, and a
    lesson about which somebody has written already, are warnings: confirmed, they are made. The substitute
    gets the lesson, not the course.
    Raises ChangeError: not_allowed, no_lesson, not_a_teacher, own_lesson, cancelled, held, reason_too_long; as
    warnings busy, written.
    """
    changer, reason = changer_of(actor, school), one_line(reason)
    wanted = [Wanted(lesson, plan[lesson.pk], reason) for lesson in locked_lessons(school, plan)]
    changes = [one for one in wanted if one.is_a_change]
    if not changes:
        return 0
    days = [one.lesson.date for one in changes]
    busy = Busy(school.pk, min(days), max(days))
    check_plan(school, changes, busy)
    if not confirmed:
        warn_about(changes, busy)
    _store(changes, changer, school)
    write(changer, ((one.lesson.course_id, one.entry()) for one in changes))
    return len(changes)


def substitute_lesson(
    *, actor: User, lesson: Lesson, teacher: Person, reason: str = "", confirmed: bool = False
) -> None:
    """Let another teacher hold one lesson. Raises ChangeError as `substitute_lessons` does."""
    substitute_lessons(
        actor=actor, school=lesson.course.year.school, plan={lesson.pk: teacher.pk}, reason=reason,
        confirmed=confirmed,
    )  # fmt: skip


@transaction.atomic
def end_substitution(*, actor: User, lesson: Lesson) -> None:
    """Give a lesson back to whoever holds its course.

    Not where something is written about it: what a substitute wrote stays that of who held the lesson.
    Raises ChangeError: not_allowed, no_substitution, held.
    """
    school = lesson.course.year.school
    changer = changer_of(actor, school)
    (found,) = locked_lessons(school, [lesson.pk])
    substitution = getattr(found, "substitution", None)
    if substitution is None:
        raise ChangeError(
            "no_substitution",
            _("%(lesson)s: замены нет, урок ведёт учитель класса. Ничего не изменено.")
            % {"lesson": lesson_text(found)},
        )
    if found.written_about:  # type: ignore[attr-defined]  # annotated by `locked_lessons`
        raise held_refusal(found)
    entry = history.change_entry(history.SUBSTITUTION_ENDED, found, before=substitution.teacher_id)
    substitution.delete()
    write(changer, [(found.course_id, entry)])


def _store(changes: Iterable[Wanted], changer: Changer, school: School) -> None:
    made = {"made_by_id": changer.person_id, "made_at": school.now()}
    Substitution.objects.bulk_create(
        (
            Substitution(lesson_id=one.lesson.pk, teacher_id=one.teacher_id, reason=one.reason, **made)
            for one in changes
        ),
        update_conflicts=True,
        unique_fields=("lesson",),
        update_fields=("teacher", "reason", "made_by", "made_at"),
    )
