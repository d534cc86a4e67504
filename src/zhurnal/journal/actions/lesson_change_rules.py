"""What is read about lessons that change, and by which rules a change is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from zhurnal.journal.models import Absence, Mark, Work
from zhurnal.journal.queries.periods import course_periods
from zhurnal.people.models import Person
from zhurnal.school.models import CourseMembership
from zhurnal.school.models.validity import holds_on
from zhurnal.timetable.errors import ChangeError
from zhurnal.timetable.sentences import lesson_text, listed
from zhurnal.ui.words import day as day_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from zhurnal.journal.queries.periods import CoursePeriod
    from zhurnal.school.models import Course, StudyPeriod
    from zhurnal.timetable.models import Lesson


class Standing(NamedTuple):
    """A lesson with its open period, and the pupils in whose averages its cells take part."""

    lesson: Lesson
    period: StudyPeriod
    pupils: frozenset[int]


def standing(lessons: Collection[Lesson]) -> list[Standing]:
    """The lessons of `record.locked_lessons` with all that a change of them touches.

    Two queries, and one for each kind of periods. Raises ChangeError: no_period, closed_period.
    """
    pupils = _pupils_of(lessons)
    periods: dict[tuple[int, str], list[CoursePeriod]] = {}
    found = []
    for one in lessons:
        kind = (one.course.year_id, one.course.period_kind)
        if kind not in periods:
            periods[kind] = course_periods(one.course)
        period = _open(periods[kind], one.date, lesson_text(one))
        found.append(Standing(one, period, pupils.get(one.pk, frozenset())))
    return found


def open_period(course: Course, day: dt.date, named: str) -> StudyPeriod:
    """The period of the course in which a day lies. One query. Raises ChangeError: no_period, closed_period."""
    return _open(course_periods(course), day, named)


def _open(periods: Collection[CoursePeriod], day: dt.date, named: str) -> StudyPeriod:
    words = {"lesson": named, "day": day_text(day)}
    found = next((one for one in periods if one.period.starts <= day <= one.period.ends), None)
    if found is None:
        raise ChangeError(
            "no_period",
            _("%(lesson)s: %(day)s не входит в учебный период. Ничего не изменено. Выберите другой день.")
            % words,
        )
    if found.closed:
        raise ChangeError(
            "closed_period",
            _(
                "%(lesson)s: период «%(period)s» закрыт. Ничего не изменено. Откройте его или выберите другой день."
            )
            % (words | {"period": found.period.name}),
        )
    return found.period


def check_members(course: Course, pupils: Collection[int], day: dt.date) -> None:
    """Refuse a day on which a pupil with a mark or an absence was not in the course. Two queries at most."""
    there = CourseMembership.objects.filter(holds_on(day), course=course, pupil__in=pupils)
    missing = set(pupils) - set(there.values_list("pupil_id", flat=True))
    if missing:
        people = Person.objects.filter(pk__in=missing).order_by("sort_key")
        raise ChangeError(
            "not_member_that_day",
            _(
                "%(day)s ещё или уже не учились в этом журнале: %(pupils)s, а в уроке у них есть записи. "
                "Урок не перенесён. Выберите другой день."
            )
            % {"day": day_text(day), "pupils": listed(one.list_name for one in people)},
        )


def warn_about_writing(lessons: Collection[Lesson]) -> None:
    """Raise the warning "written": what stands in a lesson that is not held counts no more. One query.

    Works that were planned for it are named as well: somebody has to plan them anew.
    """
    written = [one for one in lessons if one.written_about]  # type: ignore[attr-defined]  # annotated by `locked_lessons`
    works = Work.objects.filter(lesson__in=lessons, position__gt=1, withdrawn_at=None)
    planned = list(works.select_related("kind").order_by("lesson__date", "lesson__number", "position"))
    sentences = []
    if written:
        sentences.append(
            _("Об этих уроках уже есть записи: %(lessons)s. Отметки в отменённом уроке не учитываются.")
            % {"lessons": listed(map(lesson_text, written))}
        )
    if planned:
        sentences.append(
            _("На эти уроки назначены работы: %(works)s.")
            % {"works": listed(one.title or one.kind.name for one in planned)}
        )
    if sentences:
        ask = _("Пока ничего не изменено. Подтвердите отмену, если урока не было или не будет.")
        raise ChangeError("written", " ".join([*sentences, ask]), may_be_confirmed=True)


def _pupils_of(lessons: Iterable[Lesson]) -> dict[int, frozenset[int]]:
    """By lesson, whoever has a mark, a point or a sign of attendance in it."""
    ids = [one.pk for one in lessons]
    marks = Mark.objects.filter(Q(value__isnull=False) | Q(pending=True), work__lesson__in=ids)
    signs = Absence.objects.filter(lesson__in=ids).exclude(code="")
    found: dict[int, frozenset[int]] = {}
    for rows in (
        marks.values_list("work__lesson_id", "pupil_id"),
        signs.values_list("lesson_id", "pupil_id"),
    ):
        for lesson, pupil in rows:
            found[lesson] = found.get(lesson, frozenset()) | {pupil}
    return found
