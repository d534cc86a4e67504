"""Two workers at the same queue."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections

from tests.notices.world import by_mail, choose, delivering_later, put, states
from zhurnal.notices.worker import work


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_everything_once(school, clock, post):
    for number, user in enumerate((school.parent, school.pupil)):
        by_mail(user, f"reader{number}@example.org")
        choose(user, school.child, "mark", "now")
    days = ("2026-02-16", "2026-02-18", "2026-02-20", "2026-03-02")
    for day in days:
        put(school, "5", day=day)
        work()
        clock.on(minutes=11)
        delivering_later()
    assert len(states()) == 2 * len(days)
    both = threading.Barrier(2)

    def run():
        both.wait()
        try:
            for _ in range(3):
                work(clock.now)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=run) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    connection.close()
    assert set(states()) == {"sent"}
    ids = [letter["Message-ID"] for letter in post.letters]
    assert (len(ids), len(set(ids))) == (2 * len(days), 2 * len(days))
