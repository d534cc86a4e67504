"""What all tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings
from hypothesis import HealthCheck
from hypothesis import settings as properties

from tests.cast import Cast, build_cast
from zhurnal.journal.queries.rules import policy_of, rules_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest_plugins = ["tests.ledger_flush"]
# How long an example takes is the machine's affair: a busy one is no fault of the rule.
properties.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("any machine")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001 -- asked for by name
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """SQLite in a file of its own, as in production: in memory, threads would share one connection."""
    if connections["default"].vendor == "sqlite":
        folder: Path = tmp_path_factory.mktemp("database")
        connections["default"].settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def static_files_under_their_own_names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hashed names need all files to be collected first; a test shall see the file it changes.

    What tests store goes into a folder of their own.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": plain},
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
    ):
        yield


@pytest.fixture
def cast(db: None) -> Cast:  # noqa: ARG001 -- asked for by name
    """Both schools, fresh for every test."""
    # The numbers of the versions that another test has stored are given again.
    policy_of.cache_clear()
    rules_for.cache_clear()
    return build_cast()
