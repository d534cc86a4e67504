# Written by Django 5.2.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='School',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('short_name', models.CharField(max_length=60)),
                ('time_zone', models.CharField(default='Europe/Moscow', max_length=40)),
                ('ranking', models.CharField(choices=[('off', 'не показывать'), ('own_place', 'своё место'), ('quartile', 'только четверть списка')], default='own_place', max_length=10)),
                ('ranking_from_grade', models.PositiveSmallIntegerField(default=5)),
                ('cover_hue', models.PositiveSmallIntegerField(default=160)),
                ('frozen_today', models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SchoolYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20)),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='years', to='school.school')),
            ],
        ),
        migrations.CreateModel(
            name='SchoolClass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grade', models.PositiveSmallIntegerField()),
                ('letter', models.CharField(max_length=3)),
                ('shift', models.PositiveSmallIntegerField(default=1)),
                ('days_a_week', models.PositiveSmallIntegerField(default=5)),
                ('period_kind', models.CharField(choices=[('quarter', 'четверть'), ('half_year', 'полугодие'), ('trimester', 'триместр')], default='quarter', max_length=10)),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='classes', to='school.schoolyear')),
            ],
            options={
                'ordering': ('year', 'grade', 'letter'),
            },
        ),
        migrations.CreateModel(
            name='DayOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('holidays', 'каникулы'), ('day_off', 'выходной')], max_length=10)),
                ('name', models.CharField(max_length=100)),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('first_grade', models.PositiveSmallIntegerField(default=1)),
                ('last_grade', models.PositiveSmallIntegerField(default=11)),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='days_off', to='school.schoolyear')),
            ],
            options={
                'ordering': ('year', 'starts'),
            },
        ),
        migrations.CreateModel(
            name='StudyGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('subgroup', 'подгруппа'), ('stream', 'поток')], max_length=10)),
                ('name', models.CharField(max_length=60)),
                ('classes', models.ManyToManyField(related_name='groups', to='school.schoolclass')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='school.schoolyear')),
            ],
        ),
        migrations.CreateModel(
            name='StudyPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('quarter', 'четверть'), ('half_year', 'полугодие'), ('trimester', 'триместр')], max_length=10)),
                ('number', models.PositiveSmallIntegerField()),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='school.schoolyear')),
            ],
            options={
                'ordering': ('year', 'kind', 'number'),
            },
        ),
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('short_name', models.CharField(max_length=30)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('scale', models.CharField(choices=[('five', 'пятибалльная'), ('none', 'без отметок')], default='five', max_length=10)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subjects', to='school.school')),
            ],
            options={
                'ordering': ('school', 'position', 'name'),
            },
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period_kind', models.CharField(choices=[('quarter', 'четверть'), ('half_year', 'полугодие'), ('trimester', 'триместр')], max_length=10)),
                ('hours_a_week', models.PositiveSmallIntegerField()),
                ('school_class', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='school.schoolclass')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='school.schoolyear')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='school.studygroup')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='school.subject')),
            ],
        ),
        migrations.CreateModel(
            name='Teaching',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teachings', to='school.course')),
                ('teacher', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teachings', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='CourseMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='school.course')),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('course', 'pupil', 'valid_from'), name='course_membership_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='course_membership_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Employment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('role', models.CharField(choices=[('teacher', 'учитель'), ('deputy', 'заместитель директора'), ('director', 'директор'), ('secretary', 'секретарь'), ('auditor', 'проверяющий'), ('admin', 'администратор')], max_length=15)),
                ('position', models.CharField(blank=True, max_length=120)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employments', to='people.person')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employments', to='school.school')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('person', 'school', 'role'), name='employment_open_once'), models.CheckConstraint(condition=models.Q(('role__in', ['teacher', 'deputy', 'director', 'secretary', 'auditor', 'admin'])), name='employment_role'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='employment_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('file_number', models.CharField(blank=True, max_length=20)),
                ('arrival', models.CharField(blank=True, max_length=200)),
                ('departure', models.CharField(blank=True, max_length=200)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='people.person')),
                ('school_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='school.schoolclass')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('pupil',), name='enrolment_open_once'), models.UniqueConstraint(fields=('school_class', 'pupil', 'valid_from'), name='enrolment_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='enrolment_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='ClassTeacher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('teacher', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='class_teacherships', to='people.person')),
                ('school_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='class_teachers', to='school.schoolclass')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('school_class',), name='class_teacher_one_at_a_time'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='class_teacher_ends_after_start')],
            },
        ),
        migrations.AddConstraint(
            model_name='schoolyear',
            constraint=models.UniqueConstraint(fields=('school', 'name'), name='school_year_name_once'),
        ),
        migrations.AddConstraint(
            model_name='schoolyear',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='school_year_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='schoolclass',
            constraint=models.UniqueConstraint(fields=('year', 'grade', 'letter'), name='school_class_once'),
        ),
        migrations.AddConstraint(
            model_name='schoolclass',
            constraint=models.CheckConstraint(condition=models.Q(('grade__gte', 1), ('grade__lte', 11)), name='school_class_grade'),
        ),
        migrations.AddConstraint(
            model_name='schoolclass',
            constraint=models.CheckConstraint(condition=models.Q(('days_a_week__in', (5, 6))), name='school_class_week'),
        ),
        migrations.AddConstraint(
            model_name='dayoff',
            constraint=models.UniqueConstraint(fields=('year', 'starts', 'name'), name='day_off_once'),
        ),
        migrations.AddConstraint(
            model_name='dayoff',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='day_off_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='studygroup',
            constraint=models.UniqueConstraint(fields=('year', 'name'), name='study_group_name_once'),
        ),
        migrations.AddConstraint(
            model_name='studyperiod',
            constraint=models.UniqueConstraint(fields=('year', 'kind', 'number'), name='study_period_once'),
        ),
        migrations.AddConstraint(
            model_name='studyperiod',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='study_period_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='subject',
            constraint=models.UniqueConstraint(fields=('school', 'name'), name='subject_name_once'),
        ),
        migrations.AddIndex(
            model_name='course',
            index=models.Index(fields=['school_class', 'subject'], name='course_of_class'),
        ),
        migrations.AddConstraint(
            model_name='course',
            constraint=models.UniqueConstraint(condition=models.Q(('group__isnull', True)), fields=('school_class', 'subject'), name='course_of_class_once'),
        ),
        migrations.AddConstraint(
            model_name='course',
            constraint=models.UniqueConstraint(condition=models.Q(('group__isnull', False)), fields=('group', 'subject'), name='course_of_group_once'),
        ),
        migrations.AddConstraint(
            model_name='course',
            constraint=models.CheckConstraint(condition=models.Q(('school_class__isnull', False), ('group__isnull', False), _connector='OR'), name='course_has_pupils_from_somewhere'),
        ),
        migrations.AddIndex(
            model_name='teaching',
            index=models.Index(fields=['teacher', 'course'], name='teaching_of_teacher'),
        ),
        migrations.AddConstraint(
            model_name='teaching',
            constraint=models.UniqueConstraint(fields=('course', 'teacher', 'valid_from'), name='teaching_once'),
        ),
        migrations.AddConstraint(
            model_name='teaching',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='teaching_ends_after_start'),
        ),
    ]
