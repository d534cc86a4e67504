# Written by Django 5.2.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('journal', '0006_rating_by_the_rules'),
        ('people', '0002_view_of_marks'),
        ('school', '0003_no_ranking'),
    ]

    operations = [
        migrations.CreateModel(
            name='HomeworkTick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done_at', models.DateTimeField()),
                ('homework', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.homework')),
                ('pupil', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='homework_ticks', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pupil', 'homework'), name='homework_tick_once')],
            },
        ),
        migrations.CreateModel(
            name='WeekSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('monday', models.DateField()),
                ('kind', models.CharField(choices=[('mother', 'мать'), ('father', 'отец'), ('guardian', 'опекун')], max_length=10)),
                ('signed_at', models.DateTimeField()),
                ('guardian', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('pupil', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='week_signatures', to='people.person')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='school.school')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pupil', 'monday', 'guardian'), name='week_signature_once')],
            },
        ),
    ]
