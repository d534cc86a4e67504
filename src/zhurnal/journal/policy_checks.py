"""Why a version of the school's rules is not taken: who asks, from which day, what stands in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhurnal.access.roles import Role
from zhurnal.calc.grading.counting import uncountable_weight
from zhurnal.calc.grading.policy import PolicyError, Problem
from zhurnal.calc.grading.policy.checks import NOT_HALVED
from zhurnal.calc.grading.rules import Resit
from zhurnal.calc.grading.scale import FIVE, FIVE_WITH_ONE
from zhurnal.journal.models import ExternalMark, Mark, PeriodMark, Work
from zhurnal.journal.queries.governed import governed_by, kinds_of
from zhurnal.journal.queries.rules import weight_of
from zhurnal.journal.rules import RefusedError
from zhurnal.journal.sentences import day_text
from zhurnal.school.queries import current_years
from zhurnal.school.standing import standing_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from zhurnal.calc.grading.policy import Policy
    from zhurnal.calc.grading.rules import Rules
    from zhurnal.calc.grading.scale import Scale
    from zhurnal.journal.models import PolicyVersion, WorkKind
    from zhurnal.journal.queries.governed import Governed
    from zhurnal.people.models import User
    from zhurnal.school.models import Course, School, StudyPeriod

RULERS = (Role.DEPUTY, Role.DIRECTOR)
MOST_NAMED = 3


def ruler_role(actor: User, school: School) -> Role:
    """The role in which `actor` decides the rules of `school`. Raises RefusedError "not_ruler". One query."""
    standing = standing_of(actor, school.today())
    role = next((role for role in RULERS if school.pk in standing.schools(role)), None)
    if role is None or actor.person_id is None:
        raise _refused("not_ruler")
    return role


def check_day(school: School, day: dt.date) -> None:
    """Refuse a day outside the school's running year. One query."""
    year = next(iter(current_years([school.pk])), None)
    if year is None:
        raise _refused("no_year")
    if not year.starts <= day <= year.ends:
        raise _refused("outside_year", first=day_text(year.starts), last=day_text(year.ends))


def check_draft(school: School, policy: Policy, valid_from: dt.date) -> None:
    """Refuse what `set_policy` would refuse of these rules. Raises RefusedError, PolicyError."""
    check_day(school, valid_from)
    check_standing(governed_by(school, policy, valid_from), kinds_of(school))


def check_number(newest: PolicyVersion | None, expected: int) -> None:
    """Refuse who has not seen the newest version; its author is selected."""
    if newest is not None and newest.number != expected:
        by = newest.author.short_name if newest.author else _("администратор")
        raise _refused("policy_changed", by=by, number=newest.number)


def check_standing(governed: Sequence[Governed], kinds: Iterable[WorkKind]) -> None:
    """Refuse rules under which something that stands in the journal already could not be counted.

    Raises PolicyError for the weight of a kind, RefusedError for marks of another scale and for odd weights of
    works. Five queries a period at most, none where neither scale nor the rule of re-sits is another.
    """
    _check_kinds({ruled.after for found in governed for ruled in found.courses}, kinds)
    for found in governed:
        moved = [one.course for one in found.courses if not _keeps_marks(one.before.scale, one.after.scale)]
        _check_scale(found.period, moved)
        halved = [one.course.pk for one in found.courses if one.after.counting.resit is Resit.MEAN]
        _check_own_weights(found.period, halved)


def _keeps_marks(before: Scale, after: Scale) -> bool:
    """Whether every mark of one scale means the same in the other."""
    return before.code == after.code or (before.code, after.code) == (FIVE.code, FIVE_WITH_ONE.code)


def _check_kinds(rules: Iterable[Rules], kinds: Iterable[WorkKind]) -> None:
    problems = {
        Problem(f"weights.{kind.name.casefold()}", "", NOT_HALVED)
        for one in rules
        for kind in kinds
        if uncountable_weight(weight_of(kind, one), one.counting)
    }
    if problems:
        raise PolicyError(tuple(sorted(problems)))


def _check_scale(period: StudyPeriod, courses: Sequence[Course]) -> None:
    if not courses:
        return
    ids = [course.pk for course in courses]
    span = {"work__lesson__date__range": (period.starts, period.ends)}
    marks = Mark.objects.filter(work__lesson__course__in=ids, value__isnull=False, **span)
    marked = {
        *marks.values_list("work__lesson__course_id", flat=True).distinct(),
        *ExternalMark.objects.filter(course__in=ids, period=period, value__isnull=False).values_list(
            "course_id", flat=True
        ),
        *PeriodMark.objects.filter(course__in=ids, period=period, value__gt="").values_list(
            "course_id", flat=True
        ),
    }
    named = [str(course) for course in courses if course.pk in marked]
    if named:
        more = _(" и ещё %(count)s") % {"count": len(named) - MOST_NAMED} if len(named) > MOST_NAMED else ""
        raise _refused("scale_with_marks", period=period.name, courses="; ".join(named[:MOST_NAMED]) + more)


def _check_own_weights(period: StudyPeriod, courses: Sequence[int]) -> None:
    if not courses:
        return
    halves = {"odd": F("weight") % 2, "second_odd": F("second_weight") % 2}
    works = Work.objects.filter(lesson__course__in=courses, lesson__date__range=(period.starts, period.ends))
    odd = works.annotate(**halves).filter(Q(is_own_weight=True, odd=1) | Q(second_odd=1))
    work = odd.select_related("lesson", "kind").order_by("lesson__date").first()
    if work is not None:
        raise _refused("odd_weight", title=work.title or work.kind.name, day=day_text(work.lesson.date))
    brought = ExternalMark.objects.filter(course__in=courses, period=period).annotate(odd=F("weight") % 2)
    mark = brought.filter(odd=1).order_by("date").first()
    if mark is not None:
        raise _refused("odd_weight", title=mark.title or mark.source, day=day_text(mark.date))


def _refused(code: str, **facts: object) -> RefusedError:
    return RefusedError(code, _(_SENTENCES[code]).format(**facts))


_SENTENCES = {
    "not_ruler": gettext_noop(
        "Не сохранено: правила отметок вводят заместитель директора и директор школы. "
        "Посмотреть действующие правила можно на странице «Как выставляются отметки»."
    ),
    "no_year": gettext_noop(
        "Не сохранено: в школе ещё нет учебного года. Сначала нужен календарь: учебный год и его периоды."
    ),
    "outside_year": gettext_noop(
        "Не сохранено: правила вводят с дня текущего учебного года, с {first} по {last}. Выберите другой день."
    ),
    "policy_changed": gettext_noop(
        "Не сохранено: пока страница была открыта, правила изменились ({by}, версия {number}). "
        "Посмотрите новую версию; если ваши правила всё ещё нужны, проверьте их и введите ещё раз."
    ),
    "scale_with_marks": gettext_noop(
        "Не сохранено: «{period}», {courses} — здесь уже стоят отметки прежней шкалы. "
        "Введите другую шкалу с периода, в котором отметок ещё нет."
    ),
    "odd_weight": gettext_noop(
        "Не сохранено: вес работы «{title}» ({day}) не делится пополам, а за пересдачу считается среднее. "
        "Измените вес этой работы или правило пересдачи."
    ),
}
