# Written by Django 5.2.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('surname', models.CharField(max_length=100)),
                ('given_name', models.CharField(max_length=100)),
                ('patronymic', models.CharField(blank=True, max_length=100)),
                ('sex', models.CharField(choices=[('m', 'мужской'), ('f', 'женский')], max_length=1)),
                ('birth_date', models.DateField(blank=True, null=True)),
                ('sort_key', models.CharField(db_index=True, editable=False, max_length=320)),
                ('search_key', models.CharField(db_index=True, editable=False, max_length=320)),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('login', models.CharField(max_length=60, unique=True)),
                ('is_active', models.BooleanField(default=True)),
                ('theme', models.CharField(choices=[('auto', 'как в системе'), ('light', 'светлая'), ('dark', 'тёмная')], default='auto', max_length=5)),
                ('text_size', models.PositiveSmallIntegerField(choices=[(100, '100 %'), (150, '150 %'), (200, '200 %')], default=100)),
                ('language', models.CharField(default='ru', max_length=5)),
                ('marks_view', models.CharField(choices=[('simple', 'упрощённый'), ('extended', 'по датам')], default='simple', max_length=8)),
                ('person', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='user', to='people.person')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Guardianship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('mother', 'мать'), ('father', 'отец'), ('guardian', 'опекун')], max_length=10)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('guardian', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guardianships', to='people.person')),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guarded_by', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('guardian', 'pupil', 'valid_from'), name='guardianship_once'), models.CheckConstraint(condition=models.Q(('guardian', models.F('pupil')), _negated=True), name='guardianship_not_of_oneself'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='guardianship_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='FailedSignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('login_mark', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['login_mark', 'at'], name='failed_sign_in_recent')],
            },
        ),
    ]
