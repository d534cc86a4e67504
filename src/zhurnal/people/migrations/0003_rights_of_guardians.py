# Written by Django 5.2.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_view_of_marks'),
    ]

    operations = [
        migrations.CreateModel(
            name='Viewing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=15)),
                ('page', models.CharField(choices=[('diary', 'дневник'), ('absence', 'сообщения об отсутствии и документы'), ('family', 'родители и их права')], max_length=10)),
                ('day', models.DateField()),
                ('first_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='guardianship',
            name='may_apply',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='guardianship',
            name='may_sign',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='guardianship',
            name='may_write',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='guardianship',
            name='restricted_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='guardianship',
            name='restriction',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddConstraint(
            model_name='guardianship',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('restricted_at__isnull', True), ('restriction', '')), models.Q(('restricted_at__isnull', False), models.Q(('restriction', ''), _negated=True)), _connector='OR'), name='guardianship_restricted_by_a_paper'),
        ),
        migrations.AddField(
            model_name='viewing',
            name='pupil',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='viewings', to='people.person'),
        ),
        migrations.AddField(
            model_name='viewing',
            name='viewer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddConstraint(
            model_name='viewing',
            constraint=models.UniqueConstraint(fields=('pupil', 'day', 'viewer', 'page'), name='viewing_once_a_day'),
        ),
    ]
