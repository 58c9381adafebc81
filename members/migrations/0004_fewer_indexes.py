"""Drop the indexes that no question uses, and that every new company pays for.

The figures of a company are found by figures_once_a_year, a change by its company and not by its activity or commune.
Django adds to each key of letters an index for LIKE 'abc%', which nobody asks of a SIREN or of a code.
"""

import django.db.models.deletion
from django.db import migrations, models


FOR_LIKE = [
    "members_company_siren_3453c49d_like",
    "members_company_activity_id_272ba603_like",
    "members_company_commune_id_8f27c19a_like",
]


class Migration(migrations.Migration):
    """A seventh less to write for each new company."""

    dependencies = [
        ('geography', '0002_departement_is_whole'),
        ('members', '0003_audit_by_statement'),
    ]

    operations = [
        migrations.AlterField(
            model_name='companychange',
            name='activity',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.activity', verbose_name='activity (NAF rév. 2)'),
        ),
        migrations.AlterField(
            model_name='companychange',
            name='commune',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.commune', verbose_name='commune of the seat'),
        ),
        migrations.AlterField(
            model_name='companyfigures',
            name='company',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='members.company', verbose_name='company'),
        ),
        *(migrations.RunSQL(f"DROP INDEX IF EXISTS {name}", migrations.RunSQL.noop) for name in FOR_LIKE),
    ]
