"""To whom somebody may write, in which role: a course, a class, a parallel, the school, or some of their pupils."""

from __future__ import annotations

from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from zhurnal.access.roles import Role
from zhurnal.messaging.errors import MessagingError
from zhurnal.messaging.policies import HEADS, schools_written_for
from zhurnal.people.guarding import in_force
from zhurnal.people.models import Guardianship, short_name
from zhurnal.school.models import CourseMembership, Enrolment, SchoolClass
from zhurnal.school.models.validity import holds_on
from zhurnal.school.policies import courses_writable_by
from zhurnal.ui.given import as_id

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator

    from zhurnal.school.models import School
    from zhurnal.school.standing import Standing


class Scope(StrEnum):
    """What an address names."""

    COURSE = "course"
    CLASS = "class"
    GRADE = "grade"
    SCHOOL = "school"


class Address(NamedTuple):
    """In which role one writes, and to whom: «class_teacher-class-5». A grade is of the school `school`."""

    role: Role
    scope: Scope
    school: int
    thing: int

    @property
    def code(self) -> str:
        """As it stands in a form and in links."""
        return f"{self.role.value}-{self.scope.value}-{self.school}-{self.thing}"


class Offer(NamedTuple):
    """An address that is open to somebody."""

    address: Address
    label: str
    school: School


class Addressed(NamedTuple):
    """A pupil in whose diary an entry would stand, and who else would read it there."""

    pupil_id: int
    name: str
    class_id: int
    class_name: str
    guardians: tuple[tuple[int, str], ...]


class Audience(NamedTuple):
    """The pupils of an offer, and those of them who were chosen."""

    offer: Offer
    whole: list[Addressed]
    pupils: list[Addressed]

    @property
    def is_whole(self) -> bool:
        """Whether nobody was left out."""
        return len(self.pupils) == len(self.whole)

    @property
    def guardians(self) -> int:
        """How many guardians would read it; one of two pupils is counted once."""
        return len({guardian for one in self.pupils for guardian, _ in one.guardians})

    @property
    def label(self) -> str:
        """How the entry names it: nothing where it goes to one pupil."""
        if len(self.pupils) == 1:
            return ""
        if self.is_whole:
            return self.offer.label
        return _("{audience}: {number} из {whole}").format(
            audience=self.offer.label, number=len(self.pupils), whole=len(self.whole)
        )

    def by_class(self) -> Iterator[tuple[str, list[Addressed]]]:
        """The chosen pupils, class by class."""
        for name, pupils in groupby(self.pupils, attrgetter("class_name")):
            yield name, list(pupils)


def read_address(code: str) -> Address | None:
    """What `Address.code` wrote; None for anything else."""
    parts = code.split("-")
    if len(parts) != len(Address._fields):
        return None
    role, scope, *given = parts
    numbers = [number for one in given if (number := as_id(one)) is not None]
    if len(numbers) < len(given):
        return None
    try:
        return Address(Role(role), Scope(scope), *numbers)
    except ValueError:
        return None


def offers_to(standing: Standing) -> list[Offer]:
    """All to whom the person may write today, one's own class first. Three queries a school at most, and one."""
    found: list[Offer] = []
    for school in schools_written_for(standing):
        found += _as_class_teacher(standing, school)
        found += _as_teacher(standing, school)
        found += _as_head(standing, school)
    return found


def offer_for(standing: Standing, address: Address) -> Offer:
    """The offer of an address. Raises MessagingError «not_addressed» where it is not open to the person."""
    for offer in offers_to(standing):
        if offer.address == address:
            return offer
    raise MessagingError("not_addressed")


def offers_about(standing: Standing, pupil_id: int) -> list[Offer]:
    """Through which offers the person may write to a pupil, the narrowest first: course, class."""
    fitting = [
        one for one in offers_to(standing) if one.address.scope in {Scope.COURSE, Scope.CLASS}
    ]  # fmt: skip
    return [one for one in fitting if _enrolments(one).filter(pupil=pupil_id).exists()]


def audience_of(offer: Offer, chosen: Collection[int] = ()) -> Audience:
    """The pupils of an offer with their guardians; of those `chosen`, all where none is. Two queries.

    Raises MessagingError «not_addressed» where somebody else was chosen.
    """
    enrolments = _enrolments(offer)
    guardians: dict[int, list[tuple[int, str]]] = {}
    day = offer.school.today()
    answering = Guardianship.objects.filter(in_force(day), pupil__in=enrolments.order_by().values("pupil"))
    for pupil, guardian, *name in answering.order_by("guardian__sort_key", "guardian_id").values_list(
        "pupil_id", "guardian_id", "guardian__surname", "guardian__given_name", "guardian__patronymic"
    ):
        guardians.setdefault(pupil, []).append((guardian, short_name(*name)))
    whole = [
        Addressed(one.pupil_id, one.pupil.list_name, one.school_class_id, one.school_class.name,
                  tuple(guardians.get(one.pupil_id, ())))
        for one in enrolments.select_related("pupil", "school_class")
    ]  # fmt: skip
    if not set(chosen) <= {one.pupil_id for one in whole}:
        raise MessagingError("not_addressed")
    return Audience(offer, whole, [one for one in whole if one.pupil_id in chosen] if chosen else whole)


def _enrolments(offer: Offer) -> QuerySet[Enrolment]:
    """The enrolments of today that an offer names, in the order of class lists."""
    address, day = offer.address, offer.school.today()
    of_today = Enrolment.objects.filter(holds_on(day), school_class__year__school=offer.school)
    if address.scope is Scope.COURSE:
        member = CourseMembership.objects.filter(holds_on(day), course=address.thing, pupil=OuterRef("pupil"))
        of_today = of_today.filter(Exists(member))
    elif address.scope is Scope.CLASS:
        of_today = of_today.filter(school_class=address.thing)
    elif address.scope is Scope.GRADE:
        of_today = of_today.filter(school_class__grade=address.thing)
    return of_today.order_by(
        "school_class__grade", "school_class__letter", "school_class_id", "pupil__sort_key", "pupil_id"
    )


def _as_class_teacher(standing: Standing, school: School) -> Iterator[Offer]:
    if school.pk in standing.schools(Role.CLASS_TEACHER):
        for one in _classes(school, school.today()).filter(pk__in=standing.class_ids):
            yield Offer(Address(Role.CLASS_TEACHER, Scope.CLASS, school.pk, one.pk), one.name, school)


def _as_teacher(standing: Standing, school: School) -> Iterator[Offer]:
    if school.pk in standing.schools(Role.TEACHER):
        courses = courses_writable_by(standing.person_id, school.today()).filter(year__school=school)
        for course in courses.select_related("subject", "school_class", "group").order_by("grade", "pk"):
            yield Offer(Address(Role.TEACHER, Scope.COURSE, school.pk, course.pk), str(course), school)


def _as_head(standing: Standing, school: School) -> Iterator[Offer]:
    roles = [role for role in reversed(HEADS) if school.pk in standing.schools(role)]
    classes = list(_classes(school, school.today())) if roles else []
    for role in roles:
        yield Offer(Address(role, Scope.SCHOOL, school.pk, school.pk), _("Вся школа"), school)
        for grade in sorted({one.grade for one in classes}):
            name = _("{grade}-е классы").format(grade=grade)
            yield Offer(Address(role, Scope.GRADE, school.pk, grade), name, school)
        for one in classes:
            yield Offer(Address(role, Scope.CLASS, school.pk, one.pk), one.name, school)


def _classes(school: School, day: dt.date) -> QuerySet[SchoolClass]:
    """The classes of the year."""
    of_year = Q(year__school=school, year__starts__lte=day, year__ends__gte=day)
    return SchoolClass.objects.filter(of_year).order_by("grade", "letter")
