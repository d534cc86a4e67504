"""What all tests share."""

from __future__ import annotations

import pytest

from tests.cast import Cast, build_cast

pytest_plugins = ["tests.ledger_flush"]


@pytest.fixture
def cast(db: None) -> Cast:  # noqa: ARG001 -- a fixture is asked for by name
    """Both schools, fresh for every test."""
    return build_cast()
