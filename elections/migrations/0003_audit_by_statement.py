"""Keep the history of changes by statement instead of by row."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from leader.shared.migrating import together


class Migration(migrations.Migration):
    """The triggers keep their names and fill the same tables."""

    dependencies = [
        ('elections', '0002_initial'),
    ]

    operations = together([
        pgtrigger.migrations.RemoveTrigger(
            model_name='assembly',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='assembly',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='assembly',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='delete_delete',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assembly',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_assemblychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "held_on", "id", "kind", "place", "source", "territory_id", "version") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "held_on", "id", "kind", "place", "source", "territory_id", "version" FROM new_rows AS kept; RETURN NULL;', hash='6a7f743ea2234b3c62307fa41412b125271970d7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9a5ed', referencing='REFERENCING NEW TABLE AS new_rows ', table='elections_assembly', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assembly',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_assemblychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "held_on", "id", "kind", "place", "source", "territory_id", "version") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "held_on", "id", "kind", "place", "source", "territory_id", "version" FROM (SELECT "held_on", "id", "kind", "place", "source", "territory_id", "version" FROM (SELECT true AS is_new, "held_on", "id", "kind", "place", "source", "territory_id", "version" FROM new_rows UNION ALL SELECT false, "held_on", "id", "kind", "place", "source", "territory_id", "version" FROM old_rows) AS both_sides GROUP BY "held_on", "id", "kind", "place", "source", "territory_id", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='c8d392c2b59186ca981da7d75c313966c1391ef0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0b505', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='elections_assembly', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assembly',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_assemblychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "held_on", "id", "kind", "place", "source", "territory_id", "version") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "held_on", "id", "kind", "place", "source", "territory_id", "version" FROM old_rows AS kept; RETURN NULL;', hash='2b2f5d6c4dfa7dc7e3d01876805b0acf8b36470b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_493c7', referencing='REFERENCING OLD TABLE AS old_rows ', table='elections_assembly', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_decisionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "assembly_id", "id", "rank", "text") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "assembly_id", "id", "rank", "text" FROM new_rows AS kept; RETURN NULL;', hash='c244df22e96757face107c152104ebf0d8c2895c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a153b', referencing='REFERENCING NEW TABLE AS new_rows ', table='elections_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_decisionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "assembly_id", "id", "rank", "text") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "assembly_id", "id", "rank", "text" FROM (SELECT "assembly_id", "id", "rank", "text" FROM (SELECT true AS is_new, "assembly_id", "id", "rank", "text" FROM new_rows UNION ALL SELECT false, "assembly_id", "id", "rank", "text" FROM old_rows) AS both_sides GROUP BY "assembly_id", "id", "rank", "text" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='34d56275008b5525d69f3e0c58c80e16ee9dfda4', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_69163', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='elections_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_decisionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "assembly_id", "id", "rank", "text") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "assembly_id", "id", "rank", "text" FROM old_rows AS kept; RETURN NULL;', hash='aa405dc7156db5cf081458f25bb07b10227ae2ed', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_836e6', referencing='REFERENCING OLD TABLE AS old_rows ', table='elections_decision', when='AFTER')),
        ),
    ])
