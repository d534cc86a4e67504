from __future__ import annotations

import pytest
from django.db import transaction

from tests.notices import world
from tests.notices.post import PostOffice
from tests.notices.push_service import PushService
from zhurnal.audit import ledger
from zhurnal.notices.worker import work


@pytest.fixture
def clock():
    yield from world.standing_clock()


@pytest.fixture
def school(cast, clock):
    """The cast, with the worker at the end of its ledger.

    Something stands in it: numbers of lines do not begin anew with every test.
    """
    with transaction.atomic():
        line = ledger.Entry("nothing", "test:1", {})
        ledger.append("school:0", [line], actor_id=None, actor_role="", at=clock.now)
    work()
    return cast


@pytest.fixture
def post(settings):
    """A mail server that keeps what it gets."""
    with PostOffice() as office:
        settings.EMAIL_HOST, settings.EMAIL_PORT = office.address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = ""
        settings.SITE_URL = "https://journal.example"
        settings.DEFAULT_FROM_EMAIL = "Журнал <journal@school.example>"
        yield office


@pytest.fixture
def push(settings, tmp_path):
    """A push service inside the house."""
    settings.DATA_DIR = tmp_path
    with PushService() as service:
        settings.PUSH_ORIGINS = [service.origin]
        yield service
