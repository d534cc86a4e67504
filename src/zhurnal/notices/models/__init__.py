"""Events, what goes out about them, and what people chose."""

from zhurnal.notices.models.choices import MailAddress, NoticeChoice, NoticeSettings, PushDevice
from zhurnal.notices.models.events import Event, LedgerCursor
from zhurnal.notices.models.outbox import Delivery, Message, Notice

__all__ = [
    "Delivery",
    "Event",
    "LedgerCursor",
    "MailAddress",
    "Message",
    "Notice",
    "NoticeChoice",
    "NoticeSettings",
    "PushDevice",
]
