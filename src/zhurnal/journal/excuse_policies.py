"""Who reads what families say about absences, who decides about it, and who opens the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from zhurnal.access.roles import Role
from zhurnal.journal.models import Excuse, ExcuseFile
from zhurnal.people.guarding import guardianships_by
from zhurnal.school.models import Enrolment, SchoolClass

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from zhurnal.people.models import Guardianship
    from zhurnal.school.standing import Standing


def guardianships_to_announce_by(standing: Standing, day: dt.date) -> QuerySet[Guardianship]:
    """The guardianships by which the person may say that a child is not there."""
    return guardianships_by(standing.person_id, day, "may_write").filter(pupil__in=standing.child_ids)


def classes_with_excuses_visible_to(standing: Standing) -> QuerySet[SchoolClass]:
    """An own class, all of the school for its heads and its office."""
    schools = standing.schools(Role.DEPUTY, Role.DIRECTOR, Role.SECRETARY)
    return SchoolClass.objects.filter(
        Q(pk__in=standing.class_ids) | Q(year__school__in=schools)
    ).select_related("year__school")


def excuses_visible_to(standing: Standing) -> QuerySet[Excuse]:
    """Those of oneself and of one's children, of the own class, of the school for its heads and its office."""
    schools = standing.schools(Role.DEPUTY, Role.DIRECTOR, Role.SECRETARY)
    own = Q(pupil__in=standing.pupil_ids | standing.child_ids) | Q(school__in=schools)
    return Excuse.objects.filter(own | Q(_of_own_class(standing)))


def files_of_excuses_visible_to(standing: Standing) -> QuerySet[ExcuseFile]:
    """Documents: for the family, and for those who decide; neither the office nor the director reads them."""
    family = Q(excuse__pupil__in=standing.pupil_ids | standing.child_ids)
    deciding = Q(excuse__in=excuses_decidable_by(standing).values("pk"))
    return ExcuseFile.objects.filter(family | deciding)


def excuses_decidable_by(standing: Standing) -> QuerySet[Excuse]:
    """Those of the own class, and of the school for its deputies."""
    return Excuse.objects.filter(Q(_of_own_class(standing)) | Q(school__in=standing.schools(Role.DEPUTY)))


def excuse_role(standing: Standing, excuse: Excuse) -> Role | None:
    """As what the person decides; None: as nobody. The deputy's word reaches further back."""
    if excuse.school_id in standing.schools(Role.DEPUTY):
        return Role.DEPUTY
    own = Excuse.objects.filter(_of_own_class(standing), pk=excuse.pk)
    return Role.CLASS_TEACHER if standing.class_ids and own.exists() else None


def _of_own_class(standing: Standing) -> Exists:
    """The pupil was in an own class when the absence began, or has come into it since."""
    there = Enrolment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=OuterRef("first")),
        school_class__in=standing.class_ids, pupil=OuterRef("pupil"),
    )  # fmt: skip
    return Exists(there)
