"""The federation sets how long memberships last; letters about their end are marked."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from leader.shared.migrating import together


class Migration(migrations.Migration):
    """Calendar years, until the federation says otherwise."""
    """Calendar years, until the federation says otherwise."""

    dependencies = [
        ('members', '0008_memberships_have_grace'),
        ('territories', '0016_an_answer_has_its_day'),
    ]

    operations = together([
        migrations.CreateModel(
            name='RenewalNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opens', 'renewal is open'), ('last_day', 'the last day is near'), ('grace_ends', 'the days of grace end'), ('lapsed', 'the membership has lapsed')], max_length=10, verbose_name='kind')),
                ('sent_on', models.DateField(verbose_name='sent on')),
            ],
            options={
                'verbose_name': 'renewal notice',
                'verbose_name_plural': 'renewal notices',
                'ordering': ['-sent_on', '-pk'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='federation',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='federation',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='federation',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='federation',
            name='grace_days',
            field=models.PositiveSmallIntegerField(default=60, help_text='How long a company keeps its rights after the end; counts for the periods made from now on.', verbose_name='days of grace'),
        ),
        migrations.AddField(
            model_name='federation',
            name='late_joining_from_month',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Calendar year: whoever joins from this month on (1 to 12) is a member until the end of the next year. Empty: until the end of the year in any case.', null=True, verbose_name='late joining from month'),
        ),
        migrations.AddField(
            model_name='federation',
            name='membership_period',
            field=models.CharField(choices=[('calendar', 'calendar year'), ('rolling', 'twelve months from joining')], default='calendar', max_length=8, verbose_name='period of a membership'),
        ),
        migrations.AddField(
            model_name='federation',
            name='renewal_opens_days',
            field=models.PositiveSmallIntegerField(default=60, verbose_name='renewal opens, days before the end'),
        ),
        migrations.AddField(
            model_name='federationchange',
            name='grace_days',
            field=models.PositiveSmallIntegerField(default=60, help_text='How long a company keeps its rights after the end; counts for the periods made from now on.', verbose_name='days of grace'),
        ),
        migrations.AddField(
            model_name='federationchange',
            name='late_joining_from_month',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Calendar year: whoever joins from this month on (1 to 12) is a member until the end of the next year. Empty: until the end of the year in any case.', null=True, verbose_name='late joining from month'),
        ),
        migrations.AddField(
            model_name='federationchange',
            name='membership_period',
            field=models.CharField(choices=[('calendar', 'calendar year'), ('rolling', 'twelve months from joining')], default='calendar', max_length=8, verbose_name='period of a membership'),
        ),
        migrations.AddField(
            model_name='federationchange',
            name='renewal_opens_days',
            field=models.PositiveSmallIntegerField(default=60, verbose_name='renewal opens, days before the end'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='federation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_federationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "grace_days", "id", "late_joining_from_month", "membership_period", "name", "origin", "prospects_target_max", "prospects_target_min", "renewal_opens_days", "seat", "version") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "grace_days", "id", "late_joining_from_month", "membership_period", "name", "origin", "prospects_target_max", "prospects_target_min", "renewal_opens_days", "seat", "version" FROM new_rows AS kept; RETURN NULL;', hash='a82c8e6f7b5eb2b8b304cc25acb950678226afe3', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_023ed', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_federation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='federation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_federationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "grace_days", "id", "late_joining_from_month", "membership_period", "name", "origin", "prospects_target_max", "prospects_target_min", "renewal_opens_days", "seat", "version") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "grace_days", "id", "late_joining_from_month", "membership_period", "name", "origin", "prospects_target_max", "prospects_target_min", "renewal_opens_days", "seat", "version" FROM (SELECT "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "grace_days", "id", "late_joining_from_month", "membership_period", "name", "origin", "prospects_target_max", "prospects_target_min", "renewal_opens_days", "seat", "version" FROM (SELECT true AS is_new, "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "grace_days", "id", "late_joining_from_month", "membership_period", "name", "origin", "prospects_target_max", "prospects_target_min", "renewal_opens_days", "seat", "version" FROM new_rows UNION ALL SELECT false, "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "grace_days", "id", "late_joining_from_month", "membership_period", "name", "origin", "prospects_target_max", "prospects_target_min", "renewal_opens_days", "seat", "version" FROM old_rows) AS both_sides GROUP BY "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "grace_days", "id", "late_joining_from_month", "membership_period", "name", "origin", "prospects_target_max", "prospects_target_min", "renewal_opens_days", "seat", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='94e97960a639f6793326164146ed9b72370d4455', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_38848', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_federation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='federation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_federationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "grace_days", "id", "late_joining_from_month", "membership_period", "name", "origin", "prospects_target_max", "prospects_target_min", "renewal_opens_days", "seat", "version") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "grace_days", "id", "late_joining_from_month", "membership_period", "name", "origin", "prospects_target_max", "prospects_target_min", "renewal_opens_days", "seat", "version" FROM old_rows AS kept; RETURN NULL;', hash='df8941a13e61dbd46cb234a2bc915d12aed5c5cb', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_037b8', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_federation', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='federation',
            constraint=models.CheckConstraint(condition=models.Q(('late_joining_from_month__isnull', True), ('late_joining_from_month__range', (1, 12)), _connector='OR'), name='federation_late_joining_is_a_month', violation_error_message='A month is a number from 1 to 12.'),
        ),
        migrations.AddConstraint(
            model_name='federation',
            constraint=models.CheckConstraint(condition=models.Q(('grace_days__lte', 366), ('renewal_opens_days__range', (1, 366))), name='federation_renewal_within_a_year', violation_error_message='Renewal opens 1 to 366 days before the end; grace is 366 days at most.'),
        ),
        migrations.AddField(
            model_name='renewalnotice',
            name='membership',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='members.membership', verbose_name='membership'),
        ),
        migrations.AddConstraint(
            model_name='renewalnotice',
            constraint=models.UniqueConstraint(fields=('membership', 'kind'), name='renewal_notice_once_of_each_kind', violation_error_message='This letter has left for this membership already.'),
        ),
    ])
