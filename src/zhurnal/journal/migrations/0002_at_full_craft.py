# Written by Django 5.2.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0001_journal'),
        ('people', '0001_people'),
        ('school', '0002_grade_of_a_course'),
        ('timetable', '0002_moves'),
    ]

    operations = [
        migrations.CreateModel(
            name='CorrectionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('standing', models.CharField(blank=True, max_length=40)),
                ('seen_version', models.PositiveIntegerField()),
                ('value', models.CharField(blank=True, max_length=20)),
                ('reason', models.CharField(max_length=500)),
                ('asked_at', models.DateTimeField()),
                ('decision', models.CharField(blank=True, choices=[('approved', 'одобрено'), ('declined', 'отклонено'), ('withdrawn', 'отозвано')], max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_reason', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='Exemption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('set_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ExternalMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('value', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('weight', models.PositiveSmallIntegerField(default=100)),
                ('is_control', models.BooleanField(default=False)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('source', models.CharField(max_length=200)),
                ('version', models.PositiveIntegerField(default=1)),
                ('set_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='HomeworkFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150)),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('path', models.CharField(max_length=120)),
                ('added_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PlanTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('section', models.CharField(blank=True, max_length=200)),
                ('text', models.CharField(max_length=500)),
                ('homework', models.CharField(blank=True, max_length=2000)),
                ('control', models.CharField(blank=True, max_length=200)),
                ('set_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='PolicyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('valid_from', models.DateField()),
                ('data', models.TextField()),
                ('note', models.CharField(blank=True, max_length=500)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='YearDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, choices=[('promoted', 'переведён'), ('conditional', 'переведён условно'), ('repeats', 'оставлен на повторное обучение'), ('finished', 'окончил')], max_length=11)),
                ('protocol', models.CharField(blank=True, max_length=60)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('comment', models.CharField(blank=True, max_length=500)),
                ('version', models.PositiveIntegerField(default=1)),
                ('set_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='YearMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('year', 'годовая'), ('exam', 'экзамен'), ('final', 'итоговая')], max_length=5)),
                ('value', models.CharField(blank=True, max_length=4)),
                ('proposed', models.CharField(blank=True, max_length=4)),
                ('paragraph', models.CharField(blank=True, max_length=60)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('version', models.PositiveIntegerField(default=1)),
                ('set_at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='absence',
            name='absence_code',
        ),
        migrations.AddField(
            model_name='mark',
            name='due',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='mark',
            name='handed_in',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='mark',
            name='is_staff_only',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='mark',
            name='pending',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='mark',
            name='resit',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='mark',
            name='resit_second',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='periodclosure',
            name='reason',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='periodclosure',
            name='reopened_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='periodclosure',
            name='reopened_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='periodmark',
            name='paragraph',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='work',
            name='is_own_weight',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='work',
            name='second_weight',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='work',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='periodclosure',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closures', to='school.studyperiod'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('code__in', ('', 'н', 'б', 'у', 'нп', 'оп', 'осв', 'сп', 'д'))), name='absence_code'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.CheckConstraint(condition=models.Q(('resit__isnull', True), ('value__isnull', False), _connector='OR'), name='mark_resit_needs_first'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.CheckConstraint(condition=models.Q(('resit_second__isnull', True), ('resit__isnull', False), _connector='OR'), name='mark_second_resit_needs_first'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.CheckConstraint(condition=models.Q(('pending', False), ('value__isnull', True), _connector='OR'), name='mark_pending_is_none'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.CheckConstraint(condition=models.Q(('due__isnull', True), ('pending', True), _connector='OR'), name='mark_due_is_of_a_point'),
        ),
        migrations.AddConstraint(
            model_name='work',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('position__gt', 1), _connector='OR'), name='work_ordinary_stays'),
        ),
        migrations.AddField(
            model_name='correctionrequest',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='correctionrequest',
            name='course',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='school.course'),
        ),
        migrations.AddField(
            model_name='correctionrequest',
            name='decided_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='correctionrequest',
            name='period',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.studyperiod'),
        ),
        migrations.AddField(
            model_name='correctionrequest',
            name='pupil',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='people.person'),
        ),
        migrations.AddField(
            model_name='correctionrequest',
            name='work',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='journal.work'),
        ),
        migrations.AddField(
            model_name='exemption',
            name='author',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='exemption',
            name='course',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exemptions', to='school.course'),
        ),
        migrations.AddField(
            model_name='exemption',
            name='pupil',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exemptions', to='people.person'),
        ),
        migrations.AddField(
            model_name='externalmark',
            name='author',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='externalmark',
            name='course',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='external_marks', to='school.course'),
        ),
        migrations.AddField(
            model_name='externalmark',
            name='period',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.studyperiod'),
        ),
        migrations.AddField(
            model_name='externalmark',
            name='pupil',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='external_marks', to='people.person'),
        ),
        migrations.AddField(
            model_name='homeworkfile',
            name='author',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='homeworkfile',
            name='homework',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='journal.homework'),
        ),
        migrations.AddField(
            model_name='plantopic',
            name='author',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='plantopic',
            name='course',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='plan_topics', to='school.course'),
        ),
        migrations.AddField(
            model_name='lessontopic',
            name='plan_topic',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='lessons', to='journal.plantopic'),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='author',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policy_versions', to='school.school'),
        ),
        migrations.AddField(
            model_name='periodclosure',
            name='policy',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.policyversion'),
        ),
        migrations.AddConstraint(
            model_name='periodclosure',
            constraint=models.UniqueConstraint(condition=models.Q(('reopened_at__isnull', True)), fields=('period',), name='period_closed_once'),
        ),
        migrations.AddConstraint(
            model_name='periodclosure',
            constraint=models.CheckConstraint(condition=models.Q(('reopened_at__isnull', True), models.Q(('reopened_by__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='period_reopened_with_reason'),
        ),
        migrations.AddField(
            model_name='yeardecision',
            name='author',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='yeardecision',
            name='pupil',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='year_decisions', to='people.person'),
        ),
        migrations.AddField(
            model_name='yeardecision',
            name='year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='school.schoolyear'),
        ),
        migrations.AddField(
            model_name='yearmark',
            name='author',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='yearmark',
            name='course',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='year_marks', to='school.course'),
        ),
        migrations.AddField(
            model_name='yearmark',
            name='pupil',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='year_marks', to='people.person'),
        ),
        migrations.AddConstraint(
            model_name='correctionrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('period__isnull', True), ('work__isnull', False)), models.Q(('period__isnull', False), ('work__isnull', True)), _connector='OR'), name='correction_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='correctionrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('decision', ''), ('work__isnull', False)), fields=('work', 'pupil'), name='correction_of_cell_open_once'),
        ),
        migrations.AddConstraint(
            model_name='correctionrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('decision', ''), ('period__isnull', False)), fields=('course', 'period', 'pupil'), name='correction_of_period_mark_open_once'),
        ),
        migrations.AddConstraint(
            model_name='correctionrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision__in', ('approved', 'declined')), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='correction_decided_by_another'),
        ),
        migrations.AddConstraint(
            model_name='exemption',
            constraint=models.UniqueConstraint(fields=('course', 'pupil', 'valid_from'), name='exemption_once'),
        ),
        migrations.AddConstraint(
            model_name='exemption',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='exemption_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='externalmark',
            constraint=models.UniqueConstraint(fields=('course', 'pupil', 'date', 'position'), name='external_mark_once'),
        ),
        migrations.AddConstraint(
            model_name='externalmark',
            constraint=models.CheckConstraint(condition=models.Q(('value__isnull', True), ('value__lte', 100), _connector='OR'), name='external_mark_value'),
        ),
        migrations.AddConstraint(
            model_name='plantopic',
            constraint=models.UniqueConstraint(fields=('course', 'number'), name='plan_topic_once'),
        ),
        migrations.AddConstraint(
            model_name='plantopic',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='plan_topic_number'),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.UniqueConstraint(fields=('school', 'number'), name='policy_version_once'),
        ),
        migrations.AddConstraint(
            model_name='yeardecision',
            constraint=models.UniqueConstraint(fields=('year', 'pupil'), name='year_decision_once'),
        ),
        migrations.AddConstraint(
            model_name='yearmark',
            constraint=models.UniqueConstraint(fields=('course', 'kind', 'pupil'), name='year_mark_once'),
        ),
    ]
