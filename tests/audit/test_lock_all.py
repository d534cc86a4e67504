"""Several chains locked at once: their writers wait. Real threads, real commits."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from tests.audit.lines import MORNING
from zhurnal.audit import ledger
from zhurnal.audit.ledger import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def write(chain: str, written: list[str]) -> None:
    try:
        with transaction.atomic():
            ledger.append(
                chain,
                [Entry("cell.set", "cell:1:1", {})],
                actor_id=17,
                actor_role="teacher",
                at=MORNING,
            )
            written.append(chain)
    finally:
        connection.close()


def test_writers_of_locked_chains_wait_until_the_transaction_ends():
    written: list[str] = []
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            ledger.lock_all(["course:2", "course:1"])
            jobs = [pool.submit(write, chain, written) for chain in ("course:1", "course:2")]
            time.sleep(0.3)  # long enough for whoever does not wait
            assert written == []
        assert [job.result() for job in jobs] == [None, None]
    assert sorted(written) == ["course:1", "course:2"]


def test_two_who_lock_the_same_chains_in_other_orders_do_not_wait_for_each_other_for_ever():
    chains = [f"course:{number}" for number in range(1000)]
    start = threading.Barrier(2)

    def lock(names: list[str]) -> None:
        try:
            start.wait()
            for _ in range(300):
                with transaction.atomic():
                    ledger.lock_all(names)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(lock, names) for names in (chains, chains[::-1])]
        assert [job.result(timeout=30) for job in jobs] == [None, None]


def test_chains_are_locked_for_a_change_only():
    with pytest.raises(TransactionManagementError):
        ledger.lock_all(["course:1"])
