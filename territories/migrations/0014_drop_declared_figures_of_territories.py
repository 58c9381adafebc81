"""The declared figures of territories have moved to rows of their own."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from leader.shared.migrating import together


class Migration(migrations.Migration):

    dependencies = [
        ('territories', '0013_move_declared_figures'),
    ]

    operations = together([
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
        migrations.RemoveField(
            model_name='territory',
            name='declared_on',
        ),
        migrations.RemoveField(
            model_name='territory',
            name='members_declared',
        ),
        migrations.RemoveField(
            model_name='territory',
            name='prospects_declared',
        ),
        migrations.RemoveField(
            model_name='territory',
            name='source',
        ),
        migrations.RemoveField(
            model_name='territorychange',
            name='declared_on',
        ),
        migrations.RemoveField(
            model_name='territorychange',
            name='members_declared',
        ),
        migrations.RemoveField(
            model_name='territorychange',
            name='prospects_declared',
        ),
        migrations.RemoveField(
            model_name='territorychange',
            name='source',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territory',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territorychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "slug", "version") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "slug", "version" FROM new_rows AS kept; RETURN NULL;', hash='3545b315009a50e4b4e2cf15238a178e5ea87d66', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_4b77b', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_territory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territory',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territorychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "slug", "version") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "slug", "version" FROM (SELECT "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "slug", "version" FROM (SELECT true AS is_new, "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "slug", "version" FROM new_rows UNION ALL SELECT false, "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "slug", "version" FROM old_rows) AS both_sides GROUP BY "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "slug", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='b89e34be82b2dd4eea56d4732a8856b1493a9685', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f14e0', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_territory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territory',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territorychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "slug", "version") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "country", "id", "kind", "name", "predecessor_founded_on", "predecessor_name", "purpose", "slug", "version" FROM old_rows AS kept; RETURN NULL;', hash='d329cbc6b3ccfa057a83c22587facab5fb101c62', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3ae3b', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_territory', when='AFTER')),
        ),
    ])
