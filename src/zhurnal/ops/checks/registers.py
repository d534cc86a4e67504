"""Enrolments that cannot be true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from zhurnal.ops.checks.words import ddmmyyyy
from zhurnal.school.models import Enrolment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet


def pupils_in_two_classes() -> Iterator[str]:
    """Enrolments that begin while another one holds. One query."""
    earlier = Enrolment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=OuterRef("valid_from")),
        Q(valid_from__lt=OuterRef("valid_from"))
        | Q(valid_from=OuterRef("valid_from"), pk__lt=OuterRef("pk")),
        pupil=OuterRef("pupil"),
    )
    return _told(Enrolment.objects.filter(Exists(earlier)))


def enrolments_outside_year() -> Iterator[str]:
    """One query."""
    year = "school_class__year__"
    outside = Q(valid_from__lt=F(f"{year}starts")) | Q(valid_from__gt=F(f"{year}ends"))
    return _told(Enrolment.objects.filter(outside | Q(valid_to__gt=F(f"{year}ends"))))


def _told(enrolments: QuerySet[Enrolment]) -> Iterator[str]:
    """«Иванова Мария: 7 «А» с 01.09.2025»."""
    for found in enrolments.select_related("pupil", "school_class").order_by("pk"):
        yield f"{found.pupil.list_name}: {found.school_class.name} с {ddmmyyyy(found.valid_from)}"
