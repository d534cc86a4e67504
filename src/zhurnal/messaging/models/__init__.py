"""What stands in diaries, who has read it, what is answered, and by which rules."""

from zhurnal.messaging.models.entries import (
    DiaryEntry,
    EntryFile,
    EntryReceipt,
    EntryRecipient,
    EntryWithdrawal,
)
from zhurnal.messaging.models.replies import EntryPhrase, EntryReply, ReplyRule

__all__ = [
    "DiaryEntry",
    "EntryFile",
    "EntryPhrase",
    "EntryReceipt",
    "EntryRecipient",
    "EntryReply",
    "EntryWithdrawal",
    "ReplyRule",
]
