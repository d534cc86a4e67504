"""Writing down what the council of teachers has decided about the pupils of a class."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.calc.grading.council import CouncilProposal, Decision, may_decide
from zhurnal.journal import history
from zhurnal.journal.actions.repeating import Deed, told_before
from zhurnal.journal.actions.total_marks import deputy_of
from zhurnal.journal.models import YearDecision
from zhurnal.journal.queries.decisions import DecisionRow, decision_rows
from zhurnal.journal.rules import LONGEST_REASON, SHORTEST_REASON, RefusedError, check_length
from zhurnal.journal.sentences import day_text
from zhurnal.journal.totals_rules import OPEN_BEFORE_END
from zhurnal.school.models import Course, CourseMembership

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID

    from zhurnal.people.models import User
    from zhurnal.school.models import SchoolClass

LONGEST_PROTOCOL = 60


@dataclass(frozen=True, slots=True)
class DecisionChange:
    """What is to be written: `kind` of `YearDecision.Kind`, empty to take a decision back."""

    change_id: UUID
    pupil: int
    kind: str
    protocol: str
    decided_on: dt.date | None
    comment: str
    seen_version: int


@dataclass(frozen=True, slots=True)
class DecisionSaved:
    """It stands there now."""

    change_id: UUID
    pupil: int
    version: int
    kind: str


@dataclass(frozen=True, slots=True)
class DecisionConflict:
    """Somebody changed it since the page was shown: what stands there, by whom, since when."""

    change_id: UUID
    pupil: int
    version: int
    kind: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class DecisionRefused:
    """It may not stand there: a code for programs, a sentence for people."""

    change_id: UUID
    pupil: int
    code: str
    sentence: str


DecisionAnswer = DecisionSaved | DecisionConflict | DecisionRefused


def set_decisions(
    *, actor: User, school_class: SchoolClass, changes: Sequence[DecisionChange], day: dt.date | None = None
) -> list[DecisionAnswer]:
    """Write the decisions that may be written, in order, and answer each; one transaction, each stands alone.

    A change whose `change_id` was done before is answered as then, a stale `seen_version` is a conflict. A
    decision that the marks of the year do not lead to needs a comment. The marks of the year of a pupil are
    settled by it (`year_marks.set_year_marks`), so the chains of the courses are taken before. Fourteen queries
    at most. The class's year and school are selected.
    """
    today = day or school_class.year.school.today()
    with transaction.atomic():
        try:
            person_id = deputy_of(actor, school_class.year.school_id, today)
        except RefusedError as why:
            return [_refused(change, why) for change in changes]
        opened = _opened(school_class, changes)
        rows = {row.pupil.pk: row for row in decision_rows(school_class, today)}
        writing = _Writing(school_class, person_id, today, opened, rows)
        answers = [writing.answer(change) for change in changes]
        writing.finish()
    return answers


def decisions_open_on(school_class: SchoolClass) -> dt.date:
    """From which day on decisions about a class are written down."""
    return school_class.year.ends - OPEN_BEFORE_END


def _opened(school_class: SchoolClass, changes: Sequence[DecisionChange]) -> ledger.Opened:
    """Lock the courses of the pupils, then open the chain of the school."""
    members = CourseMembership.objects.filter(
        course__year=school_class.year, pupil__in=[change.pupil for change in changes]
    )
    courses = Course.objects.filter(pk__in=members.values("course")).values_list("pk", flat=True)
    ledger.lock_all(history.course_chain(course) for course in courses)
    chain = history.school_chain(school_class.year.school_id)
    return ledger.open_chain(chain, [change.change_id for change in changes])


@dataclass
class _Writing:
    """One request at work."""

    school_class: SchoolClass
    person_id: int
    today: dt.date
    opened: ledger.Opened
    rows: dict[int, DecisionRow]
    entries: list[ledger.Entry] = field(default_factory=list)
    changed: dict[int, YearDecision] = field(default_factory=dict)

    def answer(self, change: DecisionChange) -> DecisionAnswer:
        try:
            return self._from_ledger(change) or self._made(change)
        except RefusedError as why:
            return _refused(change, why)

    def finish(self) -> None:
        if not self.entries:
            return
        YearDecision.objects.bulk_create(
            self.changed.values(), update_conflicts=True, unique_fields=("year", "pupil"),
            update_fields=("kind", "protocol", "decided_on", "comment", "version", "author", "set_at"),
        )  # fmt: skip
        stamp = ledger.Stamp(self.person_id, Role.DEPUTY.value, timezone.now())
        ledger.append_to(self.opened, self.entries, stamp)

    def _from_ledger(self, change: DecisionChange) -> DecisionSaved | None:
        deed = Deed(self.person_id, history.DECISION_SET, self._subject(change))
        told = told_before(self.opened, change.change_id, deed)
        if told is None:
            return None
        if told["after"]["kind"] != change.kind:
            raise RefusedError("foreign_change_id")
        return DecisionSaved(change.change_id, change.pupil, told["version"], change.kind)

    def _made(self, change: DecisionChange) -> DecisionAnswer:
        row = self.rows.get(change.pupil)
        if row is None:
            raise RefusedError("foreign_pupil_of_class")
        standing = self.changed.get(change.pupil) or row.standing or self._nothing(change.pupil)
        before = _facts(standing) if standing.version else None
        self._check(change, row.proposal)
        kept = change.protocol, change.decided_on, change.comment
        wanted = (change.kind, *(kept if change.kind else ("", None, "")))
        if wanted == (standing.kind, standing.protocol, standing.decided_on, standing.comment):
            return DecisionSaved(change.change_id, change.pupil, standing.version, standing.kind)
        if change.seen_version != standing.version:
            return DecisionConflict(
                change.change_id, change.pupil, standing.version, standing.kind,
                standing.author.short_name, standing.set_at,
            )  # fmt: skip
        standing.kind, standing.protocol, standing.decided_on, standing.comment = wanted
        standing.version += 1
        standing.author_id, standing.set_at = self.person_id, self.school_class.year.school.now()
        self.changed[change.pupil] = standing
        payload = {"before": before, "after": _facts(standing), "version": standing.version}
        entry = ledger.Entry(history.DECISION_SET, self._subject(change), payload, change.change_id)
        self.entries.append(entry)
        return DecisionSaved(change.change_id, change.pupil, standing.version, standing.kind)

    def _check(self, change: DecisionChange, proposal: CouncilProposal) -> None:
        """Refuse what no council can have decided, or what lacks its protocol, day or ground."""
        opens = decisions_open_on(self.school_class)
        if self.today < opens:
            raise RefusedError("decision_too_early", day=day_text(opens))
        if not change.kind:
            return
        check_length(change.comment, LONGEST_REASON)
        check_length(change.protocol, LONGEST_PROTOCOL)
        decision = _decision(change.kind)
        if not may_decide(self.school_class.grade, decision):
            label = YearDecision.Kind(decision.value).label
            raise RefusedError("decision_not_of_grade", decision=label, grade=self.school_class.grade)
        if not change.protocol or change.decided_on is None:
            raise RefusedError("decision_without_protocol")
        if not opens <= change.decided_on <= self.today:
            raise RefusedError("decision_day", first=day_text(opens))
        if decision is not proposal.decision and len(change.comment) < SHORTEST_REASON:
            raise RefusedError("decision_needs_comment", shortest=SHORTEST_REASON)

    def _nothing(self, pupil: int) -> YearDecision:
        return YearDecision(year=self.school_class.year, pupil_id=pupil, version=0)

    def _subject(self, change: DecisionChange) -> str:
        return history.decision_subject(self.school_class.year_id, change.pupil)


def _decision(kind: str) -> Decision:
    try:
        return Decision(kind)
    except ValueError:
        raise RefusedError("decision_unknown") from None


def _facts(row: YearDecision) -> dict[str, Any]:
    return history.decision_facts(row.kind, row.protocol, row.decided_on, row.comment)


def _refused(change: DecisionChange, why: RefusedError) -> DecisionRefused:
    return DecisionRefused(change.change_id, change.pupil, why.code, why.sentence)
