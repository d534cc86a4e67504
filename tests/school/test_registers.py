"""Pupils come, move and leave: what the registers say before, on and after the day."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.cast import account, person
from zhurnal.access.roles import Role
from zhurnal.audit.models import Line
from zhurnal.people.actions.accounts import AccountError, create_user
from zhurnal.people.models import Person, User
from zhurnal.school.actions.enrolments import enrol_pupil, move_pupil, withdraw_pupil
from zhurnal.school.actions.staff import hire, take_on
from zhurnal.school.errors import RegisterError
from zhurnal.school.models import (
    Course,
    CourseMembership,
    Employment,
    Enrolment,
    SchoolClass,
    StudyGroup,
)
from zhurnal.school.models.validity import holds_on

MOVE_DAY = dt.date(2026, 3, 2)
BEFORE = dt.date(2026, 2, 27)


def courses_on(pupil: Person, day: dt.date) -> set[Course]:
    return {row.course for row in pupil.memberships.filter(holds_on(day)).select_related("course")}


def classes_on(pupil: Person, day: dt.date) -> list[SchoolClass]:
    return [row.school_class for row in pupil.enrolments.filter(holds_on(day))]


def lines_about(pupil: Person) -> list[Line]:
    return list(Line.objects.filter(subject=f"pupil:{pupil.pk}").order_by("seq"))


@contextmanager
def refused(code: str, words: str = "") -> Iterator[None]:
    """Expects RegisterError with a code, and words in its sentence."""
    with pytest.raises(RegisterError) as refusal:
        yield
    assert refusal.value.code == code
    assert words in refusal.value.sentence


def newcomer() -> Person:
    return person("Яковлев Тимур Денисович", "m")


def stream_of(*classes: SchoolClass) -> Course:
    school_class = classes[0]
    group = StudyGroup.objects.create(year=school_class.year, kind="stream", name="Поток")
    group.classes.set(classes)
    subject = school_class.courses.select_related("subject")[0].subject
    return Course.objects.create(
        year=school_class.year,
        subject=subject,
        group=group,
        period_kind="quarter",
        hours_a_week=1,
        grade=school_class.grade,
    )


def test_an_enrolled_pupil_joins_the_common_courses_from_that_day_on(cast):
    pupil = newcomer()
    enrol_pupil(
        actor=cast.office, pupil=pupil, school_class=cast.class_7a, day=MOVE_DAY, arrival="из школы № 5"
    )
    assert classes_on(pupil, MOVE_DAY) == [cast.class_7a]
    assert courses_on(pupil, MOVE_DAY) == {cast.algebra_7a, cast.russian_7a}
    assert courses_on(pupil, MOVE_DAY - dt.timedelta(days=1)) == set()


def test_a_chosen_group_brings_its_courses(cast):
    pupil = newcomer()
    enrol_pupil(
        actor=cast.deputy, pupil=pupil, school_class=cast.class_7a, day=MOVE_DAY,
        groups=[cast.english_7a_2.group],
    )  # fmt: skip
    assert courses_on(pupil, MOVE_DAY) == {cast.algebra_7a, cast.russian_7a, cast.english_7a_2}


def test_lessons_before_a_move_belong_to_the_old_class_and_later_ones_to_the_new(cast):
    move_pupil(actor=cast.office, pupil=cast.child, school_class=cast.class_7b, day=MOVE_DAY)
    old = {cast.algebra_7a, cast.russian_7a, cast.english_7a_1, cast.english_7a_2}
    assert classes_on(cast.child, BEFORE) == [cast.class_7a]
    assert courses_on(cast.child, BEFORE) < old
    assert cast.algebra_7a in courses_on(cast.child, dt.date(2026, 3, 1))
    assert classes_on(cast.child, MOVE_DAY) == [cast.class_7b]
    assert courses_on(cast.child, MOVE_DAY) == {cast.algebra_7b}


def test_a_move_carries_the_file_number_along(cast):
    Enrolment.objects.filter(pupil=cast.child).update(file_number="П-17")
    enrolment = move_pupil(actor=cast.office, pupil=cast.child, school_class=cast.class_7b, day=MOVE_DAY)
    assert enrolment.file_number == "П-17"


def test_a_pupil_who_moves_stays_in_a_stream_that_both_classes_attend(cast):
    both = stream_of(cast.class_7a, cast.class_7b)
    CourseMembership.objects.create(course=both, pupil=cast.child, valid_from=cast.year.starts)
    StudyGroup.objects.filter(name="Поток").update(name="Общий поток")
    only_old = stream_of(cast.class_7a)
    CourseMembership.objects.create(course=only_old, pupil=cast.child, valid_from=cast.year.starts)
    move_pupil(actor=cast.office, pupil=cast.child, school_class=cast.class_7b, day=MOVE_DAY)
    assert courses_on(cast.child, MOVE_DAY) == {cast.algebra_7b, both}
    assert both.memberships.count() == 1


def test_a_membership_that_had_not_begun_when_the_pupil_left_is_gone(cast):
    later = cast.algebra_7b
    CourseMembership.objects.create(course=later, pupil=cast.child, valid_from=dt.date(2026, 4, 6))
    withdraw_pupil(actor=cast.office, pupil=cast.child, day=BEFORE)
    assert not later.memberships.filter(pupil=cast.child).exists()


def test_the_last_day_of_one_who_leaves_still_counts(cast):
    withdraw_pupil(actor=cast.office, pupil=cast.child, day=BEFORE, departure="в школу № 9")
    assert classes_on(cast.child, BEFORE) == [cast.class_7a]
    assert cast.algebra_7a in courses_on(cast.child, BEFORE)
    assert classes_on(cast.child, dt.date(2026, 2, 28)) == []
    assert courses_on(cast.child, dt.date(2026, 2, 28)) == set()


def test_one_who_left_may_come_back(cast):
    enrol_pupil(actor=cast.office, pupil=cast.left, school_class=cast.class_7a, day=MOVE_DAY)
    assert classes_on(cast.left, BEFORE) == []
    assert classes_on(cast.left, MOVE_DAY) == [cast.class_7a]
    assert cast.algebra_7a in courses_on(cast.left, MOVE_DAY)


def test_each_act_leaves_its_line_in_the_chain_of_the_school(cast):
    pupil = newcomer()
    enrol_pupil(actor=cast.office, pupil=pupil, school_class=cast.class_7a, day=BEFORE)
    move_pupil(actor=cast.deputy, pupil=pupil, school_class=cast.class_7b, day=MOVE_DAY, reason="приказ 12")
    withdraw_pupil(actor=cast.office, pupil=pupil, day=dt.date(2026, 3, 3))
    lines = lines_about(pupil)
    assert [line.action for line in lines] == [
        "enrolment.opened", "enrolment.closed", "enrolment.opened", "enrolment.closed",
    ]  # fmt: skip
    assert {line.chain for line in lines} == {f"school:{cast.school.pk}"}
    assert [line.actor_role for line in lines] == ["secretary", "deputy", "deputy", "secretary"]
    assert lines[1].details["day"] == "2026-03-01"
    assert lines[2].details == {
        "class": cast.class_7b.pk, "class_name": "7 «Б»", "day": "2026-03-02",
        "courses": [cast.algebra_7b.pk], "words": "приказ 12",
    }  # fmt: skip


@pytest.mark.parametrize("login", ["teacher", "classteacher", "director", "auditor", "admin", "parent"])
def test_only_office_and_deputy_keep_the_registers(cast, login):
    with refused("not_allowed"):
        enrol_pupil(actor=getattr(cast, login), pupil=newcomer(), school_class=cast.class_7a, day=MOVE_DAY)


def test_the_deputy_of_another_school_is_refused(cast):
    with refused("not_allowed"):
        withdraw_pupil(actor=cast.deputy2, pupil=cast.child, day=MOVE_DAY)
    assert classes_on(cast.child, dt.date(2026, 3, 4)) == [cast.class_7a]


def test_a_pupil_cannot_be_in_two_classes(cast):
    with refused("already_enrolled", "Петрова Анна уже в списке 7 «А» с 01.09.2025"):
        enrol_pupil(actor=cast.office, pupil=cast.child, school_class=cast.class_7b, day=MOVE_DAY)


def test_nobody_enters_a_class_before_an_earlier_enrolment_ended(cast):
    with refused("already_enrolled"):
        enrol_pupil(actor=cast.office, pupil=cast.left, school_class=cast.class_7a, day=dt.date(2026, 1, 31))


def test_a_day_outside_the_year_is_refused(cast):
    with refused("outside_year", "01.09.2025–26.05.2026"):
        enrol_pupil(actor=cast.office, pupil=newcomer(), school_class=cast.class_7a, day=dt.date(2026, 6, 1))


def test_a_group_of_another_class_is_refused(cast):
    with refused("foreign_group", "7 «А», английский 1"):
        enrol_pupil(
            actor=cast.office, pupil=newcomer(), school_class=cast.class_7b, day=MOVE_DAY,
            groups=[cast.english_7a_1.group],
        )  # fmt: skip


def test_a_refused_move_changes_nothing(cast):
    before = set(CourseMembership.objects.values_list("pk", "valid_to"))
    for school_class, code in (
        (cast.class_7a, "same_class"),
        (cast.other_class, "not_allowed"),
    ):
        with refused(code):
            move_pupil(actor=cast.office, pupil=cast.child, school_class=school_class, day=MOVE_DAY)
    assert set(CourseMembership.objects.values_list("pk", "valid_to")) == before
    assert lines_about(cast.child) == []


def test_another_school_is_reached_by_leaving_and_enrolling_not_by_a_move(cast):
    owner = person("Деева Мария Львовна")
    both = account("both", owner)
    for school in (cast.school, cast.other_school):
        hire(actor=None, school=school, person=owner, role=Role.SECRETARY, day=cast.year.starts)
    with refused("other_year"):
        move_pupil(actor=both, pupil=cast.child, school_class=cast.other_class, day=MOVE_DAY)


def test_who_came_today_moves_tomorrow_at_the_earliest(cast):
    pupil = newcomer()
    enrol_pupil(actor=cast.office, pupil=pupil, school_class=cast.class_7a, day=MOVE_DAY)
    with refused("too_early", "только с 02.03.2026"):
        move_pupil(actor=cast.office, pupil=pupil, school_class=cast.class_7b, day=MOVE_DAY)


def test_one_who_is_nowhere_cannot_move_or_leave(cast):
    with refused("not_enrolled"):
        move_pupil(actor=cast.office, pupil=cast.left, school_class=cast.class_7b, day=MOVE_DAY)
    with refused("not_enrolled"):
        withdraw_pupil(actor=cast.office, pupil=cast.left, day=MOVE_DAY)
    with refused("not_enrolled"):
        withdraw_pupil(actor=cast.office, pupil=cast.arrived, day=dt.date(2026, 2, 8))


def test_hiring_is_written_and_not_done_twice(cast):
    owner = person("Новикова Ольга Петровна")
    hire(
        actor=cast.deputy, school=cast.school, person=owner, role=Role.TEACHER, day=MOVE_DAY,
        position="учитель физики",
    )  # fmt: skip
    assert Employment.objects.get(person=owner).position == "учитель физики"
    line = Line.objects.get(subject=f"person:{owner.pk}")
    assert (line.action, line.chain) == ("employment.opened", f"school:{cast.school.pk}")
    with refused("already_employed", "учитель с 02.03.2026"):
        hire(actor=cast.deputy, school=cast.school, person=owner, role=Role.TEACHER, day=MOVE_DAY)


def test_a_family_role_is_not_an_employment(cast):
    with refused("not_a_staff_role", "«родитель»"):
        hire(actor=None, school=cast.school, person=cast.teacher.person, role=Role.GUARDIAN, day=MOVE_DAY)


def test_taking_on_makes_person_account_and_employment_at_once(cast):
    user = take_on(
        actor=None, school=cast.school, role=Role.DEPUTY, name="Алиева Лейла Тофик кызы", login="alieva",
        password="дубовый листок",
    )  # fmt: skip
    assert user.person is not None
    assert (user.person.surname, user.person.patronymic, user.person.sex) == ("Алиева", "Тофик кызы", "f")
    assert Employment.objects.get(person=user.person).valid_from == cast.school.today()


def test_taking_on_in_a_role_that_is_no_employment_leaves_no_account(cast):
    with refused("not_a_staff_role"):
        take_on(
            actor=None, school=cast.school, role=Role.PUPIL, name="Ли Ян Львович", login="lee",
            password="дубовый листок",
        )  # fmt: skip
    assert not User.objects.filter(login="lee").exists()


def test_taking_on_with_a_taken_login_is_refused_in_the_words_of_the_register(cast):
    with refused("login_taken", "Логин «teacher» занят"):
        take_on(
            actor=None, school=cast.school, role=Role.TEACHER, name="Ли Ян Львович", login="teacher",
            password="дубовый листок",
        )  # fmt: skip


@pytest.mark.django_db
def test_an_account_may_sign_in_and_is_in_the_ledger():
    user = create_user(
        actor=None, login="ivanova", password="дубовый листок",
        surname="Иванова", given_name="Анна", patronymic="Олеговна",
    )  # fmt: skip
    assert User.objects.get(login="ivanova").check_password("дубовый листок")
    assert user.person is not None
    assert (user.person.full_name, user.person.sex) == ("Иванова Анна Олеговна", "f")
    line = Line.objects.get(subject=f"user:{user.pk}")
    assert (line.action, line.actor_role) == ("account.created", "command line")
    assert "листок" not in (line.payload or "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"login": ""}, "bad_login"),
        ({"login": "два слова"}, "bad_login"),
        ({"login": "x" * 61}, "bad_login"),
        ({"password": "12345"}, "weak_password"),
        ({"surname": " "}, "empty_name"),
        ({"patronymic": ""}, "unknown_sex"),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_leaves_nothing(changed, code):
    asked = {
        "login": "ivanova", "password": "дубовый листок", "surname": "Иванова", "given_name": "Анна",
        "patronymic": "Олеговна",
    }  # fmt: skip
    with pytest.raises(AccountError) as refusal:
        create_user(actor=None, **{**asked, **changed})
    assert refusal.value.code == code
    assert "не создана" in refusal.value.sentence
    assert not Person.objects.exists()


@pytest.mark.usefixtures("cast")
def test_a_taken_login_is_refused():
    with pytest.raises(AccountError, match="Логин «teacher» занят"):
        create_user(
            actor=None, login="teacher", password="дубовый листок", surname="Ли", given_name="Ян", sex="m"
        )
