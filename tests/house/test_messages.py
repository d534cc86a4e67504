"""The product speaks Russian and English: nothing is left untranslated, nothing is shown past the catalogue."""

from __future__ import annotations

import html
import json
import re
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, TextField
from django.urls import reverse
from jinja2 import Environment

from tests.browser.pages import PAGES, address
from tests.browser.stories import a_lived_in_school, a_night_has_passed
from tests.catalogue import LANGUAGES, collected, compiled, source, translated, written
from zhurnal.calc.grading.absence import ABSENCE_CODES
from zhurnal.journal.actions.lessons import take_attendance
from zhurnal.journal.models import PeriodMark
from zhurnal.messaging.models import DiaryEntry, EntryRecipient
from zhurnal.people.models import User
from zhurnal.school.models import SchoolClass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cast import Cast

ROOMS = Path(settings.SOURCES) / "zhurnal"
RUSSIAN = re.compile(r"[А-Яа-яЁё]+")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
# Signs and their keys are the notation of the journal; a language is named in itself.
NOTATION = {*ABSENCE_CODES, *"нбуопсеёюа", "Русский"}
# Seen by builders only.
TEMPLATES = [path for path in ROOMS.rglob("*.html") if path.name != "components_page.html"]


def words_of(language: str) -> dict[Any, Any]:
    return {message.id: message for message in translated(language) if message.id}


# The catalogue


def test_english_is_the_only_language_that_is_translated():
    assert LANGUAGES == ["en"]
    assert {code for code, _ in settings.LANGUAGES} == {"ru", "en"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_translated(language):
    assert source(language).with_suffix(".mo").read_bytes() == compiled(translated(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_collecting_again_would_change_nothing(language):
    words = translated(language)
    words.update(collected(), no_fuzzy_matching=True, update_header_comment=False)
    assert written(words) == source(language).read_bytes(), "run `make messages`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language):
    found = words_of(language)
    assert [message.id for message in found.values() if not message.string or message.fuzzy] == []
    assert {message.id for message in collected() if message.id} == found.keys()
    assert len(found) > 400, "the collector must have seen the sources"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_placeholders_of_its_message_and_no_russian(language):
    for message in words_of(language).values():
        assert sorted(PLACEHOLDER.findall(message.string)) == sorted(PLACEHOLDER.findall(message.id))
        assert foreign(message.string) == [], message.string
        assert "!" not in message.string


def test_no_message_depends_on_a_number_for_russian_has_three_forms_and_gettext_would_take_two():
    assert [message.id for message in collected() if message.pluralizable] == []


# The sources


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_says_nothing_past_the_catalogue(path):
    before: list[str] = ["", ""]
    for line, kind, value in Environment().lex(path.read_text(encoding="utf-8")):  # noqa: S701 -- renders nothing
        if kind == "data" or (kind == "string" and before != ["_", "("]):
            assert foreign(value) == [], f"{path.name}:{line}"
        if kind != "whitespace":
            before = [before[1], value]


@pytest.mark.parametrize("path", sorted(ROOMS.rglob("*.js")), ids=lambda path: path.name)
def test_a_script_has_no_words_of_its_own(path):
    code = re.sub(r"(^|\s)//.*|/\*.*?\*/", "", path.read_text(encoding="utf-8"))
    assert re.findall(r"[А-Яа-яЁё]{4,}", code) == []


# The pages


@pytest.fixture
def english(cast, client, request):
    """The cast with something on every page, all of it read in English."""
    User.objects.update(language="en")
    client.cookies.load({"language": "en"})
    a_lived_in_school(cast)
    if "forecast" in request.node.name:
        a_night_has_passed(cast)
    for day, value in (("2026-02-18", "н"), ("2026-02-20", "оп5")):
        cast.put(cast.algebra_7a, day, cast.child, value)
    cast.put(cast.algebra_7a, "2026-02-25", cast.child, "4", position=2)
    take_attendance(actor=cast.teacher, lesson=cast.lesson(cast.algebra_7a, "2026-02-16"))
    author, now = cast.classteacher.person, cast.school.now()
    # A place in the class stands beside a mark for the period.
    PeriodMark.objects.create(
        course=cast.algebra_7a, period=cast.quarter, pupil=cast.child, value="4", author=author, set_at=now
    )
    for kind, role in (("remark", "class_teacher"), ("announcement", "deputy"), ("invitation", "director")):
        entry = DiaryEntry.objects.create(
            school=cast.school, kind=kind, author=author, author_role=role, text="Ждём вас в школе",
            day=cast.school.today(), written_at=now,
        )  # fmt: skip
        EntryRecipient.objects.create(entry=entry, pupil=cast.child)
    return cast


def data() -> list[str]:
    """Every text that the cast put into the database, longest first."""
    found = {school_class.name for school_class in SchoolClass.objects.all()}
    for model in apps.get_models():
        texts = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, CharField | TextField) and not field.choices
        ]
        if texts and model.__module__.startswith("zhurnal."):
            values = [str(value) for row in model._default_manager.values_list(*texts) for value in row]
            found |= {part for value in values for part in (value, *value.split(", "))}
    return sorted((text for text in found if len(text) > 1), key=len, reverse=True)


def foreign(text: str) -> list[str]:
    """The Russian words of a text. A capital that stands alone is an initial or the letter of a class."""
    words = RUSSIAN.findall(text)
    return [word for word in words if word not in NOTATION and not (len(word) == 1 and word.isupper())]


def russian_left(response: Any) -> list[str]:
    text = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), response.content.decode())
    text = html.unescape(text)
    for known in data():
        text = text.replace(known, " ")
    return foreign(text)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_in_english_holds_no_russian_but_the_schools_own(english, client, page):
    login, name = PAGES[page]
    if login:
        client.force_login(getattr(english, login))
    response = client.get(address(name, english))
    assert response.status_code == 200
    assert 'lang="en"' in response.content.decode()
    assert russian_left(response) == []


MORE = {
    "marks by date": ("parent", "diary-marks", "?view=extended"),
    "marks, simple": ("parent", "diary-marks", "?view=simple"),
    "diary of a class": ("classteacher", "diary-messages", ""),
    "a day without lessons": ("teacher", "journal", "?day=2026-03-07"),
    "a day in the holidays": ("teacher", "journal", "?day=2026-01-05"),
    "search": ("deputy", "classes", "?text=пе"),
    "this week": ("deputy", "oversight", "?window=week"),
}


@pytest.mark.parametrize("page", MORE)
def test_so_do_the_other_faces_of_a_page(english, client, page):
    login, name, query = MORE[page]
    client.force_login(getattr(english, login))
    response = client.get(address(name, english) + query)
    assert response.status_code == 200
    assert russian_left(response) == []


def test_an_error_in_english_holds_no_russian(english, client):
    client.force_login(english.teacher)
    for name, place, status in (
        ("journal-course", {"course": english.algebra_7b.pk}, 404),
        ("oversight", {}, 403),
    ):
        response = client.get(reverse(name, kwargs=place))
        assert response.status_code == status
        assert russian_left(response) == []


def changes(cast: Cast) -> Iterator[dict[str, object]]:
    """Changes that are refused, each for its own reason."""
    column = cast.column(cast.algebra_7a, "2026-02-16").pk
    left_on = cast.column(cast.algebra_7a, "2026-02-18").pk
    cancelled = cast.column(cast.algebra_7a, "2026-02-27").pk
    future = cast.column(cast.algebra_7a, "2026-03-06").pk
    other, child = cast.pupils_7a[0].pk, cast.child.pk
    for pupil, work, value in (
        (other, column, "9"), (other, column, "эх"), (other, column, "5н"), (child, column, "3"),
        (cast.left.pk, left_on, "5"), (other, cancelled, "5"), (other, future, "5"),
        (cast.pupil_7b.pk, column, "5"), (other, cast.control.pk, "н"),
    ):  # fmt: skip
        yield {
            "change_id": str(uuid.uuid4()), "pupil": pupil, "column": work, "value": value, "seen_version": 0,
        }  # fmt: skip


def test_a_refusal_in_english_holds_no_russian_but_what_was_typed(english, client):
    client.force_login(english.teacher)
    body = json.dumps({"changes": list(changes(english))})
    path = reverse("journal-cells", kwargs={"course": english.algebra_7a.pk})
    answers = client.post(path, body, content_type="application/json").json()["changes"]
    assert {answer["status"] for answer in answers} == {"refused", "conflict"}
    for answer in answers:
        sentence = answer["sentence"].replace("“эх”", "").replace("“5н”", "")
        for known in data():
            sentence = sentence.replace(known, "")
        assert foreign(sentence) == [], answer
