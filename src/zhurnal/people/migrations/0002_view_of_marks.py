# Written by Django 5.2.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_people'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='hides_places',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='user',
            name='marks_period',
            field=models.CharField(blank=True, max_length=40),
        ),
    ]
