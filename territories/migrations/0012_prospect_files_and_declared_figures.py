"""Files of pressenties wait beside their dossier; figures that somebody told have rows of their own."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from leader.shared.migrating import together


class Migration(migrations.Migration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('territories', '0011_applications'),
    ]

    operations = together([
        migrations.CreateModel(
            name='DeclaredFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(choices=[('members', 'members'), ('prospects', 'pressenties'), ('potential', 'companies that could become members')], max_length=10, verbose_name='subject')),
                ('value', models.PositiveIntegerField(verbose_name='figure')),
                ('at_most', models.PositiveIntegerField(blank=True, help_text='Where a range was told: its upper end.', null=True, verbose_name='at most')),
                ('is_approximate', models.BooleanField(default=False, verbose_name='approximate')),
                ('told_on', models.DateField(blank=True, null=True, verbose_name='told for')),
                ('precision', models.CharField(choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year'), ('latest', 'at the latest')], default='day', max_length=6, verbose_name='precision')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('territory', models.ForeignKey(blank=True, help_text='None: the federation itself.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='declared_figures', to='territories.territory', verbose_name='territory')),
            ],
            options={
                'verbose_name': 'declared figure',
                'verbose_name_plural': 'declared figures',
                'ordering': ['territory', 'subject', models.OrderBy(models.F('told_on'), descending=True, nulls_last=True), 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DeclaredFigureChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('subject', models.CharField(choices=[('members', 'members'), ('prospects', 'pressenties'), ('potential', 'companies that could become members')], max_length=10, verbose_name='subject')),
                ('value', models.PositiveIntegerField(verbose_name='figure')),
                ('at_most', models.PositiveIntegerField(blank=True, help_text='Where a range was told: its upper end.', null=True, verbose_name='at most')),
                ('is_approximate', models.BooleanField(default=False, verbose_name='approximate')),
                ('told_on', models.DateField(blank=True, null=True, verbose_name='told for')),
                ('precision', models.CharField(choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year'), ('latest', 'at the latest')], default='day', max_length=6, verbose_name='precision')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', related_query_name='changes', to='territories.declaredfigure')),
                ('territory', models.ForeignKey(blank=True, db_constraint=False, help_text='None: the federation itself.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territories.territory', verbose_name='territory')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProspectFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('name', models.CharField(max_length=200, verbose_name='file')),
                ('headings', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None, verbose_name='headings')),
                ('lines', models.JSONField(default=list, help_text='Number and cells of each.', verbose_name='lines')),
                ('mapping', models.JSONField(default=dict, help_text='Place of each column, from 1.', verbose_name='columns')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='received at')),
                ('opening', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='prospect_file', to='territories.opening', verbose_name='opening')),
            ],
            options={
                'verbose_name': 'file of pressenties',
                'verbose_name_plural': 'files of pressenties',
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='declaredfigure',
            constraint=models.CheckConstraint(condition=models.Q(('at_most__isnull', True), ('at_most__gt', models.F('value')), _connector='OR'), name='declared_figure_in_order', violation_error_message='The upper end of a range is above its lower end.'),
        ),
        migrations.AddConstraint(
            model_name='declaredfigure',
            constraint=models.UniqueConstraint(fields=('territory', 'subject', 'told_on', 'source'), name='declared_figure_once', nulls_distinct=False, violation_error_message='This source is recorded already for this figure and this day.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='declaredfigure',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_declaredfigurechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "at_most", "id", "is_approximate", "note", "precision", "source", "subject", "territory_id", "told_on", "value") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "at_most", "id", "is_approximate", "note", "precision", "source", "subject", "territory_id", "told_on", "value" FROM new_rows AS kept; RETURN NULL;', hash='1ad064cbc0d3b628f796961346a974b5dd86b026', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_167c7', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_declaredfigure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='declaredfigure',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_declaredfigurechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "at_most", "id", "is_approximate", "note", "precision", "source", "subject", "territory_id", "told_on", "value") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "at_most", "id", "is_approximate", "note", "precision", "source", "subject", "territory_id", "told_on", "value" FROM (SELECT "at_most", "id", "is_approximate", "note", "precision", "source", "subject", "territory_id", "told_on", "value" FROM (SELECT true AS is_new, "at_most", "id", "is_approximate", "note", "precision", "source", "subject", "territory_id", "told_on", "value" FROM new_rows UNION ALL SELECT false, "at_most", "id", "is_approximate", "note", "precision", "source", "subject", "territory_id", "told_on", "value" FROM old_rows) AS both_sides GROUP BY "at_most", "id", "is_approximate", "note", "precision", "source", "subject", "territory_id", "told_on", "value" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='015f3a792737adb31fb4e1523907575231a82b67', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_64010', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_declaredfigure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='declaredfigure',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_declaredfigurechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "at_most", "id", "is_approximate", "note", "precision", "source", "subject", "territory_id", "told_on", "value") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "at_most", "id", "is_approximate", "note", "precision", "source", "subject", "territory_id", "told_on", "value" FROM old_rows AS kept; RETURN NULL;', hash='703da1139a79f4213f8c99090d219f883b172ff2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c51d8', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_declaredfigure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='declaredfigurechange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f255bae0d51bc920bf0996265dfce3bb3cf479e9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_08901', table='territories_declaredfigurechange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prospectfile',
            trigger=pgtrigger.compiler.Trigger(name='raise_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='NEW.version := OLD.version + 1; RETURN NEW;', hash='5dc99a5034d2d78f1179af15ede0e7e00a8754d9', operation='UPDATE', pgid='pgtrigger_raise_version_e5bf0', table='territories_prospectfile', when='BEFORE')),
        ),
    ])
