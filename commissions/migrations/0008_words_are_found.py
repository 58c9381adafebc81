"""Index the titles of meetings and the words of minutes for the search."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
import leader.shared.french
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commissions', '0007_documents_and_announcements'),
        ('shared', '0010_french_words'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='meeting',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('q'), name='gin_trgm_ops'), name='meeting_trigrams'),
        ),
        migrations.AddIndex(
            model_name='minutesitem',
            index=django.contrib.postgres.indexes.GinIndex(leader.shared.french.FrenchWords(django.db.models.functions.text.Concat('title', models.Value(' '), 'text', models.Value(' '), 'decided', output_field=models.TextField())), name='minutes_item_words'),
        ),
    ]
