"""Replaying history: does what the ledger tells still stand in the tables?

The chain shows that lines were altered; this shows that rows were, behind the back of the actions. Everything
is read once and compared in memory. Run it while nobody writes, or a change between two readings looks like
a discrepancy. A line forgotten by law tells nothing any more: its subject is not compared.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import starmap
from typing import TYPE_CHECKING, Any, NamedTuple

from zhurnal.audit.models import Line
from zhurnal.calc.grading.average import NOTHING, Sums, average, display
from zhurnal.calc.grading.counting import sums
from zhurnal.calc.grading.scale import FIVE
from zhurnal.journal import history
from zhurnal.journal.actions.cell_rows import BEFORE_ALL_DAYS, Content
from zhurnal.journal.history_pupils import EXTERNAL_SET, external_facts, external_subject
from zhurnal.journal.models import (
    Absence,
    AttendanceTaken,
    Average,
    ExternalMark,
    Homework,
    LessonTopic,
    Mark,
    PolicyVersion,
    Work,
)
from zhurnal.journal.queries.cell_text import Standing, text_of
from zhurnal.journal.queries.facts import cells_of_period
from zhurnal.journal.queries.grid import NO_SIGN, Sign
from zhurnal.journal.queries.periods import policies_of_periods
from zhurnal.journal.queries.rules import rules_of
from zhurnal.journal.replay_columns import changed_columns
from zhurnal.journal.replay_plans import changed_files, changed_plans
from zhurnal.journal.replay_totals import changed_totals
from zhurnal.messaging.replay import changed_entries, changed_signatures
from zhurnal.school.models import Course, StudyPeriod

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhurnal.calc.grading.rules import Rules

BATCH = 5000
ACTIONS = (
    history.CELL_SET, history.TOPIC_SET, history.HOMEWORK_SET, history.ATTENDANCE_TAKEN, EXTERNAL_SET,
    history.POLICY_SET,
)  # fmt: skip
Key = tuple[str, str]  # action, subject
# What stands somewhere, its version, and what goes with it.
Told = tuple[Any, int, dict[str, Any]]
RulesOfCourses = dict[tuple[int, "StudyPeriod"], "Rules"]
AverageKey = tuple[int, int, int]  # course, period, pupil


class Discrepancy(NamedTuple):
    """One thing of which history and table do not tell the same; both sides in words."""

    subject: str
    expected: str
    found: str


def replay() -> Iterator[Discrepancy]:
    """Compare the last line about every cell, lesson and column with its row, and averages with a recount."""
    rules = _rules_of_courses()
    told, standing = _told(), dict(_cells(rules)) | dict(_texts())
    for key, payload in told.items():
        found = standing.pop(key, None)
        if payload is not None and (expected := _said(payload)) != found:
            yield Discrepancy(_name(key), _words(expected), _words(found))
    for key, found in standing.items():
        yield Discrepancy(_name(key), _words(None), _words(found))
    yield from starmap(Discrepancy, changed_columns())
    yield from starmap(Discrepancy, changed_totals())
    yield from starmap(Discrepancy, changed_plans())
    yield from starmap(Discrepancy, changed_files())
    yield from starmap(Discrepancy, changed_entries())
    yield from starmap(Discrepancy, changed_signatures())
    yield from _averages(rules)


def _told() -> dict[Key, str | None]:
    """The last line about every subject, as text: most lines are followed by none and all are parsed once."""
    rows = Line.objects.filter(action__in=ACTIONS).order_by("chain", "seq")
    lines = rows.values_list("action", "subject", "payload").iterator(chunk_size=BATCH)
    return {(action, subject): payload for action, subject, payload in lines}


def _said(payload: str) -> Told:
    told = json.loads(payload)
    return told.get("after", True), told.get("version", 1), told.get("with", {})


def _cells(rules: RulesOfCourses) -> Iterator[tuple[Key, Told]]:
    """What stands in the tables, in the form of `_said`."""
    ordinary = dict(Work.objects.filter(position=1).values_list("lesson_id", "pk"))
    scales = _scales_of_works(rules)
    signs: dict[tuple[int, int], Sign] = {}
    absences = Absence.objects.values_list("lesson_id", "pupil_id", "code", "minutes", "version")
    for lesson, pupil, code, minutes, version in absences.iterator(chunk_size=BATCH):
        if lesson in ordinary:
            signs[ordinary[lesson], pupil] = (code, minutes, version)
        else:
            yield (
                ("absence", f"{pupil}:{lesson}"),
                (text_of(Standing(code=code, minutes=minutes)), version, {}),
            )
    marks = Mark.objects.values_list(
        "work_id", "pupil_id", "value", "second", "resit", "resit_second", "pending", "version", "due",
        "handed_in", "comment", "is_staff_only",
    )  # fmt: skip
    for work, pupil, *values, version, due, handed_in, comment, staff in marks.iterator(chunk_size=BATCH):
        code, minutes, more = signs.pop((work, pupil), NO_SIGN)
        text = text_of(Standing._make([*values, code, minutes]), scales.get(work, FIVE.code))
        extras = Content(due=due, handed_in=handed_in, comment=comment, is_staff_only=staff).extras
        yield _cell(pupil, work), (text, version + more, extras)
    for (work, pupil), (code, minutes, version) in signs.items():
        yield _cell(pupil, work), (text_of(Standing(code=code, minutes=minutes)), version, {})


def _scales_of_works(rules: RulesOfCourses) -> dict[int, str]:
    """Codes of the scales in which texts differ from the five-point one's, by column: few courses have one."""
    odd = {key: own.scale.code for key, own in rules.items() if own.scale.texts}
    scales: dict[int, str] = {}
    for (course, period), code in odd.items():
        works = Work.objects.filter(lesson__course=course, lesson__date__range=(period.starts, period.ends))
        scales |= dict.fromkeys(works.values_list("pk", flat=True), code)
    return scales


def _rules_of_courses() -> RulesOfCourses:
    """The rules of every course in each of its periods."""
    courses: dict[tuple[int, str], list[Course]] = defaultdict(list)
    for course in Course.objects.select_related("subject"):
        courses[course.year_id, course.period_kind].append(course)
    found = {}
    policies = policies_of_periods(StudyPeriod.objects.all())
    for period in StudyPeriod.objects.select_related("year"):
        policy = policies[period.pk]
        for course in courses[period.year_id, period.kind]:
            found[course.pk, period] = rules_of(policy, course)
    return found


def _cell(pupil: int, work: int) -> Key:
    return history.CELL_SET, history.cell_subject(pupil, work)


def _texts() -> Iterator[tuple[Key, Told]]:
    for lesson, text, version in LessonTopic.objects.values_list("lesson_id", "text", "version"):
        yield (history.TOPIC_SET, history.lesson_subject(lesson)), (text, version, {})
    homework = Homework.objects.values_list(
        "lesson_id", "version", "text", "due_lesson_id", "due_date", "minutes"
    )
    for lesson, version, text, due_lesson, due_date, minutes in homework:
        facts = history.homework_facts(text, due_lesson, due_date, minutes)
        yield (history.HOMEWORK_SET, history.lesson_subject(lesson)), (facts, version, {})
    versions = PolicyVersion.objects.values_list("school_id", "number", "data", "valid_from", "note")
    for school, number, data, valid_from, note in versions:
        facts = history.policy_facts(json.loads(data), valid_from, note)
        yield (history.POLICY_SET, history.policy_subject(school, number)), (facts, number, {})
    for lesson in AttendanceTaken.objects.values_list("lesson_id", flat=True):
        yield (history.ATTENDANCE_TAKEN, history.lesson_subject(lesson)), (True, 1, {})
    for mark in ExternalMark.objects.iterator(chunk_size=BATCH):
        subject = external_subject(mark.pupil_id, mark.pk)
        yield (EXTERNAL_SET, subject), (external_facts(mark), mark.version, {})


def _averages(rules: RulesOfCourses) -> Iterator[Discrepancy]:
    counted = dict(_recounted(rules))
    rows = Average.objects.values_list("course_id", "period_id", "pupil_id", "weight", "weighted", "count")
    for course, period, pupil, *stored in rows.iterator(chunk_size=BATCH):
        expected, found = counted.pop((course, period, pupil), NOTHING), Sums(*stored)
        if expected != found:
            yield _wrong_average((course, period, pupil), expected, found)
    for key, expected in counted.items():
        if expected != NOTHING:
            yield _wrong_average(key, expected, NOTHING)


def _recounted(rules: RulesOfCourses) -> Iterator[tuple[AverageKey, Sums]]:
    """Averages from the cells themselves and the rules of their period: not the way in which they were kept."""
    for period in StudyPeriod.objects.select_related("year"):
        for (course, pupil), cells in cells_of_period(period).items():
            yield (course, period.pk, pupil), sums(cells, rules[course, period], BEFORE_ALL_DAYS)


def _wrong_average(key: AverageKey, expected: Sums, found: Sums) -> Discrepancy:
    return Discrepancy("average:{}:{}:{}".format(*key), _sums(expected), _sums(found))


def _name(key: Key) -> str:
    """«cell:12:345»; a lesson carries several things, so the action comes with it: «topic.set lesson:7»."""
    action, subject = key
    return subject if action == history.CELL_SET else f"{action} {subject}"


def _words(content: Told | None) -> str:
    if content is None:
        return "ничего"
    text, version, extras = content
    shown = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
    more = f" {json.dumps(extras, ensure_ascii=False)}" if extras else ""
    return f"«{shown}»{more}, версия {version}"


def _sums(sums: Sums) -> str:
    return (
        f"средняя {display(average(sums)) or 'пусто'}: {sums.weighted} / {sums.weight}, отметок {sums.count}"
    )
