"""Two writers at once: real threads, real commits."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.journal.entering import DAY, change, save, standing
from zhurnal.audit.ledger import records
from zhurnal.audit.models import Line
from zhurnal.audit.verify import verify_chains
from zhurnal.journal.actions.cells import Conflict, Saved
from zhurnal.journal.models import Average, Mark
from zhurnal.journal.replay import replay

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def column(cast):
    return cast.column(cast.algebra_7a, DAY)


def at_once(*jobs):
    """Run the jobs in threads that start together, each with a connection of its own."""
    start = Barrier(len(jobs))

    def run(job):
        try:
            start.wait()
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_of_two_who_write_into_one_cell_exactly_one_wins(cast, column):
    for turn in range(8):
        version = standing(cast, column, cast.child)[1]
        changes = [change(cast.child, column, value, version) for value in ("54"[turn % 2], "32"[turn % 2])]
        answers = [answer for (answer,) in at_once(*(lambda one=one: save(cast, one) for one in changes))]
        assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Saved"]
        winner = next(answer for answer in answers if isinstance(answer, Saved))
        loser = next(answer for answer in answers if isinstance(answer, Conflict))
        assert (loser.text, loser.version) == (winner.text, version + 1)
        assert standing(cast, column, cast.child) == (winner.text, version + 1)
    assert Line.objects.count() == 8
    assert_all_is_well()


def test_the_same_change_from_two_windows_is_done_once(cast, column):
    one = change(cast.child, column, "5")
    first, second = at_once(lambda: save(cast, one), lambda: save(cast, one))
    assert first == second
    assert Line.objects.count() == 1


def test_writers_of_one_pupil_lose_no_part_of_the_average(cast):
    """Different cells, so nobody conflicts; the sums are one row that both carry along."""
    columns = [cast.column(cast.algebra_7a, day) for day in ("2026-02-25", "2026-03-02", "2026-03-04")]
    works = [*columns, cast.control]
    answers = at_once(*(lambda work=work: save(cast, change(cast.child, work, "4")) for work in works))
    assert all(isinstance(answer, Saved) for answer in itertools.chain(*answers))
    assert Average.objects.values_list("weight", "weighted", "count").get() == (500, 2000, 4)
    assert Mark.objects.count() == 4
    assert_all_is_well()


def assert_all_is_well() -> None:
    assert verify_chains(records()) == []
    assert list(replay()) == []
