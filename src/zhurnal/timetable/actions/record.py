"""What every change of lessons does: take the chains of the courses, read the lessons, tell the ledger."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from zhurnal.audit import ledger
from zhurnal.timetable.errors import ChangeError
from zhurnal.timetable.history import course_chain
from zhurnal.timetable.models import Lesson
from zhurnal.timetable.queries.places import written_about

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from zhurnal.school.models import School
    from zhurnal.timetable.policies import Changer

LONGEST_REASON = 200


def locked_lessons(school: School, ids: Collection[int]) -> list[Lesson]:
    """The lessons by date and number, with their names, read after their chains were taken.

    `written_about` tells of each whether the journal says something about it. Two queries, and one more on
    PostgreSQL. Raises ChangeError "no_lesson" where one is not a lesson of the school.
    """
    lessons = Lesson.objects.filter(pk__in=ids, course__year__school=school)
    lock_courses(set(lessons.values_list("course_id", flat=True)))
    found: list[Lesson] = list(
        lessons.annotate(written_about=written_about())
        .select_related(
            "course__year__school", "course__subject", "course__school_class", "course__group",
            "substitution__teacher", "cancellation",
        )
        .order_by("date", "number", "pk")
    )  # fmt: skip
    if len(found) < len(set(ids)):
        raise ChangeError(
            "no_lesson", _("Такого урока в школе нет. Ничего не изменено. Откройте день заново.")
        )
    return found


def lock_courses(courses: Iterable[int]) -> None:
    """Keep other writers out of the chains of these courses, in the order in which everybody takes them."""
    ledger.lock_all(sorted({course_chain(course) for course in courses}))


def one_line(reason: str) -> str:
    """The reason as it is stored. Raises ChangeError "reason_too_long"."""
    line = " ".join(reason.replace("\0", "").split())
    if len(line) > LONGEST_REASON:
        raise ChangeError(
            "reason_too_long",
            _("Причина длиннее %(longest)s знаков. Ничего не изменено. Сократите её.")
            % {"longest": LONGEST_REASON},
        )
    return line


def write(changer: Changer, entries: Iterable[tuple[int, ledger.Entry]]) -> None:
    """Add lines to the chains of their courses, which are taken already. Each comes with its course."""
    by_chain: dict[str, list[ledger.Entry]] = defaultdict(list)
    for course, entry in entries:
        by_chain[course_chain(course)].append(entry)
    stamp = ledger.Stamp(changer.person_id, changer.role.value, timezone.now())
    for chain in sorted(by_chain):
        ledger.append_to(ledger.Opened(chain, ledger.head(chain), {}), by_chain[chain], stamp)
