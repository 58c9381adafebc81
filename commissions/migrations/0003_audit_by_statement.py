"""Keep the history of changes by statement instead of by row."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from leader.shared.migrating import together


class Migration(migrations.Migration):
    """The triggers keep their names and fill the same tables."""

    dependencies = [
        ('commissions', '0002_initial'),
    ]

    operations = together([
        pgtrigger.migrations.RemoveTrigger(
            model_name='commission',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='commission',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='commission',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='commissionmembership',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='commissionmembership',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='commissionmembership',
            name='delete_delete',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commission',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "commissions_commissionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version" FROM new_rows AS kept; RETURN NULL;', hash='fd0002d62c9520bd1cf8fbd705c59db30f28890b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c5b34', referencing='REFERENCING NEW TABLE AS new_rows ', table='commissions_commission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commission',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "commissions_commissionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version" FROM (SELECT "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version" FROM (SELECT true AS is_new, "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version" FROM new_rows UNION ALL SELECT false, "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version" FROM old_rows) AS both_sides GROUP BY "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='3e3a7fb91ad6b5c750b3c1d3f96d9ca33066d5f1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_6d217', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='commissions_commission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commission',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "commissions_commissionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version" FROM old_rows AS kept; RETURN NULL;', hash='c1513f83927000824a2eb11cad684caeb9bd0f3d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_fe277', referencing='REFERENCING OLD TABLE AS old_rows ', table='commissions_commission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commissionmembership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "commissions_commissionmembershipchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commission_id", "ends_on", "id", "person_id", "role", "starts_on") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "commission_id", "ends_on", "id", "person_id", "role", "starts_on" FROM new_rows AS kept; RETURN NULL;', hash='3d7576c5ddbee9122bd4891bbd8d276521d80cdc', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_24f03', referencing='REFERENCING NEW TABLE AS new_rows ', table='commissions_commissionmembership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commissionmembership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "commissions_commissionmembershipchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commission_id", "ends_on", "id", "person_id", "role", "starts_on") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "commission_id", "ends_on", "id", "person_id", "role", "starts_on" FROM (SELECT "commission_id", "ends_on", "id", "person_id", "role", "starts_on" FROM (SELECT true AS is_new, "commission_id", "ends_on", "id", "person_id", "role", "starts_on" FROM new_rows UNION ALL SELECT false, "commission_id", "ends_on", "id", "person_id", "role", "starts_on" FROM old_rows) AS both_sides GROUP BY "commission_id", "ends_on", "id", "person_id", "role", "starts_on" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='afe210e56c7c18f6510df2513b9d8bdb70ea6eee', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_19605', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='commissions_commissionmembership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commissionmembership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "commissions_commissionmembershipchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commission_id", "ends_on", "id", "person_id", "role", "starts_on") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "commission_id", "ends_on", "id", "person_id", "role", "starts_on" FROM old_rows AS kept; RETURN NULL;', hash='b4d4cd9e15491c306bab276cd83fd570467a87d6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_559a1', referencing='REFERENCING OLD TABLE AS old_rows ', table='commissions_commissionmembership', when='AFTER')),
        ),
    ])
