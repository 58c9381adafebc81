"""Keep the history of changes by statement instead of by row."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    """The triggers keep their names and fill the same tables."""

    dependencies = [
        ('members', '0002_company_in_order'),
    ]

    operations = [
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
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_companychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website" FROM new_rows AS kept; RETURN NULL;', hash='77484a62fdac45674134930f810d8c7e15d43761', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_71b56', referencing='REFERENCING NEW TABLE AS new_rows ', table='members_company', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='company',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_companychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website" FROM (SELECT "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website" FROM (SELECT true AS is_new, "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website" FROM new_rows UNION ALL SELECT false, "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website" FROM old_rows) AS both_sides GROUP BY "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='ee2e15fe757075c89c1435db1184d5056a9e46a5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d4b76', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='members_company', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='company',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_companychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "activity_2025", "activity_id", "address", "city", "commune_id", "country", "created_at", "description", "email", "foreign_number", "founded_on", "id", "insee_size_class", "insee_size_class_year", "legal_category", "name", "phone", "postal_code", "siren", "version", "website" FROM old_rows AS kept; RETURN NULL;', hash='45acf51a5cdfcc9c2f582f61ea63b59e7e3ba862', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_466d4', referencing='REFERENCING OLD TABLE AS old_rows ', table='members_company', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='companyfigures',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_companyfigureschange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "balance_total", "company_id", "headcount", "id", "turnover", "year") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "balance_total", "company_id", "headcount", "id", "turnover", "year" FROM new_rows AS kept; RETURN NULL;', hash='dc4d7efec031c2a9e4f6cacbc65e1202d6a90a71', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9a8ad', referencing='REFERENCING NEW TABLE AS new_rows ', table='members_companyfigures', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='companyfigures',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_companyfigureschange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "balance_total", "company_id", "headcount", "id", "turnover", "year") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "balance_total", "company_id", "headcount", "id", "turnover", "year" FROM (SELECT "balance_total", "company_id", "headcount", "id", "turnover", "year" FROM (SELECT true AS is_new, "balance_total", "company_id", "headcount", "id", "turnover", "year" FROM new_rows UNION ALL SELECT false, "balance_total", "company_id", "headcount", "id", "turnover", "year" FROM old_rows) AS both_sides GROUP BY "balance_total", "company_id", "headcount", "id", "turnover", "year" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='4a1666ee1a3d7699883dd3f5c3fdcadf68bdcc43', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f197b', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='members_companyfigures', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='companyfigures',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_companyfigureschange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "balance_total", "company_id", "headcount", "id", "turnover", "year") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "balance_total", "company_id", "headcount", "id", "turnover", "year" FROM old_rows AS kept; RETURN NULL;', hash='efbe9ccfb1d8d418221a751a7d45b6df6543a7f6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_11b91', referencing='REFERENCING OLD TABLE AS old_rows ', table='members_companyfigures', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_membershipchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on" FROM new_rows AS kept; RETURN NULL;', hash='01edfb131e3edd9111dd7e3c2abaff313611b865', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_20243', referencing='REFERENCING NEW TABLE AS new_rows ', table='members_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_membershipchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on" FROM (SELECT "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on" FROM (SELECT true AS is_new, "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on" FROM new_rows UNION ALL SELECT false, "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on" FROM old_rows) AS both_sides GROUP BY "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='448f1b3f03401691a90e781b16fde62eee598f23', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f5071', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='members_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_membershipchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "category", "company_id", "ending", "ending_reason", "ends_on", "id", "starts_on" FROM old_rows AS kept; RETURN NULL;', hash='28948346f21ba6643894f389c146cfc81e015a20', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_84b9f', referencing='REFERENCING OLD TABLE AS old_rows ', table='members_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_personchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version" FROM new_rows AS kept; RETURN NULL;', hash='a6c62742f469deb40b8634e50a10af7690c868aa', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ccaf2', referencing='REFERENCING NEW TABLE AS new_rows ', table='members_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_personchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version" FROM (SELECT "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version" FROM (SELECT true AS is_new, "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version" FROM new_rows UNION ALL SELECT false, "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version" FROM old_rows) AS both_sides GROUP BY "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='6d9ad0ba4ecf708654d5649c2fe22bd4666fd671', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a133a', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='members_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_personchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "created_at", "email", "family_name", "given_name", "id", "phone", "public_function", "version" FROM old_rows AS kept; RETURN NULL;', hash='1f2def4278568b8c92f094c5fa52d51edc718a60', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b4a8d', referencing='REFERENCING OLD TABLE AS old_rows ', table='members_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='representative',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_representativechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote" FROM new_rows AS kept; RETURN NULL;', hash='e66ce1cd99c849aeb45715b9fc8b5ad5e057b31d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b088f', referencing='REFERENCING NEW TABLE AS new_rows ', table='members_representative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='representative',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_representativechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote" FROM (SELECT "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote" FROM (SELECT true AS is_new, "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote" FROM new_rows UNION ALL SELECT false, "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote" FROM old_rows) AS both_sides GROUP BY "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='741f1f19ff8b11586b6e1484265f8b15b2dbe1c6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_08559', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='members_representative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='representative',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_representativechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "company_id", "ends_on", "function", "id", "person_id", "starts_on", "vote" FROM old_rows AS kept; RETURN NULL;', hash='404c7d67ab32c73ec908857e170d203f09f0fd59', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_00a3e', referencing='REFERENCING OLD TABLE AS old_rows ', table='members_representative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_userchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id" FROM new_rows AS kept; RETURN NULL;', hash='9e9b3015abecb12294747fa240cf7e60ee995b0c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ad80e', referencing='REFERENCING NEW TABLE AS new_rows ', table='members_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_userchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id" FROM (SELECT "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id" FROM (SELECT true AS is_new, "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id" FROM new_rows UNION ALL SELECT false, "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id" FROM old_rows) AS both_sides GROUP BY "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='452c771e7d6e559dfd49eab4cd73248fd7d045aa', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_3d12e', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='members_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_userchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "person_id" FROM old_rows AS kept; RETURN NULL;', hash='d47782074c37c995adcbf4e65edc8e507603f280', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d335d', referencing='REFERENCING OLD TABLE AS old_rows ', table='members_user', when='AFTER')),
        ),
    ]
