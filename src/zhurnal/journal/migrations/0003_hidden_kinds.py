# Written by Django 5.2.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0002_at_full_craft'),
    ]

    operations = [
        migrations.AddField(
            model_name='workkind',
            name='is_hidden',
            field=models.BooleanField(default=False),
        ),
    ]
