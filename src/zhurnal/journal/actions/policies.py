"""A new version of the school's rules of marking."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from zhurnal.audit import ledger
from zhurnal.audit.hashing import canonical
from zhurnal.calc.grading.policy import policy_data, read_policy
from zhurnal.journal import history
from zhurnal.journal.actions.averages import recount
from zhurnal.journal.models import PolicyVersion
from zhurnal.journal.policy_checks import check_day, check_number, check_standing, ruler_role
from zhurnal.journal.queries.governed import Governed, governed_by, kinds_of, reweighings
from zhurnal.journal.rules import check_length
from zhurnal.school.models import Course

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from zhurnal.journal.models import WorkKind
    from zhurnal.people.models import User
    from zhurnal.school.models import School

LONGEST_NOTE = 500


class _Applied(NamedTuple):
    """In how many places the rules have shown in an open period."""

    period: int
    works: int
    averages: int


@transaction.atomic
def set_policy(
    *, actor: User, school: School, data: object, valid_from: dt.date, note: str = "", expected_number: int
) -> PolicyVersion:
    """Store the next version of the school's rules, with all that follows from it in the open periods.

    `data`: nested mappings and lists, as `read_policy` takes them. `expected_number`: the newest version that
    the actor has seen, 0 where there is none. Works without a weight of their own get that of the rules, and
    averages are counted anew; closed periods keep the version with which they were closed. The chains of all
    courses are held from before the first reading: whoever saves a cell waits, and is judged by the new rules.
    Raises PolicyError for rules that contradict themselves or the weights of the kinds of work, RefusedError:
    not_ruler, no_year, outside_year, text_too_long, policy_changed, scale_with_marks, odd_weight.
    """
    policy = read_policy(data)
    role, note = ruler_role(actor, school), " ".join(note.replace("\0", "").split())
    check_length(note, LONGEST_NOTE)
    check_day(school, valid_from)
    _lock(school, valid_from)
    newest = PolicyVersion.objects.filter(school=school).select_related("author").order_by("-number").first()
    check_number(newest, expected_number)
    governed, kinds = governed_by(school, policy, valid_from), kinds_of(school)
    check_standing(governed, kinds)
    written = policy_data(policy)
    version = PolicyVersion.objects.create(
        school=school, number=(newest.number if newest else 0) + 1, valid_from=valid_from,
        data=canonical(written), note=note, author_id=actor.person_id, made_at=school.now(),
    )  # fmt: skip
    entry = history.policy_entry(
        school.pk, version.number, data=written, valid_from=valid_from, note=note,
        effects=[_apply(found, kinds)._asdict() for found in governed],
    )  # fmt: skip
    ledger.append(
        history.school_chain(school.pk), [entry], actor_id=actor.person_id, actor_role=role.value,
        at=timezone.now(),
    )  # fmt: skip
    return version


def _lock(school: School, valid_from: dt.date) -> None:
    courses = Course.objects.filter(year__school=school, year__ends__gte=valid_from)
    chains = [history.course_chain(course) for course in courses.values_list("pk", flat=True)]
    ledger.lock_all([*chains, history.school_chain(school.pk)])


def _apply(found: Governed, kinds: Iterable[WorkKind]) -> _Applied:
    """Show the rules in a period: weights first, then the averages of the courses that count otherwise."""
    moved = [(one, one.works.update(weight=one.weight)) for one in reweighings(found, kinds)]
    touched = {one.course.pk for one in found.courses if one.is_counted_otherwise}
    touched |= {course for one, _ in moved for course in one.courses}
    rules = {one.course.pk: one.after for one in found.courses if one.course.pk in touched}
    averages = recount(found.period, sorted(touched), rules=rules) if touched else 0
    return _Applied(found.period.pk, sum(works for _, works in moved), averages)
