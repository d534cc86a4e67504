"""Who takes part in the peak of the demo school, signed in, and where each writes or reads."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction

from tests.load.page import Page
from tests.torture.school import cells_of, is_marked
from zhurnal.people.models import Guardianship, User
from zhurnal.people.sessions import SessionStore
from zhurnal.school.models import Course, School, Teaching
from zhurnal.school.models.validity import holds_on
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date


FEWEST = 20  # cells of a page, so that nobody comes back to one before its answer


def gather(writers: int, readers: Mapping[str, int]) -> dict[str, list[Page]]:
    """So many pages of writers («save») and readers (by kind) of the first school; every page has its session."""
    school = School.objects.order_by("pk")[0]
    today = school.today()
    taught = list(_taught(school, today))
    of_families = list(_families(school, today))
    week = "{}-W{:02}".format(*today.isocalendar())
    pages = {
        "grid": ((one, f"/journal/{course.pk}/") for one, course in taught),
        "lesson sheet": ((one, f"/lessons/{_last_lesson(course, today)}/") for one, course in taught),
        "diary week": ((one, f"/diary/{pupil}/week/{week}/") for one, pupil in of_families),
        "marks, simple": ((one, f"/diary/{pupil}/marks/?view=simple") for one, pupil in of_families[50:]),
        "marks, by date": ((one, f"/diary/{pupil}/marks/?view=extended") for one, pupil in of_families[90:]),
    }
    with transaction.atomic():
        found = {
            kind: [Page(_session(one), path, {}) for one, path in islice(pages[kind], count)]
            for kind, count in readers.items()
        }
        found["save"] = list(islice(_desks(taught), writers))
    return found


def _desks(taught: list[tuple[int, Course]]) -> Iterator[Page]:
    for teacher, course in taught:
        cells = cells_of(course)
        if is_marked(cells) and len(cells) >= FEWEST:
            yield Page(_session(teacher), f"/journal/{course.pk}/cells/", cells)


def _taught(school: School, today: date) -> Iterator[tuple[int, Course]]:
    """Teachers with their courses: first everybody's first course, then everybody's second one …."""
    holding = Teaching.objects.filter(holds_on(today), course__year__school=school)
    courses_of: Counter[int] = Counter()
    ranked = []
    for teaching in holding.select_related("course__year__school").order_by("pk"):
        courses_of[teaching.teacher_id] += 1
        ranked.append((courses_of[teaching.teacher_id], teaching.teacher_id, teaching.course))
    for _, teacher, course in sorted(ranked, key=lambda one: one[:2]):
        yield teacher, course


def _families(school: School, today: date) -> Iterator[tuple[int, int]]:
    answering = Guardianship.objects.filter(
        holds_on(today), holds_on(today, "pupil__enrolments__"),
        pupil__enrolments__school_class__year__school=school,
    )  # fmt: skip
    yield from answering.order_by("pk").values_list("guardian", "pupil")


def _last_lesson(course: Course, today: date) -> int:
    held = Lesson.objects.filter(course=course, date__lte=today, cancellation=None)
    return held.order_by("-date", "-number").values_list("pk", flat=True)[0]


def _session(person: int) -> str:
    """Sign a person in without the form: whoever has no account gets one that no password opens."""
    user, _ = User.objects.get_or_create(
        person_id=person, defaults={"login": f"peak-{person}", "password": "!"}
    )
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)
