"""The cast: two schools that every test knows. Wednesday 4 March 2026, two thirds through the third quarter.

School 1 has 7 «А» (all the trouble lives here), 7 «Б» and 5 «А»; school 2 has a 7 «А» of its own, so that a
row of the wrong school is one step away. Names of accounts are those of docs/contract.md.
"""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from zhurnal.access.roles import Role
from zhurnal.calc.calendar import lesson_dates
from zhurnal.journal.models import PeriodClosure, Work, WorkKind
from zhurnal.people.models import Guardianship, Person, User
from zhurnal.school.models import (
    ClassTeacher,
    Course,
    CourseMembership,
    DayOff,
    Employment,
    Enrolment,
    School,
    SchoolClass,
    SchoolYear,
    StudyGroup,
    StudyPeriod,
    Subject,
    Teaching,
)
from zhurnal.timetable.models import (
    Bell,
    BellSchedule,
    Lesson,
    LessonCancellation,
    Substitution,
    WeeklySlot,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhurnal.journal.actions.cells import Conflict, Refused, Saved

PASSWORD = "zhurnal-demo"
TODAY = dt.date(2026, 3, 4)
YEAR_STARTS, YEAR_ENDS = dt.date(2025, 9, 1), dt.date(2026, 5, 26)
QUARTERS = [
    (YEAR_STARTS, dt.date(2025, 10, 24)),
    (dt.date(2025, 11, 5), dt.date(2025, 12, 30)),
    (dt.date(2026, 1, 12), dt.date(2026, 3, 27)),
    (dt.date(2026, 4, 6), YEAR_ENDS),
]
HALF_YEARS = [(YEAR_STARTS, dt.date(2025, 12, 30)), (dt.date(2026, 1, 12), YEAR_ENDS)]
HOLIDAYS = [
    ("Осенние каникулы", dt.date(2025, 10, 25), dt.date(2025, 11, 4)),
    ("Зимние каникулы", dt.date(2025, 12, 31), dt.date(2026, 1, 11)),
    ("Весенние каникулы", dt.date(2026, 3, 28), dt.date(2026, 4, 5)),
]
DAYS_OFF = [
    ("День защитника Отечества", dt.date(2026, 2, 23)),
    ("Международный женский день", dt.date(2026, 3, 9)),
]
BELLS = ["08:30", "09:25", "10:30", "11:35", "12:30", "13:25", "14:20"]
KINDS = [
    ("answer", "Ответ на уроке", "О", 100),
    ("homework", "Домашняя работа", "ДЗ", 50),
    ("control", "Контрольная работа", "КР", 200),
]
PUPILS_7A = [
    "Абдуллаев Рустам Фарид оглы",
    "Белова Алёна Игоревна",
    "Ёлкин Семён Петрович",
    "Иванова Мария Петровна",
    "Иванова Мария Петровна",
    "Королёв Артём Ильич",
    "Ли Ян",
    "Петрова Анна Сергеевна",
    "Семёнова-Тянь Ольга Львовна",
    "Юсупова Гузель Ринатовна",
]


@dataclass
class Cast:
    """Everybody and everything by name."""

    school: School
    other_school: School
    year: SchoolYear
    quarters: list[StudyPeriod]
    users: dict[str, User] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    kinds: dict[str, WorkKind] = field(default_factory=dict)
    pupils_7a: list[Person] = field(default_factory=list)

    teacher: User = field(init=False)
    colleague: User = field(init=False)
    classteacher: User = field(init=False)
    deputy: User = field(init=False)
    director: User = field(init=False)
    parent: User = field(init=False)
    pupil: User = field(init=False)
    office: User = field(init=False)
    auditor: User = field(init=False)
    admin: User = field(init=False)
    neighbour: User = field(init=False)
    teacher2: User = field(init=False)
    parent2: User = field(init=False)
    deputy2: User = field(init=False)

    class_7a: SchoolClass = field(init=False)
    class_7b: SchoolClass = field(init=False)
    class_5a: SchoolClass = field(init=False)
    other_class: SchoolClass = field(init=False)

    algebra_7a: Course = field(init=False)
    russian_7a: Course = field(init=False)
    english_7a_1: Course = field(init=False)
    english_7a_2: Course = field(init=False)
    algebra_7b: Course = field(init=False)
    algebra_5a: Course = field(init=False)
    other_algebra: Course = field(init=False)

    child: Person = field(init=False)
    child_5a: Person = field(init=False)
    pupil_7b: Person = field(init=False)
    other_pupil: Person = field(init=False)
    arrived: Person = field(init=False)
    left: Person = field(init=False)

    control: Work = field(init=False)
    cancelled: Lesson = field(init=False)
    substituted: Lesson = field(init=False)

    @property
    def quarter(self) -> StudyPeriod:
        """The running one, the third."""
        return self.quarters[2]

    def lesson(self, course: Course, day: str) -> Lesson:
        return Lesson.objects.get(course=course, date=day)

    def column(self, course: Course, day: str, position: int = 1) -> Work:
        return Work.objects.get(lesson__course=course, lesson__date=day, position=position)

    def put(
        self, course: Course, day: str, pupil: Person, value: str, *, seen: int = 0, position: int = 1
    ) -> Saved | Conflict | Refused:
        """Write a cell the honest way: as the teacher of the course would."""
        from zhurnal.journal.actions.cells import CellChange, save_cells  # noqa: PLC0415 -- only who puts needs it

        teaching = Teaching.objects.filter(course=course).select_related("teacher__user").first()
        assert teaching is not None
        column = self.column(course, day, position)
        change = CellChange(uuid.uuid4(), pupil.pk, column.pk, value, seen)
        return save_cells(actor=teaching.teacher.user, course=course, changes=[change])[0]


def build_cast() -> Cast:
    """Build the cast in an empty database."""
    school, other = _school("Школа № 1", "Средняя школа № 1"), _school("Школа № 2", "Средняя школа № 2")
    year, quarters = _year(school)
    other_year, _ = _year(other)
    cast = Cast(school, other, year, quarters)
    _staff(cast)
    _classes(cast, other_year)
    _courses(cast)
    _pupils(cast)
    _lessons(cast)
    return cast


def _school(short_name: str, name: str) -> School:
    return School.objects.create(name=name, short_name=short_name, frozen_today=TODAY)


def _year(school: School) -> tuple[SchoolYear, list[StudyPeriod]]:
    year = SchoolYear.objects.create(school=school, name="2025/26", starts=YEAR_STARTS, ends=YEAR_ENDS)
    quarters = StudyPeriod.objects.bulk_create(
        StudyPeriod(year=year, kind="quarter", number=number, starts=starts, ends=ends)
        for number, (starts, ends) in enumerate(QUARTERS, 1)
    )
    StudyPeriod.objects.bulk_create(
        StudyPeriod(year=year, kind="half_year", number=number, starts=starts, ends=ends)
        for number, (starts, ends) in enumerate(HALF_YEARS, 1)
    )
    DayOff.objects.bulk_create(
        [
            *(DayOff(year=year, kind="holidays", name=name, starts=a, ends=b) for name, a, b in HOLIDAYS),
            *(DayOff(year=year, kind="day_off", name=name, starts=day, ends=day) for name, day in DAYS_OFF),
        ]
    )
    _bells(school)
    return year, quarters


def _bells(school: School) -> None:
    schedule = BellSchedule.objects.create(
        school=school, name="I смена", shift=1, first_grade=1, last_grade=11, valid_from=YEAR_STARTS
    )
    starts = [dt.datetime.strptime(text, "%H:%M").replace(tzinfo=dt.UTC) for text in BELLS]
    Bell.objects.bulk_create(
        Bell(schedule=schedule, number=number, starts=at.time(), ends=(at + dt.timedelta(minutes=45)).time())
        for number, at in enumerate(starts, 1)
    )


def person(name: str, sex: str = "f", born: dt.date | None = None) -> Person:
    """One person from «Фамилия Имя Отчество»."""
    surname, given_name, *rest = name.split(" ")
    return Person.objects.create(
        surname=surname, given_name=given_name, patronymic=" ".join(rest), sex=sex, birth_date=born
    )


@functools.cache
def _password() -> str:
    return make_password(PASSWORD)  # once for all: a good hash is slow by design


def account(login: str, owner: Person) -> User:
    """An account with the demo password."""
    return User.objects.create(login=login, person=owner, password=_password())


def _staff(cast: Cast) -> None:
    staff = [
        ("teacher", "Смирнова Ирина Викторовна", Role.TEACHER, cast.school),
        ("colleague", "Петрова Ирина Ивановна", Role.TEACHER, cast.school),
        ("classteacher", "Кузнецов Олег Андреевич", Role.TEACHER, cast.school),
        ("deputy", "Орлова Нина Павловна", Role.DEPUTY, cast.school),
        ("director", "Громов Лев Борисович", Role.DIRECTOR, cast.school),
        ("office", "Зайцева Вера Олеговна", Role.SECRETARY, cast.school),
        ("auditor", "Фёдоров Глеб Юрьевич", Role.AUDITOR, cast.school),
        ("admin", "Титов Денис Романович", Role.ADMIN, cast.school),
        ("teacher2", "Соколова Дарья Михайловна", Role.TEACHER, cast.other_school),
        ("deputy2", "Волкова Юлия Сергеевна", Role.DEPUTY, cast.other_school),
    ]
    for login, name, role, school in staff:
        owner = person(name)
        setattr(cast, login, account(login, owner))
        Employment.objects.create(school=school, person=owner, role=role, valid_from=YEAR_STARTS)
    for login, name in (
        ("parent", "Петрова Елена Юрьевна"),
        ("neighbour", "Быкова Анна Ильинична"),
        ("parent2", "Лебедева Ольга Петровна"),
    ):
        setattr(cast, login, account(login, person(name)))


def _classes(cast: Cast, other_year: SchoolYear) -> None:
    for name, year, grade, letter in (
        ("class_7a", cast.year, 7, "А"),
        ("class_7b", cast.year, 7, "Б"),
        ("class_5a", cast.year, 5, "А"),
        ("other_class", other_year, 7, "А"),
    ):
        setattr(cast, name, SchoolClass.objects.create(year=year, grade=grade, letter=letter))
    ClassTeacher.objects.create(
        school_class=cast.class_7a, teacher=_person_of(cast.classteacher), valid_from=YEAR_STARTS
    )
    ClassTeacher.objects.create(
        school_class=cast.class_7b, teacher=_person_of(cast.colleague), valid_from=YEAR_STARTS
    )


def _courses(cast: Cast) -> None:
    cast.subjects = {
        name: Subject.objects.create(school=cast.school, name=name, short_name=name[:12], position=position)
        for position, name in enumerate(("Русский язык", "Английский язык", "Алгебра"), 1)
    }
    algebra, russian, english = (
        cast.subjects[name] for name in ("Алгебра", "Русский язык", "Английский язык")
    )
    other = Subject.objects.create(school=cast.other_school, name="Алгебра", short_name="Алгебра")
    groups: list[StudyGroup] = []
    for number in (1, 2):
        group = StudyGroup.objects.create(year=cast.year, kind="subgroup", name=f"7 «А», английский {number}")
        group.classes.add(cast.class_7a)
        groups.append(group)
    rows: list[tuple[str, Subject, SchoolClass, StudyGroup | None, User]] = [
        ("algebra_7a", algebra, cast.class_7a, None, cast.teacher),
        ("russian_7a", russian, cast.class_7a, None, cast.classteacher),
        ("english_7a_1", english, cast.class_7a, groups[0], cast.classteacher),
        ("english_7a_2", english, cast.class_7a, groups[1], cast.colleague),
        ("algebra_7b", algebra, cast.class_7b, None, cast.colleague),
        ("algebra_5a", algebra, cast.class_5a, None, cast.colleague),
        ("other_algebra", other, cast.other_class, None, cast.teacher2),
    ]
    for name, subject, school_class, study_group, teacher in rows:
        course = Course.objects.create(
            year=school_class.year, subject=subject, school_class=school_class, group=study_group,
            period_kind="quarter", hours_a_week=3, grade=school_class.grade,
        )  # fmt: skip
        setattr(cast, name, course)
        Teaching.objects.create(course=course, teacher=_person_of(teacher), valid_from=YEAR_STARTS)


def _pupils(cast: Cast) -> None:
    cast.pupils_7a = [person(name, born=dt.date(2012, 5, number)) for number, name in enumerate(PUPILS_7A, 1)]
    cast.pupils_7a.sort(key=lambda pupil: (pupil.sort_key, pupil.pk))
    cast.left = person("Гусев Илья Олегович", "m")
    cast.arrived = cast.pupils_7a[5]
    cast.child = cast.pupils_7a[7]
    cast.child_5a, cast.pupil_7b = person("Петров Иван Сергеевич", "m"), person("Быкова Ева Романовна")
    cast.other_pupil = person("Лебедев Пётр Ильич", "m")
    cast.pupil = account("pupil", cast.child)
    second_half = [cast.english_7a_2, cast.english_7a_1]
    for number, pupil in enumerate(cast.pupils_7a):
        since = dt.date(2026, 2, 9) if pupil == cast.arrived else YEAR_STARTS
        _enrol(pupil, cast.class_7a, [cast.algebra_7a, cast.russian_7a, second_half[number % 2]], since=since)
    until = dt.date(2026, 1, 31)
    _enrol(cast.left, cast.class_7a, [cast.algebra_7a, cast.russian_7a, cast.english_7a_1], until=until)
    _enrol(cast.child_5a, cast.class_5a, [cast.algebra_5a])
    _enrol(cast.pupil_7b, cast.class_7b, [cast.algebra_7b])
    _enrol(cast.other_pupil, cast.other_class, [cast.other_algebra])
    for guardian, pupil in (
        (cast.parent, cast.child),
        (cast.parent, cast.child_5a),
        (cast.neighbour, cast.pupil_7b),
        (cast.parent2, cast.other_pupil),
    ):
        Guardianship.objects.create(
            guardian=_person_of(guardian), pupil=pupil, kind="mother", valid_from=YEAR_STARTS
        )


def _enrol(
    pupil: Person,
    school_class: SchoolClass,
    courses: Iterable[Course],
    *,
    since: dt.date = YEAR_STARTS,
    until: dt.date | None = None,
) -> None:
    Enrolment.objects.create(pupil=pupil, school_class=school_class, valid_from=since, valid_to=until)
    CourseMembership.objects.bulk_create(
        CourseMembership(course=course, pupil=pupil, valid_from=since, valid_to=until) for course in courses
    )


# Weekday, lesson number.
WEEK = {
    "algebra_7a": [(1, 2), (3, 2), (5, 2)],
    "russian_7a": [(1, 3), (2, 3), (4, 3)],
    "english_7a_1": [(2, 4), (4, 4)],
    "english_7a_2": [(2, 4), (4, 4)],
    "algebra_7b": [(1, 4), (3, 4)],
    "algebra_5a": [(2, 1), (4, 1)],
    "other_algebra": [(1, 2), (3, 2)],
}


def _lessons(cast: Cast) -> None:
    quarter = cast.quarter
    off = {day for _, day in DAYS_OFF}
    lessons = []
    for name, places in WEEK.items():
        course: Course = getattr(cast, name)
        for weekday, number in places:
            slot = WeeklySlot.objects.create(
                course=course, weekday=weekday, number=number, room="214", valid_from=YEAR_STARTS
            )
            dates = lesson_dates(weekday, quarter.starts, quarter.ends, days_off=off)
            lessons += [
                Lesson(course=course, date=day, number=number, room="214", slot=slot) for day in dates
            ]
    made = Lesson.objects.bulk_create(lessons)
    kinds = _kinds(cast)
    Work.objects.bulk_create(
        Work(lesson=lesson, position=1, kind=kinds[lesson.course.year.school_id], weight=100)
        for lesson in made
    )
    _exceptions(cast)


def _kinds(cast: Cast) -> dict[int, WorkKind]:
    ordinary = {}
    for school in (cast.other_school, cast.school):
        cast.kinds = {
            code: WorkKind.objects.create(
                school=school, code=code, name=name, short_name=short, weight=weight,
                is_control=code == "control", position=position,
            )
            for position, (code, name, short, weight) in enumerate(KINDS, 1)
        }  # fmt: skip
        ordinary[school.pk] = cast.kinds["answer"]
    return ordinary


def _exceptions(cast: Cast) -> None:
    """A control work, a lesson not held, one held by another teacher, closed periods."""
    cast.control = Work.objects.create(
        lesson=cast.lesson(cast.algebra_7a, "2026-02-25"), position=2, kind=cast.kinds["control"], weight=200,
        title="Контрольная работа № 5 по теме «Линейная функция»",
    )  # fmt: skip
    deputy, now = _person_of(cast.deputy), cast.school.now()
    cast.cancelled = cast.lesson(cast.algebra_7a, "2026-02-27")
    LessonCancellation.objects.create(lesson=cast.cancelled, reason="Карантин", made_by=deputy, made_at=now)
    cast.substituted = cast.lesson(cast.algebra_7a, "2026-03-02")
    Substitution.objects.create(
        lesson=cast.substituted,
        teacher=_person_of(cast.colleague),
        reason="Болезнь учителя",
        made_by=deputy,
        made_at=now,
    )
    for period in cast.quarters[:2]:
        PeriodClosure.objects.create(period=period, closed_by=deputy, closed_at=now)


def _person_of(user: User) -> Person:
    assert user.person is not None
    return user.person
