"""Writes the people of a school: staff, pupils with their families, and the accounts of the contract."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from zhurnal.access.roles import Role
from zhurnal.ops.demo.cast import PASSWORD
from zhurnal.ops.demo.dice import dice
from zhurnal.ops.demo.families import YEAR_STARTS, draw_roll
from zhurnal.ops.demo.names import FEMALE, MALE, FullName, adult_name
from zhurnal.people.models import Guardianship, Person, User
from zhurnal.school.models import ClassTeacher, Employment, Enrolment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zhurnal.ops.demo.cast import Cast
    from zhurnal.ops.demo.families import Roll
    from zhurnal.ops.demo.registers import Registers
    from zhurnal.ops.demo.staffing import Staffing

FIRST_HIRING, LAST_HIRING = 1994, 2025


@dataclass
class People:
    """Everybody of a school, in the order of the drafts: teachers as posts, pupils as the roll."""

    teachers: list[Person]
    officers: dict[Role, Person]
    roll: Roll
    pupils: list[Person]
    guardians: dict[int, list[Person]] = field(default_factory=dict)  # by family

    def index_of(self, name: FullName) -> int:
        """The index of the first pupil of that name."""
        return next(place for place, draft in enumerate(self.roll.pupils) if draft.name == name)

    def guardians_named(self, name: FullName) -> dict[int, Person]:
        """Guardians of that name by their numbers."""
        everybody = (person for persons in self.guardians.values() for person in persons)
        return {person.pk: person for person in everybody if person.full_name == " ".join(name)}


def write_people(drawn: Staffing, registers: Registers, cast: Cast) -> People:
    """Write all people of a school."""
    chance = dice("staff", drawn.profile.short_name)
    roll = draw_roll(drawn, cast.pupils)
    officers = _persons((officer.name, officer.sex, None) for officer in cast.officers)
    teachers = _persons(_teacher_names(drawn, cast))
    pupils = _persons((pupil.name, pupil.sex, pupil.born) for pupil in roll.pupils)
    by_role = {officer.role: person for officer, person in zip(cast.officers, officers, strict=True)}
    people = People(teachers, by_role, roll, pupils)
    _employ(drawn, registers, cast, people, chance.randrange(1, 10**6))
    _enrol(registers, people)
    _guard(people)
    _open_accounts(drawn, cast, people)
    return people


def _persons(drafts: Iterable[tuple[FullName, int, dt.date | None]]) -> list[Person]:
    made = []
    for name, sex, born in drafts:
        person = Person(**name._asdict(), sex="f" if sex == FEMALE else "m", birth_date=born)
        person.set_keys()
        made.append(person)
    return Person.objects.bulk_create(made, batch_size=5000)


def _teacher_names(drawn: Staffing, cast: Cast) -> Iterator[tuple[FullName, int, None]]:
    """The two teachers of the contract by what they teach, the others by lot; none has another's name."""
    chance, taken = dice("teachers", drawn.profile.short_name), set[FullName]()
    for who, post in enumerate(drawn.posts):
        if who == drawn.famous_teacher:
            yield cast.teacher[1], cast.teacher[2], None
        elif who == drawn.famous_class_teacher:
            yield cast.class_teacher[1], cast.class_teacher[2], None
        else:
            sex = MALE if chance.random() < post.men else FEMALE
            while (name := adult_name(chance, sex)) in taken:
                pass
            taken.add(name)
            yield name, sex, None


def _employ(drawn: Staffing, registers: Registers, cast: Cast, people: People, lot: int) -> None:
    chance = dice("hired", drawn.profile.short_name, lot)

    def hired() -> dt.date:
        return dt.date(chance.randint(FIRST_HIRING, LAST_HIRING), chance.randint(1, 8), chance.randint(1, 28))

    officers = [
        Employment(
            school=registers.school,
            person=people.officers[officer.role],
            role=officer.role,
            position=officer.position,
            valid_from=hired(),
        )
        for officer in cast.officers
    ]
    teachers = [
        Employment(
            school=registers.school, person=person, role=Role.TEACHER, position=post.title, valid_from=hired()
        )
        for person, post in zip(people.teachers, drawn.posts, strict=True)
    ]
    Employment.objects.bulk_create(officers + teachers)
    ClassTeacher.objects.bulk_create(
        ClassTeacher(school_class=a_class, teacher=people.teachers[who], valid_from=YEAR_STARTS)
        for a_class, who in zip(registers.classes, drawn.class_teachers, strict=True)
    )  # fmt: skip


def _enrol(registers: Registers, people: People) -> None:
    Enrolment.objects.bulk_create(
        (
            Enrolment(
                pupil=person, school_class=registers.classes[stint.class_index], valid_from=stint.since,
                valid_to=stint.until, arrival=stint.arrival, departure=stint.departure,
                file_number=f"{person.surname[0]}-{draft.number}",
            )
            for person, draft in zip(people.pupils, people.roll.pupils, strict=True)
            for stint in draft.stints
        ),
        batch_size=5000,
    )  # fmt: skip


def _guard(people: People) -> None:
    """Each family is written once, whatever the number of its children; families without a child are not."""
    lived = sorted({draft.family for draft in people.roll.pupils})
    drafts = [(family, guardian) for family in lived for guardian in people.roll.families[family].guardians]
    persons = _persons((name, sex, None) for _, (name, sex, _) in drafts)
    kinds: dict[int, list[tuple[Person, str]]] = {}
    for (family, (_, _, kind)), person in zip(drafts, persons, strict=True):
        kinds.setdefault(family, []).append((person, kind))
    people.guardians = {family: [person for person, _ in found] for family, found in kinds.items()}
    Guardianship.objects.bulk_create(
        (
            Guardianship(guardian=guardian, pupil=pupil, kind=kind, valid_from=YEAR_STARTS)
            for draft, pupil in zip(people.roll.pupils, people.pupils, strict=True)
            for guardian, kind in kinds[draft.family]
        ),
        batch_size=5000,
    )  # fmt: skip


def _open_accounts(drawn: Staffing, cast: Cast, people: People) -> None:
    owners = {officer.login: people.officers[officer.role] for officer in cast.officers}
    owners[cast.teacher[0]] = people.teachers[drawn.famous_teacher]
    owners[cast.class_teacher[0]] = people.teachers[drawn.famous_class_teacher]
    (owners[cast.parent_login],) = people.guardians_named(cast.mother).values()
    owners[cast.child_login] = people.pupils[people.index_of(cast.child)]
    User.objects.bulk_create(
        User(login=login, person=person, password=_password()) for login, person in owners.items() if login
    )


@cache
def _password() -> str:
    """Hashed once for all accounts: a good hash is slow by design."""
    return make_password(PASSWORD)
