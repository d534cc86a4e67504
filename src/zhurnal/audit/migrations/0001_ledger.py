# Written by Django 5.2.

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain', models.CharField(max_length=40)),
                ('seq', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('actor_id', models.PositiveBigIntegerField(null=True)),
                ('actor_role', models.CharField(max_length=20)),
                ('action', models.CharField(max_length=40)),
                ('subject', models.CharField(max_length=80)),
                ('payload', models.TextField(null=True)),
                ('salt', models.BinaryField(max_length=32, null=True)),
                ('commitment', models.BinaryField(max_length=32)),
                ('hash', models.BinaryField(max_length=32)),
                ('change_id', models.UUIDField(null=True, unique=True)),
            ],
            options={
                'indexes': [models.Index(fields=['subject'], name='line_of_subject')],
                'constraints': [models.UniqueConstraint(fields=('chain', 'seq'), name='line_once'), models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='line_counted_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('payload__isnull', True), ('salt__isnull', True)), models.Q(('payload__isnull', False), ('salt__isnull', False)), _connector='OR'), name='line_forgotten_as_a_whole')],
            },
        ),
    ]
