"""What a guardian may do for a child, until when, and what a court forbids. Acts with the next request."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from zhurnal.audit.ledger import Entry
from zhurnal.people.models import Guardianship
from zhurnal.school.actions.record import write
from zhurnal.school.errors import RegisterError
from zhurnal.school.models import Enrolment
from zhurnal.school.models.validity import holds_on
from zhurnal.school.policies import family_role
from zhurnal.school.standing import standing_of

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.access.roles import Role
    from zhurnal.people.models import User
    from zhurnal.school.models import SchoolClass

LONGEST_PAPER = 200


class Rights(NamedTuple):
    """What a guardian may do beside seeing, and the last day on which the guardian sees at all."""

    may_sign: bool
    may_write: bool
    may_apply: bool
    valid_to: dt.date | None


@transaction.atomic
def set_guardian_rights(
    *, actor: User, guardianship: Guardianship, school_class: SchoolClass, rights: Rights
) -> bool:
    """Give and take rights, and say until when the guardianship holds. False where nothing was to change.

    Raises RegisterError: not_allowed, ends_before_start.
    """
    row, role = _opened(actor, guardianship, school_class)
    if rights.valid_to is not None and rights.valid_to < row.valid_from:
        raise RegisterError(
            "ends_before_start",
            _("Не сохранено: представительство началось %(day)s и раньше закончиться не может.")
            % {"day": f"{row.valid_from:%d.%m.%Y}"},
        )
    before = _rights_of(row)
    if before == rights:
        return False
    for name, value in rights._asdict().items():
        setattr(row, name, value)
    row.save(update_fields=rights._fields)
    entry = Entry("guardianship.set", _subject(row), _plain(rights) | {"before": _plain(before)})
    write(school_class.year.school, entry, actor=actor, role=role.value)
    return True


@transaction.atomic
def restrict_guardian(
    *, actor: User, guardianship: Guardianship, school_class: SchoolClass, paper: str
) -> None:
    """Hide the child from the guardian at once, as a court has decided. Again changes only the paper.

    Every guardianship of the two is restricted: an older one must not open what this one closes.
    Raises RegisterError: not_allowed, paper_missing, paper_too_long.
    """
    row, role = _opened(actor, guardianship, school_class)
    paper = " ".join(paper.replace("\0", "").split())
    if not paper:
        raise RegisterError(
            "paper_missing", _("Не сохранено: напишите, каким решением суда установлено ограничение.")
        )
    if len(paper) > LONGEST_PAPER:
        raise RegisterError(
            "paper_too_long", _("Не сохранено: основание длиннее %(most)s знаков.") % {"most": LONGEST_PAPER}
        )
    same = Guardianship.objects.filter(guardian=row.guardian_id, pupil=row.pupil_id)
    same.filter(restricted_at=None).update(restricted_at=school_class.year.school.now(), restriction=paper)
    same.exclude(restriction=paper).update(restriction=paper)
    entry = Entry("guardianship.restricted", _subject(row), {"paper": paper})
    write(school_class.year.school, entry, actor=actor, role=role.value)


@transaction.atomic
def lift_restriction(*, actor: User, guardianship: Guardianship, school_class: SchoolClass) -> None:
    """Let the guardian see the child again. The office and the deputy only: a class teacher may not alone.

    Raises RegisterError: not_allowed.
    """
    row, role = _opened(actor, guardianship, school_class, lifting=True)
    same = Guardianship.objects.filter(guardian=row.guardian_id, pupil=row.pupil_id)
    if same.exclude(restricted_at=None).update(restricted_at=None, restriction=""):
        entry = Entry("guardianship.unrestricted", _subject(row), {"paper": row.restriction})
        write(school_class.year.school, entry, actor=actor, role=role.value)


def _opened(
    actor: User, guardianship: Guardianship, school_class: SchoolClass, *, lifting: bool = False
) -> tuple[Guardianship, Role]:
    """The row as it stands, and the role of the actor. Raises RegisterError "not_allowed"."""
    today = school_class.year.school.today()
    role = family_role(standing_of(actor, today), school_class, lifting=lifting)
    row = Guardianship.objects.select_for_update().filter(pk=guardianship.pk).first()
    day = min(today, school_class.year.ends)
    there = Enrolment.objects.filter(holds_on(day), school_class=school_class, pupil=guardianship.pupil_id)
    if role is None or row is None or not there.exists():
        raise RegisterError(
            "not_allowed",
            _("Снять ограничение могут секретарь и заместитель директора. Ничего не изменено.")
            if lifting
            else _("Права родителей ведут секретарь, завуч и классный руководитель. Ничего не изменено."),
        )
    return row, role


def _rights_of(row: Guardianship) -> Rights:
    return Rights(row.may_sign, row.may_write, row.may_apply, row.valid_to)


def _plain(rights: Rights) -> dict[str, object]:
    return rights._asdict() | {"valid_to": rights.valid_to.isoformat() if rights.valid_to else None}


def _subject(row: Guardianship) -> str:
    return f"guardianship:{row.guardian_id}:{row.pupil_id}"
