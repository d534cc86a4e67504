"""How excuses speak in the ledger. Neither the words of a family nor the name of a document stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.audit.ledger import Entry

if TYPE_CHECKING:
    from zhurnal.journal.models import Excuse

EXCUSE_MADE = "excuse.made"
EXCUSE_DECIDED = "excuse.decided"
EXCUSE_FILE_ADDED = "excuse.file_added"


def excuse_subject(excuse: Excuse) -> str:
    """One excuse of one pupil."""
    return f"excuse:{excuse.pupil_id}:{excuse.pk}"


def made_entry(excuse: Excuse) -> Entry:
    """Somebody says that the pupil is not there."""
    days = {"first": excuse.first.isoformat(), "last": excuse.last.isoformat()}
    lessons = {"lessons": [excuse.first_lesson, excuse.last_lesson]} if excuse.first_lesson else {}
    return Entry(EXCUSE_MADE, excuse_subject(excuse), days | lessons | {"kind": excuse.kind})


def decided_entry(excuse: Excuse, cells: int = 0) -> Entry:
    """What was decided, and how many absences became excused by it."""
    said = {"decision": excuse.decision, "reason": excuse.decision_reason, "cells": cells}
    return Entry(EXCUSE_DECIDED, excuse_subject(excuse), said)


def file_entry(excuse: Excuse, sha256: str) -> Entry:
    """A document was brought."""
    return Entry(EXCUSE_FILE_ADDED, excuse_subject(excuse), {"sha256": sha256})
