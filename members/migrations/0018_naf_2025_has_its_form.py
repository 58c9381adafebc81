"""A code of NAF 2025 is written as its list does."""

import django.core.validators
from django.db import migrations, models

# What is no code at all is left to the history.
WRITE_AS_THE_LIST_DOES = r"""
UPDATE members_company SET activity_2025 = CASE WHEN upper(activity_2025) ~ '^[0-9][0-9][ .]?[0-9][0-9][G-LY]$'
  THEN left(activity_2025, 2) || '.' || upper(right(activity_2025, 3)) ELSE '' END
WHERE activity_2025 <> '' AND activity_2025 !~ '^[0-9][0-9]\.[0-9][0-9][G-LY]$'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('geography', '0002_departement_is_whole'),
        ('members', '0017_the_first_period_is_marked'),
    ]

    operations = [
        migrations.RunSQL(WRITE_AS_THE_LIST_DOES, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='company',
            name='activity_2025',
            field=models.CharField(blank=True, help_text="INSEE's code, such as 62.10Y.", max_length=6, validators=[django.core.validators.RegexValidator('^[0-9][0-9]\\.[0-9][0-9][G-LY]$', 'A code of NAF 2025 is written as 62.10Y.')], verbose_name='activity (NAF 2025)'),
        ),
        migrations.AlterField(
            model_name='companychange',
            name='activity_2025',
            field=models.CharField(blank=True, help_text="INSEE's code, such as 62.10Y.", max_length=6, validators=[django.core.validators.RegexValidator('^[0-9][0-9]\\.[0-9][0-9][G-LY]$', 'A code of NAF 2025 is written as 62.10Y.')], verbose_name='activity (NAF 2025)'),
        ),
        migrations.AddConstraint(
            model_name='company',
            constraint=models.CheckConstraint(condition=models.Q(('activity_2025', ''), ('activity_2025__regex', '^[0-9][0-9]\\.[0-9][0-9][G-LY]$'), _connector='OR'), name='company_naf_2025_has_its_form', violation_error_message='A code of NAF 2025 is written as 62.10Y.'),
        ),
    ]
