"""Pupils come, move and leave. An end is written and nothing erased, so that history stays right."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhurnal.audit.ledger import Entry
from zhurnal.school.actions.record import ddmmyyyy, keeper_role, write
from zhurnal.school.errors import RegisterError
from zhurnal.school.models import Course, CourseMembership, Enrolment

if TYPE_CHECKING:
    from collections.abc import Collection

    from zhurnal.people.models import Person, User
    from zhurnal.school.models import SchoolClass, StudyGroup

_DAY = dt.timedelta(days=1)


@transaction.atomic
def enrol_pupil(
    *,
    actor: User,
    pupil: Person,
    school_class: SchoolClass,
    day: dt.date,
    groups: Collection[StudyGroup] = (),
    arrival: str = "",
    file_number: str = "",
) -> Enrolment:
    """Enrol from `day` on: into the class, its common courses, and those of the given groups.

    Raises RegisterError: not_allowed, outside_year, already_enrolled, foreign_group.
    """
    role = keeper_role(actor, school_class.year.school)
    _check_day(day, school_class)
    _check_groups(groups, school_class)
    _check_free(pupil, day)
    entry, enrolment = _open(pupil, school_class, day, groups, arrival=arrival, file_number=file_number)
    write(school_class.year.school, entry, actor=actor, role=role)
    return enrolment


@transaction.atomic
def move_pupil(
    *,
    actor: User,
    pupil: Person,
    school_class: SchoolClass,
    day: dt.date,
    groups: Collection[StudyGroup] = (),
    reason: str = "",
) -> Enrolment:
    """Move to another class of the same year; `day` is the first day there.

    Lessons before `day` keep the pupil in the old courses, lessons from `day` on have the pupil in the new
    ones. Marks put already for lessons from `day` on stay in the old journal: `zhurnal check` names them.
    Raises RegisterError: not_allowed, not_enrolled, same_class, other_year, outside_year, too_early,
    foreign_group.
    """
    role = keeper_role(actor, school_class.year.school)
    _check_day(day, school_class)
    _check_groups(groups, school_class)
    old = _current(pupil, day)
    _check_move(old, school_class, day)
    ended = _close(old, day - _DAY, departure=reason, stays=_streams_of(school_class))
    started, enrolment = _open(pupil, school_class, day, groups, arrival=reason, file_number=old.file_number)
    write(school_class.year.school, ended, started, actor=actor, role=role)
    return enrolment


@transaction.atomic
def withdraw_pupil(*, actor: User, pupil: Person, day: dt.date, departure: str = "") -> Enrolment:
    """End the enrolment and every course membership; `day` is the last day at school.

    Raises RegisterError: not_allowed, not_enrolled.
    """
    old = _current(pupil, day)
    school = old.school_class.year.school
    role = keeper_role(actor, school)
    write(school, _close(old, day, departure=departure), actor=actor, role=role)
    return old


def _check_day(day: dt.date, school_class: SchoolClass) -> None:
    year = school_class.year
    if not year.starts <= day <= year.ends:
        raise RegisterError(
            "outside_year",
            _("%(day)s не входит в учебный год %(year)s (%(starts)s–%(ends)s). Ничего не записано.")
            % {
                "day": ddmmyyyy(day), "year": year.name,
                "starts": ddmmyyyy(year.starts), "ends": ddmmyyyy(year.ends),
            },
        )  # fmt: skip


def _check_groups(groups: Collection[StudyGroup], school_class: SchoolClass) -> None:
    own = set(school_class.groups.values_list("pk", flat=True)) if groups else set()
    foreign = [group.name for group in groups if group.pk not in own]
    if foreign:
        raise RegisterError(
            "foreign_group",
            _("«%(group)s» — не группа класса %(class)s. Ничего не записано. Выберите группу этого класса.")
            % {"group": foreign[0], "class": school_class.name},
        )


def _check_free(pupil: Person, day: dt.date) -> None:
    taken = (
        Enrolment.objects.select_for_update(of=("self",))
        .filter(Q(valid_to=None) | Q(valid_to__gte=day), pupil=pupil)
        .select_related("school_class")
        .order_by("valid_from")
        .first()
    )
    if taken is not None:
        raise RegisterError(
            "already_enrolled",
            _("%(pupil)s уже в списке %(class)s с %(day)s. Ничего не записано. Смена класса — это перевод.")
            % {
                "pupil": pupil.list_name, "class": taken.school_class.name, "day": ddmmyyyy(taken.valid_from),
            },
        )  # fmt: skip


def _current(pupil: Person, day: dt.date) -> Enrolment:
    """The open enrolment, if it has begun by `day`; locked until the transaction ends."""
    found = (
        Enrolment.objects.select_for_update(of=("self",))
        .filter(pupil=pupil, valid_to=None, valid_from__lte=day)
        .select_related("school_class__year__school", "pupil")
        .first()
    )
    if found is None:
        raise RegisterError(
            "not_enrolled",
            _("%(pupil)s на %(day)s не числится ни в одном классе. Ничего не записано. Проверьте день.")
            % {"pupil": pupil.list_name, "day": ddmmyyyy(day)},
        )
    return found


def _check_move(old: Enrolment, school_class: SchoolClass, day: dt.date) -> None:
    words = {
        "pupil": old.pupil.list_name, "class": old.school_class.name, "day": ddmmyyyy(old.valid_from),
    }  # fmt: skip
    if old.school_class_id == school_class.pk:
        raise RegisterError(
            "same_class", _("%(pupil)s уже учится в %(class)s. Выберите другой класс.") % words
        )
    if old.school_class.year_id != school_class.year_id:
        raise RegisterError(
            "other_year",
            _("Перевод возможен внутри школы и года. Ничего не записано. Оформите выбытие и зачисление."),
        )
    if old.valid_from >= day:
        raise RegisterError(
            "too_early",
            _("%(pupil)s в %(class)s только с %(day)s. Ничего не записано. Укажите день позже этого.")
            % words,
        )


def _open(
    pupil: Person,
    school_class: SchoolClass,
    day: dt.date,
    groups: Collection[StudyGroup],
    *,
    arrival: str,
    file_number: str,
) -> tuple[Entry, Enrolment]:
    enrolment = Enrolment.objects.create(
        pupil=pupil, school_class=school_class, valid_from=day, arrival=arrival, file_number=file_number
    )
    common = Q(school_class=school_class, group=None)
    kept = CourseMembership.objects.filter(pupil=pupil, valid_to=None).values("course")
    courses = Course.objects.filter(common | Q(group__in=groups)).exclude(pk__in=kept).order_by("pk")
    opened = CourseMembership.objects.bulk_create(
        CourseMembership(course=course, pupil=pupil, valid_from=day) for course in courses
    )
    return _entry("enrolment.opened", enrolment, day, [row.course_id for row in opened], arrival), enrolment


def _close(enrolment: Enrolment, last_day: dt.date, *, departure: str, stays: Q | None = None) -> Entry:
    """End the enrolment and the memberships of its year, but those that match `stays`."""
    enrolment.valid_to, enrolment.departure = last_day, departure
    enrolment.save(update_fields=["valid_to", "departure"])
    memberships = CourseMembership.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=last_day),
        pupil=enrolment.pupil_id,
        course__year=enrolment.school_class.year_id,
    )
    if stays is not None:
        memberships = memberships.exclude(stays)
    courses = sorted(memberships.values_list("course_id", flat=True))
    memberships.filter(valid_from__gt=last_day).delete()  # never came to hold: no lesson knew them
    memberships.filter(valid_from__lte=last_day).update(valid_to=last_day)
    return _entry("enrolment.closed", enrolment, last_day, courses, departure)


def _streams_of(school_class: SchoolClass) -> Q:
    """Memberships that a move does not touch: in streams that pupils of the new class attend too."""
    streams = school_class.groups.filter(kind="stream").values("pk")
    return Q(course__school_class=None, course__group__in=streams)


def _entry(action: str, enrolment: Enrolment, day: dt.date, courses: list[int], words: str) -> Entry:
    payload = {
        "class": enrolment.school_class_id, "class_name": enrolment.school_class.name,
        "day": day.isoformat(), "courses": courses, "words": words,
    }  # fmt: skip
    return Entry(action, f"pupil:{enrolment.pupil_id}", payload)
