"""Who teaches what to whom: subjects, groups and courses. A course is one page of the journal."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhurnal.people.models import Person
from zhurnal.school.models.validity import Dated, ends_after_start
from zhurnal.school.models.year import FIRST_GRADE, LAST_GRADE, School, SchoolClass, SchoolYear, StudyPeriod


class Subject(models.Model):
    """A subject of the school's curriculum."""

    class Scale(models.TextChoices):
        POLICY = "policy", _("по правилам школы")
        NONE = "none", _("без отметок")
        PASS_FAIL = "pass_fail", _("зачёт / незачёт")
        BEHAVIOUR_PASS = "behaviour_pass", _("поведение: зачёт / незачёт")
        BEHAVIOUR_THREE = "behaviour_three", _("поведение: образцовое … неудовлетворительное")
        BEHAVIOUR_FIVE = "behaviour_five", _("поведение: пятибалльная")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="subjects")
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField(default=0)
    scale = models.CharField(max_length=20, choices=Scale, default=Scale.POLICY)

    class Meta:
        ordering = ("school", "position", "name")
        constraints = (models.UniqueConstraint(fields=("school", "name"), name="subject_name_once"),)

    def __str__(self) -> str:
        return self.name


class StudyGroup(models.Model):
    """A part of a class (subgroup) or pupils of several classes (stream)."""

    class Kind(models.TextChoices):
        SUBGROUP = "subgroup", _("подгруппа")
        STREAM = "stream", _("поток")

    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="groups")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=60)
    classes = models.ManyToManyField(SchoolClass, related_name="groups")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("year", "name"), name="study_group_name_once"),)

    def __str__(self) -> str:
        return self.name


class Course(models.Model):
    """A subject taught to a class, a subgroup or a stream in one year."""

    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="courses")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="courses")
    # A stream has a group and no class of its own; a subgroup has both.
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, related_name="courses", null=True, blank=True
    )
    group = models.ForeignKey(
        StudyGroup, on_delete=models.PROTECT, related_name="courses", null=True, blank=True
    )
    period_kind = models.CharField(max_length=10, choices=StudyPeriod.Kind)
    hours_a_week = models.PositiveSmallIntegerField()
    # Which rules hold: the class's grade; a stream's is that of its youngest class.
    grade = models.PositiveSmallIntegerField()

    class Meta:
        indexes = (models.Index(fields=("school_class", "subject"), name="course_of_class"),)
        constraints = (
            models.UniqueConstraint(
                fields=("school_class", "subject"),
                condition=models.Q(group__isnull=True),
                name="course_of_class_once",
            ),
            models.UniqueConstraint(
                fields=("group", "subject"),
                condition=models.Q(group__isnull=False),
                name="course_of_group_once",
            ),
            models.CheckConstraint(
                condition=models.Q(school_class__isnull=False) | models.Q(group__isnull=False),
                name="course_has_pupils_from_somewhere",
            ),
            models.CheckConstraint(
                condition=models.Q(grade__gte=FIRST_GRADE, grade__lte=LAST_GRADE), name="course_grade"
            ),
        )

    @property
    def audience(self) -> str:
        """«7 «А»», or the group's name, which tells the class: «7 «А», английский 1», «10–11, юноши».

        Reads class and group: select them.
        """
        if self.group is not None:
            return self.group.name
        return self.school_class.name if self.school_class is not None else ""

    def __str__(self) -> str:
        return f"{self.audience}, {self.subject.name}"


class CourseMembership(Dated):
    """A pupil is taught in a course. Dates decide which lessons may carry the pupil's marks."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="memberships")
    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("course", "pupil", "valid_from"), name="course_membership_once"),
            ends_after_start("course_membership_ends_after_start"),
        )


class Teaching(Dated):
    """A teacher holds a course."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="teachings")
    teacher = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="teachings")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("course", "teacher", "valid_from"), name="teaching_once"),
            ends_after_start("teaching_ends_after_start"),
        )
        indexes = (models.Index(fields=("teacher", "course"), name="teaching_of_teacher"),)
