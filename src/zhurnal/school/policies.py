"""Who may see which classes, courses and pupils. The only entrance to these rows for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from zhurnal.access.rights import ROLES_WITH, Right
from zhurnal.access.roles import Role
from zhurnal.people.models import Person
from zhurnal.school.models import Course, Enrolment, School, SchoolClass, StudyGroup, Teaching
from zhurnal.school.models.validity import holds_on

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from zhurnal.school.standing import Standing

_HEADS = (Role.DEPUTY, Role.DIRECTOR)


def classes_visible_to(standing: Standing) -> QuerySet[SchoolClass]:
    """A class teacher's own classes; all classes of the school for its heads and its office."""
    return SchoolClass.objects.filter(
        Q(pk__in=standing.class_ids) | Q(year__school__in=standing.schools(*_HEADS, Role.SECRETARY))
    )


def results_visible_to(standing: Standing, school_class: SchoolClass) -> bool:
    """Whether the person may see what a class has come to: its class teacher, the heads of the school.

    The class's year is selected.
    """
    return school_class.pk in standing.class_ids or school_class.year.school_id in standing.schools(*_HEADS)


def role_about(standing: Standing, school_class: SchoolClass) -> Role | None:
    """As what somebody of the staff looks at the pupils of a class, whose year is selected; None: as nobody."""
    school_id = school_class.year.school_id
    heads = (role for role in (*_HEADS, Role.SECRETARY) if school_id in standing.schools(role))
    if school_class.pk in standing.class_ids:
        return Role.CLASS_TEACHER
    return next(heads, None)


def family_role(standing: Standing, school_class: SchoolClass, *, lifting: bool = False) -> Role | None:
    """As what somebody keeps the rights of guardians; None: as nobody.

    The class teacher sets them too, and may restrict, but does not lift what a court has decided.
    """
    school_id = school_class.year.school_id
    office = (role for role in (Role.SECRETARY, Role.DEPUTY) if school_id in standing.schools(role))
    if school_class.pk in standing.class_ids and not lifting:
        return next(office, Role.CLASS_TEACHER)
    return next(office, None)


def schools_told_of_by(standing: Standing) -> QuerySet[School]:
    """Schools whose card the person writes."""
    return School.objects.filter(pk__in=standing.schools(*ROLES_WITH[Right.EDIT_SCHOOL_CARD])).order_by("pk")


def pupils_in(school_class: SchoolClass) -> QuerySet[Person]:
    """Who is or was in a class that the person may see."""
    return Person.objects.filter(
        Exists(Enrolment.objects.filter(school_class=school_class, pupil=OuterRef("pk")))
    )


def schools_overseen_by(standing: Standing) -> frozenset[int]:
    """Ids of the schools whose journal keeping the person may look over."""
    return standing.schools(*_HEADS, Role.AUDITOR)


def taught_by(person_id: int, day: dt.date, course: str = "pk") -> Exists:
    """The condition that the person holds the course (reached by the field `course`) on `day`."""
    return Exists(Teaching.objects.filter(holds_on(day), course=OuterRef(course), teacher=person_id))


def courses_visible_to(standing: Standing, day: dt.date) -> QuerySet[Course]:
    """Courses that the person holds, those of an own class, and a whole school's for its heads."""
    own_class = Q(school_class__in=standing.class_ids)
    if standing.class_ids:
        streams = StudyGroup.objects.filter(classes__in=standing.class_ids)
        own_class |= Q(group__in=streams.values("pk"))
    school = Q(year__school__in=standing.schools(*_HEADS))
    return Course.objects.filter(Q(taught_by(standing.person_id, day)) | own_class | school)


def courses_writable_by(person_id: int, day: dt.date) -> QuerySet[Course]:
    """Courses in which the person may write: those held on `day`."""
    return Course.objects.filter(taught_by(person_id, day))


def pupils_visible_to(standing: Standing) -> QuerySet[Person]:
    """Oneself, one's children, the pupils of an own class, all pupils of a school for its heads.

    A pupil who left stays visible to the class teacher and the heads: history belongs to the class.
    """
    staff = Enrolment.objects.filter(
        Q(school_class__in=standing.class_ids) | Q(school_class__year__school__in=standing.schools(*_HEADS)),
        pupil=OuterRef("pk"),
    )
    family = Q(pk__in=standing.pupil_ids | standing.child_ids)
    if not (standing.class_ids or standing.schools(*_HEADS)):
        return Person.objects.filter(family)
    return Person.objects.filter(family | Q(Exists(staff)))
