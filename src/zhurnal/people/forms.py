"""What the pages of this room accept."""

from __future__ import annotations

from django import forms

LONGEST_LOGIN = 60
LONGEST_PASSWORD = 500


class SignInForm(forms.Form):
    """A login and a password, as typed."""

    login = forms.CharField(max_length=LONGEST_LOGIN)
    password = forms.CharField(max_length=LONGEST_PASSWORD, strip=False)


class ProofForm(forms.Form):
    """The password once more, beside whatever else was posted."""

    proof = forms.CharField(max_length=LONGEST_PASSWORD, strip=False)


class PasswordForm(forms.Form):
    """The password that is, and twice the one that shall be."""

    current = forms.CharField(max_length=LONGEST_PASSWORD, strip=False)
    new = forms.CharField(max_length=LONGEST_PASSWORD, strip=False)
    again = forms.CharField(max_length=LONGEST_PASSWORD, strip=False)
