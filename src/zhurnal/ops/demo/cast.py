"""Who must exist: the accounts of the contract, and the pupils of 7 «А» whom the screens are tried on."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from zhurnal.access.roles import Role
from zhurnal.ops.demo.families import Fixed
from zhurnal.ops.demo.names import FEMALE, MALE, FullName
from zhurnal.ops.demo.talks import Extras, Turn

PASSWORD = "zhurnal-demo"  # noqa: S105 -- public, for demo schools only


class Officer(NamedTuple):
    """Somebody with an office and an account. Without a role: a teacher found by what he teaches."""

    login: str
    name: FullName
    sex: int
    role: Role
    position: str


class FixedEntry(NamedTuple):
    """An entry in the diary of the child: by the teacher, the class teacher or the director."""

    day: dt.date
    hour: int
    kind: str
    role: Role
    text: str
    to_class: bool = False
    extras: Extras = Extras()


class Cast(NamedTuple):
    """The people of a school who must exist. `teacher` holds algebra of 7 «А», `class_teacher` leads it."""

    officers: tuple[Officer, ...]
    pupils: tuple[Fixed, ...]
    teacher: tuple[str, FullName, int]
    class_teacher: tuple[str, FullName, int]
    mother: FullName
    parent_login: str
    child: FullName
    child_login: str = ""
    entries: tuple[FixedEntry, ...] = ()


_MOTHER = FullName("Петрова", "Елена", "Юрьевна")
_CHILD = FullName("Петрова", "Анна", "Сергеевна")
_NAMESAKE = FullName("Иванова", "Мария", "Петровна")
FIRST = Cast(
    officers=(
        Officer("director", FullName("Громов", "Лев", "Борисович"), MALE, Role.DIRECTOR, "Директор"),
        Officer(
            "deputy", FullName("Орлова", "Нина", "Павловна"), FEMALE, Role.DEPUTY,
            "Заместитель директора по учебно-воспитательной работе",
        ),
        Officer(
            "office", FullName("Зайцева", "Вера", "Олеговна"), FEMALE, Role.SECRETARY,
            "Секретарь учебной части",
        ),
        Officer(
            "auditor", FullName("Фёдоров", "Глеб", "Юрьевич"), MALE, Role.AUDITOR,
            "Специалист управления образования",
        ),
        Officer(
            "admin", FullName("Титов", "Денис", "Романович"), MALE, Role.ADMIN, "Технический администратор"
        ),
    ),
    pupils=(
        Fixed(7, "А", _CHILD, FEMALE, _MOTHER),
        Fixed(5, "А", FullName("Петров", "Иван", "Сергеевич"), MALE, _MOTHER),
        Fixed(7, "А", _NAMESAKE, FEMALE),
        Fixed(7, "А", _NAMESAKE, FEMALE),
        Fixed(7, "А", FullName("Абдуллаев", "Рустам", "Фарид оглы"), MALE),
        Fixed(7, "А", FullName("Ёлкин", "Семён", "Петрович"), MALE),
        Fixed(7, "А", FullName("Ли", "Ян", ""), MALE),
        Fixed(7, "А", FullName("Королёв", "Артём", "Ильич"), MALE, since=dt.date(2026, 2, 9)),
        Fixed(7, "А", FullName("Гусев", "Илья", "Олегович"), MALE, until=dt.date(2026, 1, 31)),
    ),
    teacher=("teacher", FullName("Смирнова", "Ирина", "Викторовна"), FEMALE),
    class_teacher=("classteacher", FullName("Кузнецов", "Олег", "Андреевич"), MALE),
    mother=_MOTHER,
    parent_login="parent",
    child=_CHILD,
    child_login="pupil",
    entries=(
        FixedEntry(
            dt.date(2026, 2, 18), 15, "invitation", Role.CLASS_TEACHER,
            "Приглашаю родителей на классный вечер 25 февраля в 17:00. Порядок вечера — в файле.",
            to_class=True,
            extras=Extras(
                "План мероприятий.txt",
                talk=(
                    Turn(True, dt.timedelta(minutes=150), "Придём вдвоём, принесём чай."),  # noqa: FBT003 -- its fields
                    Turn(False, dt.timedelta(minutes=190), "Спасибо, ждём вас."),  # noqa: FBT003 -- its fields
                ),
            ),
        ),
        FixedEntry(
            dt.date(2026, 2, 20), 14, "announcement", Role.CLASS_TEACHER,
            "В понедельник, 23 февраля, занятия по расписанию.", to_class=True,
            extras=Extras(withdrawn=dt.timedelta(minutes=35), reason="23 февраля — нерабочий день"),
        ),
        FixedEntry(
            dt.date(2026, 2, 26), 14, "thanks", Role.CLASS_TEACHER,
            "Спасибо за помощь в подготовке классного вечера ко Дню защитника Отечества.",
        ),
        FixedEntry(
            dt.date(2026, 2, 27), 15, "announcement", Role.CLASS_TEACHER,
            "Уважаемые родители! В четверг, 12 марта, в 18:30 — родительское собрание в кабинете класса.",
            to_class=True,
            extras=Extras(
                talk=(Turn(True, dt.timedelta(minutes=100), "Смогу подойти к 18:45, это не поздно?"),)  # noqa: FBT003 -- its fields
            ),
        ),
        FixedEntry(
            dt.date(2026, 3, 2), 12, "remark", Role.TEACHER,
            "Анна второй раз без тетради по алгебре. Прошу проверить, что взято с собой.",
        ),
        FixedEntry(
            dt.date(2026, 3, 3), 16, "announcement", Role.DIRECTOR,
            "Понедельник, 9 марта, — нерабочий день. К занятиям выходим во вторник, 10 марта.",
        ),
    ),
)  # fmt: skip
_SECOND_MOTHER = FullName("Лебедева", "Ольга", "Петровна")
_SECOND_CHILD = FullName("Лебедев", "Пётр", "Ильич")
SECOND = Cast(
    officers=(
        Officer("", FullName("Мельников", "Пётр", "Ильич"), MALE, Role.DIRECTOR, "Директор"),
        Officer(
            "deputy2", FullName("Волкова", "Юлия", "Сергеевна"), FEMALE, Role.DEPUTY, "Заместитель директора"
        ),
    ),
    pupils=(Fixed(7, "А", _SECOND_CHILD, MALE, _SECOND_MOTHER),),
    teacher=("teacher2", FullName("Соколова", "Дарья", "Михайловна"), FEMALE),
    class_teacher=("", FullName("Виноградова", "Тамара", "Ивановна"), FEMALE),
    mother=_SECOND_MOTHER,
    parent_login="parent2",
    child=_SECOND_CHILD,
)  # fmt: skip
