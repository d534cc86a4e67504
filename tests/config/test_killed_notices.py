"""`zhurnal notices` killed while a letter goes out: the letter never goes out again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.config.test_commands import ZHURNAL, demo, own_demo
from tests.notices.post import PostOffice

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["demo", "own_demo"]  # fixtures
pytestmark = pytest.mark.commands

# What has happened: somebody reads letters, and a mark is to be told of.
STORY = """
import django; django.setup()
from django.utils import timezone
from zhurnal.notices.models import Event, LedgerCursor, MailAddress, NoticeChoice, NoticeSettings
from zhurnal.people.models import Guardianship, User
parent, now = User.objects.get(login="parent"), timezone.now()
child = Guardianship.objects.filter(guardian=parent.person).first().pupil
MailAddress.objects.create(user=parent, address="mama@example.org", asked_at=now, confirmed_at=now)
NoticeSettings.objects.create(user=parent, quiet_from="00:00", quiet_to="00:00")
NoticeChoice.objects.create(user=parent, pupil=child, kind="mark", channel="mail", pace="now")
Event.objects.create(
    key="mark:1:1", kind="mark", person=child, after="5", line_id=1, visible_at=now, due_at=now
)
"""
LATER = """
import datetime as dt
import django; django.setup()
from zhurnal.notices.models import Delivery
claimed = Delivery.objects.get(state="sending").claimed_at
Delivery.objects.update(claimed_at=claimed - dt.timedelta(hours=1))
"""
STATES = """
import django; django.setup()
from zhurnal.notices.models import Delivery
print(*Delivery.objects.values_list("state", flat=True))
"""


def run(folder: Path, post: PostOffice, *command: str) -> subprocess.Popen[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ZHURNAL_")}
    host, port = post.address
    own = {
        "ZHURNAL_DATA_DIR": str(folder), "ZHURNAL_SMTP_URL": f"smtp://{host}:{port}?tls=no",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    return subprocess.Popen(command, env=clean | own, stdout=subprocess.PIPE, text=True)


def done(folder: Path, post: PostOffice, *command: str) -> str:
    said, _ = run(folder, post, *command).communicate(timeout=60)
    return said.strip()


def test_a_worker_killed_while_it_sends_has_sent_once(own_demo):
    script, worker = (sys.executable, "-c"), (str(ZHURNAL), "notices")
    with PostOffice() as post:
        done(own_demo, post, *script, STORY)
        post.may_answer.clear()
        with run(own_demo, post, *worker) as first:
            assert post.letter_came.wait(30)
            os.kill(first.pid, signal.SIGKILL)
        post.may_answer.set()
        done(own_demo, post, *worker)
        assert done(own_demo, post, *script, STATES) == "sending", "another worker might still be at it"
        done(own_demo, post, *script, LATER)
        done(own_demo, post, *worker)
        assert done(own_demo, post, *script, STATES) == "unknown"
        assert post.subjects == ["Новая отметка: " + post.subjects[0].rpartition(" ")[2]]
        assert len(post.letters) == 1
