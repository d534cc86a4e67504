"""Whether families see a place in the class is said by the rules of marking alone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("school", "0002_grade_of_a_course"),
        ("journal", "0006_rating_by_the_rules"),
    ]

    operations = [
        migrations.RemoveField("school", "ranking"),
        migrations.RemoveField("school", "ranking_from_grade"),
    ]
