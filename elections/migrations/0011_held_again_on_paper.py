"""An election that was given up is held again, and each knows the other.

The way back fails where two second rounds, or two held in place of one, stand beside each other.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('elections', '0010_thirds_by_lot'),
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
            name='in_place_of',
            field=models.ForeignKey(blank=True, editable=False, help_text='An election that was given up, or had no quorum.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='held_again', to='elections.election', verbose_name='in place of'),
        ),
        migrations.AddField(
            model_name='electionchange',
            name='in_place_of',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, help_text='An election that was given up, or had no quorum.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='elections.election', verbose_name='in place of'),
        ),
        migrations.AlterField(
            model_name='election',
            name='first_round',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='second_rounds', to='elections.election', verbose_name='first round'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='election',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_electionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way" FROM new_rows AS kept; RETURN NULL;', hash='7159727abb83d61963acd58f718a06dbb555f88d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9c99b', referencing='REFERENCING NEW TABLE AS new_rows ', table='elections_election', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='election',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_electionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way" FROM (SELECT "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way" FROM (SELECT true AS is_new, "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way" FROM new_rows UNION ALL SELECT false, "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way" FROM old_rows) AS both_sides GROUP BY "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='10c1730720eeec3074b801339750aa2de5f4ab50', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f1c36', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='elections_election', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='election',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "elections_electionchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "article", "assembly_id", "candidacies_until", "closed_at", "closes_at", "codes_by", "contest_article", "contest_days", "convened_how", "convened_on", "cooptation_allowed", "counted_at", "first_round_id", "from_afar", "held_on", "id", "in_place_of_id", "is_second_call", "kind", "majority_base", "opened_at", "place", "proclaimed_at", "proxies_per_holder", "proxies_until", "quorum_base", "quorum_percent", "remote_article", "roll_on", "roll_sha256", "round", "rounds", "sealed_at", "second_round", "state", "suspended_at", "term_years", "territory_id", "thirds_by_lot", "tie_rule", "version", "void_reason", "way" FROM old_rows AS kept; RETURN NULL;', hash='baca9383d50fdaa94cdfbdcf9557b8415219f362', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b3573', referencing='REFERENCING OLD TABLE AS old_rows ', table='elections_election', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='election',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'void'), _negated=True), fields=('first_round',), name='election_one_second_round', violation_error_message='This first round has its second one.'),
        ),
        migrations.AddConstraint(
            model_name='election',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'void'), _negated=True), fields=('in_place_of',), name='election_held_again_once', violation_error_message='This election is held again already.'),
        ),
    ]
