"""A photograph goes smaller than the telephone took it, and without the place where it stood."""

from __future__ import annotations

import base64
import struct
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from zhurnal.journal.models import ExcuseFile

pytestmark = pytest.mark.browser
WIDE, HIGH, LONGEST = 4000, 3000, 2560
PLACE = b"55.7558 N, 37.6173 E"
# Grain, as every sensor has: that is what makes photographs large.
GRAIN = """([wide, high]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: wide, height: high });
  const paper = canvas.getContext("2d");
  const pixels = paper.createImageData(wide, high);
  const whole = new Uint32Array(pixels.data.buffer);
  for (let at = 0; at < whole.length; at += 1) whole[at] = 0xff707070 + ((at * 2654435761) >>> 28) * 0x010101;
  paper.putImageData(pixels, 0, 0);
  return canvas.toDataURL("image/jpeg", 0.9).split(",")[1];
}"""


def photograph(page):
    """A picture as a telephone takes it: large, with the place in a segment of its own behind the beginning."""
    plain = base64.b64decode(page.evaluate(GRAIN, [WIDE, HIGH]))
    told = b"Exif\0\0" + PLACE
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told + plain[2:]


def size_of(jpeg):
    """Width and height, as the frame of the picture says (ITU T.81, B.2.2)."""
    at = 2
    while jpeg[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
    high, wide = struct.unpack(">HH", jpeg[at + 5 : at + 9])
    return wide, high


def stored():
    """The only document, and what lies in the school of it."""
    (kept,) = ExcuseFile.objects.all()
    return kept, (Path(settings.MEDIA_ROOT) / kept.path).read_bytes()


def test_the_photograph_of_a_certificate_goes_small_and_without_its_place(open_as, school_on_line):
    page = open_as(school_on_line.parent, f"/diary/{school_on_line.child.pk}/absence/", size=PHONE)
    taken = photograph(page)
    assert size_of(taken) == (WIDE, HIGH)
    page.get_by_label("болезнь").check()
    page.get_by_label("Документ", exact=True).set_input_files(
        {"name": "Справка.jpeg", "mimeType": "image/jpeg", "buffer": taken}
    )
    # At once: the form waits for the picture, not the parent.
    page.evaluate(
        """() => {
          const form = document.querySelector("form.absence");
          window.name = "0";
          form.addEventListener("submit", (event) => { if (!event.defaultPrevented) window.name += "1"; });
          for (let press = 0; press < 3; press += 1) form.requestSubmit();
        }"""
    )
    expect(page.locator(".excuses")).to_contain_text("Справка.jpeg")
    assert page.evaluate("window.name") == "01", "pressed three times, the form went once"
    kept, content = stored()
    assert kept.name == "Справка.jpeg"
    assert size_of(content) == (LONGEST, LONGEST * HIGH // WIDE)
    assert len(content) < len(taken) / 2
    assert PLACE not in content


def test_it_is_said_that_a_photograph_became_smaller(open_as, school_on_line):
    page = open_as(school_on_line.parent, f"/diary/{school_on_line.child.pk}/absence/", size=PHONE)
    field = page.get_by_label("Документ", exact=True)
    field.set_input_files({"name": "Справка.jpg", "mimeType": "image/jpeg", "buffer": photograph(page)})
    expect(page.get_by_role("status").filter(has_text="Фотографии уменьшены")).to_be_visible()
    field.set_input_files({"name": "Справка.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    expect(page.get_by_role("status").filter(has_text="Фотографии уменьшены")).to_have_count(0)


def test_what_cannot_be_read_as_a_picture_goes_as_it_is_and_is_judged(open_as, school_on_line):
    page = open_as(school_on_line.parent, f"/diary/{school_on_line.child.pk}/absence/", size=PHONE)
    page.get_by_label("болезнь").check()
    page.get_by_label("Документ", exact=True).set_input_files(
        {"name": "Справка.jpg", "mimeType": "image/jpeg", "buffer": b"MZ\x90\x00"}
    )
    page.get_by_role("button", name="Отправить классному руководителю").click()
    expect(page.get_by_role("alert")).to_contain_text("«Справка.jpg»")
    assert not ExcuseFile.objects.exists()
