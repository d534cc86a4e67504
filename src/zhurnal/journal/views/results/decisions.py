"""The decisions of the council about a class: what the marks lead to, and what was decided."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.calc.grading.council import Decision, may_decide
from zhurnal.journal import decisions_form
from zhurnal.journal.actions.decisions import (
    DecisionConflict,
    DecisionRefused,
    DecisionSaved,
    decisions_open_on,
    set_decisions,
)
from zhurnal.journal.models import YearDecision
from zhurnal.journal.policies import may_record_decisions, summaries_visible_to
from zhurnal.journal.queries.certificates import GRADES
from zhurnal.journal.queries.decisions import decision_rows
from zhurnal.journal.sentences import counted, day_text, moment_text, refusal
from zhurnal.journal.views.lesson_saving import Problem
from zhurnal.journal.views.totals_saving import summary

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import HttpResponse

    from zhurnal.journal.actions.decisions import DecisionAnswer
    from zhurnal.journal.queries.decisions import DecisionRow
    from zhurnal.school.models import SchoolClass
    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422
MOST_NAMES = 3


class RowView(NamedTuple):
    """A pupil's line: what the marks lead to in words, and what stands or was chosen."""

    row: DecisionRow
    proposed: str
    why: str
    field: str
    comment_field: str
    kind: str
    comment: str
    problem: Problem | None


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_SUMMARY)
def class_decisions(request: SchoolRequest, school_class: int) -> HttpResponse:
    """Show the decisions, or write them down: what could not be saved comes back with the reasons."""
    shown = get_object_or_404(summaries_visible_to(request.standing), pk=school_class)
    request.school = shown.year.school
    if request.method != "POST":
        return _page(request, shown, {}, [])
    if not may_record_decisions(request.standing, request.school.pk):
        raise PermissionDenied
    form = decisions_form.read_decisions(request.POST)
    try:
        answers = set_decisions(actor=request.user, school_class=shown, changes=form.changes())
    except ValueError:
        return _page(request, shown, form.values, [Problem("day", refusal("decision_without_protocol"))])
    problems = [found for answer in answers if (found := _problem(answer, shown))]
    if problems:
        return _page(request, shown, form.values, problems)
    saved = sum(isinstance(answer, DecisionSaved) for answer in answers)
    told = counted(saved, _("{n} решение"), _("{n} решения"), _("{n} решений"))
    at = f"{request.school.now():%H:%M}"
    messages.success(request, _("Сохранено в {time}: {told}.").format(time=at, told=told))
    return redirect("class-decisions", school_class=shown.pk)


def _page(
    request: SchoolRequest, school_class: SchoolClass, values: dict[str, str], problems: list[Problem]
) -> HttpResponse:
    school = school_class.year.school
    rows, today = decision_rows(school_class, school.today()), school.today()
    found = {one.field: one for one in problems}
    opens = decisions_open_on(school_class)
    names = {decisions_form.decision_field(row.pupil.pk): row.name for row in rows}
    records = may_record_decisions(request.standing, school.pk)
    context = {
        "school_class": school_class,
        "graduates": school_class.grade in GRADES,
        "rows": [_row(row, values, found) for row in rows],
        "kinds": [
            (kind.value, kind.label)
            for kind in YearDecision.Kind
            if may_decide(school_class.grade, Decision(kind.value))
        ],
        "acceptable": sum(bool(_accepts(row)) for row in rows),
        "editable": records and today >= opens,
        "reason": _reason(opens, records=records),
        "errors": summary(problems, names) if problems else [],
        "protocol": values.get("protocol", ""),
        "day": values.get("day", "" if problems else today.isoformat()),
        "form_id": uuid.uuid4(),
        "seen_values": decisions_form.seen_of(rows),
        "printed": school.now(),
    }
    status = UNPROCESSABLE if problems else 200
    return render(request, "journal/results/decisions.html", context, status=status)


def _row(row: DecisionRow, values: dict[str, str], found: dict[str, Problem]) -> RowView:
    field, comment = decisions_form.decision_field(row.pupil.pk), decisions_form.comment_field(row.pupil.pk)
    problem, standing = found.get(field), row.standing
    decision = row.proposal.decision
    kept = bool(problem) or (bool(found) and "day" in found)
    return RowView(
        row, str(YearDecision.Kind(decision.value).label) if decision else "", _why(row), field, comment,
        values.get(field, "") if kept else (standing.kind if standing else ""),
        values.get(comment, "") if kept else (standing.comment if standing else ""), problem,
    )  # fmt: skip


def _why(row: DecisionRow) -> str:
    """What stands in the way, by the names of the subjects."""
    open_subjects, failed = row.proposal.open_subjects, row.proposal.failed
    parts = [_("нет отметки: {subjects}").format(subjects=_some(open_subjects))] if open_subjects else []
    parts += [_("задолженность: {subjects}").format(subjects=", ".join(failed))] if failed else []
    if failed and not open_subjects and row.proposal.decision is None:
        parts.append(_("решает педсовет: на следующий уровень с задолженностью не переводят"))
    return "; ".join(parts)


def _some(names: Sequence[str]) -> str:
    """The first three names, and how many more there are."""
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (_(" и ещё {n}").format(n=more) if more > 0 else "")


def _accepts(row: DecisionRow) -> bool:
    return row.proposal.decision is not None and not (row.standing and row.standing.kind)


def _reason(opens: dt.date, *, records: bool) -> str:
    if not records:
        return _("Страница для чтения: решения педсовета записывает заместитель директора.")
    return _("Решения записывают с {day}. Пока видно, к чему ведут отметки.").format(day=day_text(opens))


def _problem(answer: DecisionAnswer, school_class: SchoolClass) -> Problem | None:
    field, school = decisions_form.decision_field(answer.pupil), school_class.year.school
    match answer:
        case DecisionRefused():
            return Problem(field, answer.sentence)
        case DecisionConflict():
            at = moment_text(answer.at.astimezone(ZoneInfo(school.time_zone)), school.today())
            label = str(YearDecision.Kind(answer.kind).label) if answer.kind else ""
            return Problem(field, refusal("conflict", by=answer.by, at=at), label)
    return None
