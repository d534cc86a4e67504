"""Numbers and ids that come from outside."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.ui.given import LARGEST_ID, as_id, form_id


@pytest.mark.parametrize(
    "sent", ["", "-1", "1.0", " 1", "1_000", "٣", "²", "abc", str(LARGEST_ID + 1), "9" * 19, "9" * 10_000]
)
def test_what_is_no_number_of_a_thing_is_none(sent):
    assert as_id(sent) is None


@given(st.integers(0, LARGEST_ID))
def test_every_number_that_a_database_holds_is_read(number):
    assert as_id(str(number)) == number


@given(st.text())
def test_whatever_is_sent_breaks_nothing(sent):
    assert as_id(sent) is None or sent.isdigit()
    assert isinstance(form_id(sent), uuid.UUID)


def test_the_id_of_a_form_is_kept_and_a_lost_one_is_made_anew():
    known = uuid.uuid4()
    assert form_id(str(known)) == known
    assert form_id("lost") != form_id("lost")
