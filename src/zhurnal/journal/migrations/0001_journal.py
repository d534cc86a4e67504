# Written by Django 5.2.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_people'),
        ('school', '0001_registers'),
        ('timetable', '0001_timetable'),
    ]

    operations = [
        migrations.CreateModel(
            name='AttendanceTaken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taken_at', models.DateTimeField()),
                ('lesson', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='attendance_taken', to='timetable.lesson')),
                ('taken_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='Homework',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_date', models.DateField(blank=True, null=True)),
                ('text', models.CharField(blank=True, max_length=2000)),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('set_at', models.DateTimeField()),
                ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('due_lesson', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='due_homework', to='timetable.lesson')),
                ('lesson', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='homework', to='timetable.lesson')),
            ],
        ),
        migrations.CreateModel(
            name='LessonTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500)),
                ('version', models.PositiveIntegerField(default=1)),
                ('set_at', models.DateTimeField()),
                ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('lesson', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='topic', to='timetable.lesson')),
            ],
        ),
        migrations.CreateModel(
            name='PeriodClosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closed_at', models.DateTimeField()),
                ('closed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('period', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='closure', to='school.studyperiod')),
            ],
        ),
        migrations.CreateModel(
            name='WorkKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=30)),
                ('name', models.CharField(max_length=60)),
                ('short_name', models.CharField(max_length=8)),
                ('weight', models.PositiveSmallIntegerField()),
                ('is_control', models.BooleanField(default=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='work_kinds', to='school.school')),
            ],
            options={
                'ordering': ('school', 'position'),
            },
        ),
        migrations.CreateModel(
            name='Work',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('weight', models.PositiveSmallIntegerField()),
                ('title', models.CharField(blank=True, max_length=200)),
                ('lesson', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='works', to='timetable.lesson')),
                ('kind', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='works', to='journal.workkind')),
            ],
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(blank=True, max_length=4)),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('set_at', models.DateTimeField()),
                ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('lesson', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='timetable.lesson')),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('lesson', 'pupil'), name='absence_once'), models.CheckConstraint(condition=models.Q(('code__in', ('', 'н', 'б', 'у', 'нп', 'оп', 'осв'))), name='absence_code')],
            },
        ),
        migrations.CreateModel(
            name='Average',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weight', models.PositiveIntegerField()),
                ('weighted', models.PositiveIntegerField()),
                ('count', models.PositiveIntegerField()),
                ('course', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='averages', to='school.course')),
                ('period', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.studyperiod')),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='averages', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('course', 'period', 'pupil'), name='average_once')],
            },
        ),
        migrations.CreateModel(
            name='PeriodMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.CharField(blank=True, max_length=4)),
                ('proposed', models.CharField(blank=True, max_length=4)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('version', models.PositiveIntegerField(default=1)),
                ('set_at', models.DateTimeField()),
                ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('course', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='period_marks', to='school.course')),
                ('period', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.studyperiod')),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='period_marks', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('course', 'period', 'pupil'), name='period_mark_once')],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('second', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('comment', models.CharField(blank=True, max_length=500)),
                ('version', models.PositiveIntegerField(default=1)),
                ('set_at', models.DateTimeField()),
                ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='people.person')),
                ('work', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='journal.work')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('work', 'pupil'), name='mark_once'), models.CheckConstraint(condition=models.Q(('second__isnull', True), ('value__isnull', False), _connector='OR'), name='mark_second_needs_first'), models.CheckConstraint(condition=models.Q(('value__isnull', True), ('value__lte', 100), _connector='OR'), name='mark_value')],
            },
        ),
        migrations.AddConstraint(
            model_name='workkind',
            constraint=models.UniqueConstraint(fields=('school', 'code'), name='work_kind_code_once'),
        ),
        migrations.AddConstraint(
            model_name='work',
            constraint=models.UniqueConstraint(fields=('lesson', 'position'), name='work_position_once'),
        ),
        migrations.AddConstraint(
            model_name='work',
            constraint=models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='work_position'),
        ),
    ]
