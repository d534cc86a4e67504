"""The sign by which an account shows that it reads letters at an address."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core import signing

if TYPE_CHECKING:
    from zhurnal.notices.models import MailAddress

VALID = dt.timedelta(days=3)
_SALT = "zhurnal.notices.address"


def token_of(address: MailAddress) -> str:
    """Only this account can use it, only for this address."""
    return signing.dumps([address.user_id, address.address], salt=_SALT)


def fits(token: str, address: MailAddress) -> bool:
    """Whether the token was sent to this address for this account, and not too long ago."""
    try:
        told = signing.loads(token, salt=_SALT, max_age=VALID)
    except signing.BadSignature:
        return False
    return bool(told == [address.user_id, address.address])
