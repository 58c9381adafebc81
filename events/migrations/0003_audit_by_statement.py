"""Keep the history of changes by statement instead of by row."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from leader.shared.migrating import together


class Migration(migrations.Migration):
    """The triggers keep their names and fill the same tables."""

    dependencies = [
        ('events', '0002_initial'),
    ]

    operations = together([
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
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_announcementchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "event_id", "id", "opening_id", "territory_id") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "event_id", "id", "opening_id", "territory_id" FROM new_rows AS kept; RETURN NULL;', hash='304a665a8c84fa1b88d037830c795e07b9b21cfb', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e0e24', referencing='REFERENCING NEW TABLE AS new_rows ', table='events_announcement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='announcement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_announcementchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "event_id", "id", "opening_id", "territory_id") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "event_id", "id", "opening_id", "territory_id" FROM (SELECT "event_id", "id", "opening_id", "territory_id" FROM (SELECT true AS is_new, "event_id", "id", "opening_id", "territory_id" FROM new_rows UNION ALL SELECT false, "event_id", "id", "opening_id", "territory_id" FROM old_rows) AS both_sides GROUP BY "event_id", "id", "opening_id", "territory_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='e36ec5007a74817cac0895d2a1d0bef3d36fe742', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_060f6', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='events_announcement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='announcement',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_announcementchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "event_id", "id", "opening_id", "territory_id") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "event_id", "id", "opening_id", "territory_id" FROM old_rows AS kept; RETURN NULL;', hash='daa5558e42a2bd376812ae82d7319724493806cf', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_faf7a', referencing='REFERENCING OLD TABLE AS old_rows ', table='events_announcement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_eventchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version" FROM new_rows AS kept; RETURN NULL;', hash='5b7aa444346cb2891b70257ca15a8993f49c612e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_82b94', referencing='REFERENCING NEW TABLE AS new_rows ', table='events_event', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_eventchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version" FROM (SELECT "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version" FROM (SELECT true AS is_new, "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version" FROM new_rows UNION ALL SELECT false, "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version" FROM old_rows) AS both_sides GROUP BY "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='392ff63e38c5959f343b12ae843fc3fb37f667d3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_73f59', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='events_event', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_eventchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "city", "expected_count", "held_on", "id", "is_published", "kind", "name", "place", "practical", "purpose", "slug", "source", "starts_at", "territory_id", "theme", "version" FROM old_rows AS kept; RETURN NULL;', hash='69cd9388fc7d56f5655f96f6062d77cc1a8bba1b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d74a6', referencing='REFERENCING OLD TABLE AS old_rows ', table='events_event', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guestofhonour',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_guestofhonourchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "event_id", "id", "person_id", "rank", "role") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "event_id", "id", "person_id", "rank", "role" FROM new_rows AS kept; RETURN NULL;', hash='db621a75f0f9ea24ee78d05786b8e98b5ed6f9fa', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ccf22', referencing='REFERENCING NEW TABLE AS new_rows ', table='events_guestofhonour', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guestofhonour',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_guestofhonourchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "event_id", "id", "person_id", "rank", "role") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "event_id", "id", "person_id", "rank", "role" FROM (SELECT "event_id", "id", "person_id", "rank", "role" FROM (SELECT true AS is_new, "event_id", "id", "person_id", "rank", "role" FROM new_rows UNION ALL SELECT false, "event_id", "id", "person_id", "rank", "role" FROM old_rows) AS both_sides GROUP BY "event_id", "id", "person_id", "rank", "role" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='0d7b89b0e44797343706f400ac183d138682a6c2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_33b68', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='events_guestofhonour', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guestofhonour',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_guestofhonourchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "event_id", "id", "person_id", "rank", "role") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "event_id", "id", "person_id", "rank", "role" FROM old_rows AS kept; RETURN NULL;', hash='d42d26a7dac6420500a55ffd6bd4f848805dd5a8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e02e8', referencing='REFERENCING OLD TABLE AS old_rows ', table='events_guestofhonour', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='programmeitem',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_programmeitemchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "details", "event_id", "id", "rank", "speaker", "starts_at", "title") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "details", "event_id", "id", "rank", "speaker", "starts_at", "title" FROM new_rows AS kept; RETURN NULL;', hash='4752f0362deea29b68b1753dd278e3bd1b817e4f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a8b0d', referencing='REFERENCING NEW TABLE AS new_rows ', table='events_programmeitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='programmeitem',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_programmeitemchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "details", "event_id", "id", "rank", "speaker", "starts_at", "title") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "details", "event_id", "id", "rank", "speaker", "starts_at", "title" FROM (SELECT "details", "event_id", "id", "rank", "speaker", "starts_at", "title" FROM (SELECT true AS is_new, "details", "event_id", "id", "rank", "speaker", "starts_at", "title" FROM new_rows UNION ALL SELECT false, "details", "event_id", "id", "rank", "speaker", "starts_at", "title" FROM old_rows) AS both_sides GROUP BY "details", "event_id", "id", "rank", "speaker", "starts_at", "title" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='194ab04e8359fc7b567daf20f30995e565428c9c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c7c29', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='events_programmeitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='programmeitem',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_programmeitemchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "details", "event_id", "id", "rank", "speaker", "starts_at", "title") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "details", "event_id", "id", "rank", "speaker", "starts_at", "title" FROM old_rows AS kept; RETURN NULL;', hash='4bb18fe7155a46bacd9d8019f2936487d04e42b9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_89290', referencing='REFERENCING OLD TABLE AS old_rows ', table='events_programmeitem', when='AFTER')),
        ),
    ])
