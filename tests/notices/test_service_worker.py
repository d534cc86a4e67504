"""`/sw.js`: what a browser needs before it can show notices of this site."""

from __future__ import annotations

import re

from django.contrib.staticfiles import finders


def test_a_stranger_gets_the_script_which_takes_in_the_handlers_of_push(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript"
    (handlers,) = re.findall(r'importScripts\("/static/([^"]+)"\)', answer.content.decode())
    assert "push-worker" in handlers
    assert finders.find("notices/push-worker.js")


def test_a_new_version_is_asked_for_at_every_visit(client):
    assert client.get("/sw.js")["Cache-Control"] == "no-cache"
