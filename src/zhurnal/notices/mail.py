"""Handing a letter to the mail server of the installation, knowing afterwards whether it has it."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings

from zhurnal.notices.answers import Answer, Outcome

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

TIMEOUT = 20  # seconds for each step
_OK, _TEMPORARY, _FOR_GOOD = 250, 400, 500


class Office:
    """The mail server, for as many letters as are due: one connection, made for the first of them.

    A server that cannot be reached is not asked again by the same office: others wait behind its silence.
    """

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None
        self._away: Answer | None = None

    def send(self, letter: EmailMultiAlternatives) -> Answer:
        """Hand a letter over. Until its last line has gone out it is certain that the server does not have it."""
        if self._away is not None:
            return self._away
        kept = self._server
        try:
            self._server = kept or _connect()
        except (OSError, smtplib.SMTPException) as problem:
            self._away = Answer(Outcome.LATER, f"no connection: {_said(problem)}")
            return self._away
        try:
            objection = _envelope(self._server, letter)
        except (OSError, smtplib.SMTPException) as problem:
            self.close()
            # A server may hang up between two letters: then a fresh connection is another matter.
            return self.send(letter) if kept else Answer(Outcome.LATER, _said(problem))
        answer = objection or _body(self._server, letter)
        if answer.outcome == Outcome.UNKNOWN:
            self.close()
        return answer

    def close(self) -> None:
        """Say goodbye, if anybody is there."""
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.quit()
        self._server = None


def _connect() -> smtplib.SMTP:
    place = (settings.EMAIL_HOST, settings.EMAIL_PORT)
    server: smtplib.SMTP
    if settings.EMAIL_USE_SSL:
        server = smtplib.SMTP_SSL(*place, timeout=TIMEOUT, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(*place, timeout=TIMEOUT)
    try:
        if settings.EMAIL_USE_TLS:
            server.starttls(context=ssl.create_default_context())
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        server.ehlo_or_helo_if_needed()
    except BaseException:
        server.close()
        raise
    return server


def _envelope(server: smtplib.SMTP, letter: EmailMultiAlternatives) -> Answer | None:
    """What the server objects to before it sees the letter; None where it wants to see it."""
    for code, said in (
        server.mail(_bare(letter.from_email)),
        *(server.rcpt(_bare(address)) for address in letter.to),
    ):
        if code // 10 * 10 != _OK:
            server.rset()
            return _by_code(code, said)
    return None


def _body(server: smtplib.SMTP, letter: EmailMultiAlternatives) -> Answer:
    try:
        written = letter.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own message
        code, said = server.data(written)
    except smtplib.SMTPDataError as refusal:  # before the letter
        with suppress(OSError, smtplib.SMTPException):
            server.rset()
        return _by_code(refusal.smtp_code, refusal.smtp_error)
    except (OSError, smtplib.SMTPException) as problem:
        return Answer(Outcome.UNKNOWN, _said(problem))
    return Answer(Outcome.SENT) if code == _OK else _by_code(code, said)


def _by_code(code: int, said: bytes | str) -> Answer:
    outcome = Outcome.LATER if _TEMPORARY <= code < _FOR_GOOD else Outcome.REFUSED
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return Answer(outcome, f"{code} {text}")


def _bare(address: str) -> str:
    """The address of «Журнал <journal@school.example>»."""
    return address.rpartition("<")[2].rstrip(">")


def _said(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"
