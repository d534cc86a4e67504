"""Distances between letters and between lines, chosen each by itself: who chose both keeps both."""

from django.db import migrations, models

STEPS = [('normal', 'обычные'), ('wide', 'большие'), ('widest', 'очень большие')]


def keep_both(apps, schema_editor):
    apps.get_model('people', 'User').objects.filter(letter_space='wide').update(line_space='wide')


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_dress'),
    ]

    operations = [
        migrations.RenameField(
            model_name='user',
            old_name='spacing',
            new_name='letter_space',
        ),
        migrations.AlterField(
            model_name='user',
            name='letter_space',
            field=models.CharField(choices=STEPS, default='normal', max_length=6),
        ),
        migrations.AddField(
            model_name='user',
            name='line_space',
            field=models.CharField(choices=STEPS, default='normal', max_length=6),
        ),
        migrations.RunPython(keep_both, migrations.RunPython.noop),
    ]
