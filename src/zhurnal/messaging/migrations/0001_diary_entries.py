# Written by Django 5.2.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_people'),
        ('school', '0001_registers'),
    ]

    operations = [
        migrations.CreateModel(
            name='DiaryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('remark', 'замечание'), ('thanks', 'благодарность'), ('announcement', 'объявление'), ('invitation', 'приглашение')], max_length=15)),
                ('author_role', models.CharField(choices=[('pupil', 'ученик'), ('guardian', 'родитель'), ('teacher', 'учитель'), ('class_teacher', 'классный руководитель'), ('deputy', 'заместитель директора'), ('director', 'директор'), ('secretary', 'секретарь'), ('auditor', 'проверяющий'), ('admin', 'администратор')], max_length=15)),
                ('audience', models.CharField(blank=True, max_length=100)),
                ('text', models.TextField(max_length=4000)),
                ('day', models.DateField()),
                ('written_at', models.DateTimeField()),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='diary_entries', to='people.person')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='diary_entries', to='school.school')),
            ],
        ),
        migrations.CreateModel(
            name='EntryRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recipients', to='messaging.diaryentry')),
                ('pupil', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='received_entries', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='EntryReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField()),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entry_receipts', to='people.person')),
                ('recipient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='messaging.entryrecipient')),
            ],
        ),
        migrations.AddIndex(
            model_name='diaryentry',
            index=models.Index(fields=['school', 'written_at'], name='entry_of_school'),
        ),
        migrations.AddConstraint(
            model_name='entryrecipient',
            constraint=models.UniqueConstraint(fields=('pupil', 'entry'), name='entry_recipient_once'),
        ),
        migrations.AddConstraint(
            model_name='entryreceipt',
            constraint=models.UniqueConstraint(fields=('recipient', 'reader'), name='entry_receipt_once'),
        ),
        migrations.AddConstraint(
            model_name='entryreceipt',
            constraint=models.CheckConstraint(condition=models.Q(('signed_at__isnull', True), ('signed_at__gte', models.F('read_at')), _connector='OR'), name='entry_receipt_signed_after_read'),
        ),
    ]
