from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a teacher asks for a correction or a deputy: a deputy's request is the director's to decide."""

    dependencies = [
        ("journal", "0003_hidden_kinds"),
    ]

    operations = [
        migrations.AddField(
            model_name="correctionrequest",
            name="asked_as",
            field=models.CharField(
                choices=[("teacher", "учитель"), ("deputy", "заместитель директора")], default="teacher", max_length=15
            ),
            preserve_default=False,
        ),
    ]
