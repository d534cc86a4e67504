"""Pages go out compressed."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from zhurnal.ui.compression import LARGE, CompressionMiddleware

PAGE = "<p>Журнал</p>" * LARGE


def answered(text, *, accepts="gzip, br", **headers):
    middleware = CompressionMiddleware(lambda _: HttpResponse(text, headers=headers))
    return middleware(RequestFactory().get("/", headers={"accept-encoding": accepts}))


@pytest.mark.parametrize("text", [PAGE, PAGE[:300]], ids=["large", "small"])
def test_an_answer_is_compressed_and_can_be_read(text):
    answer = answered(text)
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) == int(answer["Content-Length"]) < len(text.encode())
    assert gzip.decompress(answer.content).decode() == text
    assert answer["Vary"] == "Accept-Encoding"


def test_a_browser_that_does_not_take_it_gets_the_page_as_it_is():
    answer = answered(PAGE, accepts="identity")
    assert "Content-Encoding" not in answer
    assert answer.content.decode() == PAGE
    assert answer["Vary"] == "Accept-Encoding"


def test_what_is_compressed_already_is_left_alone():
    answer = answered(gzip.compress(PAGE.encode()) * 100, **{"Content-Encoding": "gzip"})
    assert answer.content == gzip.compress(PAGE.encode()) * 100


def test_the_tag_of_a_compressed_page_is_weak():
    assert answered(PAGE, ETag='"abc"')["ETag"] == 'W/"abc"'
    assert answered(PAGE, ETag='W/"abc"')["ETag"] == 'W/"abc"'


def test_the_length_of_an_answer_does_not_tell_what_is_in_it():
    lengths = {len(answered(PAGE).content) for _ in range(40)}
    assert len(lengths) > 10
