# Written by Django 5.2.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0004_who_asked'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='mark',
            index=models.Index(condition=models.Q(('pending', True)), fields=['work', 'pupil'], name='mark_pending'),
        ),
    ]
