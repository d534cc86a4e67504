"""What stands at the foot of a week: who answers for the class, and which guardians have signed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import CharField, DateTimeField, Value

from zhurnal.family.models import WeekSignature
from zhurnal.people.guarding import guardianships_by
from zhurnal.people.models import Guardianship, short_name
from zhurnal.school.models import ClassTeacher
from zhurnal.school.models.validity import holds_on
from zhurnal.statements.prepared import prepared
from zhurnal.ui.words import stamp

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhurnal.diary.queries.frame import Frame

# In place of the kind of a signature: a line that only says that the reader may sign.
_MAY_SIGN = "may_sign"
_NAME = ("surname", "given_name", "patronymic")


class Signature(NamedTuple):
    """«Петрова Е. Ю., мать, 5 марта, 19:40»."""

    guardian_id: int
    name: str
    kind: str
    when: str


class Foot(NamedTuple):
    """The names of class teachers, the signatures in the order of signing, and whether the reader may sign."""

    class_teachers: list[str]
    signatures: list[Signature]
    may_sign: bool


def foot_of(frame: Frame, monday: dt.date, last: dt.date, reader: int) -> Foot:
    """The foot of the week; `reader` may sign once, from the day on which the week begins. One query."""
    zone, today = ZoneInfo(frame.school.time_zone), frame.school.today()
    rows = _foot(
        school_class=frame.on_or_before(last).school_class_id, last=last, pupil=frame.pupil.pk, monday=monday,
        reader=reader, today=today,
    )  # fmt: skip
    signed = sorted((row for row in rows if row[4]), key=lambda row: row[4])
    has_signed = any(row[5] == reader for row in signed)
    return Foot(
        [short_name(*row[:3]) for row in rows if not row[3]],
        [
            Signature(who, short_name(*name), str(Guardianship.Kind(kind).label), stamp(at.astimezone(zone)))
            for *name, kind, at, who in signed
        ],
        may_sign=monday <= today and not has_signed and any(row[3] == _MAY_SIGN for row in rows),
    )


@prepared(school_class=int, last=dt.date, pupil=int, monday=dt.date, reader=int, today=dt.date)
def _foot(  # noqa: PLR0917 -- called by name
    school_class: int, last: dt.date, pupil: int, monday: dt.date, reader: int, today: dt.date
) -> QuerySet[Any, Any]:
    no_moment = Value(None, output_field=DateTimeField())
    teachers = ClassTeacher.objects.filter(holds_on(last), school_class=school_class)
    signing = guardianships_by(reader, today, "may_sign").filter(pupil=pupil)
    signed = WeekSignature.objects.filter(pupil=pupil, monday=monday)
    return teachers.values_list(
        *(f"teacher__{name}" for name in _NAME), Value("", output_field=CharField()),
        no_moment, "teacher_id",
    ).union(
        signed.values_list(
            *(f"guardian__{name}" for name in _NAME), "kind", "signed_at", "guardian_id"
        ),
        signing.values_list(
            *(f"guardian__{name}" for name in _NAME), Value(_MAY_SIGN, output_field=CharField()), no_moment,
            "guardian_id",
        ),
        all=True,
    )  # fmt: skip
