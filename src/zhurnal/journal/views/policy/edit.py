"""The form of the rules: typed, shown with all that it would change, introduced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.calc.grading.policy import PolicyError
from zhurnal.journal.actions.policies import set_policy
from zhurnal.journal.policy_checks import check_draft
from zhurnal.journal.policy_form.fields import Layout, field_of
from zhurnal.journal.policy_form.reading import Draft, read_form, sentence_of
from zhurnal.journal.queries.policy_page import preview_page
from zhurnal.journal.rules import RefusedError
from zhurnal.journal.views.policy.form import chosen_day, opened, typed
from zhurnal.journal.views.policy.scope import scope_of
from zhurnal.ui.given import as_id
from zhurnal.ui.words import day_year

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpResponse

    from zhurnal.journal.policy_form.fields import Values
    from zhurnal.journal.views.policy.form import Errors, Opened
    from zhurnal.school.requests import SchoolRequest

# At which field a refusal stands.
_FIELDS = {
    "outside_year": "valid_from", "scale_with_marks": "scale", "odd_weight": "resit", "text_too_long": "note",
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.EDIT_POLICY)
def policy_edit(request: SchoolRequest) -> HttpResponse:
    """The form on an example or a version (`?start=`); a POST adds a row, shows the changes, or introduces."""
    scope = scope_of(request, request.POST or request.GET)
    sent = request.method == "POST"
    form = opened(scope, (request.POST if sent else request.GET).get("start", ""))
    if not sent:
        return form.show(request, form.values)
    values, do = typed(request.POST, form), request.POST.get("do")
    if do == "more":
        return form.show(request, values | {"rows": str(int(values["rows"]) + 1)})
    if do == "back":
        return form.show(request, values)
    draft, day = read_form(values, form.ground), chosen_day(values)
    errors = draft.errors or _day_errors(day)
    if errors or day is None or draft.policy is None:
        return form.show(request, values, errors)
    return (_introduce if do == "save" else _preview)(request, form, values, draft, day)


def _preview(
    request: SchoolRequest, form: Opened, values: Values, draft: Draft, day: dt.date
) -> HttpResponse:  # fmt: skip
    """What would change, with everything typed in hidden fields for the next step."""
    if draft.policy is None:
        raise ValueError("a form with errors has no preview")
    school = form.scope.school
    try:
        check_draft(school, draft.policy, day)
    except (RefusedError, PolicyError) as why:
        return _refuse(request, form, values, why)
    context: dict[str, Any] = {
        "scope": form.scope, "values": values, "day": day,
        "preview": preview_page(school, draft.policy, day),
    }  # fmt: skip
    return render(request, "journal/policy/preview.html", context)


def _introduce(
    request: SchoolRequest, form: Opened, values: Values, draft: Draft, day: dt.date
) -> HttpResponse:  # fmt: skip
    try:
        version = set_policy(
            actor=request.user, school=form.scope.school, data=draft.data, valid_from=day, note=values["note"],
            expected_number=as_id(values["number"]) or 0,
        )  # fmt: skip
    except (RefusedError, PolicyError) as why:
        seen = {"number": str(form.newest.number) if form.newest else "0"}
        return _refuse(request, form, values | seen, why)
    messages.success(
        request,
        _("Введена версия %(number)s правил, с %(day)s.") % {"number": version.number, "day": day_year(day)},
    )
    return redirect(reverse("policy") + form.scope.query)


def _day_errors(day: dt.date | None) -> Errors:
    return [] if day else [("valid_from", _("Выберите, с какого дня вводятся правила."))]


def _refuse(
    request: SchoolRequest, form: Opened, values: Values, why: RefusedError | PolicyError
) -> HttpResponse:
    """The form with what the journal has against these rules."""
    if isinstance(why, RefusedError):
        return form.show(request, values, [(_FIELDS.get(why.code, "number"), why.sentence)], refused=True)
    layout = Layout([], [])
    found = (
        (field_of(one.path, values, form.ground.kinds, layout), sentence_of(one)) for one in why.problems
    )
    return form.show(request, values, list(dict.fromkeys(found)))
