"""What one person may not do alone, and may when another has approved it (security.md B7, note 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhurnal.access.roles import Role


@dataclass(frozen=True, slots=True)
class Permit:
    """Another person approved: neither a closed period, nor a window, nor who holds the course refuses.

    `role` is the one in which the approver acts, `reason` goes into the history.
    """

    role: Role
    reason: str
