"""What is still open in a period, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhurnal.journal.sentences import counted, day_text

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.journal.queries.readiness import Gaps
    from zhurnal.school.models import StudyPeriod


def gaps_parts(gaps: Gaps) -> list[str]:
    """«4 ученика без отметки», «2 точки», «1 предмет без итогов»: what there is of it."""
    parts = [
        (
            gaps.lacking,
            _("{n} ученик без отметки"), _("{n} ученика без отметки"), _("{n} учеников без отметки"),
        ),
        (
            gaps.few,
            _("у {n} ученика мало отметок"), _("у {n} учеников мало отметок"),
            _("у {n} учеников мало отметок"),
        ),
        (gaps.points, _("{n} точка"), _("{n} точки"), _("{n} точек")),
        (
            gaps.subjects,
            _("{n} предмет без итогов"), _("{n} предмета без итогов"), _("{n} предметов без итогов"),
        ),
    ]  # fmt: skip
    return [counted(count, one, few, many) for count, one, few, many in parts if count]


def open_parts(gaps: Gaps, period: StudyPeriod, today: dt.date) -> list[str]:
    """What stands against closing a period: its gaps, and days that are still to come."""
    running = [_("период идёт до {day}").format(day=day_text(period.ends))] if today < period.ends else []
    return [*gaps_parts(gaps), *running]
