"""`/sw.js`: what a browser needs before it can show notices of this site."""

from __future__ import annotations

import json
import re

from django.contrib.staticfiles import finders

from zhurnal.notices.views.worker import SCRIPTS


def test_a_stranger_gets_the_script_which_takes_in_its_parts_in_their_order(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript"
    (parts,) = re.findall(r"importScripts\((.*)\);", answer.content.decode())
    assert [part.rsplit("/", 1)[1].split(".")[0] for part in parts.split(", ")] == [
        "push-worker", "offline-rules", "offline-worker",
    ]  # fmt: skip
    assert all(finders.find(path) for path in SCRIPTS)


def test_it_has_its_words_in_every_language(client):
    (words,) = re.findall(r"self.words = (.*);", client.get("/sw.js").content.decode())
    assert json.loads(words)["ru"]["offline"] == "Нет сети."
    assert set(json.loads(words)) == {"ru", "en"}


def test_a_phone_is_told_how_to_install_the_site_and_every_icon_is_there(client):
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    told = answer.json()
    assert (told["start_url"], told["display"]) == ("/", "standalone")
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    for icon in told["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))
    assert '<link rel="manifest" href="/manifest.webmanifest">' in client.get("/login/").content.decode()


def test_a_new_version_is_asked_for_at_every_visit(client):
    assert client.get("/sw.js")["Cache-Control"] == "no-cache"
