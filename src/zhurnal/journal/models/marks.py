"""Works, marks and absences: what stands in the cells of the grid.

A row is never deleted: what was taken back stays with an empty value and a higher version. So the version of a
cell, the sum of the versions of what may stand in it, only grows, and «seen_version» can be trusted.
"""

from __future__ import annotations

from django.db import models

from zhurnal.calc.grading.entry import ABSENCE_CODES
from zhurnal.people.models import Person
from zhurnal.school.models import Course, School, StudyPeriod
from zhurnal.school.models.validity import Dated, ends_after_start
from zhurnal.timetable.models import Lesson


class WorkKind(models.Model):
    """A kind of work with the weight it has by default (hundredths: 150 is 1,5)."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="work_kinds")
    code = models.SlugField(max_length=30)
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=8)
    weight = models.PositiveSmallIntegerField()
    is_control = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    # Works of a hidden kind stay what they are; no further one is opened.
    is_hidden = models.BooleanField(default=False)

    class Meta:
        ordering = ("school", "position")
        constraints = (models.UniqueConstraint(fields=("school", "code"), name="work_kind_code_once"),)

    def __str__(self) -> str:
        return self.name


class Work(models.Model):
    """A column of marks in a lesson. Position 1 is the lesson's ordinary column, where absence stands too."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="works", db_index=False)
    position = models.PositiveSmallIntegerField(default=1)
    kind = models.ForeignKey(WorkKind, on_delete=models.PROTECT, related_name="works", db_index=False)
    # What counts. Without `is_own_weight` it follows the school's policy when that changes.
    weight = models.PositiveSmallIntegerField()
    is_own_weight = models.BooleanField(default=False)
    # Of the second half of «5/4», where it weighs differently.
    second_weight = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=200, blank=True)
    # A further column that was opened by mistake: nothing stands in it, and no page shows it.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("lesson", "position"), name="work_position_once"),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="work_position"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(position__gt=1),
                name="work_ordinary_stays",
            ),
        )


class Mark(models.Model):
    """A pupil's mark for a work; `second` is the other half of a double mark «5/4».

    `resit` are the marks of a re-sit, beside which the first attempt stays. `pending` is a «точка»: the teacher
    waits for the work until `due`. `handed_in`: when a work of a lesson missed came in.
    """

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="marks", db_index=False)
    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="marks")
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    second = models.PositiveSmallIntegerField(null=True, blank=True)
    resit = models.PositiveSmallIntegerField(null=True, blank=True)
    resit_second = models.PositiveSmallIntegerField(null=True, blank=True)
    pending = models.BooleanField(default=False)
    due = models.DateField(null=True, blank=True)
    handed_in = models.DateField(null=True, blank=True)
    comment = models.CharField(max_length=500, blank=True)
    is_staff_only = models.BooleanField(default=False)  # the comment
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("work", "pupil"), name="mark_once"),
            models.CheckConstraint(
                condition=models.Q(second__isnull=True) | models.Q(value__isnull=False),
                name="mark_second_needs_first",
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) | models.Q(value__lte=100), name="mark_value"
            ),
            models.CheckConstraint(
                condition=models.Q(resit__isnull=True) | models.Q(value__isnull=False),
                name="mark_resit_needs_first",
            ),
            models.CheckConstraint(
                condition=models.Q(resit_second__isnull=True) | models.Q(resit__isnull=False),
                name="mark_second_resit_needs_first",
            ),
            models.CheckConstraint(
                condition=models.Q(pending=False) | models.Q(value__isnull=True), name="mark_pending_is_none"
            ),
            models.CheckConstraint(
                condition=models.Q(due__isnull=True) | models.Q(pending=True), name="mark_due_is_of_a_point"
            ),
        )
        # Of half a million marks of a school a few dozen wait.
        indexes = (
            models.Index(fields=("work", "pupil"), condition=models.Q(pending=True), name="mark_pending"),
        )

    @property
    def marks(self) -> tuple[int, ...]:
        """() for a mark taken back, (5,) or (5, 4)."""
        return tuple(value for value in (self.value, self.second) if value is not None)

    @property
    def resits(self) -> tuple[int, ...]:
        """The marks of the re-sit, () without one."""
        return tuple(value for value in (self.resit, self.resit_second) if value is not None)


class Absence(models.Model):
    """A pupil was not in a lesson, or late. An empty code: taken back."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="absences", db_index=False)
    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    code = models.CharField(max_length=4, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("lesson", "pupil"), name="absence_once"),
            models.CheckConstraint(condition=models.Q(code__in=("", *ABSENCE_CODES)), name="absence_code"),
        )


class Average(models.Model):
    """Sums of a pupil's marks in a course and period, kept in the same transaction as the marks.

    Weights in hundredths; the average is weighted / weight, an exact fraction.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="averages", db_index=False)
    period = models.ForeignKey(StudyPeriod, on_delete=models.PROTECT, related_name="+", db_index=False)
    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="averages")
    weight = models.PositiveIntegerField()
    weighted = models.PositiveIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("course", "period", "pupil"), name="average_once"),)


class ExternalMark(models.Model):
    """A mark that a pupil brought along: from another school, or from the course left in mid-period.

    It counts in the average of `period`. A taken back one stays with an empty value.
    """

    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="external_marks", db_index=False
    )
    period = models.ForeignKey(StudyPeriod, on_delete=models.PROTECT, related_name="+", db_index=False)
    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="external_marks")
    date = models.DateField()
    position = models.PositiveSmallIntegerField(default=1)  # several of one day
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    weight = models.PositiveSmallIntegerField(default=100)
    is_control = models.BooleanField(default=False)
    title = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("course", "pupil", "date", "position"), name="external_mark_once"
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) | models.Q(value__lte=100), name="external_mark_value"
            ),
        )


class Exemption(Dated):
    """A pupil is exempt from being marked in a course on some days («осв»), as a doctor's paper says."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="exemptions")
    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exemptions")
    reason = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("course", "pupil", "valid_from"), name="exemption_once"),
            ends_after_start("exemption_ends_after_start"),
        )
