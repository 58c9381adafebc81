"""A membership has days of grace, and from them the last day of its rights."""

import django.core.validators
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import leader.shared.periods

from leader.shared.migrating import together


class Migration(migrations.Migration):
    """The index that tells what a company is on a day holds both last days."""

    dependencies = [
        ('members', '0007_register_snapshots'),
    ]

    operations = together([
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
        migrations.RemoveIndex(
            model_name='membership',
            name='membership_by_company',
        ),
        migrations.AddField(
            model_name='membership',
            name='grace_days',
            field=models.PositiveSmallIntegerField(default=0, help_text='How long the rights last beyond the last day, unless the company left.', validators=[django.core.validators.MaxValueValidator(366)], verbose_name='days of grace'),
        ),
        migrations.AddField(
            model_name='membershipchange',
            name='grace_days',
            field=models.PositiveSmallIntegerField(default=0, help_text='How long the rights last beyond the last day, unless the company left.', validators=[django.core.validators.MaxValueValidator(366)], verbose_name='days of grace'),
        ),
        migrations.AddField(
            model_name='membership',
            name='covered_until',
            field=models.GeneratedField(db_persist=True, expression=leader.shared.periods.DaysAfter('ends_on', 'grace_days'), output_field=models.DateField(null=True, verbose_name='rights until')),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['company', 'starts_on', 'ends_on'], include=('covered_until',), name='membership_by_company'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(condition=models.Q(('ending', '')), fields=['ends_on', 'id'], name='membership_by_last_day'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_membershipchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "category", "company_id", "ending", "ending_reason", "ends_on", "grace_days", "id", "starts_on") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "category", "company_id", "ending", "ending_reason", "ends_on", "grace_days", "id", "starts_on" FROM new_rows AS kept; RETURN NULL;', hash='26844ee63647809f704d450431b6718c72bdbdaa', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_20243', referencing='REFERENCING NEW TABLE AS new_rows ', table='members_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_membershipchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "category", "company_id", "ending", "ending_reason", "ends_on", "grace_days", "id", "starts_on") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "category", "company_id", "ending", "ending_reason", "ends_on", "grace_days", "id", "starts_on" FROM (SELECT "category", "company_id", "ending", "ending_reason", "ends_on", "grace_days", "id", "starts_on" FROM (SELECT true AS is_new, "category", "company_id", "ending", "ending_reason", "ends_on", "grace_days", "id", "starts_on" FROM new_rows UNION ALL SELECT false, "category", "company_id", "ending", "ending_reason", "ends_on", "grace_days", "id", "starts_on" FROM old_rows) AS both_sides GROUP BY "category", "company_id", "ending", "ending_reason", "ends_on", "grace_days", "id", "starts_on" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='9ab04dbfdad2902ab5d38ec8c62a0f937cb8fac3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f5071', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='members_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "members_membershipchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "category", "company_id", "ending", "ending_reason", "ends_on", "grace_days", "id", "starts_on") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "category", "company_id", "ending", "ending_reason", "ends_on", "grace_days", "id", "starts_on" FROM old_rows AS kept; RETURN NULL;', hash='016f2b871df9916f9e9e2e4bf935c28a0c74c9cc', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_84b9f', referencing='REFERENCING OLD TABLE AS old_rows ', table='members_membership', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('ending', ''), ('ends_on__isnull', False), _connector='OR'), name='membership_ending_has_a_day', violation_error_message='What ended has a last day.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('grace_days__lte', 366)), name='membership_grace_is_bounded', violation_error_message='The days of grace are a year at most.'),
        ),
    ])
