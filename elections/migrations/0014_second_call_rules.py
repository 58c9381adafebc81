"""A second call has rules of its own: after how many days, with which quorum, by which article."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('elections', '0013_majority_of_present'),
        ('territories', '0027_seat_of_the_association'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='election',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='election',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='election',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='election',
            name='second_call_article',
            field=models.CharField(blank=True, help_text='Where the days are 0, a second call is not sealed without it.', max_length=200, verbose_name='article on the second call'),
        ),
        migrations.AddField(
            model_name='election',
            name='second_call_days',
            field=models.PositiveSmallIntegerField(default=0, help_text='At least so many after the vote without a quorum. 0: on the same day, by the article below.', verbose_name='days before a second call'),
        ),
        migrations.AddField(
            model_name='election',
            name='second_call_quorum',
            field=models.PositiveSmallIntegerField(default=0, help_text='0: none is asked, as is usual.', verbose_name='quorum of a second call, in percent'),
        ),
        migrations.AddField(
            model_name='electionchange',
            name='second_call_article',
            field=models.CharField(blank=True, help_text='Where the days are 0, a second call is not sealed without it.', max_length=200, verbose_name='article on the second call'),
        ),
        migrations.AddField(
            model_name='electionchange',
            name='second_call_days',
            field=models.PositiveSmallIntegerField(default=0, help_text='At least so many after the vote without a quorum. 0: on the same day, by the article below.', verbose_name='days before a second call'),
        ),
        migrations.AddField(
            model_name='electionchange',
            name='second_call_quorum',
            field=models.PositiveSmallIntegerField(default=0, help_text='0: none is asked, as is usual.', verbose_name='quorum of a second call, in percent'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='election',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_electionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "risk_answers", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_call_article", "second_call_days", "second_call_quorum", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "risk_answers", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_call_article", "second_call_days", "second_call_quorum", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way" FROM new_rows AS kept; RETURN NULL;', hash='60c857df6aca1e0372ad07984302739e28a7a71e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9c99b', referencing='REFERENCING NEW TABLE AS new_rows ', table='elections_election', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='election',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_electionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "risk_answers", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_call_article", "second_call_days", "second_call_quorum", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "risk_answers", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_call_article", "second_call_days", "second_call_quorum", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way" FROM (SELECT "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "risk_answers", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_call_article", "second_call_days", "second_call_quorum", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way" FROM (SELECT true AS is_new, "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "risk_answers", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_call_article", "second_call_days", "second_call_quorum", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way" FROM new_rows UNION ALL SELECT false, "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "risk_answers", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_call_article", "second_call_days", "second_call_quorum", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way" FROM old_rows) AS both_sides GROUP BY "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "risk_answers", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_call_article", "second_call_days", "second_call_quorum", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='af35761a384cfec39a75a034726c7191930c4909', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f1c36', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='elections_election', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='election',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_electionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "risk_answers", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_call_article", "second_call_days", "second_call_quorum", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "risk_answers", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_call_article", "second_call_days", "second_call_quorum", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way" FROM old_rows AS kept; RETURN NULL;', hash='29e8826376b151a03c7111d9354f22b0f863f862', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b3573', referencing='REFERENCING OLD TABLE AS old_rows ', table='elections_election', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='election',
            constraint=models.CheckConstraint(condition=models.Q(('second_call_days__lte', 366), ('second_call_quorum__lte', 100)), name='election_second_call_is_possible', violation_error_message='A second call asks 0 to 100 percent, within 366 days.'),
        ),
    ]
