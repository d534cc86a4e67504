"""The list of pupils of a course, as it stands at the left of every sheet."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from zhurnal.school.models import CourseMembership
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from zhurnal.school.models import Course

Span = tuple[dt.date, dt.date | None]


class Pupil(NamedTuple):
    """A pupil of a course with the days on which the pupil is taught in it."""

    id: int
    name: str
    is_female: bool
    spans: tuple[Span, ...]

    def holds_on(self, day: dt.date) -> bool:
        """Whether the pupil is taught in the course on `day`."""
        return any(starts <= day and (ends is None or day <= ends) for starts, ends in self.spans)

    def note(self, first: dt.date, last: dt.date, today: dt.date) -> str:
        """«с 09.02» or «выбыл 31.01», where it happened after `first` and before `last`."""
        since, until = self.spans[0][0], self.spans[-1][1]
        parts = []
        if since > first:
            parts.append(_("с {day}").format(day=f"{since:%d.%m}"))
        if until is not None and until < last:
            parts.append(_departure(until, is_female=self.is_female, is_past=until < today))
        return ", ".join(parts)


def pupils_of(course: Course, first: dt.date, last: dt.date) -> list[Pupil]:
    """Everybody who is taught in the course on some day from `first` to `last`, in order. One query."""
    rows = _members(course=course.pk, first=first, last=last)
    people: dict[int, tuple[str, str, dt.date | None, bool]] = {}
    spans: dict[int, tuple[Span, ...]] = {}
    for pupil, surname, given_name, patronymic, born, sex, starts, ends in rows:
        people[pupil] = (f"{surname} {given_name}", patronymic, born, sex == "f")
        spans[pupil] = (*spans.get(pupil, ()), (starts, ends))
    names = distinct_names([person[:3] for person in people.values()])
    return [
        Pupil(pupil, name, person[3], spans[pupil])
        for (pupil, person), name in zip(people.items(), names, strict=True)
    ]


@prepared(course=int, first=dt.date, last=dt.date)
def _members(course: int, first: dt.date, last: dt.date) -> QuerySet[Any, Any]:
    begun = CourseMembership.objects.filter(course=course, valid_from__lte=last)
    there = begun.filter(Q(valid_to=None) | Q(valid_to__gte=first))
    return there.order_by("pupil__sort_key", "pupil", "valid_from").values_list(
        "pupil_id", "pupil__surname", "pupil__given_name", "pupil__patronymic", "pupil__birth_date",
        "pupil__sex", "valid_from", "valid_to",
    )  # fmt: skip


def _departure(until: dt.date, *, is_female: bool, is_past: bool) -> str:
    if not is_past:
        return _("по {day}").format(day=f"{until:%d.%m}")
    return (_("выбыла {day}") if is_female else _("выбыл {day}")).format(day=f"{until:%d.%m}")


def distinct_names(people: Sequence[tuple[str, str, dt.date | None]]) -> list[str]:
    """Surname and given name; namesakes get the patronymic, and full namesakes the day of birth."""
    same = Counter(name for name, _patronymic, _born in people)
    same_in_full = Counter((name, patronymic) for name, patronymic, _born in people)
    names = []
    for name, patronymic, born in people:
        parts = [name, patronymic] if same[name] > 1 else [name]
        if same_in_full[name, patronymic] > 1 and born is not None:
            parts.append(f"({born:%d.%m.%Y})")
        names.append(" ".join(part for part in parts if part))
    return names
