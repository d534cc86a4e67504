# Written by Django 5.2.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_people'),
        ('school', '0001_registers'),
    ]

    operations = [
        migrations.CreateModel(
            name='BellSchedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('name', models.CharField(max_length=60)),
                ('shift', models.PositiveSmallIntegerField()),
                ('first_grade', models.PositiveSmallIntegerField()),
                ('last_grade', models.PositiveSmallIntegerField()),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bell_schedules', to='school.school')),
            ],
        ),
        migrations.CreateModel(
            name='Bell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('starts', models.TimeField()),
                ('ends', models.TimeField()),
                ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bells', to='timetable.bellschedule')),
            ],
            options={
                'ordering': ('schedule', 'number'),
            },
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('number', models.PositiveSmallIntegerField()),
                ('room', models.CharField(blank=True, max_length=20)),
                ('course', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='school.course')),
            ],
        ),
        migrations.CreateModel(
            name='LessonCancellation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
                ('lesson', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cancellation', to='timetable.lesson')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='Substitution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('made_at', models.DateTimeField()),
                ('lesson', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='substitution', to='timetable.lesson')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('teacher', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='WeeklySlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('weekday', models.PositiveSmallIntegerField()),
                ('number', models.PositiveSmallIntegerField()),
                ('parity', models.CharField(choices=[('every', 'каждую неделю'), ('A', 'неделя А'), ('B', 'неделя Б')], default='every', max_length=5)),
                ('room', models.CharField(blank=True, max_length=20)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='school.course')),
            ],
        ),
        migrations.AddField(
            model_name='lesson',
            name='slot',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='lessons', to='timetable.weeklyslot'),
        ),
        migrations.AddConstraint(
            model_name='bellschedule',
            constraint=models.UniqueConstraint(fields=('school', 'name', 'valid_from'), name='bell_schedule_once'),
        ),
        migrations.AddConstraint(
            model_name='bellschedule',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='bell_schedule_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='bell',
            constraint=models.UniqueConstraint(fields=('schedule', 'number'), name='bell_number_once'),
        ),
        migrations.AddConstraint(
            model_name='bell',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='bell_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='weeklyslot',
            constraint=models.UniqueConstraint(fields=('course', 'weekday', 'number', 'parity', 'valid_from'), name='weekly_slot_once'),
        ),
        migrations.AddConstraint(
            model_name='weeklyslot',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__gte', 1), ('weekday__lte', 6)), name='weekly_slot_weekday'),
        ),
        migrations.AddConstraint(
            model_name='weeklyslot',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='weekly_slot_ends_after_start'),
        ),
        migrations.AddIndex(
            model_name='lesson',
            index=models.Index(fields=['date', 'course'], name='lesson_of_day'),
        ),
        migrations.AddConstraint(
            model_name='lesson',
            constraint=models.UniqueConstraint(fields=('course', 'date', 'number'), name='lesson_once'),
        ),
        migrations.AddConstraint(
            model_name='lesson',
            constraint=models.CheckConstraint(condition=models.Q(('number__lte', 12)), name='lesson_number'),
        ),
    ]
