"""Opening the diary and reading what stands in it, for the tests of this room."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from zhurnal.diary.queries.frame import Frame, frame_of
from zhurnal.messaging.models import DiaryEntry, EntryRecipient
from zhurnal.school.models import CourseMembership, Enrolment
from zhurnal.school.standing import standing_of

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast
    from zhurnal.people.models import Person, User
    from zhurnal.school.models import Course, SchoolClass

WEEK = "2026-W10"
_CHANGING = re.compile(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"')


def week_path(pupil: Person, week: str = WEEK) -> str:
    return reverse("diary-week", args=[pupil.pk, week])


def marks_path(pupil: Person, view: str = "simple", period: object = None) -> str:
    chosen = f"&period={period}" if period is not None else ""
    return f"{reverse('diary-marks', args=[pupil.pk])}?view={view}{chosen}"


def average_path(pupil: Person, course: Course, period: object = None) -> str:
    chosen = f"?period={period}" if period is not None else ""
    return f"{reverse('diary-average', args=[pupil.pk, course.pk])}{chosen}"


def messages_path(pupil: Person) -> str:
    return reverse("diary-messages", args=[pupil.pk])


def read(client: Client, path: str) -> str:
    """The page without its markup, in one line."""
    return words_of(source(client, path))


def source(client: Client, path: str) -> str:
    """The page as it is sent, but for what differs in every answer."""
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    return _CHANGING.sub(r'\1=""', response.content.decode())


def words_of(html: str) -> str:
    text = re.sub(r"<(head|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def frame_for(user: User, pupil: Person) -> Frame:
    frame = frame_of(standing_of(user, dt.date(2026, 3, 4)), pupil.pk)
    assert frame is not None
    return frame


def move(pupil: Person, day: str, to_class: SchoolClass, to_courses: list[Course]) -> None:
    """From `day` on the pupil learns in another class."""
    since = dt.date.fromisoformat(day)
    until = since - dt.timedelta(days=1)
    for spans in (Enrolment.objects.filter(pupil=pupil), CourseMembership.objects.filter(pupil=pupil)):
        spans.filter(valid_to=None).update(valid_to=until)
    Enrolment.objects.create(pupil=pupil, school_class=to_class, valid_from=since)
    for course in to_courses:
        CourseMembership.objects.create(course=course, pupil=pupil, valid_from=since)


def entry(
    cast: Cast, *pupils: Person, text: str = "Спасибо за помощь", day: str = "2026-03-02", **fields: Any
) -> DiaryEntry:
    """What the class teacher has written into some diaries."""
    given = {
        "school": cast.school, "kind": "thanks", "author": cast.classteacher.person,
        "author_role": "class_teacher",
    }  # fmt: skip
    made = DiaryEntry.objects.create(**given | fields, text=text, day=day, written_at=cast.school.now())
    EntryRecipient.objects.bulk_create(EntryRecipient(entry=made, pupil=pupil) for pupil in pupils)
    return made


class _Rows(HTMLParser):
    """Collects the rows of all tables as lists of texts."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002 -- the base class gives them
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.rows[-1][-1] += data


def rows_of(html: str) -> list[list[str]]:
    """The rows of all tables of a page."""
    parser = _Rows()
    parser.feed(html)
    return [[" ".join(cell.split()) for cell in row] for row in parser.rows]
