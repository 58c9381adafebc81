"""The seat of the association of a territory, as the registry has it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('territories', '0026_naf_2025_in_imports'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='territory',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='territory',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='territory',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='territory',
            name='seat',
            field=models.CharField(blank=True, help_text='As its statutes and the registry have it.', max_length=200, verbose_name='seat of the association'),
        ),
        migrations.AddField(
            model_name='territorychange',
            name='seat',
            field=models.CharField(blank=True, help_text='As its statutes and the registry have it.', max_length=200, verbose_name='seat of the association'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territory',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territorychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "seat", "slug", "version") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "seat", "slug", "version" FROM new_rows AS kept; RETURN NULL;', hash='b104c8c0e8e73c46628c4d7542e1bcb34db4ea80', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_4b77b', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_territory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territory',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territorychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "seat", "slug", "version") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "seat", "slug", "version" FROM (SELECT "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "seat", "slug", "version" FROM (SELECT true AS is_new, "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "seat", "slug", "version" FROM new_rows UNION ALL SELECT false, "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "seat", "slug", "version" FROM old_rows) AS both_sides GROUP BY "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "seat", "slug", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='2930e687ac04a7dd1e665a55406e2db193f156ef', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f14e0', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_territory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territory',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territorychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "seat", "slug", "version") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "seat", "slug", "version" FROM old_rows AS kept; RETURN NULL;', hash='67b6dd9502408bb82fa9f9c5feb0157c1d769b6e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3ae3b', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_territory', when='AFTER')),
        ),
    ]
