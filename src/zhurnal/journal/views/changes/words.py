"""Words that the pages of changes offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhurnal.people.models import Person
    from zhurnal.timetable.queries.candidates import Candidates


def reasons() -> list[str]:
    """Frequent reasons to choose from; any other may be written."""
    return [
        _("Болезнь учителя"),
        _("Курсы повышения квалификации"),
        _("Командировка"),
        _("Карантин"),
        _("Активированный день"),
        _("Общешкольное мероприятие"),
    ]


def candidate_groups(found: Candidates) -> list[tuple[str, list[tuple[int, str]]]]:
    """Teachers as the groups of a list to choose from."""
    return [
        (_("Ведут этот предмет, свободны"), _choices(found.of_subject)),
        (_("Свободны"), _choices(found.free)),
        (_("Заняты в это время"), _choices(found.busy)),
    ]


def _choices(people: Iterable[Person]) -> list[tuple[int, str]]:
    return [(one.pk, one.short_name) for one in people]
