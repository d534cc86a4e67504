"""The pair of keys of an installation, and what it signs."""

from __future__ import annotations

import datetime as dt
import stat
import threading

from tests.notices.push_service import claims
from zhurnal.notices.push import keys

NOW = dt.datetime(2026, 11, 25, 9, 0, tzinfo=dt.UTC)


def test_the_keys_are_made_once_and_are_nobody_elses_to_read(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    first = keys.public_key()
    keys._read.cache_clear()
    assert keys.public_key() == first
    assert stat.S_IMODE((tmp_path / keys.FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [keys.FILE], "no draft is left"


def test_two_processes_that_come_at_once_end_up_with_the_same_keys(tmp_path):
    path = tmp_path / keys.FILE
    threads = [threading.Thread(target=keys._make, args=(path,)) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert list(tmp_path.iterdir()) == [path]
    assert keys._read(path)


def test_the_header_says_who_we_are_to_one_service_for_half_a_day(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.DEFAULT_FROM_EMAIL = "Журнал <journal@school.example>"
    said = claims(keys.authorization("https://push.example", NOW))
    assert said["aud"] == "https://push.example"
    assert said["sub"] == "mailto:journal@school.example"
    assert 0 < said["exp"] - NOW.timestamp() < 24 * 60 * 60, "the standard allows a day"
