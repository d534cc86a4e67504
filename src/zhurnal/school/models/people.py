"""Who belongs to a school, from when to when."""

from __future__ import annotations

from django.db import models

from zhurnal.access.roles import STAFF_ROLES, Role
from zhurnal.people.models import Person
from zhurnal.school.models.validity import Dated, ends_after_start
from zhurnal.school.models.year import School, SchoolClass


class Employment(Dated):
    """A person works in a school in a role."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="employments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="employments")
    role = models.CharField(max_length=15, choices=[(role.value, role.label) for role in STAFF_ROLES])
    position = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "school", "role"),
                condition=models.Q(valid_to__isnull=True),
                name="employment_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in STAFF_ROLES]), name="employment_role"
            ),
            ends_after_start("employment_ends_after_start"),
        )

    def __str__(self) -> str:
        return f"{self.person} — {Role(self.role).label}"


class ClassTeacher(Dated):
    """A teacher answers for a class."""

    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="class_teachers")
    teacher = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="class_teacherships")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("school_class",),
                condition=models.Q(valid_to__isnull=True),
                name="class_teacher_one_at_a_time",
            ),
            ends_after_start("class_teacher_ends_after_start"),
        )


class Enrolment(Dated):
    """A pupil is in a class. A move is an ended enrolment and a new one, so that history stays right."""

    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="enrolments")
    file_number = models.CharField(max_length=20, blank=True)
    arrival = models.CharField(max_length=200, blank=True)
    departure = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("pupil",), condition=models.Q(valid_to__isnull=True), name="enrolment_open_once"
            ),
            models.UniqueConstraint(fields=("school_class", "pupil", "valid_from"), name="enrolment_once"),
            ends_after_start("enrolment_ends_after_start"),
        )
