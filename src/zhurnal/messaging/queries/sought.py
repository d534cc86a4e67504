"""Which entries of the list somebody looks for, and among what they may choose."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from zhurnal.messaging.models import EntryReceipt
from zhurnal.messaging.policies import entries_overseen_by, in_classes_then, recipients_overseen_by
from zhurnal.people.models import Person
from zhurnal.school.policies import classes_visible_to

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from zhurnal.messaging.models import DiaryEntry, EntryRecipient
    from zhurnal.school.models import SchoolClass
    from zhurnal.school.standing import Standing

UNREAD, UNSIGNED = "unread", "unsigned"


class Sought(NamedTuple):
    """What is looked for; what is empty is not asked. `missing`: `UNREAD` or `UNSIGNED` by some family."""

    author_id: int | None = None
    kind: str = ""
    class_id: int | None = None
    missing: str = ""
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked at all."""
        return any(self)


def entries_sought(standing: Standing, sought: Sought) -> QuerySet[DiaryEntry]:
    """Those of the entries one may look at; class and reading are asked of the same diaries."""
    asked = Q()
    for name, value in (
        ("author", sought.author_id), ("kind", sought.kind),
        ("day__gte", sought.first), ("day__lte", sought.last),
    ):  # fmt: skip
        if value:
            asked &= Q(**{name: value})
    found = entries_overseen_by(standing).filter(asked)
    if sought.class_id is None and not sought.missing:
        return found
    if sought.missing:
        # Nobody waits for families where they see nothing.
        found = found.filter(withdrawal=None, visible_at__lte=timezone.now())
    return found.filter(Exists(_diaries(standing, sought).filter(entry=OuterRef("pk"))))


def authors_offered(standing: Standing) -> list[tuple[int, str]]:
    """(person, name) of those whose entries one may look at. One query."""
    written = entries_overseen_by(standing).values("author")
    people = Person.objects.filter(pk__in=written).order_by("sort_key", "pk")
    return [(one.pk, one.full_name) for one in people]


def classes_offered(standing: Standing) -> list[tuple[str, list[tuple[int, str]]]]:
    """(year, its classes), the running year first. One query."""
    rows = classes_visible_to(standing).select_related("year").order_by("-year__starts", "grade", "letter")
    return [(name, [(one.pk, one.name) for one in group]) for name, group in groupby(rows, _year)]


def _year(school_class: SchoolClass) -> str:
    return school_class.year.name


def _diaries(standing: Standing, sought: Sought) -> QuerySet[EntryRecipient]:
    diaries = recipients_overseen_by(standing)
    if sought.class_id is not None:
        diaries = diaries.filter(in_classes_then([sought.class_id]))
    receipts = EntryReceipt.objects.filter(recipient=OuterRef("pk"))
    if sought.missing == UNSIGNED:
        receipts = receipts.filter(signed_at__isnull=False)
    return diaries.filter(~Exists(receipts)) if sought.missing else diaries
