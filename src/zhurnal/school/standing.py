"""Where a signed-in person stands: roles, and the schools, classes and pupils that go with them.

One query answers for all roles; policies build their conditions from the answer.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, Value

from zhurnal.access.desks import Desk, desks_of
from zhurnal.access.roles import Role
from zhurnal.people.guarding import in_force
from zhurnal.people.models import Guardianship
from zhurnal.school.models import ClassTeacher, Employment, Enrolment
from zhurnal.school.models.validity import holds_on
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from zhurnal.people.models import User


@dataclass(frozen=True)
class Standing:
    """The roles of one person and their scope. Ids only: rows come from policies."""

    person_id: int = 0
    roles: frozenset[Role] = frozenset()
    schools_by_role: dict[Role, frozenset[int]] = field(default_factory=dict)
    class_ids: frozenset[int] = frozenset()  # as class teacher
    child_ids: frozenset[int] = frozenset()  # as guardian
    pupil_ids: frozenset[int] = frozenset()  # oneself, as a pupil

    @property
    def desks(self) -> list[Desk]:
        """The navigation of the person."""
        return desks_of(self.roles)

    def schools(self, *roles: Role) -> frozenset[int]:
        """Ids of the schools where the person holds one of `roles`."""
        return frozenset().union(*(self.schools_by_role.get(role, frozenset()) for role in roles))


NOBODY = Standing()


def standing_of(user: User | AnonymousUser, day: dt.date) -> Standing:
    """The standing of an account on `day`. One query; none for strangers and accounts without a person."""
    person_id = getattr(user, "person_id", None)
    if person_id is None:
        return NOBODY
    found: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for kind, thing, school_id in _facts(person=person_id, day=day):
        found[kind].add((thing, school_id))
    return _standing(person_id, found)


@prepared(person=int, day=dt.date)
def _facts(person: int, day: dt.date) -> QuerySet[Any, Any]:
    """(role, what it is about, school) of every dated fact that holds on `day`."""

    def kind(role: Role) -> Value:
        return Value(role.value, output_field=CharField())

    employed = Employment.objects.filter(holds_on(day), person=person)
    leads = ClassTeacher.objects.filter(holds_on(day), teacher=person)
    guards = Guardianship.objects.filter(in_force(day), guardian=person)
    learns = Enrolment.objects.filter(holds_on(day), pupil=person)
    return employed.values_list(F("role"), F("person_id"), F("school_id")).union(
        leads.values_list(kind(Role.CLASS_TEACHER), F("school_class_id"), F("school_class__year__school_id")),
        guards.values_list(kind(Role.GUARDIAN), F("pupil_id"), Value(0)),
        learns.values_list(kind(Role.PUPIL), F("pupil_id"), F("school_class__year__school_id")),
    )


def _standing(person_id: int, found: dict[str, set[tuple[int, int]]]) -> Standing:
    def things(role: Role) -> frozenset[int]:
        return frozenset(thing for thing, _ in found.get(role.value, ()))

    return Standing(
        person_id=person_id,
        roles=frozenset(Role(kind) for kind in found),
        schools_by_role={Role(kind): frozenset(s for _, s in facts if s) for kind, facts in found.items()},
        class_ids=things(Role.CLASS_TEACHER),
        child_ids=things(Role.GUARDIAN),
        pupil_ids=things(Role.PUPIL),
    )
