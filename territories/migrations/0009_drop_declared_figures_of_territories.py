"""The declared figures of territories have moved to rows of their own."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('territories', '0008_move_declared_figures'),
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
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territorychange" ("country", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_founded_on", "predecessor_name", "purpose", "slug", "version") VALUES (NEW."country", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."predecessor_founded_on", NEW."predecessor_name", NEW."purpose", NEW."slug", NEW."version"); RETURN NULL;', hash='790c0f3d0dea97f957ebfe221376e09afc76cafb', operation='INSERT', pgid='pgtrigger_insert_insert_4b77b', table='territories_territory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territory',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."country" IS DISTINCT FROM (NEW."country") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."predecessor_founded_on" IS DISTINCT FROM (NEW."predecessor_founded_on") OR OLD."predecessor_name" IS DISTINCT FROM (NEW."predecessor_name") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "territories_territorychange" ("country", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_founded_on", "predecessor_name", "purpose", "slug", "version") VALUES (NEW."country", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."predecessor_founded_on", NEW."predecessor_name", NEW."purpose", NEW."slug", NEW."version"); RETURN NULL;', hash='fdb09b490edb697b3cf5f041e25590a4aa3e2b00', operation='UPDATE', pgid='pgtrigger_update_update_f14e0', table='territories_territory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territory',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territorychange" ("country", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_founded_on", "predecessor_name", "purpose", "slug", "version") VALUES (OLD."country", OLD."id", OLD."kind", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."predecessor_founded_on", OLD."predecessor_name", OLD."purpose", OLD."slug", OLD."version"); RETURN NULL;', hash='33b08e43d6a9be725c08793b5ab127ca05048e33', operation='DELETE', pgid='pgtrigger_delete_delete_3ae3b', table='territories_territory', when='AFTER')),
        ),
    ]
