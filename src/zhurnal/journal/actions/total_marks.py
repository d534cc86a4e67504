"""What marks for a period and for a year have in common: how a change of one is judged, written, answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.calc.grading.outcome import Outcome, outcome_text
from zhurnal.journal import history
from zhurnal.journal.actions.repeating import Answered, Deed, told_before, with_names
from zhurnal.journal.rules import LONGEST_REASON, RefusedError, check_length
from zhurnal.journal.totals_rules import PERIOD, check_reason, read_total, stored_outcome
from zhurnal.school.models import Employment, Teaching
from zhurnal.school.models.validity import holds_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from fractions import Fraction
    from uuid import UUID

    from zhurnal.calc.grading.proposal import Proposal
    from zhurnal.calc.grading.rules import Rules
    from zhurnal.journal.models import PeriodMark, YearMark
    from zhurnal.journal.permits import Permit
    from zhurnal.people.models import User
    from zhurnal.school.models import Course

NOTHING = history.TotalSide()


@dataclass(frozen=True, slots=True)
class TotalChange:
    """What a teacher wants to stand there: `value` as typed, `seen_version` as the page showed it.

    `kind`: of a period, or of `YearMark.Kind`. An empty `reason` leaves the one that stands there.
    """

    change_id: UUID
    pupil: int
    value: str
    reason: str
    seen_version: int
    kind: str = PERIOD


@dataclass(frozen=True, slots=True)
class TotalSaved:
    """It stands there now; `proposed` is what the rule says to it."""

    change_id: UUID
    pupil: int
    kind: str
    version: int
    text: str
    proposed: str


@dataclass(frozen=True, slots=True)
class TotalConflict:
    """Somebody changed it since the page was shown: what stands there, by whom, since when."""

    change_id: UUID
    pupil: int
    kind: str
    version: int
    text: str
    by: str
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class TotalRefused:
    """It may not stand there: a code for programs, a sentence for people."""

    change_id: UUID
    pupil: int
    kind: str
    code: str
    sentence: str


TotalAnswer = TotalSaved | TotalConflict | TotalRefused
Place = tuple[str, int]  # kind, pupil


class Judged(NamedTuple):
    """All against which a mark is held: what the rule proposes, and from which average.

    Without a proposal, which is the exam's case, nothing is asked.
    """

    proposal: Proposal | None
    average: Fraction | None


@dataclass(slots=True)
class TotalRow:
    """A row of `PeriodMark` or `YearMark` as it stands or is going to stand; version 0: there is none yet."""

    side: history.TotalSide = NOTHING
    version: int = 0
    author_id: int | None = None
    set_at: dt.datetime | None = None
    touched: bool = False


def rows_of(found: Iterable[PeriodMark | YearMark]) -> dict[Place, TotalRow]:
    """Rows of either table, by kind and pupil."""
    return {
        (getattr(row, "kind", PERIOD), row.pupil_id): TotalRow(
            history.TotalSide(row.value, row.proposed, row.paragraph, row.reason),
            row.version, row.author_id, row.set_at,
        )
        for row in found
    }  # fmt: skip


def role_in(actor: User, course: Course, today: dt.date, permit: Permit | None) -> Role:
    """In which role the actor may set the marks of a course. One or two queries.

    Who holds the course today, or whom another person has permitted it; of a course that nobody holds, a
    deputy of the school. Raises RefusedError for everybody else.
    """
    if permit:
        return permit.role
    holders = set(
        Teaching.objects.filter(holds_on(today), course=course).values_list("teacher_id", flat=True)
    )
    if actor.person_id in holders:
        return Role.TEACHER
    if not holders and _is_deputy(actor, course.year.school_id, today):
        return Role.DEPUTY
    raise RefusedError("not_your_totals")


def deputy_of(actor: User, school_id: int, today: dt.date) -> int:
    """Return the person who acts as a deputy of the school. One query. Raises RefusedError for others."""
    if actor.person_id is None or not _is_deputy(actor, school_id, today):
        raise RefusedError("not_deputy")
    return actor.person_id


def _is_deputy(actor: User, school_id: int, today: dt.date) -> bool:
    posts = Employment.objects.filter(holds_on(today), school=school_id, role=Role.DEPUTY)
    return posts.filter(person=actor.person_id).exists()


@dataclass
class TotalsWriting:
    """One request at work. What is written where, and against what it is judged, its subclasses say."""

    course: Course
    person_id: int
    role: Role
    opened: ledger.Opened
    rows: dict[Place, TotalRow]
    rules: Rules
    permit: Permit | None
    entries: list[ledger.Entry] = field(default_factory=list)
    answered: Answered[TotalChange, TotalAnswer] = field(default_factory=Answered)
    began: dict[Place, int] = field(default_factory=dict)
    authors: dict[UUID, int] = field(default_factory=dict)

    action = ""

    def subject(self, change: TotalChange) -> str:
        """What the ledger calls the place of the change."""
        raise NotImplementedError

    def judged(self, change: TotalChange) -> Judged:
        """Against what the change is held. Raises RefusedError where nothing may be set at all."""
        raise NotImplementedError

    def store(self, touched: dict[Place, TotalRow], now: dt.datetime) -> None:
        """Write the rows that have changed, signed by the actor."""
        raise NotImplementedError

    def answer(self, change: TotalChange) -> TotalAnswer:
        """Make a change that may be made; each stands alone."""
        try:
            answer = self.answered.again(change) or self._from_ledger(change) or self._made(change)
        except RefusedError as why:
            answer = refused(change, why)
        self.answered.note(change, answer)
        return answer

    def finish(self) -> None:
        """Write rows and lines; nothing where nothing changed."""
        if not self.entries:
            return
        now = self.course.year.school.now()
        touched = {place: row for place, row in self.rows.items() if row.touched}
        self.store(touched, now)
        stamp = ledger.Stamp(self.person_id, self.role.value, timezone.now())
        ledger.append_to(self.opened, self.entries, stamp)

    def named(self, answers: Sequence[TotalAnswer]) -> list[TotalAnswer]:
        """Put the names of the people who changed the marks into the conflicts."""
        return with_names(answers, self.authors, TotalConflict)

    def outcome(self, kind: str, pupil: int) -> Outcome:
        """What stands in a place just now."""
        row = self.rows.get((kind, pupil))
        return stored_outcome(row.side.value, self.rules.scale) if row else None

    def _from_ledger(self, change: TotalChange) -> TotalSaved | None:
        deed = Deed(self.person_id, self.action, self.subject(change))
        told = told_before(self.opened, change.change_id, deed)
        if told is None:
            return None
        after = told["after"]
        if after["value"] != self._canonical(change.value):
            raise RefusedError("foreign_change_id")
        return TotalSaved(
            change.change_id, change.pupil, change.kind, told["version"], after["value"],
            after.get("proposed", ""),
        )  # fmt: skip

    def _canonical(self, value: str) -> str:
        scale = self.rules.scale
        return outcome_text(read_total(value, scale), scale)

    def _made(self, change: TotalChange) -> TotalAnswer:
        judged, place = self.judged(change), (change.kind, change.pupil)
        outcome = read_total(change.value, self.rules.scale)
        row = self.rows.setdefault(place, TotalRow())
        text, since = outcome_text(outcome, self.rules.scale), self.began.setdefault(place, row.version)
        reason = self.permit.reason if self.permit else change.reason
        check_length(reason, LONGEST_REASON)
        if text != row.side.value or reason not in {"", row.side.reason}:
            if not since <= change.seen_version <= row.version:
                return self._conflict(change, row)
            if judged.proposal and not self.permit:
                check_reason(outcome, judged.proposal, judged.average, self.rules, reason)
            self._put(change, row, self._side(text, judged.proposal, reason))
        return TotalSaved(
            change.change_id, change.pupil, change.kind, row.version, row.side.value, row.side.proposed
        )

    def _put(self, change: TotalChange, row: TotalRow, after: history.TotalSide) -> None:
        before = row.side if row.version else None
        row.side, row.version, row.touched = after, row.version + 1, True
        entry = history.total_entry(
            self.action, self.subject(change), before=before, after=after, version=row.version,
            change_id=change.change_id,
        )  # fmt: skip
        self.entries.append(entry)

    def _side(self, text: str, proposal: Proposal | None, reason: str) -> history.TotalSide:
        if proposal is None:
            return history.TotalSide(text, reason=reason)
        proposed = outcome_text(proposal.outcome, self.rules.scale)
        return history.TotalSide(text, proposed, proposal.paragraph, reason)

    def _conflict(self, change: TotalChange, row: TotalRow) -> TotalConflict:
        if row.author_id is not None:
            self.authors[change.change_id] = row.author_id
        return TotalConflict(
            change.change_id, change.pupil, change.kind, row.version, row.side.value, "", row.set_at
        )


def refused(change: TotalChange, why: RefusedError) -> TotalRefused:
    """The answer to a change that may not be made."""
    return TotalRefused(change.change_id, change.pupil, change.kind, why.code, why.sentence)
