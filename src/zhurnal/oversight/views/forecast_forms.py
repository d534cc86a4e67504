"""The form of the switches of forecasts."""

from __future__ import annotations

from django import forms

from zhurnal.forecasts.models import Switches


class SwitchesForm(forms.Form):
    """What a school decides about forecasts."""

    is_on = forms.BooleanField(required=False)
    families = forms.ChoiceField(choices=Switches.Families.choices)
    list_length = forms.IntegerField(min_value=1, max_value=200)
