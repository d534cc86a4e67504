"""How the parts of the server stand to each other."""

from __future__ import annotations

from django.conf import settings


def test_static_files_are_not_compressed_anew_for_every_visitor():
    parts = [name.rsplit(".", 1)[1] for name in settings.MIDDLEWARE]
    assert parts.index("WhiteNoiseMiddleware") < parts.index("CompressionMiddleware")


def test_every_answer_carries_the_headers_of_safety(client, cast):
    client.force_login(cast.teacher)
    answer = client.get("/journal/")
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
