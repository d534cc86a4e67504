"""What all tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connections

from tests.cast import Cast, build_cast

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["tests.ledger_flush"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001 -- asked for by name
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """SQLite in a file of its own, as in production: in memory, threads would share one connection."""
    settings = connections["default"].settings_dict
    if settings["ENGINE"].endswith("sqlite3"):
        folder: Path = tmp_path_factory.mktemp("database")
        settings["TEST"]["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture
def cast(db: None) -> Cast:  # noqa: ARG001 -- asked for by name
    """Both schools, fresh for every test."""
    return build_cast()
