"""Replaying history: does what the ledger tells still stand in the tables?

The chain shows that lines were altered; this shows that rows were, behind the back of the actions. Everything
is read once and compared in memory. Run it while nobody writes, or a change between two readings looks like
a discrepancy. A line forgotten by law tells nothing any more: its subject is not compared.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Case, F, IntegerField, Sum, Value, When
from django.db.models.functions import Cast, Coalesce

from zhurnal.audit.models import Line
from zhurnal.calc.grading.average import NOTHING, Sums, average, display
from zhurnal.journal import history
from zhurnal.journal.models import Absence, AttendanceTaken, Average, Homework, LessonTopic, Mark, Work
from zhurnal.journal.queries.grid import NO_SIGN, text_of
from zhurnal.school.models import StudyPeriod

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 5000
ACTIONS = (history.CELL_SET, history.TOPIC_SET, history.HOMEWORK_SET, history.ATTENDANCE_TAKEN)
Key = tuple[str, str]  # action, subject
AverageKey = tuple[int, int, int]  # course, period, pupil


class Discrepancy(NamedTuple):
    """One thing of which history and table do not tell the same; both sides in words."""

    subject: str
    expected: str
    found: str


def replay() -> Iterator[Discrepancy]:
    """Compare the last line about every cell and lesson with its row, and averages with a recount."""
    told, standing = _told(), _standing()
    for key, payload in told.items():
        found = standing.pop(key, None)
        if payload is not None and (expected := _said(payload)) != found:
            yield Discrepancy(_name(key), _words(expected), _words(found))
    for key, found in standing.items():
        yield Discrepancy(_name(key), _words(None), _words(found))
    yield from _averages()


def _told() -> dict[Key, str | None]:
    """The last line about every subject, as text: most lines are followed by none and all are parsed once."""
    rows = Line.objects.filter(action__in=ACTIONS).order_by("chain", "seq")
    lines = rows.values_list("action", "subject", "payload").iterator(chunk_size=BATCH)
    return {(action, subject): payload for action, subject, payload in lines}


def _said(payload: str) -> tuple[Any, int]:
    told = json.loads(payload)
    return told.get("after", True), told.get("version", 1)


def _standing() -> dict[Key, tuple[Any, int]]:
    """What stands in the tables, in the form of `_said`."""
    return dict(_cells()) | dict(_texts())


def _cells() -> Iterator[tuple[Key, tuple[Any, int]]]:
    ordinary = dict(Work.objects.filter(position=1).values_list("lesson_id", "pk"))
    signs: dict[tuple[int, int], tuple[str, int | None, int]] = {}
    absences = Absence.objects.values_list("lesson_id", "pupil_id", "code", "minutes", "version")
    for lesson, pupil, code, minutes, version in absences.iterator(chunk_size=BATCH):
        if lesson in ordinary:
            signs[ordinary[lesson], pupil] = (code, minutes, version)
        else:
            yield ("absence", f"{pupil}:{lesson}"), (text_of(None, None, code, minutes), version)
    marks = Mark.objects.values_list("work_id", "pupil_id", "value", "second", "version")
    for work, pupil, value, second, version in marks.iterator(chunk_size=BATCH):
        sign = signs.pop((work, pupil), NO_SIGN)
        yield _cell(pupil, work), (text_of(value, second, *sign[:2]), version + sign[2])
    for (work, pupil), (code, minutes, version) in signs.items():
        yield _cell(pupil, work), (text_of(None, None, code, minutes), version)


def _cell(pupil: int, work: int) -> Key:
    return history.CELL_SET, history.cell_subject(pupil, work)


def _texts() -> Iterator[tuple[Key, tuple[Any, int]]]:
    for lesson, text, version in LessonTopic.objects.values_list("lesson_id", "text", "version"):
        yield (history.TOPIC_SET, history.lesson_subject(lesson)), (text, version)
    homework = Homework.objects.values_list(
        "lesson_id", "version", "text", "due_lesson_id", "due_date", "minutes"
    )
    for lesson, version, text, due_lesson, due_date, minutes in homework:
        facts = history.homework_facts(text, due_lesson, due_date, minutes)
        yield (history.HOMEWORK_SET, history.lesson_subject(lesson)), (facts, version)
    for lesson in AttendanceTaken.objects.values_list("lesson_id", flat=True):
        yield (history.ATTENDANCE_TAKEN, history.lesson_subject(lesson)), (True, 1)


def _averages() -> Iterator[Discrepancy]:
    counted = dict(_recounted())
    rows = Average.objects.values_list("course_id", "period_id", "pupil_id", "weight", "weighted", "count")
    for course, period, pupil, *sums in rows.iterator(chunk_size=BATCH):
        expected, found = counted.pop((course, period, pupil), NOTHING), Sums(*sums)
        if expected != found:
            yield _wrong_average((course, period, pupil), expected, found)
    for key, expected in counted.items():
        yield _wrong_average(key, expected, NOTHING)


def _recounted() -> Iterator[tuple[AverageKey, Sums]]:
    """Averages from the marks themselves, added up by the database: not the way in which they were kept."""
    weight = Cast("work__weight", IntegerField())  # small integers overflow when multiplied
    halves = Case(When(second__isnull=False, then=Value(2)), default=Value(1), output_field=IntegerField())
    for period in StudyPeriod.objects.all():
        marks = Mark.objects.filter(
            value__isnull=False, work__weight__gt=0, work__lesson__cancellation=None,
            work__lesson__course__year=period.year_id, work__lesson__course__period_kind=period.kind,
            work__lesson__date__range=(period.starts, period.ends),
        )  # fmt: skip
        rows = marks.values_list("work__lesson__course", "pupil").annotate(
            weight=Sum(weight * halves),
            weighted=Sum(weight * (F("value") + Coalesce("second", 0))),
            count=Sum(halves),
        )
        for course, pupil, *sums in rows:
            yield (course, period.pk, pupil), Sums(*sums)


def _wrong_average(key: AverageKey, expected: Sums, found: Sums) -> Discrepancy:
    return Discrepancy("average:{}:{}:{}".format(*key), _sums(expected), _sums(found))


def _name(key: Key) -> str:
    """«cell:12:345»; a lesson carries several things, so the action comes with it: «topic.set lesson:7»."""
    action, subject = key
    return subject if action == history.CELL_SET else f"{action} {subject}"


def _words(content: tuple[Any, int] | None) -> str:
    if content is None:
        return "ничего"
    text, version = content
    shown = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
    return f"«{shown}», версия {version}"


def _sums(sums: Sums) -> str:
    return (
        f"средняя {display(average(sums)) or 'пусто'}: {sums.weighted} / {sums.weight}, отметок {sums.count}"
    )
