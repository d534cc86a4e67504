"""«Сделано»: a pupil ticks homework.

The one write of the product that leaves no line: the ledger is kept for the school, and a tick is nobody's
affair but the family's (docs/decisions/018).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.family.models import HomeworkTick

if TYPE_CHECKING:
    from zhurnal.journal.models import Homework
    from zhurnal.people.models import User
    from zhurnal.school.models import School


def tick_homework(*, actor: User, homework: Homework, school: School, done: bool) -> None:
    """Set or take away the tick of the pupil who acts. Twice is once.

    `homework` comes from `homework_to_tick_by`. Raises PermissionError for an account without a person.
    """
    if actor.person_id is None:
        raise PermissionError("only a person can tick")
    if done:
        HomeworkTick.objects.get_or_create(
            pupil_id=actor.person_id, homework=homework, defaults={"done_at": school.now()}
        )
    else:
        HomeworkTick.objects.filter(pupil=actor.person_id, homework=homework).delete()
