from __future__ import annotations

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from tests.audit.lines import MORNING, chains, entries
from zhurnal.audit import ledger
from zhurnal.audit.ledger import Entry, append, build_lines, find_by_change_ids, head, history, store
from zhurnal.audit.models import Line
from zhurnal.audit.verify import UNLINKED, Breach, verify_chains

pytestmark = pytest.mark.django_db


def mark(pupil: int, change: int | None = None) -> Entry:
    change_id = uuid.UUID(int=change) if change else None
    return Entry("mark.set", f"cell:{pupil}:7", {"before": "", "after": "5"}, change_id)


def write(*marks: Entry, chain: str = "course:12") -> None:
    append(chain, marks, actor_id=17, actor_role="teacher", at=MORNING)


def end_of(chain: str) -> int:
    found = head(chain)
    return found.seq if found else 0


def test_lines_are_numbered_within_their_chain():
    write(mark(1), mark(2))
    write(mark(1), chain="course:13")
    write(mark(3))
    assert list(Line.objects.order_by("id").values_list("chain", "seq")) == [
        ("course:12", 1), ("course:12", 2), ("course:13", 1), ("course:12", 3),
    ]  # fmt: skip


def test_what_was_appended_verifies_after_it_has_been_through_the_database():
    moscow = dt.timezone(dt.timedelta(hours=3))
    write(mark(1, change=5), mark(2))
    odd = Entry("topic.set", "lesson:3", {"before": None, "after": "Ёж — «птица»\n\\ \u2028 \U0001f600"})
    append(
        "course:12", [odd], actor_id=None, actor_role="", at=dt.datetime(2026, 3, 2, 23, 59, 59, 1, moscow)
    )
    assert verify_chains(ledger.records()) == []
    assert head("course:12") == ledger.Head(3, bytes(Line.objects.get(seq=3).hash))


@pytest.mark.parametrize("count", [1, 28, 500])
def test_a_change_of_any_size_costs_two_queries(count, django_assert_num_queries):
    lock = 1 if connection.vendor == "postgresql" else 0
    with django_assert_num_queries(2 + lock):
        write(*map(mark, range(1, count + 1)))


def test_nothing_to_say_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        write()
    assert not Line.objects.exists()


def test_a_change_made_by_a_client_is_found_again():
    write(mark(1, change=5), mark(2, change=6), mark(3))
    found = find_by_change_ids([uuid.UUID(int=6), uuid.UUID(int=7)])
    assert {change.int: line.subject for change, line in found.items()} == {6: "cell:2:7"}


def test_the_same_change_cannot_be_written_twice():
    write(mark(1, change=5))
    with pytest.raises(IntegrityError), transaction.atomic():
        write(mark(2), mark(1, change=5), chain="course:13")
    assert Line.objects.count() == 1


def test_history_tells_one_thing_from_its_beginning():
    write(mark(1), mark(2))
    write(Entry("mark.set", "cell:1:7", {"before": "5", "after": "4"}))
    assert [line.details for line in history("cell:1:7")] == [
        {"before": "", "after": "5"},
        {"before": "5", "after": "4"},
    ]


def test_seeding_writes_the_same_lines_as_appending_and_goes_on_where_it_stopped():
    assert store(chains(one=10)) == 10
    more = [(mark(pupil), stamp) for pupil, (_, stamp) in enumerate(entries(5))]
    assert store(build_lines("one", more, head("one"))) == 5
    write(mark(1), chain="one")
    assert verify_chains(ledger.records()) == []
    assert end_of("one") == 16
    assert find_by_change_ids([uuid.UUID(int=3)])[uuid.UUID(int=3)].at == MORNING + dt.timedelta(seconds=3)


def test_payloads_that_json_cannot_say_exactly_are_refused():
    with pytest.raises(ValueError, match="JSON"):
        write(Entry("mark.set", "cell:1:7", {"after": float("nan")}))
    with pytest.raises(TypeError, match="JSON"):
        write(Entry("mark.set", "cell:1:7", {"after": MORNING}))
    assert not Line.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"seq": 0},
        {"payload": None},
        {"salt": None},
    ],
)
def test_the_table_refuses_a_line_that_cannot_be(broken):
    record = chains(one=1)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.create(**record._replace(**broken)._asdict())


def test_the_table_refuses_two_lines_in_one_place():
    store(chains(one=1))
    twin = chains(one=1)[0]._replace(change_id=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        store([twin])


def test_a_line_put_into_the_table_by_hand_is_found():
    write(mark(1), mark(2))
    store(chains(**{"course:12": 4})[2:3])
    assert verify_chains(ledger.records()) == [Breach("course:12", 3, UNLINKED)]


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_the_transaction_of_its_change_is_refused():
    with pytest.raises(transaction.TransactionManagementError, match="transaction"):
        write(mark(1))
    assert not Line.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_lines_go_when_their_change_is_taken_back():
    with transaction.atomic():
        write(mark(1))
        transaction.set_rollback(True)
    assert not Line.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_writers_of_one_chain_wait_for_each_other():
    def one_lesson(writer: int) -> None:
        for number in range(20):
            with transaction.atomic():
                write(mark(100 * writer + number))
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one_lesson, range(4)))
    assert end_of("course:12") == 80
    assert verify_chains(ledger.records()) == []
