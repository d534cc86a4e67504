"""Choosing what to be told of, and when. Nothing of it is about anybody else, so no line of the ledger tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhurnal.notices.errors import NoticeError
from zhurnal.notices.kinds import Channel, Kind, Pace
from zhurnal.notices.models import NoticeChoice, NoticeSettings
from zhurnal.notices.policies import family_of, kinds_for

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from zhurnal.notices.pace import Hours
    from zhurnal.people.models import User
    from zhurnal.school.standing import Standing


@transaction.atomic
def choose(
    *,
    actor: User,
    standing: Standing,
    paces: Mapping[tuple[int, str, str], str],
    hours: Hours,
    is_detailed: bool,
) -> None:
    """Keep what the account wants: (pupil, kind, channel) → pace, the hours of the day, letters in full or not.

    Raises NoticeError: not_allowed for a pupil who is not of the family, unknown, digest_in_quiet.
    """
    for (pupil, kind, channel), pace in paces.items():
        _check(standing, pupil, kind)
        if channel not in Channel.values or pace not in Pace.values:
            raise NoticeError("unknown", _("Такого выбора нет. Ничего не изменено: выберите заново."))
    if hours.is_quiet(hours.digest_at):
        raise NoticeError(
            "digest_in_quiet",
            _("Час сводки попадает в тихие часы. Ничего не изменено: выберите другой час."),
        )
    told = {
        "digest_at": hours.digest_at, "quiet_from": hours.quiet_from, "quiet_to": hours.quiet_to,
        "is_detailed": is_detailed,
    }  # fmt: skip
    NoticeSettings.objects.update_or_create(user=actor, defaults=told)
    NoticeChoice.objects.bulk_create(
        [
            NoticeChoice(user=actor, pupil_id=pupil, kind=kind, channel=channel, pace=pace)
            for (pupil, kind, channel), pace in paces.items()
        ],
        update_conflicts=True, unique_fields=("user", "pupil", "kind", "channel"), update_fields=("pace",),
    )  # fmt: skip


def _check(standing: Standing, pupil: int, kind: str) -> None:
    own = {standing.person_id} if kind == Kind.SECURITY else family_of(standing)
    if kind not in kinds_for(standing) or pupil not in own:
        raise NoticeError("not_allowed", _("Этот выбор не ваш. Ничего не изменено."))


def be_quieter(*, actor: User, quieter: bool) -> None:
    """«Тише»: from now on nothing comes at once but what concerns the sign-in; or as chosen again."""
    since = timezone.now() if quieter else None
    NoticeSettings.objects.update_or_create(user=actor, defaults={"quieter_since": since})


def note_seen(*, actor: User, until: dt.datetime) -> None:
    """The account has looked at the news until a moment; an older page does not turn that back."""
    moment = min(until, timezone.now())
    with transaction.atomic():
        found, _made = NoticeSettings.objects.get_or_create(user=actor)
        if found.news_seen_at is None or found.news_seen_at < moment:
            found.news_seen_at = moment
            found.save(update_fields=["news_seen_at"])
