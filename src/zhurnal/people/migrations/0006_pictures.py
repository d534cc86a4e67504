from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_letters_and_lines'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='pictures',
            field=models.CharField(choices=[('show', 'показывать'), ('hide', 'не показывать')], default='show', max_length=4),
        ),
    ]
