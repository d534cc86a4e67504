"""Who may write what is known about a pupil of a course, beside its lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.journal import history
from zhurnal.journal.rules import RefusedError
from zhurnal.school.models import CourseMembership, Enrolment, Teaching
from zhurnal.school.models.validity import holds_on
from zhurnal.school.standing import standing_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.journal.queries.pupils import Span
    from zhurnal.people.models import Person, User
    from zhurnal.school.models import Course


class Writer(NamedTuple):
    """Who writes, in which role."""

    person_id: int
    role: Role

    def tell(self, course_id: int, entries: Sequence[ledger.Entry]) -> None:
        """Add lines to the chain of a course."""
        ledger.append(
            history.course_chain(course_id), entries, actor_id=self.person_id, actor_role=self.role.value,
            at=timezone.now(),
        )  # fmt: skip


def writer_for(actor: User, course: Course, pupil: Person, *, teachers: bool) -> Writer:
    """The class teacher of the pupil, the deputy head, and where `teachers` the teacher of the course.

    Three queries at most. Raises RefusedError "not_allowed".
    """
    today = course.year.school.today()
    standing = standing_of(actor, today)
    if teachers and Teaching.objects.filter(holds_on(today), course=course, teacher=actor.person_id).exists():
        return Writer(standing.person_id, Role.TEACHER)
    own = Enrolment.objects.filter(holds_on(today), pupil=pupil, school_class__in=standing.class_ids)
    if standing.class_ids and own.exists():
        return Writer(standing.person_id, Role.CLASS_TEACHER)
    if course.year.school_id in standing.schools(Role.DEPUTY):
        return Writer(standing.person_id, Role.DEPUTY)
    who = (
        _("учитель предмета, классный руководитель и завуч")
        if teachers
        else _("классный руководитель и завуч")
    )
    raise RefusedError(
        "not_allowed", _("Не сохранено: такие записи ведут {who}. Обратитесь к ним.").format(who=who)
    )


def spans_in(course: Course, pupil: Person) -> list[Span]:
    """The days on which the pupil is taught in the course. One query."""
    rows = CourseMembership.objects.filter(course=course, pupil=pupil).order_by("valid_from")
    return list(rows.values_list("valid_from", "valid_to"))
