"""What the scripts of the grid bring along comes once and is kept by the browser."""

from __future__ import annotations

import json
import re

import pytest

from tests.journal.pages import Element, page, read
from tests.journal.ruling import rule


@pytest.fixture
def address(cast, client):
    """The tools that the page of a grid asks for."""
    client.force_login(cast.teacher)
    document = page(client.get(f"/journal/{cast.algebra_7a.pk}/"))
    (script,) = document.all("script", defer=True)
    return script.attributes["src"]


def brought(response) -> Element:
    """What the script puts into the page."""
    found = re.fullmatch(
        r'document\.querySelector\("\[data-module=grid\]"\)\?\.insertAdjacentHTML\("beforeend", (".*")\);\n',
        response.content.decode(),
    )
    assert found
    return read(json.loads(found[1]))


def test_the_tools_are_words_dialogs_and_the_form_without_a_network(client, address):
    tools = brought(client.get(address))
    assert json.loads(tools.one("script", data_grid_words=True).text)["show"] == "Показать"
    dialogs = tools.all("dialog")
    assert [dialog.attributes.get("class") for dialog in dialogs] == ["ask", *["grid-panel"] * 3]
    fields = tools.one("template", data_details_offline=True).one("form").all(name=True)
    assert {field.attributes["name"] for field in fields} == {
        "value", "resit", "sign", "minutes", "due", "handed_in", "comment", "audience",
    }  # fmt: skip


def test_a_browser_keeps_the_edition_that_the_page_asks_for_whoever_sits_there(client, address):
    kept = client.get(address)
    assert kept["Content-Type"] == "text/javascript"
    assert kept["Cache-Control"] == "public, max-age=31536000, immutable"
    client.logout()
    assert client.get(address).content == kept.content
    assert "Cookie" not in kept.get("Vary", "")
    assert not kept.cookies


def test_an_edition_that_is_not_the_present_one_is_answered_but_not_kept(client, address):
    other = client.get(re.sub(r"\.\w+\.js$", ".0123456789abcdef.js", address))
    assert other.content == client.get(address).content
    assert other["Cache-Control"] == "no-cache"


def test_the_address_and_not_the_reader_decides_the_language(cast, client, address):
    cast.teacher.language = "en"
    cast.teacher.save(update_fields=["language"])
    (script,) = page(client.get(f"/journal/{cast.algebra_7a.pk}/")).all("script", defer=True)
    assert script.attributes["src"].startswith("/journal/tools/en.")
    english = brought(client.get(script.attributes["src"]))
    assert json.loads(english.one("script", data_grid_words=True).text)["show"] == "Show"
    assert "Показать" in client.get(address).content.decode()
    assert client.get("/journal/tools/xx.0.js").status_code == 404


def test_the_page_tells_which_fields_its_rules_do_not_know(cast, client):
    def without():
        (table,) = page(client.get(f"/journal/{cast.algebra_7a.pk}/")).all("table", data_grid=True)
        return table.attributes["data-without"]

    client.force_login(cast.teacher)
    assert without() == "handed_in"
    rule(cast, absence_with_mark="allowed_if_dated")
    assert without() == ""
