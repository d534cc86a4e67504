"""Where an account can be reached: its address of e-mail, once confirmed, and its devices."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhurnal.audit import ledger
from zhurnal.notices.actions.bundle import queue
from zhurnal.notices.addresses import fits
from zhurnal.notices.errors import NoticeError
from zhurnal.notices.kinds import Channel
from zhurnal.notices.models import MailAddress, Message, PushDevice
from zhurnal.notices.policies import mail_goes_out
from zhurnal.notices.push.encryption import CURVE, SECRET, decode
from zhurnal.notices.push.transport import EndpointError, check_endpoint
from zhurnal.people.actions.accounts import CHAIN

if TYPE_CHECKING:
    from zhurnal.people.models import User

QUESTIONS_A_DAY = 5
DEVICES = 10
LONGEST_LABEL = 80


@transaction.atomic
def set_address(*, actor: User, address: str) -> None:
    """Take an address and ask it, by a letter with a link, whether it is the account's.

    Nothing else goes there before that. Raises NoticeError: no_mail, bad_address, too_often.
    """
    if not mail_goes_out():
        raise NoticeError("no_mail", _("Эта установка не отправляет писем. Адрес не сохранён."))
    wanted = address.strip()
    try:
        validate_email(wanted)
    except ValidationError:
        raise NoticeError(
            "bad_address", _("Это не адрес почты. Он не сохранён: проверьте, нет ли опечатки.")
        ) from None
    now = timezone.now()
    asked = Message.objects.filter(user=actor, purpose=Message.Purpose.CONFIRM)
    if asked.filter(made_at__gt=now - dt.timedelta(days=1)).count() >= QUESTIONS_A_DAY:
        raise NoticeError(
            "too_often", _("За сутки отправлено уже пять писем с подтверждением. Повторите завтра.")
        )
    MailAddress.objects.update_or_create(
        user=actor, defaults={"address": wanted, "asked_at": now, "confirmed_at": None}
    )
    message = Message.objects.create(
        user=actor, channel=Channel.MAIL, purpose=Message.Purpose.CONFIRM, made_at=now
    )
    queue(message, [None], now)


def confirm_address(*, actor: User, token: str) -> bool:
    """The link of the letter was opened by the account that asked for it. False for any other, or an old one."""
    found = MailAddress.objects.filter(user=actor).first()
    if found is None or not fits(token, found):
        return False
    still = MailAddress.objects.filter(pk=found.pk, address=found.address, confirmed_at=None)
    with transaction.atomic():
        if still.update(confirmed_at=timezone.now()):
            _record(actor, "address.confirmed")
    return True


@transaction.atomic
def forget_address(*, actor: User) -> None:
    """No letters any more."""
    if MailAddress.objects.filter(user=actor).delete()[0]:
        _record(actor, "address.removed")


@transaction.atomic
def add_device(*, actor: User, endpoint: str, p256dh: str, auth: str, label: str = "") -> PushDevice:
    """Take a browser's subscription. One that another account left behind becomes the actor's alone.

    Raises NoticeError: bad_subscription, too_many.
    """
    _check_subscription(endpoint, p256dh, auth)
    mark = hashlib.sha256(endpoint.encode()).hexdigest()
    # Beginning anew, so that nothing queued for whoever used this browser before goes to it.
    known = PushDevice.objects.filter(mark=mark).first()
    if known is not None and known.user_id == actor.pk and (known.p256dh, known.auth) == (p256dh, auth):
        return known
    if known is not None:
        known.delete()
    if PushDevice.objects.filter(user=actor).count() >= DEVICES:
        raise NoticeError("too_many", _("Устройств уже десять. Это не добавлено: сначала уберите лишнее."))
    _record(actor, "device.added")
    return PushDevice.objects.create(
        user=actor, mark=mark, endpoint=endpoint, p256dh=p256dh, auth=auth,
        label=label[:LONGEST_LABEL], added_at=timezone.now(),
    )  # fmt: skip


@transaction.atomic
def remove_device(*, actor: User, device: int) -> bool:
    """The device gets nothing any more. False where it is not the actor's."""
    if not PushDevice.objects.filter(user=actor, pk=device).delete()[0]:
        return False
    _record(actor, "device.removed")
    return True


def _record(actor: User, action: str) -> None:
    """Who reads along is a matter of safety: the ledger tells that it changed, not to which address."""
    entry = ledger.Entry(action, f"user:{actor.pk}", {})
    ledger.append(CHAIN, [entry], actor_id=actor.person_id, actor_role="", at=timezone.now())


def _check_subscription(endpoint: str, p256dh: str, auth: str) -> None:
    try:
        check_endpoint(endpoint)
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decode(p256dh))
        is_secret = len(decode(auth)) == SECRET
    except (EndpointError, ValueError):
        is_secret = False
    if not is_secret:
        raise NoticeError("bad_subscription", _("Браузер прислал подписку, по которой ничего не отправить."))
