"""Which rules hold for a course is told by its grade; a subject is marked as the school's rules say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import migrations, models

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import StateApps

SCALES = [
    ("policy", "по правилам школы"),
    ("none", "без отметок"),
    ("pass_fail", "зачёт / незачёт"),
    ("behaviour_pass", "поведение: зачёт / незачёт"),
    ("behaviour_three", "поведение: образцовое … неудовлетворительное"),
    ("behaviour_five", "поведение: пятибалльная"),
]


def give_grades(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """A course of a class has its grade, a stream the lowest of its classes'."""
    course_model: Any = apps.get_model("school", "Course")
    courses = course_model.objects.all()
    for course in courses.select_related("school_class", "group").prefetch_related("group__classes"):
        classes = [course.school_class] if course.school_class else list(course.group.classes.all())
        course.grade = min((one.grade for one in classes), default=1)
        course.save(update_fields=["grade"])
    apps.get_model("school", "Subject").objects.filter(scale="five").update(scale="policy")


class Migration(migrations.Migration):
    dependencies = [("school", "0001_registers")]

    operations = [
        migrations.AlterField(
            "subject", "scale", models.CharField(choices=SCALES, default="policy", max_length=20)
        ),
        migrations.AddField("course", "grade", models.PositiveSmallIntegerField(null=True)),
        migrations.RunPython(give_grades, migrations.RunPython.noop),
        migrations.AlterField("course", "grade", models.PositiveSmallIntegerField()),
        migrations.AddConstraint(
            "course",
            models.CheckConstraint(
                condition=models.Q(("grade__gte", 1), ("grade__lte", 11)), name="course_grade"
            ),
        ),
    ]
