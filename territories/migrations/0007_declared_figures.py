"""Figures that somebody told have rows of their own, for the federation too."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('territories', '0006_prospect_files'),
    ]

    operations = [
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
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_declaredfigurechange" ("at_most", "id", "is_approximate", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "source", "subject", "territory_id", "told_on", "value") VALUES (NEW."at_most", NEW."id", NEW."is_approximate", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."precision", NEW."source", NEW."subject", NEW."territory_id", NEW."told_on", NEW."value"); RETURN NULL;', hash='f374ceeb02e830fde7c11d81c5d6cfe2497be21a', operation='INSERT', pgid='pgtrigger_insert_insert_167c7', table='territories_declaredfigure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='declaredfigure',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "territories_declaredfigurechange" ("at_most", "id", "is_approximate", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "source", "subject", "territory_id", "told_on", "value") VALUES (NEW."at_most", NEW."id", NEW."is_approximate", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."precision", NEW."source", NEW."subject", NEW."territory_id", NEW."told_on", NEW."value"); RETURN NULL;', hash='131bfa34b9cfc1e45c32eab6cd135cf8add85a7a', operation='UPDATE', pgid='pgtrigger_update_update_64010', table='territories_declaredfigure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='declaredfigure',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_declaredfigurechange" ("at_most", "id", "is_approximate", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "source", "subject", "territory_id", "told_on", "value") VALUES (OLD."at_most", OLD."id", OLD."is_approximate", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."precision", OLD."source", OLD."subject", OLD."territory_id", OLD."told_on", OLD."value"); RETURN NULL;', hash='8f5699ed7c846fd296a698776207be671a04be0a', operation='DELETE', pgid='pgtrigger_delete_delete_c51d8', table='territories_declaredfigure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='declaredfigurechange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f255bae0d51bc920bf0996265dfce3bb3cf479e9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_08901', table='territories_declaredfigurechange', when='BEFORE')),
        ),
    ]
