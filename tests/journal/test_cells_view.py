"""POST /journal/<course>/cells/ as docs/contract.md tells it."""

from __future__ import annotations

import datetime as dt
import json
import uuid

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.journal.entering import DAY
from zhurnal.audit.models import Line
from zhurnal.journal.models import Mark
from zhurnal.journal.views import cells as view

pytestmark = pytest.mark.django_db


@pytest.fixture
def column(cast):
    return cast.column(cast.algebra_7a, DAY)


@pytest.fixture
def post(client, cast):
    """Post changes as the teacher of algebra in 7 «А», unless told otherwise."""

    def send(*changes, actor=None, course=None, body=None, content_type="application/json"):
        client.force_login(actor or cast.teacher)
        address = reverse("journal-cells", args=[(course or cast.algebra_7a).pk])
        payload = json.dumps({"changes": changes}) if body is None else body
        return client.post(address, payload, content_type=content_type)

    return send


def raw(pupil, column, value="5", **other):
    asked = {"change_id": str(uuid.uuid4()), "pupil": pupil.pk, "column": column.pk, "value": value}
    return asked | {"seen_version": 0} | other


def test_a_saved_change_is_answered_with_all_that_the_page_needs(cast, column, post):
    response = post(asked := raw(cast.child, column))
    assert response.status_code == 200
    assert response.json() == {
        "changes": [
            {
                "change_id": asked["change_id"], "pupil": cast.child.pk, "column": column.pk,
                "status": "saved", "version": 1, "text": "5", "average": "5,00", "count": 1,
                "noted": False,
            }
        ]
    }  # fmt: skip
    assert len(response.content) < 1024


def test_a_conflict_tells_both_sides_in_the_time_of_the_school(cast, column, post):
    post(raw(cast.child, column, "4"))
    morning = dt.datetime(2026, 3, 4, 7, 41, tzinfo=dt.UTC)
    Mark.objects.update(set_at=morning)
    response = post(raw(cast.child, column, "5"))
    (conflict,) = response.json()["changes"]
    assert (conflict["status"], conflict["version"], conflict["text"]) == ("conflict", 1, "4")
    assert (conflict["by"], conflict["at"]) == ("Смирнова И. В.", "10:41")
    assert "(Смирнова И. В., 10:41)" in conflict["sentence"]
    Mark.objects.update(set_at=morning - dt.timedelta(days=1))
    response = post(raw(cast.child, column, "5"))
    assert response.json()["changes"][0]["at"] == "3 марта, 10:41"
    assert len(response.content) < 1024


def test_a_conflict_with_nothing_says_that_the_page_is_old(cast, column, post):
    (conflict,) = post(raw(cast.child, column, seen_version=4)).json()["changes"]
    assert (conflict["version"], conflict["by"], conflict["at"]) == (0, "", "")
    assert "Обновите" in conflict["sentence"]


def test_a_refused_change_has_a_code_and_a_sentence(cast, column, post):
    response = post(raw(cast.left, column))
    (refused,) = response.json()["changes"]
    assert (refused["status"], refused["code"]) == ("refused", "not_member_that_day")
    assert refused["sentence"].endswith(".")
    assert len(response.content) < 1024


def test_an_empty_day_takes_the_day_of_a_point_away(cast, column, post):
    post(raw(cast.child, column, "•", due="2026-03-20"))
    post(raw(cast.child, column, "•", seen_version=1, due=""))
    assert [(mark.pending, mark.due, mark.version) for mark in Mark.objects.all()] == [(True, None, 2)]


@pytest.mark.parametrize(
    "damage",
    [
        {"change_id": "7"},
        {"change_id": 7},
        {"change_id": None},
        {"pupil": "1"},
        {"pupil": True},
        {"pupil": 0},
        {"pupil": 2**70},
        {"pupil": 1.0},
        {"column": -5},
        {"column": []},
        {"value": 5},
        {"value": None},
        {"value": "5" * 101},
        {"value": "\ud800"},
        {"seen_version": -1},
        {"seen_version": 2**40},
        {"seen_version": None},
    ],
    ids=str,
)
def test_a_broken_change_is_refused_and_the_others_are_saved(cast, column, post, damage):
    whole = raw(cast.arrived, column, "4")
    answers = post(raw(cast.child, column) | damage, whole).json()["changes"]
    assert [answer["status"] for answer in answers] == ["refused", "saved"]
    assert (answers[0]["code"], answers[1]["change_id"]) == ("broken_change", whole["change_id"])
    assert Mark.objects.get().pupil == cast.arrived


@pytest.mark.parametrize("nonsense", [None, 5, "x", [], {}])
def test_something_that_is_no_change_at_all_is_refused_likewise(cast, column, post, nonsense):
    answers = post(nonsense, raw(cast.child, column)).json()["changes"]
    assert [answer["status"] for answer in answers] == ["refused", "saved"]
    assert answers[0]["change_id"] is None


def test_a_broken_change_is_sent_back_under_its_id(cast, column, post):
    asked = raw(cast.child, column) | {"value": None}
    (answer,) = post(asked).json()["changes"]
    assert (answer["change_id"], answer["pupil"]) == (asked["change_id"], cast.child.pk)


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"{",
        b"[]",
        b"5",
        b'{"changes": 5}',
        b"{}",
        b"\xff\xfe",
        b"[" * 90_000,
        b'{"changes": [' + b"9" * 5000 + b"]}",
    ],
    ids=lambda body: body[:12],
)
def test_a_body_that_cannot_be_read_is_a_400_with_a_sentence(post, body):
    response = post(body=body)
    assert response.status_code == 400
    assert response.json()["code"] == "broken_json"
    assert "Не сохранено" in response.json()["sentence"]


def test_too_many_changes_and_too_long_a_body_are_a_413(cast, column, post):
    many = [raw(cast.child, column)] * 501
    assert post(*many).json()["code"] == "too_much"
    for length in (200_001, 4_000_000):
        response = post(body=b" " * length)
        assert (response.status_code, response.json()["code"]) == (413, "too_much")
    assert not Mark.objects.exists()


def test_five_hundred_changes_are_taken(cast, column, post):
    same = raw(cast.child, column)
    assert len(post(*[same] * 500).json()["changes"]) == 500


def test_another_content_type_is_a_415_with_a_sentence(cast, column, post):
    body = json.dumps({"changes": [raw(cast.child, column)]})
    response = post(body=body, content_type="text/plain")
    assert (response.status_code, response.json()["code"]) == (415, "not_json")
    assert not Mark.objects.exists()


def test_nothing_to_save_is_answered_with_nothing(post):
    assert post().json() == {"changes": []}


def test_reading_the_address_is_a_405(cast, client):
    client.force_login(cast.teacher)
    assert client.get(reverse("journal-cells", args=[cast.algebra_7a.pk])).status_code == 405


def test_a_stranger_is_told_to_sign_in_by_json(cast, column, client):
    body = json.dumps({"changes": [raw(cast.child, column)]})
    address = reverse("journal-cells", args=[cast.algebra_7a.pk])
    response = client.post(address, body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (401, "signed_out")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("teacher", 200),
        ("colleague", 200),  # holds one lesson as a substitute
        ("classteacher", 403),
        ("deputy", 403),
        ("director", 403),
        ("office", 404),
        ("auditor", 404),
        ("admin", 404),
        ("parent", 404),
        ("pupil", 404),
        ("neighbour", 404),
        ("teacher2", 404),
        ("deputy2", 404),
        ("parent2", 404),
    ],
)
def test_who_may_write_who_may_look_and_who_knows_of_nothing(cast, column, post, who, status):
    response = post(raw(cast.child, column), actor=getattr(cast, who))
    assert response.status_code == status
    assert Mark.objects.exists() == (who == "teacher")
    if status != 200:
        assert response.json()["sentence"].startswith("Не сохранено")


def test_a_course_that_does_not_exist_is_a_404(cast, client):
    client.force_login(cast.teacher)
    address = reverse("journal-cells", args=[10**9])
    assert client.post(address, "{}", content_type="application/json").status_code == 404


def test_a_busy_database_asks_to_come_again(cast, column, post, monkeypatch):
    def locked(**_):
        raise OperationalError("database is locked")

    monkeypatch.setattr(view, "save_cells", locked)
    response = post(raw(cast.child, column))
    assert (response.status_code, response["Retry-After"]) == (503, "2")
    assert response.json()["code"] == "busy"


def test_a_change_costs_nine_queries_in_the_whole_request_and_a_class_no_more(cast, column, post):
    lock = 1 if connection.vendor == "postgresql" else 0
    assert count(lambda: post(raw(cast.child, column))) == 9 + lock
    others = [raw(pupil, column, "4") for pupil in cast.pupils_7a if pupil != cast.child]
    assert count(lambda: post(*others)) == 9 + lock
    assert count(lambda: post(raw(cast.child, column, "н", seen_version=1))) == 10 + lock
    assert Line.objects.count() == 11


def count(act) -> int:
    """Queries of a request, without its sign-in and the brackets of its transaction."""
    with CaptureQueriesContext(connection) as captured:
        act()
    sign_in = [i for i, query in enumerate(captured.captured_queries) if "people_session" in query["sql"]]
    asked = captured.captured_queries[sign_in[-1] :]
    return sum("SAVEPOINT" not in query["sql"] for query in asked)
