# Written by Django 5.2.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0006_rating_by_the_rules'),
        ('people', '0003_rights_of_guardians'),
        ('school', '0003_no_ranking'),
    ]

    operations = [
        migrations.CreateModel(
            name='Excuse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('illness', 'болезнь'), ('doctor', 'посещение врача'), ('family', 'семейные обстоятельства'), ('contest', 'соревнование, олимпиада, конкурс'), ('other', 'другая причина')], max_length=10)),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('first_lesson', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('last_lesson', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('text', models.CharField(blank=True, max_length=500)),
                ('author_role', models.CharField(choices=[('pupil', 'ученик'), ('guardian', 'родитель'), ('teacher', 'учитель'), ('class_teacher', 'классный руководитель'), ('deputy', 'заместитель директора'), ('director', 'директор'), ('secretary', 'секретарь'), ('auditor', 'проверяющий'), ('admin', 'администратор')], max_length=15)),
                ('made_at', models.DateTimeField()),
                ('decision', models.CharField(blank=True, choices=[('accepted', 'принято'), ('refused', 'отклонено'), ('withdrawn', 'отозвано')], max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_reason', models.CharField(blank=True, max_length=300)),
                ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('pupil', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='excuses', to='people.person')),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='excuses', to='school.school')),
            ],
        ),
        migrations.CreateModel(
            name='ExcuseFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150)),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('path', models.CharField(max_length=120)),
                ('added_at', models.DateTimeField()),
                ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('excuse', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='journal.excuse')),
            ],
        ),
        migrations.AddIndex(
            model_name='excuse',
            index=models.Index(fields=['pupil', 'last', 'first'], name='excuse_of_pupil'),
        ),
        migrations.AddIndex(
            model_name='excuse',
            index=models.Index(condition=models.Q(('decision', '')), fields=['school', 'pupil'], name='excuse_open'),
        ),
        migrations.AddConstraint(
            model_name='excuse',
            constraint=models.CheckConstraint(condition=models.Q(('last__isnull', True), ('last__gte', models.F('first')), _connector='OR'), name='excuse_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='excuse',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_lesson__isnull', True), ('last_lesson__isnull', True)), models.Q(('first', models.F('last')), ('first_lesson__isnull', False), ('last_lesson__gte', models.F('first_lesson')), ('last_lesson__isnull', False)), _connector='OR'), name='excuse_lessons_of_one_day'),
        ),
        migrations.AddConstraint(
            model_name='excuse',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='excuse_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='excuse',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', 'refused'), _negated=True), models.Q(('decision_reason', ''), _negated=True), _connector='OR'), name='excuse_refused_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='excusefile',
            constraint=models.UniqueConstraint(fields=('excuse', 'sha256', 'name'), name='excuse_file_once'),
        ),
    ]
