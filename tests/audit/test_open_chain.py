"""Opening a chain: its end and what was done before, in one query."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from tests.audit.lines import MORNING
from zhurnal.audit import ledger
from zhurnal.audit.ledger import Entry, Opened, Stamp, append, append_to, open_chain
from zhurnal.audit.verify import verify_chains

pytestmark = pytest.mark.django_db

STAMP = Stamp(17, "teacher", MORNING)


def mark(change: int) -> Entry:
    return Entry("cell.set", f"cell:{change}:7", {"after": "5"}, uuid.UUID(int=change))


def write(*changes: int, chain: str = "course:12") -> None:
    append(chain, [mark(change) for change in changes], actor_id=17, actor_role="teacher", at=MORNING)


def ids(*changes: int) -> list[uuid.UUID]:
    return [uuid.UUID(int=change) for change in changes]


def test_a_chain_without_lines_opens_empty():
    assert open_chain("course:12", ids(1)) == Opened("course:12", None, {})


def test_the_end_is_found_though_earlier_lines_and_other_chains_are_asked_about():
    write(1, 2, 3)
    write(4, chain="course:13")
    opened = open_chain("course:12", ids(2, 4, 9))
    assert opened.head == ledger.head("course:12")
    assert {change.int: line.chain for change, line in opened.known.items()} == {
        2: "course:12",
        4: "course:13",
    }


def test_the_last_line_is_no_known_change_unless_asked_about():
    write(1)
    assert open_chain("course:12", ()).known == {}
    assert list(open_chain("course:12", ids(1)).known) == ids(1)


def test_lines_added_to_an_opened_chain_hold_with_those_before():
    write(1, 2)
    append_to(open_chain("course:12", ids(3)), [mark(3), mark(4)], STAMP)
    append_to(open_chain("course:13", ids(5)), [mark(5)], STAMP)
    assert verify_chains(ledger.records()) == []
    assert [line.seq for line in ledger.history("cell:4:7")] == [4]


def test_opening_and_adding_cost_two_queries(django_assert_num_queries):
    write(1, 2)
    lock = 1 if connection.vendor == "postgresql" else 0
    with django_assert_num_queries(2 + lock):
        append_to(open_chain("course:12", ids(1, 3)), [mark(3)], STAMP)


def test_a_chain_opened_before_somebody_wrote_to_it_takes_nothing():
    opened = open_chain("course:12", ())
    write(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        append_to(opened, [mark(2)], STAMP)


@pytest.mark.django_db(transaction=True)
def test_a_chain_opens_inside_a_transaction_only():
    with pytest.raises(transaction.TransactionManagementError):
        open_chain("course:12", ())
