"""How the journal speaks in the ledger: chains, subjects, and what the lines say.

Actions, seeding and replay share these words; a line that one writes another must understand.
Who did it is a person's number here, as in the rows: accounts come and go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from zhurnal.audit import ledger
from zhurnal.audit.ledger import Entry
from zhurnal.timetable import history as timetable

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Mapping, Sequence

    from zhurnal.calc.grading.average import Sums

CELL_SET = "cell.set"
TOPIC_SET = "topic.set"
HOMEWORK_SET = "homework.set"
ATTENDANCE_TAKEN = "attendance.taken"
PERIOD_MARK_SET = "period_mark.set"
YEAR_MARK_SET = "year_mark.set"
PERIOD_CLOSED = "period.closed"
PERIOD_REOPENED = "period.reopened"
DECISION_SET = "decision.set"
POLICY_SET = "policy.set"

CELL_PREFIX = "cell:"

# Changes of lessons stand in the same chains, about the same subjects.
course_chain, lesson_subject = timetable.course_chain, timetable.lesson_subject
school_chain = ledger.school_chain


def cell_subject(pupil_id: int, work_id: int) -> str:
    """The crossing of a pupil and a column."""
    return f"{CELL_PREFIX}{pupil_id}:{work_id}"


def period_mark_subject(course_id: int, pupil_id: int, period_id: int) -> str:
    """A pupil's mark for a period."""
    return f"period_mark:{course_id}:{pupil_id}:{period_id}"


def year_mark_subject(course_id: int, pupil_id: int, kind: str) -> str:
    """A pupil's mark for the year, of the exam, or the final one."""
    return f"year_mark:{course_id}:{pupil_id}:{kind}"


def policy_subject(school_id: int, number: int) -> str:
    """A version of a school's rules of marking."""
    return f"policy:{school_id}:{number}"


def period_subject(period_id: int) -> str:
    """A study period as a whole."""
    return f"period:{period_id}"


def decision_subject(year_id: int, pupil_id: int) -> str:
    """What the council decided about a pupil."""
    return f"decision:{year_id}:{pupil_id}"


class CellSide(NamedTuple):
    """A cell before or after a change: text, version, and what the text does not show (`Content.extras`)."""

    text: str
    version: int
    extras: dict[str, Any]


def cell_entry(
    pupil_id: int,
    work_id: int,
    *,
    before: CellSide,
    after: CellSide,
    average: Sums,
    reason: str = "",
    change_id: uuid.UUID | None = None,
) -> Entry:
    """A cell changed; `average` is the pupil's after it. What is empty is not told."""
    payload: dict[str, Any] = {
        "before": before.text,
        "after": after.text,
        "from": before.version,
        "version": after.version,
        "average": [average.weight, average.weighted, average.count],
    }
    more = {"before_with": before.extras, "with": after.extras, "reason": reason}
    payload |= {name: value for name, value in more.items() if value}
    return Entry(CELL_SET, cell_subject(pupil_id, work_id), payload, change_id)


def topic_entry(lesson_id: int, before: str, after: str, version: int) -> Entry:
    """The topic of a lesson changed."""
    return Entry(TOPIC_SET, lesson_subject(lesson_id), {"before": before, "after": after, "version": version})


def homework_facts(
    text: str, due_lesson_id: int | None, due_date: dt.date | None, minutes: int | None
) -> dict[str, Any]:
    """Homework as a line tells it."""
    due = due_date.isoformat() if due_date else None
    return {"text": text, "due_lesson": due_lesson_id, "due_date": due, "minutes": minutes}


def homework_entry(
    lesson_id: int, before: dict[str, Any] | None, after: dict[str, Any], version: int
) -> Entry:
    """The homework set in a lesson changed; both sides are `homework_facts`, None where nothing was said."""
    return Entry(
        HOMEWORK_SET, lesson_subject(lesson_id), {"before": before, "after": after, "version": version}
    )


def attendance_entry(lesson_id: int) -> Entry:
    """The teacher has looked who is there."""
    return Entry(ATTENDANCE_TAKEN, lesson_subject(lesson_id), {"taken": True})


class TotalSide(NamedTuple):
    """A mark for a period or a year before or after a change, with what the rule proposed and why it differs."""

    value: str = ""
    proposed: str = ""
    paragraph: str = ""
    reason: str = ""

    @property
    def told(self) -> dict[str, str]:
        """As a line tells it; what is empty, but for the mark itself, is not told."""
        return {name: text for name, text in self._asdict().items() if text or name == "value"}


def total_entry(
    action: str,
    subject: str,
    *,
    before: TotalSide | None,
    after: TotalSide,
    version: int,
    change_id: uuid.UUID | None = None,
) -> Entry:
    """A mark for a period or a year changed; `before` is None where there never was one."""
    payload = {"before": before and before.told, "after": after.told, "version": version}
    return Entry(action, subject, payload, change_id)


def policy_facts(data: Mapping[str, Any], valid_from: dt.date, note: str) -> dict[str, Any]:
    """A version of the rules as a line tells it."""
    return {"data": data, "valid_from": valid_from.isoformat(), "note": note}


def policy_entry(
    school_id: int,
    number: int,
    *,
    data: Mapping[str, Any],
    valid_from: dt.date,
    note: str,
    effects: Sequence[Mapping[str, int]] = (),
) -> Entry:
    """A version of the rules was stored; `effects`: how many works and averages it changed, by period."""
    payload = {
        "after": policy_facts(data, valid_from, note), "version": number, "effects": list(effects)
    }  # fmt: skip
    return Entry(POLICY_SET, policy_subject(school_id, number), payload)


def decision_facts(kind: str, protocol: str, decided_on: dt.date | None, comment: str) -> dict[str, Any]:
    """A decision of the council as a line tells it."""
    day = decided_on.isoformat() if decided_on else None
    return {"kind": kind, "protocol": protocol, "decided_on": day, "comment": comment}
