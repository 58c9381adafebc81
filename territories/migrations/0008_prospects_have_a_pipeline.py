"""Prospects say since when they are where they are and why they stopped; what is exchanged with them is kept."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from leader.shared.migrating import together


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0004_fewer_indexes'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('territories', '0007_import_rows_have_room'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = together([
        migrations.CreateModel(
            name='ProspectExchange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(default=django.utils.timezone.localdate, verbose_name='day')),
                ('kind', models.CharField(choices=[('call', 'call'), ('mail', 'mail'), ('meeting', 'meeting'), ('event', 'event'), ('other', 'other')], default='call', max_length=10, verbose_name='how')),
                ('from_them', models.BooleanField(default=False, help_text='They called, answered, came: not what we sent.', verbose_name='came from them')),
                ('summary', models.TextField(max_length=2000, verbose_name='what was said')),
            ],
            options={
                'verbose_name': 'exchange with a prospect',
                'verbose_name_plural': 'exchanges with prospects',
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ProspectExchangeChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('on', models.DateField(default=django.utils.timezone.localdate, verbose_name='day')),
                ('kind', models.CharField(choices=[('call', 'call'), ('mail', 'mail'), ('meeting', 'meeting'), ('event', 'event'), ('other', 'other')], default='call', max_length=10, verbose_name='how')),
                ('from_them', models.BooleanField(default=False, help_text='They called, answered, came: not what we sent.', verbose_name='came from them')),
                ('summary', models.TextField(max_length=2000, verbose_name='what was said')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='prospect',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='prospect',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='prospect',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='prospect',
            name='asked_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='erasure of their data announced on'),
        ),
        migrations.AddField(
            model_name='prospect',
            name='contact_since',
            field=models.DateField(db_default=models.Func(output_field=models.DateField(), template="((now() AT TIME ZONE 'Europe/Paris')::date)"), default=django.utils.timezone.localdate, editable=False, verbose_name='contact known since'),
        ),
        migrations.AddField(
            model_name='prospect',
            name='reason',
            field=models.CharField(blank=True, db_default='', help_text='Needed when it declined or is dormant.', max_length=300, verbose_name='why it stopped'),
        ),
        migrations.AddField(
            model_name='prospect',
            name='state_since',
            field=models.DateField(db_default=models.Func(output_field=models.DateField(), template="((now() AT TIME ZONE 'Europe/Paris')::date)"), default=django.utils.timezone.localdate, editable=False, verbose_name='at this stage since'),
        ),
        migrations.AddField(
            model_name='prospectchange',
            name='asked_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='erasure of their data announced on'),
        ),
        migrations.AddField(
            model_name='prospectchange',
            name='contact_since',
            field=models.DateField(db_default=models.Func(output_field=models.DateField(), template="((now() AT TIME ZONE 'Europe/Paris')::date)"), default=django.utils.timezone.localdate, editable=False, verbose_name='contact known since'),
        ),
        migrations.AddField(
            model_name='prospectchange',
            name='reason',
            field=models.CharField(blank=True, db_default='', help_text='Needed when it declined or is dormant.', max_length=300, verbose_name='why it stopped'),
        ),
        migrations.AddField(
            model_name='prospectchange',
            name='state_since',
            field=models.DateField(db_default=models.Func(output_field=models.DateField(), template="((now() AT TIME ZONE 'Europe/Paris')::date)"), default=django.utils.timezone.localdate, editable=False, verbose_name='at this stage since'),
        ),
        migrations.AddIndex(
            model_name='prospect',
            index=models.Index(fields=['territory', 'state', 'next_action_on'], name='prospect_by_stage'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prospect',
            trigger=pgtrigger.compiler.Trigger(name='date_stage', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="NEW.state_since := (now() AT TIME ZONE 'Europe/Paris')::date; RETURN NEW;", hash='30163e81bdd85ec9943074ee6e62b10c9948ba0e', operation='UPDATE', pgid='pgtrigger_date_stage_9654f', table='territories_prospect', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prospect',
            trigger=pgtrigger.compiler.Trigger(name='date_contact', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."contact_email" IS DISTINCT FROM (NEW."contact_email") OR OLD."contact_name" IS DISTINCT FROM (NEW."contact_name"))', func="NEW.contact_since := (now() AT TIME ZONE 'Europe/Paris')::date; RETURN NEW;", hash='deddd88147d14f1902480873dae70639bd18702a', operation='UPDATE', pgid='pgtrigger_date_contact_8abf5', table='territories_prospect', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prospect',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_prospectchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "asked_on", "company_id", "contact_email", "contact_name", "contact_since", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "reason", "sponsor_id", "state", "state_since", "territory_id", "version") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "asked_on", "company_id", "contact_email", "contact_name", "contact_since", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "reason", "sponsor_id", "state", "state_since", "territory_id", "version" FROM new_rows AS kept; RETURN NULL;', hash='cc5bdfc7cb9936f1f9963c530a366d44514f7576', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_49741', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_prospect', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prospect',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_prospectchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "asked_on", "company_id", "contact_email", "contact_name", "contact_since", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "reason", "sponsor_id", "state", "state_since", "territory_id", "version") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "asked_on", "company_id", "contact_email", "contact_name", "contact_since", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "reason", "sponsor_id", "state", "state_since", "territory_id", "version" FROM (SELECT "asked_on", "company_id", "contact_email", "contact_name", "contact_since", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "reason", "sponsor_id", "state", "state_since", "territory_id", "version" FROM (SELECT true AS is_new, "asked_on", "company_id", "contact_email", "contact_name", "contact_since", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "reason", "sponsor_id", "state", "state_since", "territory_id", "version" FROM new_rows UNION ALL SELECT false, "asked_on", "company_id", "contact_email", "contact_name", "contact_since", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "reason", "sponsor_id", "state", "state_since", "territory_id", "version" FROM old_rows) AS both_sides GROUP BY "asked_on", "company_id", "contact_email", "contact_name", "contact_since", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "reason", "sponsor_id", "state", "state_since", "territory_id", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='4f1fd32e79fb7c86576ba077071da82d0cab4ddc', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_94629', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_prospect', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prospect',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_prospectchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "asked_on", "company_id", "contact_email", "contact_name", "contact_since", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "reason", "sponsor_id", "state", "state_since", "territory_id", "version") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "asked_on", "company_id", "contact_email", "contact_name", "contact_since", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "reason", "sponsor_id", "state", "state_since", "territory_id", "version" FROM old_rows AS kept; RETURN NULL;', hash='0e933b9f66773ee976ee56b3d988049e7e85fa74', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e6710', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_prospect', when='AFTER')),
        ),
        migrations.AddField(
            model_name='prospectexchange',
            name='author',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by'),
        ),
        migrations.AddField(
            model_name='prospectexchange',
            name='prospect',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exchanges', to='territories.prospect', verbose_name='prospect'),
        ),
        migrations.AddField(
            model_name='prospectexchangechange',
            name='author',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by'),
        ),
        migrations.AddField(
            model_name='prospectexchangechange',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='prospectexchangechange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes', to='territories.prospectexchange'),
        ),
        migrations.AddField(
            model_name='prospectexchangechange',
            name='prospect',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territories.prospect', verbose_name='prospect'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prospectexchange',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_prospectexchangechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "author_id", "from_them", "id", "kind", "on", "prospect_id", "summary") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "author_id", "from_them", "id", "kind", "on", "prospect_id", "summary" FROM new_rows AS kept; RETURN NULL;', hash='f918e30ec09ff8d6562205ca1e60cb74dbf37d7c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_4770a', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_prospectexchange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prospectexchange',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_prospectexchangechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "author_id", "from_them", "id", "kind", "on", "prospect_id", "summary") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "author_id", "from_them", "id", "kind", "on", "prospect_id", "summary" FROM (SELECT "author_id", "from_them", "id", "kind", "on", "prospect_id", "summary" FROM (SELECT true AS is_new, "author_id", "from_them", "id", "kind", "on", "prospect_id", "summary" FROM new_rows UNION ALL SELECT false, "author_id", "from_them", "id", "kind", "on", "prospect_id", "summary" FROM old_rows) AS both_sides GROUP BY "author_id", "from_them", "id", "kind", "on", "prospect_id", "summary" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='4623d40953cb61a18cf022e519280030ec751e6b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_05632', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_prospectexchange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prospectexchange',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_prospectexchangechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "author_id", "from_them", "id", "kind", "on", "prospect_id", "summary") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "author_id", "from_them", "id", "kind", "on", "prospect_id", "summary" FROM old_rows AS kept; RETURN NULL;', hash='12f0deb6226ea9329ab6e51130dae13c93be6946', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c17dd', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_prospectexchange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prospectexchangechange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='de0e8738c593e433865186cc5ba612b1a3aaa95d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_69b57', table='territories_prospectexchangechange', when='BEFORE')),
        ),
    ])
