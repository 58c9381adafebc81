"""Who represents a company, and until when, is read from one index."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0018_naf_2025_has_its_form'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='representative',
            name='representative_by_company',
        ),
        migrations.AlterField(
            model_name='representative',
            name='company',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='representatives', to='members.company', verbose_name='company'),
        ),
        migrations.AddIndex(
            model_name='representative',
            index=models.Index(fields=['company', 'person'], include=('ends_on',), name='representative_by_company'),
        ),
    ]
