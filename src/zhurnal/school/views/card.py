"""The form behind «О школе»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.school.actions.card import FIELDS, set_school_card
from zhurnal.school.models import SchoolCard
from zhurnal.school.policies import schools_told_of_by

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422


class CardForm(forms.Form):
    """What may be told; everything may stay empty."""

    address = forms.CharField(max_length=200, required=False)
    phone = forms.CharField(max_length=100, required=False)
    email = forms.EmailField(required=False)
    site = forms.URLField(required=False, assume_scheme="https")
    hours = forms.CharField(max_length=200, required=False)
    about = forms.CharField(max_length=2000, required=False)
    shows_heads = forms.BooleanField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.EDIT_SCHOOL_CARD)
def school_card(request: SchoolRequest) -> HttpResponse:
    """What families read about the school; somebody in several schools edits the first."""
    school = schools_told_of_by(request.standing).first()
    if school is None:
        raise Http404
    request.school = school
    card = SchoolCard.objects.filter(school=school).first() or SchoolCard(school=school)
    values = {name: getattr(card, name) for name in FIELDS}
    errors: dict[str, str] = {}
    if request.method == "POST":
        form = CardForm(request.POST)
        if form.is_valid():
            set_school_card(actor=request.user, school=school, told=form.cleaned_data)
            messages.success(request, _("Сохранено. Семьи видят это на странице «Учителя и школа»."))
            return redirect("school-card")
        values = {name: request.POST.get(name, "") for name in FIELDS}
        errors = {
            name: _("Здесь что-то не так: {what}").format(what=said[0]) for name, said in form.errors.items()
        }
    context = {"values": values, "errors": errors, "school": school}
    return render(request, "school/card.html", context, status=UNPROCESSABLE if errors else 200)
