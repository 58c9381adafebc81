"""Keep the history of changes by statement instead of by row."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from leader.shared.migrating import together


class Migration(migrations.Migration):
    """The triggers keep their names and fill the same tables."""

    dependencies = [
        ('members', '0002_company_in_order'),
    ]

    operations = together([
        pgtrigger.migrations.RemoveTrigger(
            model_name='company',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='company',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='company',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='companyfigures',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='companyfigures',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='companyfigures',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='membership',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='membership',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='membership',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='representative',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='representative',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='representative',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='delete_delete',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='company',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_companychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website" FROM new_rows AS kept; RETURN NULL;', hash='b7a51dcbdb127893c5bce4dc8b5510b345a50199', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_71b56', referencing='REFERENCING NEW TABLE AS new_rows ', table='members_company', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='company',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_companychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website" FROM (SELECT "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website" FROM (SELECT true AS is_new, "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website" FROM new_rows UNION ALL SELECT false, "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website" FROM old_rows) AS both_sides GROUP BY "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='baf8afd6d14be043fd734d53f85fad780df529ab', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d4b76', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='members_company', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='company',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_companychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website" FROM old_rows AS kept; RETURN NULL;', hash='d5ae97ffa424d9b266bba466c223e24110f36367', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_466d4', referencing='REFERENCING OLD TABLE AS old_rows ', table='members_company', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='companyfigures',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_companyfigureschange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "balance_total", "company_id", "headcount", "id", "turnover", "year") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "balance_total", "company_id", "headcount", "id", "turnover", "year" FROM new_rows AS kept; RETURN NULL;', hash='f8eed2ac1099bb8822bf0d82d3100e6c1b79c84a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9a8ad', referencing='REFERENCING NEW TABLE AS new_rows ', table='members_companyfigures', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='companyfigures',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_companyfigureschange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "balance_total", "company_id", "headcount", "id", "turnover", "year") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "balance_total", "company_id", "headcount", "id", "turnover", "year" FROM (SELECT "balance_total", "company_id", "headcount", "id", "turnover", "year" FROM (SELECT true AS is_new, "balance_total", "company_id", "headcount", "id", "turnover", "year" FROM new_rows UNION ALL SELECT false, "balance_total", "company_id", "headcount", "id", "turnover", "year" FROM old_rows) AS both_sides GROUP BY "balance_total", "company_id", "headcount", "id", "turnover", "year" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='2cd11e54109c6a7f46685398e92cbb179b0ed349', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f197b', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='members_companyfigures', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='companyfigures',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_companyfigureschange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "balance_total", "company_id", "headcount", "id", "turnover", "year") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "balance_total", "company_id", "headcount", "id", "turnover", "year" FROM old_rows AS kept; RETURN NULL;', hash='f16aea6c4bc40a1a0fa09b152e829b17b8d6d54a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_11b91', referencing='REFERENCING OLD TABLE AS old_rows ', table='members_companyfigures', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_membershipchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on" FROM new_rows AS kept; RETURN NULL;', hash='29a785e045e8b3c160c300f6dc9dcc1eaabc37f7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_20243', referencing='REFERENCING NEW TABLE AS new_rows ', table='members_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_membershipchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on" FROM (SELECT "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on" FROM (SELECT true AS is_new, "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on" FROM new_rows UNION ALL SELECT false, "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on" FROM old_rows) AS both_sides GROUP BY "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='2d871b1b4ada021256f474a3887a7510ea4e5652', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f5071', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='members_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_membershipchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on" FROM old_rows AS kept; RETURN NULL;', hash='e3e5e21ba7ce0bd5a304f4e6236dc1dfbc591495', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_84b9f', referencing='REFERENCING OLD TABLE AS old_rows ', table='members_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_personchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version" FROM new_rows AS kept; RETURN NULL;', hash='a719e891b7393104d696ddfe25039226c03942e3', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ccaf2', referencing='REFERENCING NEW TABLE AS new_rows ', table='members_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_personchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version" FROM (SELECT "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version" FROM (SELECT true AS is_new, "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version" FROM new_rows UNION ALL SELECT false, "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version" FROM old_rows) AS both_sides GROUP BY "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='abd2b41e5f6baa0e6dbe79780060f438787aae25', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a133a', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='members_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_personchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version" FROM old_rows AS kept; RETURN NULL;', hash='7ba153b80e523f2502dabc6d7ece2c2c06913975', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b4a8d', referencing='REFERENCING OLD TABLE AS old_rows ', table='members_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='representative',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_representativechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote" FROM new_rows AS kept; RETURN NULL;', hash='c3b79c2fc71213ee6aa7962ab0dae557c18b5575', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b088f', referencing='REFERENCING NEW TABLE AS new_rows ', table='members_representative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='representative',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_representativechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote" FROM (SELECT "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote" FROM (SELECT true AS is_new, "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote" FROM new_rows UNION ALL SELECT false, "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote" FROM old_rows) AS both_sides GROUP BY "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='1969fc9024b584c0618795be757d8cd88e85f1f5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_08559', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='members_representative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='representative',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_representativechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote" FROM old_rows AS kept; RETURN NULL;', hash='d4226dc9fe46956c0a9f8073028f44c4eb554ed8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_00a3e', referencing='REFERENCING OLD TABLE AS old_rows ', table='members_representative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_userchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id" FROM new_rows AS kept; RETURN NULL;', hash='b3ba0e5069bb07f72a679d31bb5c589400661bad', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ad80e', referencing='REFERENCING NEW TABLE AS new_rows ', table='members_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_userchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id" FROM (SELECT "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id" FROM (SELECT true AS is_new, "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id" FROM new_rows UNION ALL SELECT false, "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id" FROM old_rows) AS both_sides GROUP BY "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='1fdff6f8e404dfb1046fd67db0da17d3cc2e8ebc', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_3d12e', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='members_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_userchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id" FROM old_rows AS kept; RETURN NULL;', hash='087ca3a793a9fbd208e38edc7777f0a4a36e87e6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d335d', referencing='REFERENCING OLD TABLE AS old_rows ', table='members_user', when='AFTER')),
        ),
    ])
