"""Proving by a password who one is, not more often than a guesser would need."""

from __future__ import annotations

import datetime as dt
import logging

from django.contrib.auth import authenticate
from django.utils import timezone
from django.utils.crypto import salted_hmac

from zhurnal.people.models import FailedSignIn, User

WINDOW = dt.timedelta(minutes=15)
FAILURES_ALLOWED = 10
log = logging.getLogger(__name__)


class TooManyFailuresError(Exception):
    """Nothing was tried: this login failed too often lately."""


def prove(login: str, password: str) -> User | None:
    """Return the account, or None for a wrong password and an unknown login alike, at equal cost.

    Raises TooManyFailuresError after 10 failures within 15 minutes, whether or not such a login exists;
    the password is not looked at then.
    """
    mark = _mark(login)
    since = timezone.now() - WINDOW
    if FailedSignIn.objects.filter(login_mark=mark, at__gt=since).count() >= FAILURES_ALLOWED:
        log.warning("sign-in put off, login mark %.8s", mark)
        raise TooManyFailuresError
    user = authenticate(username=login, password=password)
    if user is None:
        _note_failure(mark, since)
    else:
        FailedSignIn.objects.filter(login_mark=mark).delete()
        log.info("signed in: user %s", user.pk)
    return user


def _note_failure(mark: str, since: dt.datetime) -> None:
    log.warning("sign-in failed, login mark %.8s", mark)
    FailedSignIn.objects.filter(at__lte=since).delete()
    FailedSignIn.objects.create(login_mark=mark, at=timezone.now())


def _mark(login: str) -> str:
    """People type passwords into the line of the login: neither table nor log may hold what was typed."""
    return salted_hmac("zhurnal.people.sign_in", login, algorithm="sha256").hexdigest()
