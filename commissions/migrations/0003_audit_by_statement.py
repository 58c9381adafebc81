"""Keep the history of changes by statement instead of by row."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    """The triggers keep their names and fill the same tables."""

    dependencies = [
        ('commissions', '0002_initial'),
    ]

    operations = [
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
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "commissions_commissionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version" FROM new_rows AS kept; RETURN NULL;', hash='faef32553bd8d1bdfe1adc0bf720135fa7fca035', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c5b34', referencing='REFERENCING NEW TABLE AS new_rows ', table='commissions_commission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commission',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "commissions_commissionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version" FROM (SELECT "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version" FROM (SELECT true AS is_new, "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version" FROM new_rows UNION ALL SELECT false, "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version" FROM old_rows) AS both_sides GROUP BY "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='c40478edffd3fc972566ed63403e1bec50e22575', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_6d217', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='commissions_commission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commission',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "commissions_commissionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "dissolved_on", "founded_on", "founded_precision", "id", "name", "purpose", "slug", "source", "theme", "version" FROM old_rows AS kept; RETURN NULL;', hash='dd161cbda8d690c6d2cb2a98b650e307349f4c7e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_fe277', referencing='REFERENCING OLD TABLE AS old_rows ', table='commissions_commission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commissionmembership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "commissions_commissionmembershipchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commission_id", "ends_on", "id", "person_id", "role", "starts_on") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "commission_id", "ends_on", "id", "person_id", "role", "starts_on" FROM new_rows AS kept; RETURN NULL;', hash='f82da95dfaa2610a0f63afc4443a748edd33f7b8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_24f03', referencing='REFERENCING NEW TABLE AS new_rows ', table='commissions_commissionmembership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commissionmembership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "commissions_commissionmembershipchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commission_id", "ends_on", "id", "person_id", "role", "starts_on") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "commission_id", "ends_on", "id", "person_id", "role", "starts_on" FROM (SELECT "commission_id", "ends_on", "id", "person_id", "role", "starts_on" FROM (SELECT true AS is_new, "commission_id", "ends_on", "id", "person_id", "role", "starts_on" FROM new_rows UNION ALL SELECT false, "commission_id", "ends_on", "id", "person_id", "role", "starts_on" FROM old_rows) AS both_sides GROUP BY "commission_id", "ends_on", "id", "person_id", "role", "starts_on" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='86781d708d4ffadcfb4abde759f3a983e19590b3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_19605', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='commissions_commissionmembership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commissionmembership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "commissions_commissionmembershipchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commission_id", "ends_on", "id", "person_id", "role", "starts_on") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "commission_id", "ends_on", "id", "person_id", "role", "starts_on" FROM old_rows AS kept; RETURN NULL;', hash='0a432b06965bf175596d743c2f701da571b2fb3e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_559a1', referencing='REFERENCING OLD TABLE AS old_rows ', table='commissions_commissionmembership', when='AFTER')),
        ),
    ]
