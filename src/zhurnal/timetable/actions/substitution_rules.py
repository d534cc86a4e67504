"""By which rules a substitution is refused, and which ones only warn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhurnal.access.roles import Role
from zhurnal.people.models import Person
from zhurnal.school.models import Course, Employment
from zhurnal.timetable import history
from zhurnal.timetable.errors import ChangeError
from zhurnal.timetable.sentences import lesson_text, listed, place_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhurnal.audit.ledger import Entry
    from zhurnal.school.models import School
    from zhurnal.timetable.models import Lesson, Substitution
    from zhurnal.timetable.queries.busy import Busy, Held

# Heads of a school hold lessons too.
_HOLDERS = (Role.TEACHER, Role.DEPUTY, Role.DIRECTOR)


@dataclass(frozen=True)
class Wanted:
    """A lesson of `record.locked_lessons`, and who shall hold it why."""

    lesson: Lesson
    teacher_id: int
    reason: str

    @property
    def standing(self) -> Substitution | None:
        """The substitution that there is already."""
        return getattr(self.lesson, "substitution", None)

    @property
    def is_a_change(self) -> bool:
        """Whether it is not so already."""
        now = self.standing
        return now is None or (now.teacher_id, now.reason) != (self.teacher_id, self.reason)

    @property
    def is_written_about(self) -> bool:
        """Whether the journal says something about the lesson."""
        return bool(self.lesson.written_about)  # type: ignore[attr-defined]  # annotated by `locked_lessons`

    def entry(self) -> Entry:
        """Its line in the ledger."""
        before = self.standing.teacher_id if self.standing else None
        return history.change_entry(
            history.SUBSTITUTED, self.lesson, before=before, teacher=self.teacher_id, reason=self.reason
        )


def check_plan(school: School, changes: Sequence[Wanted], busy: Busy) -> None:
    """Refuse what cannot be: a lesson not held, a stranger, who holds it anyway, who has held it already."""
    employed = _employed(school, changes)
    for one in changes:
        if hasattr(one.lesson, "cancellation"):
            raise ChangeError(
                "cancelled",
                _("%(lesson)s: урок отменён. Ничего не изменено. Сначала верните урок.") % _named(one.lesson),
            )
        if not any(row.person_id == one.teacher_id and row.holds_on(one.lesson.date) for row in employed):
            raise ChangeError(
                "not_a_teacher",
                _("%(lesson)s: этот человек в этот день не учит в школе. Выберите другого учителя.")
                % _named(one.lesson),
            )
        if one.teacher_id in busy.teachers_of(one.lesson.course_id, one.lesson.date):
            raise ChangeError(
                "own_lesson",
                _("%(lesson)s: этот учитель ведёт урок и без замены. Выберите другого.") % _named(one.lesson),
            )
        other = one.standing is not None and one.standing.teacher_id != one.teacher_id
        if other and one.is_written_about:
            raise held_refusal(one.lesson)


def _employed(school: School, changes: Sequence[Wanted]) -> list[Employment]:
    wanted = {one.teacher_id for one in changes}
    return list(Employment.objects.filter(school=school, role__in=_HOLDERS, person__in=wanted))


def warn_about(changes: Sequence[Wanted], busy: Busy) -> None:
    """Raise the warnings of a plan: who is busy at that time, what is written already."""
    clashes = list(_clashes(changes, busy))
    if clashes:
        raise ChangeError("busy", _busy_sentence(clashes), may_be_confirmed=True)
    written = [one.lesson for one in changes if one.is_written_about and one.standing is None]
    if written:
        raise ChangeError(
            "written",
            _(
                "Об этих уроках уже есть записи: %(lessons)s. Замена пока не записана. Подтвердите её или отмените."
            )
            % {"lessons": listed(map(lesson_text, written))},
            may_be_confirmed=True,
        )


def _clashes(changes: Sequence[Wanted], busy: Busy) -> Iterator[tuple[Wanted, Held]]:
    """What each substitute holds at that time: in the timetable, or by the same plan."""
    spans = {
        one.lesson.pk: busy.span(one.lesson.course_id, one.lesson.date, one.lesson.number) for one in changes
    }
    holders = {one.lesson.pk: frozenset((one.teacher_id,)) for one in changes}
    for one in changes:
        for other in busy.at(one.lesson.date, spans[one.lesson.pk], apart_from=one.lesson.pk):
            if one.teacher_id in holders.get(other.lesson_id, other.teachers):
                yield one, other


def _busy_sentence(clashes: Sequence[tuple[Wanted, Held]]) -> str:
    teachers = Person.objects.in_bulk({one.teacher_id for one, _other in clashes})
    courses = {
        course.pk: course
        for course in Course.objects.filter(
            pk__in={other.course_id for _one, other in clashes}
        ).select_related("subject", "school_class", "group")
    }
    named = [
        _("%(teacher)s, %(when)s — %(course)s")
        % {
            "teacher": teachers[one.teacher_id].short_name,
            "when": place_text(one.lesson.date, one.lesson.number),
            "course": courses[other.course_id],
        }
        for one, other in clashes
    ]
    return _(
        "В это время учитель уже ведёт урок: %(clashes)s. Замена пока не записана. Подтвердите её, если "
        "группы объединяются, или выберите другого учителя."
    ) % {"clashes": listed(named)}


def held_refusal(lesson: Lesson) -> ChangeError:
    """What a substitute has written stays that of who held the lesson."""
    return ChangeError(
        "held",
        _("%(lesson)s: замещавший учитель уже вёл записи об уроке. Замена осталась прежней.")
        % _named(lesson),
    )


def _named(lesson: Lesson) -> dict[str, str]:
    return {"lesson": lesson_text(lesson)}
