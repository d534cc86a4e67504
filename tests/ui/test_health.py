from __future__ import annotations

import pytest
from django.db import DatabaseError, connection

pytestmark = pytest.mark.django_db


def test_a_healthy_installation_says_ok(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


def test_a_lost_database_is_reported(client, monkeypatch):
    def no_cursor(*_args, **_options):
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", no_cursor)
        response = client.get("/healthz")
    assert response.status_code == 503


def test_health_cannot_be_written_to(client):
    assert client.post("/healthz").status_code == 405
