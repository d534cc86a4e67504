# Written by Django 5.2; what stood in diaries before was visible since it was written.

import datetime
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def visible_since_written(apps, schema_editor):
    apps.get_model('messaging', 'DiaryEntry').objects.update(visible_at=models.F('written_at'))


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0001_diary_entries'),
        ('people', '0001_people'),
        ('school', '0003_no_ranking'),
    ]

    operations = [
        migrations.CreateModel(
            name='EntryFile',
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
            name='EntryPhrase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('remark', 'замечание'), ('thanks', 'благодарность'), ('announcement', 'объявление'), ('invitation', 'приглашение')], max_length=15)),
                ('title', models.CharField(max_length=80)),
                ('text', models.TextField(max_length=4000)),
            ],
        ),
        migrations.CreateModel(
            name='EntryReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000)),
                ('written_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='EntryWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_as', models.CharField(choices=[('pupil', 'ученик'), ('guardian', 'родитель'), ('teacher', 'учитель'), ('class_teacher', 'классный руководитель'), ('deputy', 'заместитель директора'), ('director', 'директор'), ('secretary', 'секретарь'), ('auditor', 'проверяющий'), ('admin', 'администратор')], max_length=15)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ReplyRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(choices=[('off', 'ответы выключены'), ('hours', 'только в названные часы'), ('always', 'в любое время')], default='off', max_length=6)),
                ('starts', models.TimeField(default=datetime.time(8, 0))),
                ('ends', models.TimeField(default=datetime.time(18, 0))),
                ('to_class_teachers', models.BooleanField(default=True)),
                ('to_teachers', models.BooleanField(default=True)),
                ('to_heads', models.BooleanField(default=True)),
            ],
        ),
        migrations.AddField(
            model_name='diaryentry',
            name='version',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='diaryentry',
            name='visible_at',
            field=models.DateTimeField(blank=True, default=django.utils.timezone.now, null=True),
        ),
        migrations.AddIndex(
            model_name='diaryentry',
            index=models.Index(fields=['visible_at'], name='entry_becomes_visible'),
        ),
        migrations.AddConstraint(
            model_name='diaryentry',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='entry_version_from_one'),
        ),
        migrations.AddConstraint(
            model_name='diaryentry',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='entry_says_something'),
        ),
        migrations.AddField(
            model_name='entryfile',
            name='entry',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='messaging.diaryentry'),
        ),
        migrations.AddField(
            model_name='entryphrase',
            name='owner',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='entryphrase',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entry_phrases', to='school.school'),
        ),
        migrations.AddField(
            model_name='entryreply',
            name='author',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='entryreply',
            name='guardian',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='entryreply',
            name='recipient',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='messaging.entryrecipient'),
        ),
        migrations.AddField(
            model_name='entrywithdrawal',
            name='entry',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='messaging.diaryentry'),
        ),
        migrations.AddField(
            model_name='entrywithdrawal',
            name='made_by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='replyrule',
            name='school',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reply_rule', to='school.school'),
        ),
        migrations.AddIndex(
            model_name='entryfile',
            index=models.Index(fields=['entry'], name='entry_file_of_entry'),
        ),
        migrations.AddConstraint(
            model_name='entryfile',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('entry', 'sha256', 'name'), name='entry_file_once'),
        ),
        migrations.AddConstraint(
            model_name='entryphrase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='entry_phrase_says_something'),
        ),
        migrations.AddConstraint(
            model_name='entryreply',
            constraint=models.CheckConstraint(condition=models.Q(('read_at__isnull', True), ('read_at__gte', models.F('written_at')), _connector='OR'), name='entry_reply_read_after_written'),
        ),
        migrations.AddConstraint(
            model_name='entryreply',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='entry_reply_says_something'),
        ),
        migrations.AddConstraint(
            model_name='replyrule',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='reply_rule_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='replyrule',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ('off', 'hours', 'always'))), name='reply_rule_mode'),
        ),
        migrations.RunPython(visible_since_written, migrations.RunPython.noop),
    ]
