"""Keep the history of changes by statement instead of by row."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    """The triggers keep their names and fill the same tables."""

    dependencies = [
        ('events', '0002_initial'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='announcement',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='announcement',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='announcement',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='event',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='event',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='event',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='guestofhonour',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='guestofhonour',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='guestofhonour',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='programmeitem',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='programmeitem',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='programmeitem',
            name='delete_delete',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='announcement',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_announcementchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "event_id", "id", "opening_id", "territory_id") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "event_id", "id", "opening_id", "territory_id" FROM new_rows AS kept; RETURN NULL;', hash='605bca646ade7b48a929504b45d5c8c3351cf1be', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e0e24', referencing='REFERENCING NEW TABLE AS new_rows ', table='events_announcement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='announcement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_announcementchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "event_id", "id", "opening_id", "territory_id") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "event_id", "id", "opening_id", "territory_id" FROM (SELECT "event_id", "id", "opening_id", "territory_id" FROM (SELECT true AS is_new, "event_id", "id", "opening_id", "territory_id" FROM new_rows UNION ALL SELECT false, "event_id", "id", "opening_id", "territory_id" FROM old_rows) AS both_sides GROUP BY "event_id", "id", "opening_id", "territory_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='6aaa0dc6d0f03f639b9ce80f5df25cc5ffbeb9bf', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_060f6', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='events_announcement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='announcement',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_announcementchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "event_id", "id", "opening_id", "territory_id") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "event_id", "id", "opening_id", "territory_id" FROM old_rows AS kept; RETURN NULL;', hash='14307721750809d0456015b0ee4d7a2123af8b08', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_faf7a', referencing='REFERENCING OLD TABLE AS old_rows ', table='events_announcement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_eventchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version" FROM new_rows AS kept; RETURN NULL;', hash='a2e48b23ef32cd7c5ff330d84b28ce69f4381588', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_82b94', referencing='REFERENCING NEW TABLE AS new_rows ', table='events_event', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_eventchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version" FROM (SELECT "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version" FROM (SELECT true AS is_new, "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version" FROM new_rows UNION ALL SELECT false, "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version" FROM old_rows) AS both_sides GROUP BY "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='ed296c7a3c3779ccfd087233a46c6e147c6d111b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_73f59', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='events_event', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_eventchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version" FROM old_rows AS kept; RETURN NULL;', hash='052f8f4bdf8ebdb9cd7136e4973fb7d54d65f419', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d74a6', referencing='REFERENCING OLD TABLE AS old_rows ', table='events_event', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guestofhonour',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_guestofhonourchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "event_id", "id", "person_id", "rank", "role") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "event_id", "id", "person_id", "rank", "role" FROM new_rows AS kept; RETURN NULL;', hash='9b2336138138a70185f44c3b16bdcd71ae9f66ed', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ccf22', referencing='REFERENCING NEW TABLE AS new_rows ', table='events_guestofhonour', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guestofhonour',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_guestofhonourchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "event_id", "id", "person_id", "rank", "role") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "event_id", "id", "person_id", "rank", "role" FROM (SELECT "event_id", "id", "person_id", "rank", "role" FROM (SELECT true AS is_new, "event_id", "id", "person_id", "rank", "role" FROM new_rows UNION ALL SELECT false, "event_id", "id", "person_id", "rank", "role" FROM old_rows) AS both_sides GROUP BY "event_id", "id", "person_id", "rank", "role" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='9a8d75a622277ad77cb3179507d6bd27090af396', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_33b68', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='events_guestofhonour', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guestofhonour',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_guestofhonourchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "event_id", "id", "person_id", "rank", "role") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "event_id", "id", "person_id", "rank", "role" FROM old_rows AS kept; RETURN NULL;', hash='81e82e91da3110538de3cc115ca7304cbc792417', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e02e8', referencing='REFERENCING OLD TABLE AS old_rows ', table='events_guestofhonour', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='programmeitem',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_programmeitemchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "details", "event_id", "id", "rank", "speaker", "starts_at", "title") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "details", "event_id", "id", "rank", "speaker", "starts_at", "title" FROM new_rows AS kept; RETURN NULL;', hash='bf8d59574dc8a897c17dc821938f192869457445', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a8b0d', referencing='REFERENCING NEW TABLE AS new_rows ', table='events_programmeitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='programmeitem',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_programmeitemchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "details", "event_id", "id", "rank", "speaker", "starts_at", "title") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "details", "event_id", "id", "rank", "speaker", "starts_at", "title" FROM (SELECT "details", "event_id", "id", "rank", "speaker", "starts_at", "title" FROM (SELECT true AS is_new, "details", "event_id", "id", "rank", "speaker", "starts_at", "title" FROM new_rows UNION ALL SELECT false, "details", "event_id", "id", "rank", "speaker", "starts_at", "title" FROM old_rows) AS both_sides GROUP BY "details", "event_id", "id", "rank", "speaker", "starts_at", "title" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='b074fc6e043aba7d602dd99232493f6bfc491b5b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c7c29', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='events_programmeitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='programmeitem',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_programmeitemchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "details", "event_id", "id", "rank", "speaker", "starts_at", "title") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "details", "event_id", "id", "rank", "speaker", "starts_at", "title" FROM old_rows AS kept; RETURN NULL;', hash='f9987548ccb5fdf4d0a66f95f15fa1d9a0096f6a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_89290', referencing='REFERENCING OLD TABLE AS old_rows ', table='events_programmeitem', when='AFTER')),
        ),
    ]
