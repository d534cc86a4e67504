"""By which rules a mark that a pupil brought along is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from zhurnal.journal.actions.pupil_writers import Writer, spans_in, writer_for
from zhurnal.journal.queries.periods import course_periods
from zhurnal.journal.queries.rules import rules_of
from zhurnal.journal.rules import RefusedError, check_length
from zhurnal.journal.sentences import day_text, refusal
from zhurnal.journal.weights import check_weight

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.calc.grading.rules import Rules
    from zhurnal.journal.queries.periods import CoursePeriod
    from zhurnal.journal.queries.pupils import Span
    from zhurnal.people.models import Person, User
    from zhurnal.school.models import Course

LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class BroughtMark:
    """A mark as somebody types it in: `value` in the scale of the course, `weight` in hundredths."""

    date: dt.date
    value: str
    source: str
    weight: int = 100
    is_control: bool = False
    title: str = ""


class BroughtRefusedError(Exception):
    """Nothing was written: `problems` are the refusals by the number of the mark, from 0."""

    def __init__(self, problems: dict[int, RefusedError]) -> None:
        super().__init__(", ".join(sorted({problem.code for problem in problems.values()})))
        self.problems = problems


class Facts(NamedTuple):
    """What decides whether somebody may bring marks into a course for a pupil."""

    course: Course
    pupil: Person
    writer: Writer
    periods: list[CoursePeriod]
    spans: list[Span]
    today: dt.date


def facts_of(actor: User, course: Course, pupil: Person) -> Facts:
    """Read what decides. Six queries at most. Raises RefusedError: not_allowed, foreign_pupil."""
    writer = writer_for(actor, course, pupil, teachers=True)
    spans = spans_in(course, pupil)
    if not spans:
        raise RefusedError("foreign_pupil")
    return Facts(course, pupil, writer, course_periods(course), spans, course.year.school.today())


def checked_day(facts: Facts, day: dt.date) -> CoursePeriod:
    """The open period of a day. Raises RefusedError: no_period, future_mark, and those of `checked_period`."""
    found = next((one for one in facts.periods if one.period.starts <= day <= one.period.ends), None)
    if found is None:
        raise RefusedError(
            "no_period",
            _("Не сохранено: {day} не входит ни в один учебный период. Исправьте дату.").format(
                day=f"{day:%d.%m.%Y}"
            ),
        )
    if day > facts.today:
        raise RefusedError(
            "future_mark",
            _("Не сохранено: {day} ещё не наступило. Исправьте дату.").format(day=day_text(day)),
        )
    return checked_period(facts, found)


def checked_period(facts: Facts, found: CoursePeriod) -> CoursePeriod:
    """An open period in which the pupil is taught in the course for a day at least.

    Raises RefusedError: closed_period, not_there_in_period.
    """
    if found.closed:
        raise RefusedError(
            "closed_period",
            _("Не сохранено: период «{period}» закрыт. Открыть его может завуч.").format(
                period=found.period.name
            ),
        )
    if not any(
        starts <= found.period.ends and (ends is None or ends >= found.period.starts)
        for starts, ends in facts.spans
    ):
        raise RefusedError(
            "not_there_in_period",
            _("Не сохранено: «{period}» — ученик тогда не учился в этом журнале. Исправьте дату.").format(
                period=found.period.name
            ),
        )
    return found


def checked_value(mark: BroughtMark, rules: Rules) -> int:
    """The value of a mark.

    Raises RefusedError: no_marks_in_subject, outside_scale, no_source, text_too_long, and of `check_weight`.
    """
    scale = rules.scale
    if not scale.marked:
        raise RefusedError("no_marks_in_subject")
    value = scale.value(mark.value)
    if value is None:
        raise RefusedError(
            "outside_scale", text=mark.value.strip(), low=scale.text(scale.low), high=scale.text(scale.high)
        )
    check_weight(mark.weight, rules)
    if not mark.source.strip():
        raise RefusedError(
            "no_source", _("Не сохранено: не указано, откуда отметка. Напишите школу или класс.")
        )
    for text in (mark.title, mark.source):
        check_length(text, LONGEST_TEXT)
    return value


def conflict(by: str, at: str) -> RefusedError:
    """Somebody changed the mark since the page was shown."""
    return RefusedError("conflict", refusal("conflict", by=by, at=at))


def check_carrying(facts: Facts, left: Course, period: CoursePeriod) -> None:
    """Refuse to carry marks over from a course that the pupil did not leave for this one.

    Raises RefusedError "nothing_to_carry".
    """
    same = (left.year_id, left.subject_id) == (facts.course.year_id, facts.course.subject_id)
    scales = {rules_of(period.policy_id, course).scale.code for course in (left, facts.course)}
    was_there = any(
        starts <= period.period.ends and ends is not None and ends >= period.period.starts
        for starts, ends in spans_in(left, facts.pupil)
    )
    if left.pk == facts.course.pk or not same or len(scales) > 1 or not was_there:
        raise nothing_to_carry()


def nothing_to_carry() -> RefusedError:
    """No marks go from that course into this one."""
    return RefusedError(
        "nothing_to_carry",
        _("Не сохранено: из этого журнала ученик в этом периоде не переходил. Обновите страницу."),
    )


def rules_in(facts: Facts, found: CoursePeriod, course: Course | None = None) -> Rules:
    """The rules of the course, or of another one, in a period."""
    return rules_of(found.policy_id, course or facts.course)
