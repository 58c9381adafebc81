"""Index the titles of documents for the search."""

import django.contrib.postgres.indexes
import leader.shared.french
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commissions', '0008_words_are_found'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('q'), name='gin_trgm_ops'), name='document_trigrams'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(leader.shared.french.FrenchWords('title'), name='document_title_words'),
        ),
    ]
