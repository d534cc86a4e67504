from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from tests.messaging.writing import to_class
from zhurnal.messaging.audience import audience_of, offer_for
from zhurnal.messaging.texts import form_of, own_hosts, will_see
from zhurnal.school.standing import standing_of


@pytest.mark.parametrize(
    ("number", "russian", "english"),
    [
        (0, 2, 2), (1, 0, 0), (2, 1, 2), (4, 1, 2), (5, 2, 2), (11, 2, 2), (12, 2, 2), (14, 2, 2), (21, 0, 2),
        (22, 1, 2), (25, 2, 2), (101, 0, 2), (111, 2, 2), (112, 2, 2), (122, 1, 2), (1000, 2, 2),
    ],
)  # fmt: skip
def test_russian_counts_in_three_forms_and_english_in_two(number, russian, english):
    assert (form_of(number, "ru"), form_of(number, "en")) == (russian, english)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "Увидят: 1 родитель и 2 ученика, 7 «А»: 2 из 10"),
        ("en", "Will be seen by 1 guardian and 2 pupils, 7 «А»: 2 of 10"),
    ],
)
def test_who_will_see_is_said_as_people_say_it(cast, language, words):
    offer = offer_for(standing_of(cast.classteacher, dt.date(2026, 3, 4)), to_class(cast))
    with translation.override(language):
        assert will_see(audience_of(offer, [cast.child.pk, cast.arrived.pk])) == words


def test_hosts_that_stand_for_all_below_them_are_own_too(settings):
    settings.ALLOWED_HOSTS = [".school1.ru", "localhost"]
    assert own_hosts() == ["school1.ru", "localhost"]
