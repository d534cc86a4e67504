"""What changes whenever a page of a diary could look different: read instead of the page itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Count, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from zhurnal.audit.models import Line
from zhurnal.family.models import HomeworkTick
from zhurnal.school.models import CourseMembership, School
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from zhurnal.diary.queries.frame import Frame

COURSE, SCHOOL, TICKS = "course", "school", "ticks"


def stamp_of(frame: Frame) -> list[tuple[Any, ...]]:
    """How far the ledger has come in the courses of the pupil and in the school, and which homework is ticked.

    Everything that a family sees is written with a line of the ledger, except its own ticks. A stamp never
    comes back: chains only grow, and of ticks neither number nor count can stay when one is replaced.
    One query.
    """
    return sorted(_stamp(pupil=frame.pupil.pk, school=frame.school.pk))


@prepared(pupil=int, school=int)
def _stamp(pupil: int, school: int) -> QuerySet[Any, Any]:
    courses = CourseMembership.objects.filter(pupil=pupil).annotate(last=_last("course:", "course_id"))
    of_school = School.objects.filter(pk=school).annotate(last=_last("school:", "pk"))
    ticks = HomeworkTick.objects.filter(pupil=pupil).values("pupil_id")
    return courses.values_list(Value(COURSE), "course_id", "last").union(
        of_school.values_list(Value(SCHOOL), "pk", "last"),
        ticks.annotate(number=Count("pk"), last=Max("pk")).values_list(Value(TICKS), "number", "last"),
        all=True,
    )


def _last(prefix: str, field: str) -> Subquery:
    """The number of the last line of a chain."""
    chain = Concat(Value(prefix), Cast(OuterRef(field), CharField()))
    return Subquery(Line.objects.filter(chain=chain).order_by("-seq").values("seq")[:1])
