# Written by Django 5.2.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('school', '0003_no_ranking'),
    ]

    operations = [
        migrations.CreateModel(
            name='SchoolCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(blank=True, max_length=200)),
                ('phone', models.CharField(blank=True, max_length=100)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('site', models.URLField(blank=True)),
                ('hours', models.CharField(blank=True, max_length=200)),
                ('about', models.TextField(blank=True, max_length=2000)),
                ('shows_heads', models.BooleanField(default=True)),
                ('school', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='card', to='school.school')),
            ],
        ),
    ]
