from __future__ import annotations

import pytest
from django.utils import translation
from jinja2 import DictLoader

from zhurnal.ui import words
from zhurnal.ui.addresses import address_of
from zhurnal.ui.jinja import environment

PAGES = {
    "page": '{% import "parts" as parts %}<b>{{ _("Оценки") }}</b>{{ parts.named(who) }}{% include "foot" %}',
    "parts": '{% macro named(who) %}{{ _("заменяет %(name)s", name=who) }}{% endmacro %}',
    "foot": '<i title="{{ _("Выйти") if who else _("Войти") }}">{{ _("Вид") | upper }}</i>',
}


@pytest.fixture
def pages():
    return environment(autoescape=True, loader=DictLoader(PAGES))


@pytest.mark.parametrize(
    ("language", "page"),
    [
        ("ru", '<b>Оценки</b>заменяет &lt;b&gt;<i title="Выйти">ВИД</i>'),
        ("en", '<b>Marks</b>substitute: &lt;b&gt;<i title="Sign out">VIEW</i>'),
    ],
)
def test_a_page_speaks_the_language_of_its_reader_whoever_read_it_before(pages, language, page):
    for other in ("en", "ru"):
        with translation.override(other):
            pages.get_template("page").render(who="")
    with translation.override(language):
        assert pages.get_template("page").render(who="<b>") == page


def test_every_filter_is_known_to_the_templates():
    loader = DictLoader({name: f"{{{{ value | {name} }}}}" for name in words.__all__})
    for name in words.__all__:
        environment(autoescape=True, loader=loader).get_template(name)


def test_an_address_is_that_of_django_however_its_values_are_given():
    assert address_of("diary-week", 5, "2026-W10") == "/diary/5/week/2026-W10/"
    assert address_of("diary-week", pupil=6, week="2026-W10") == "/diary/6/week/2026-W10/"
    assert address_of("diary-week", 5, "2026-W11") == "/diary/5/week/2026-W11/"
