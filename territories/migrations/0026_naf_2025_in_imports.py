"""A line of an import tells the code of NAF 2025 beside that of NAF rév. 2."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('territories', '0025_life_after'),
    ]

    operations = [
        migrations.AddField(
            model_name='importrow',
            name='naf_2025',
            field=models.TextField(null=True, verbose_name='NAF 2025 code'),
        ),
    ]
