"""Keep the history of changes by statement instead of by row."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    """The triggers keep their names and fill the same tables."""

    dependencies = [
        ('elections', '0002_initial'),
    ]

    operations = [
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
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_assemblychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "held_on", "id", "kind", "place", "source", "territory_id", "version") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "held_on", "id", "kind", "place", "source", "territory_id", "version" FROM new_rows AS kept; RETURN NULL;', hash='bedc067cc18dd299bd11e41d21615efa63616e4c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9a5ed', referencing='REFERENCING NEW TABLE AS new_rows ', table='elections_assembly', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assembly',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_assemblychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "held_on", "id", "kind", "place", "source", "territory_id", "version") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "held_on", "id", "kind", "place", "source", "territory_id", "version" FROM (SELECT "held_on", "id", "kind", "place", "source", "territory_id", "version" FROM (SELECT true AS is_new, "held_on", "id", "kind", "place", "source", "territory_id", "version" FROM new_rows UNION ALL SELECT false, "held_on", "id", "kind", "place", "source", "territory_id", "version" FROM old_rows) AS both_sides GROUP BY "held_on", "id", "kind", "place", "source", "territory_id", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='020f6a9d2316593b7379d182c15258beaea59429', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0b505', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='elections_assembly', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assembly',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_assemblychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "held_on", "id", "kind", "place", "source", "territory_id", "version") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "held_on", "id", "kind", "place", "source", "territory_id", "version" FROM old_rows AS kept; RETURN NULL;', hash='11c6993a80e6ca814a7dc45e9b8aa79ed666ac13', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_493c7', referencing='REFERENCING OLD TABLE AS old_rows ', table='elections_assembly', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_decisionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "assembly_id", "id", "rank", "text") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "assembly_id", "id", "rank", "text" FROM new_rows AS kept; RETURN NULL;', hash='a6735143b502021eac82bc06daa9c185de465836', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a153b', referencing='REFERENCING NEW TABLE AS new_rows ', table='elections_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_decisionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "assembly_id", "id", "rank", "text") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "assembly_id", "id", "rank", "text" FROM (SELECT "assembly_id", "id", "rank", "text" FROM (SELECT true AS is_new, "assembly_id", "id", "rank", "text" FROM new_rows UNION ALL SELECT false, "assembly_id", "id", "rank", "text" FROM old_rows) AS both_sides GROUP BY "assembly_id", "id", "rank", "text" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='380f470fe609bf5e20a1a9b39cf5e9737d65d371', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_69163', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='elections_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_decisionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "assembly_id", "id", "rank", "text") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "assembly_id", "id", "rank", "text" FROM old_rows AS kept; RETURN NULL;', hash='42f1bcc0b27d230c29500c75c5d15d41c3710b87', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_836e6', referencing='REFERENCING OLD TABLE AS old_rows ', table='elections_decision', when='AFTER')),
        ),
    ]
