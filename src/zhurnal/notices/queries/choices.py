"""What the page of notices shows: for each child a table of kinds and channels, and where one is reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.notices.kinds import OF_A_CHILD, Channel, Kind, Pace
from zhurnal.notices.models import MailAddress, NoticeSettings, PushDevice
from zhurnal.notices.policies import family_of, mail_goes_out
from zhurnal.notices.push.keys import public_key
from zhurnal.notices.wishes import Wishes
from zhurnal.people.models import Person

if TYPE_CHECKING:
    from zhurnal.people.models import User
    from zhurnal.school.standing import Standing


class Cell(NamedTuple):
    """One choice: the name of its field and what is chosen."""

    name: str
    channel: Channel
    pace: Pace


class Row(NamedTuple):
    """A kind of event over all channels."""

    kind: Kind
    cells: list[Cell]


class Table(NamedTuple):
    """The choices about one child; the last one, without a name, about the account itself."""

    name: str
    rows: list[Row]


@dataclass(frozen=True)
class Choices:
    """The page."""

    tables: list[Table]
    settings: NoticeSettings
    address: MailAddress | None
    devices: list[PushDevice]
    mail_goes_out: bool
    push_key: str


def choices_of(user: User, standing: Standing) -> Choices:
    """Read what an account chose. Seven queries."""
    wishes = Wishes.of([user.pk])
    children = Person.objects.filter(pk__in=family_of(standing)).order_by("sort_key", "pk")
    about = [Table(child.given_name, _rows(wishes, user.pk, child.pk, OF_A_CHILD)) for child in children]
    if standing.person_id:
        about.append(Table("", _rows(wishes, user.pk, standing.person_id, (Kind.SECURITY,))))
    return Choices(
        tables=about,
        settings=wishes.settings_of(user.pk),
        address=MailAddress.objects.filter(user=user).first(),
        devices=list(PushDevice.objects.filter(user=user).order_by("-added_at", "pk")),
        mail_goes_out=mail_goes_out(),
        push_key=public_key(),
    )


def field_name(pupil: int, kind: str, channel: str) -> str:
    """«12-mark-mail»."""
    return f"{pupil}-{kind}-{channel}"


def _rows(wishes: Wishes, user: int, pupil: int, kinds: tuple[Kind, ...]) -> list[Row]:
    return [
        Row(
            kind,
            [
                Cell(field_name(pupil, kind, channel), channel, wishes.chosen(user, pupil, kind, channel))
                for channel in Channel
            ],
        )
        for kind in kinds
    ]
