"""Everything that a guardian is served about the own children, read through: nobody else stands in it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.diary.reading import entry, words_of
from tests.diary.test_marks import set_period_mark
from tests.diary.test_year import set_year_mark
from tests.journal.ruling import rule
from tests.reports.reading import opened, words_on
from zhurnal.journal.models import Average, Homework

# The own child has fours and fives; whoever else is in the class has twos and threes.
OWN, OTHERS = ("5", "4", "5"), ("2", "3", "2")
DAYS = ("2026-02-16", "2026-02-18", "2026-03-02")
WEEKS = {"2026-W08", "2026-W09", "2026-W10", "2026-W11"}
MARKS = re.compile(
    r'class="(?:simple__marks|earned__mark[^"]*|told__marks?[^"]*|dated__period-mark|simple__period-mark|'
    r'year-mark__value)"[^>]*>(.*?)</(?:p|span|b)>',
    re.DOTALL,
)


@pytest.fixture
def lived_in(cast):
    """Marks, absences, averages, marks for period and year, entries and homework of a whole class."""
    rule(cast, rating={"class_average": "shown"})
    for pupil in cast.pupils_7a:
        for day, value in zip(DAYS, OWN if pupil == cast.child else OTHERS, strict=True):
            cast.put(cast.algebra_7a, day, pupil, value)
        own = pupil == cast.child
        cast.put(cast.russian_7a, "2026-03-02", pupil, "5" if own else "нп")
        set_period_mark(cast, "5" if own else "2", pupil=pupil)
        set_year_mark(cast, "5" if own else "2", pupil=pupil)
        entry(cast, pupil, text=f"Запись для {pupil.given_name}")
    for number, pupil in enumerate(cast.pupils_7a):
        Average.objects.filter(pupil=pupil, course=cast.algebra_7a).update(
            weight=300, weighted=1400 if pupil == cast.child else 600 + 10 * number, count=3
        )
    Homework.objects.create(
        lesson=cast.lesson(cast.algebra_7a, "2026-03-02"), text="№ 345", author=cast.teacher.person,
        set_at=cast.school.now(), due_lesson=cast.lesson(cast.algebra_7a, "2026-03-04"),
    )  # fmt: skip
    return cast


@pytest.fixture
def served(lived_in, client):
    """Path → page or text of the document, of all that the diary leads to."""
    client.force_login(lived_in.parent)
    found: dict[str, str] = {}
    # The switch of the views is a button, and leads to the second of these.
    waiting = ["/diary/", f"{reverse('diary-marks', args=[lived_in.child.pk])}?view=extended"]
    while waiting:
        path = waiting.pop()
        if path in found or not _is_followed(path):
            continue
        if "/paper/" in path:
            found[path] = words_on(opened(client, path))
            continue
        response = client.get(path)
        if response.status_code == 302:
            found[path] = ""
            waiting.append(response.headers["Location"])
            continue
        assert response.status_code == 200, path
        found[path] = response.content.decode()
        waiting += [_beside(path, unescape(link)) for link in re.findall(r'href="([^"#]+)', found[path])]
    return found


def _beside(path: str, link: str) -> str:
    return path.split("?", maxsplit=1)[0] + link if link.startswith("?") else link


def _is_followed(path: str) -> bool:
    """All of the diary; of the weeks some, and each once."""
    week = re.search(r"/week/([^/]+)/", path)
    is_one = "day=" not in path and (week is None or week[1] in WEEKS)
    return path.startswith("/diary/") and is_one and not re.search(r"/month/(?!2026-03)", path)


def test_the_reader_has_reached_every_kind_of_page(lived_in, served):
    """What follows means nothing where little was read."""
    kinds = ("/week/2026-W10/", "/marks/", "view=extended", "/messages/", "/paper/", "/month/")
    child = [path for path in served if f"/diary/{lived_in.child.pk}/" in path]
    assert all(any(kind in path for path in child) for kind in kinds), child
    average = f"/diary/{lived_in.child.pk}/marks/{lived_in.algebra_7a.pk}/"
    assert any(path.startswith(average) for path in child)
    assert "1-е из 10" in words_of(served[f"/diary/{lived_in.child.pk}/marks/"])


def test_no_other_pupil_is_named_or_addressed(lived_in, served):
    own = (lived_in.child, lived_in.child_5a)
    others = [*lived_in.pupils_7a, lived_in.left, lived_in.pupil_7b, lived_in.other_pupil]
    for path, page in served.items():
        for pupil in others:
            if pupil not in own:
                assert pupil.surname not in page, (path, pupil)
                assert f"/diary/{pupil.pk}/" not in page, (path, pupil)


def test_no_other_mark_stands_among_the_own(lived_in, served):
    seen = []
    for path, page in served.items():
        if f"/diary/{lived_in.child.pk}/" in path:
            seen += [(path, words_of(found)) for found in MARKS.findall(page)]
    assert any("5" in marks for _, marks in seen)
    assert [(path, marks) for path, marks in seen if re.search(r"\b[23]\b|нп", marks)] == []
    paper = served[f"/diary/{lived_in.child.pk}/week/2026-W10/paper/"]
    assert "Русский язык 5" in paper
    assert "нп" not in paper


def test_no_place_but_the_own_is_told(served):
    places = {
        place for page in served.values() for place in re.findall(r"(\d+(?:–\d+)?-е из \d+)", words_of(page))
    }
    assert places == {"1-е из 10"}
