"""What is sent as a file is counted while it arrives."""

from __future__ import annotations

import io
import tempfile
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.handlers.wsgi import LimitedStream
from django.test import RequestFactory

from zhurnal.ui.uploads import refused_uploads, takes_files


@takes_files(each=1000, together=2500)
def taking():
    """A view that takes files."""


def request(files, view=taking, *, signed_in=True) -> Any:
    """A request with files of the given sizes that reached the view."""
    made: Any = RequestFactory().post("/", {f"f{at}": upload(size, at) for at, size in enumerate(files)})
    made.user = SimpleNamespace(is_authenticated=signed_in)
    made.resolver_match = SimpleNamespace(func=view)
    return made


def upload(size, at=0):
    file = io.BytesIO(b"x" * size)
    file.name = f"{at}.txt"
    return file


class Endless:
    """The body of a request with a file that nobody has to hold."""

    head = b'--b\r\nContent-Disposition: form-data; name="f"; filename="film.pdf"\r\n\r\n'

    def __init__(self, size):
        self.left = size
        self.begun = False

    def read(self, size=65536):
        if not self.begun:
            self.begun = True
            return self.head
        size = min(size, self.left)
        self.left -= size
        return b"x" * size

    readline = read


def told(made):
    sizes = {name: file.size for name, file in made.FILES.items()}
    return sizes, [(one.field, one.limit) for one in refused_uploads(made)]


def test_what_is_within_the_limits_comes_through_whole():
    assert told(request([1000, 1000])) == ({"f0": 1000, "f1": 1000}, [])


def test_a_file_that_is_too_large_is_dropped_and_the_others_are_not():
    assert told(request([10, 1001, 20])) == ({"f0": 10, "f2": 20}, [("f1", "each")])


def test_the_files_before_a_dropped_one_can_still_be_read():
    made = request([10, 5000])
    assert made.FILES["f0"].read() == b"x" * 10


def test_together_they_may_not_be_more_than_the_view_takes():
    assert told(request([1000, 1000, 900, 400])) == (
        {"f0": 1000, "f1": 1000, "f3": 400},
        [("f2", "together")],
    )


@pytest.mark.parametrize(
    ("view", "signed_in"), [(lambda: None, True), (taking, False)], ids=["no such view", "a stranger"]
)
def test_nothing_is_taken_elsewhere_or_of_strangers(view, signed_in):
    made = request([10], view, signed_in=signed_in)
    assert told(made) == ({}, [("f0", "each")])


def test_two_hundred_megabytes_are_read_and_kept_nowhere(tmp_path, monkeypatch):
    """Neither in memory nor on the disk: the largest that ever lay there is a chunk over the limit."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    stream: Any = Endless(200 * 1024 * 1024)
    made: Any = RequestFactory().generic("POST", "/", b"-", content_type="multipart/form-data; boundary=b")
    made.META["CONTENT_LENGTH"] = str(stream.left + len(Endless.head))
    length = stream.left + len(Endless.head)
    made._stream, made._read_started = LimitedStream(stream, length), False
    made.user = SimpleNamespace(is_authenticated=True)
    made.resolver_match = SimpleNamespace(func=taking)
    assert told(made) == ({}, [("f", "each")])
    assert stream.left == 0, "the browser is heard out, so that it can be told"
    assert [one.stat().st_size for one in tmp_path.iterdir()] == []
