"""Who may sign and tick, and who may see what was signed. Ticks are for nobody but the family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.family.models import WeekSignature
from zhurnal.journal.models import Homework
from zhurnal.people.guarding import guardianships_by
from zhurnal.school.policies import pupils_visible_to

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from zhurnal.people.models import Guardianship
    from zhurnal.school.standing import Standing


def guardianships_to_sign_by(standing: Standing, day: dt.date) -> QuerySet[Guardianship]:
    """The guardianships by which the person may sign on `day`; a pupil signs no own diary."""
    return guardianships_by(standing.person_id, day, "may_sign").filter(pupil__in=standing.child_ids)


def signatures_visible_to(standing: Standing) -> QuerySet[WeekSignature]:
    """Signatures in the diaries of visible pupils: the family's, the class teacher's, the heads'."""
    return WeekSignature.objects.filter(pupil__in=pupils_visible_to(standing).values("pk"))


def homework_to_tick_by(standing: Standing) -> QuerySet[Homework]:
    """Homework of the courses in which the person is or was a pupil; a guardian only reads the ticks."""
    return Homework.objects.filter(lesson__course__memberships__pupil__in=standing.pupil_ids).distinct()
