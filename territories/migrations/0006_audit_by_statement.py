"""Keep the history of changes by statement instead of by row."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from leader.shared.migrating import together


class Migration(migrations.Migration):
    """The triggers keep their names and fill the same tables."""

    dependencies = [
        ('territories', '0005_import_keeps_its_file_and_says_what_happened'),
    ]

    operations = together([
        pgtrigger.migrations.RemoveTrigger(
            model_name='affiliation',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='affiliation',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='affiliation',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='areapart',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='areapart',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='areapart',
            name='delete_delete',
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
        pgtrigger.migrations.RemoveTrigger(
            model_name='mandate',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='mandate',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='mandate',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='office',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='office',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='office',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='opening',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='opening',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='opening',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openingarea',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openingarea',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openingarea',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openinginvitation',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openinginvitation',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openinginvitation',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openingprospect',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openingprospect',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openingprospect',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openingremark',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openingremark',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openingremark',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openingteammember',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openingteammember',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openingteammember',
            name='delete_delete',
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
        pgtrigger.migrations.RemoveTrigger(
            model_name='stage',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='stage',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='stage',
            name='delete_delete',
        ),
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
        pgtrigger.migrations.RemoveTrigger(
            model_name='territorylead',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='territorylead',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='territorylead',
            name='delete_delete',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='affiliation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_affiliationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id" FROM new_rows AS kept; RETURN NULL;', hash='d30ba39b6c673cb9e354733006549894184912a0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e2713', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_affiliation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='affiliation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_affiliationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id" FROM (SELECT "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id" FROM (SELECT true AS is_new, "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id" FROM new_rows UNION ALL SELECT false, "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id" FROM old_rows) AS both_sides GROUP BY "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='fd374489a3de1b2e33784fa53aea6b91928286f5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_cad21', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_affiliation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='affiliation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_affiliationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id" FROM old_rows AS kept; RETURN NULL;', hash='bfd6f283cfbe3518989a9a29aca236e22d59ee6a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_345e8', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_affiliation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='areapart',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_areapartchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id" FROM new_rows AS kept; RETURN NULL;', hash='3861453670639ca30b8c67b8a6628689c2d59cb1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_92465', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_areapart', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='areapart',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_areapartchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id" FROM (SELECT "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id" FROM (SELECT true AS is_new, "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id" FROM new_rows UNION ALL SELECT false, "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id" FROM old_rows) AS both_sides GROUP BY "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='cba2a8ed57ec87204165abb2d4594f748fd68f92', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e9781', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_areapart', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='areapart',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_areapartchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id" FROM old_rows AS kept; RETURN NULL;', hash='b92fadc596e42d96e9317e51ac4c0147205a3d2f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b7a42', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_areapart', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='federation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_federationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version" FROM new_rows AS kept; RETURN NULL;', hash='34a740c23fb0c6cfe8ec3df3b9e512ce7638e1a9', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_023ed', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_federation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='federation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_federationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version" FROM (SELECT "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version" FROM (SELECT true AS is_new, "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version" FROM new_rows UNION ALL SELECT false, "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version" FROM old_rows) AS both_sides GROUP BY "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='40fe69d2e5d8a76a06acf9ac0aec5a8067d573d6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_38848', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_federation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='federation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_federationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version" FROM old_rows AS kept; RETURN NULL;', hash='9770077fe8e59a4ad314ba88df98e6d893cd302d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_037b8', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_federation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_mandatechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id" FROM new_rows AS kept; RETURN NULL;', hash='bcaabf4b0cab488c39f58c2cbc08d6e2c90f5670', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_882be', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_mandate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_mandatechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id" FROM (SELECT "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id" FROM (SELECT true AS is_new, "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id" FROM new_rows UNION ALL SELECT false, "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id" FROM old_rows) AS both_sides GROUP BY "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='69f91b1d5b4111086661113dbdb2707748704399', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_05693', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_mandate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_mandatechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id" FROM old_rows AS kept; RETURN NULL;', hash='b16a2926eb8472950211ba4d9f4ae24a062fadec', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b46ba', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_mandate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='office',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_officechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "code", "id", "is_honorary", "is_presidency", "name", "rank") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "code", "id", "is_honorary", "is_presidency", "name", "rank" FROM new_rows AS kept; RETURN NULL;', hash='70ca4304aca8b862356f74e929f5801da388c6aa', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b5c2d', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='office',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_officechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "code", "id", "is_honorary", "is_presidency", "name", "rank") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "code", "id", "is_honorary", "is_presidency", "name", "rank" FROM (SELECT "code", "id", "is_honorary", "is_presidency", "name", "rank" FROM (SELECT true AS is_new, "code", "id", "is_honorary", "is_presidency", "name", "rank" FROM new_rows UNION ALL SELECT false, "code", "id", "is_honorary", "is_presidency", "name", "rank" FROM old_rows) AS both_sides GROUP BY "code", "id", "is_honorary", "is_presidency", "name", "rank" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='3fe983b2d0601edf49f1f641f2bd743cf42f3d43', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2eeba', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='office',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_officechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "code", "id", "is_honorary", "is_presidency", "name", "rank") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "code", "id", "is_honorary", "is_presidency", "name", "rank" FROM old_rows AS kept; RETURN NULL;', hash='945ae623f4991e2018fbe424679026289b84a50d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a2432', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opening',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version" FROM new_rows AS kept; RETURN NULL;', hash='10d1524e81812804cdc5eae763e668608e736c9a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_caf31', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_opening', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opening',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version" FROM (SELECT "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version" FROM (SELECT true AS is_new, "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version" FROM new_rows UNION ALL SELECT false, "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version" FROM old_rows) AS both_sides GROUP BY "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='957e08723f881d7fe08798b99cd2254209b7905b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4cecf', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_opening', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opening',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version" FROM old_rows AS kept; RETURN NULL;', hash='310eaab72532e926ca771148c22b7b85dbb3ae9c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_78456', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_opening', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingarea',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingareachange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commune_id", "departement_id", "epci_id", "id", "opening_id") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "commune_id", "departement_id", "epci_id", "id", "opening_id" FROM new_rows AS kept; RETURN NULL;', hash='2268e0fc68f6364fcece66b0dc9dd3720423274a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_0fb2f', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_openingarea', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingarea',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingareachange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commune_id", "departement_id", "epci_id", "id", "opening_id") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "commune_id", "departement_id", "epci_id", "id", "opening_id" FROM (SELECT "commune_id", "departement_id", "epci_id", "id", "opening_id" FROM (SELECT true AS is_new, "commune_id", "departement_id", "epci_id", "id", "opening_id" FROM new_rows UNION ALL SELECT false, "commune_id", "departement_id", "epci_id", "id", "opening_id" FROM old_rows) AS both_sides GROUP BY "commune_id", "departement_id", "epci_id", "id", "opening_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='e89b1923a0263c75a11314b02d1394a0fd1651a2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_325c1', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_openingarea', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingarea',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingareachange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commune_id", "departement_id", "epci_id", "id", "opening_id") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "commune_id", "departement_id", "epci_id", "id", "opening_id" FROM old_rows AS kept; RETURN NULL;', hash='9ae6604751700f6602fa363bd2fa226241d93b92', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1f821', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_openingarea', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinginvitation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openinginvitationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id" FROM new_rows AS kept; RETURN NULL;', hash='8a5b6fdf94f68b4207960dbf364c8cb55420ccb7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_dfaf0', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_openinginvitation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinginvitation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openinginvitationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id" FROM (SELECT "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id" FROM (SELECT true AS is_new, "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id" FROM new_rows UNION ALL SELECT false, "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id" FROM old_rows) AS both_sides GROUP BY "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='4b83ea71a07d5614923e85cbb14c1180c59fd616', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_40ecf', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_openinginvitation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinginvitation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openinginvitationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id" FROM old_rows AS kept; RETURN NULL;', hash='bd220b6b73aa9b127d7d73a21f14ef21822b93cc', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_7036a', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_openinginvitation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingprospect',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingprospectchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren" FROM new_rows AS kept; RETURN NULL;', hash='95da4718d7f007dfe65a9a4165396d55088bdb36', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_74503', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_openingprospect', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingprospect',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingprospectchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren" FROM (SELECT "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren" FROM (SELECT true AS is_new, "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren" FROM new_rows UNION ALL SELECT false, "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren" FROM old_rows) AS both_sides GROUP BY "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='c7a63cb3bbefd574803ab3df27e49dc2f121de8e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_6e6fa', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_openingprospect', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingprospect',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingprospectchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren" FROM old_rows AS kept; RETURN NULL;', hash='5e21bb3244c400b00d4fb6b2f77442759da201ff', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3aac9', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_openingprospect', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingremark',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingremarkchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "author_id", "created_at", "id", "opening_id", "step", "text") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "author_id", "created_at", "id", "opening_id", "step", "text" FROM new_rows AS kept; RETURN NULL;', hash='57513b3cbb2d04e302a573b89e958cb3582cbe73', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_2a9f0', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_openingremark', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingremark',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingremarkchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "author_id", "created_at", "id", "opening_id", "step", "text") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "author_id", "created_at", "id", "opening_id", "step", "text" FROM (SELECT "author_id", "created_at", "id", "opening_id", "step", "text" FROM (SELECT true AS is_new, "author_id", "created_at", "id", "opening_id", "step", "text" FROM new_rows UNION ALL SELECT false, "author_id", "created_at", "id", "opening_id", "step", "text" FROM old_rows) AS both_sides GROUP BY "author_id", "created_at", "id", "opening_id", "step", "text" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='4438d1a3567333402e1821e291b1102016ce9ff8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_29a44', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_openingremark', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingremark',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingremarkchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "author_id", "created_at", "id", "opening_id", "step", "text") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "author_id", "created_at", "id", "opening_id", "step", "text" FROM old_rows AS kept; RETURN NULL;', hash='38213e5db27647a91647ee7004e137f012f9558c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c6950', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_openingremark', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingteammember',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingteammemberchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id" FROM new_rows AS kept; RETURN NULL;', hash='c68a077c3b3a942e26572bd34e85cb01b049b935', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6b871', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_openingteammember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingteammember',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingteammemberchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id" FROM (SELECT "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id" FROM (SELECT true AS is_new, "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id" FROM new_rows UNION ALL SELECT false, "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id" FROM old_rows) AS both_sides GROUP BY "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='a94b0c3eb08787a7b56ca8156ffda332880f9ef7', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_06820', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_openingteammember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingteammember',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingteammemberchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id" FROM old_rows AS kept; RETURN NULL;', hash='bd85edeacfc94aebc264523cbeb7ae9e5a718656', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_82b7f', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_openingteammember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prospect',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_prospectchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "contact_email", "contact_name", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "sponsor_id", "state", "territory_id", "version") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "company_id", "contact_email", "contact_name", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "sponsor_id", "state", "territory_id", "version" FROM new_rows AS kept; RETURN NULL;', hash='3c95dc0871ae839d389006d40811600d6bb0c04d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_49741', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_prospect', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prospect',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_prospectchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "contact_email", "contact_name", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "sponsor_id", "state", "territory_id", "version") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "company_id", "contact_email", "contact_name", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "sponsor_id", "state", "territory_id", "version" FROM (SELECT "company_id", "contact_email", "contact_name", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "sponsor_id", "state", "territory_id", "version" FROM (SELECT true AS is_new, "company_id", "contact_email", "contact_name", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "sponsor_id", "state", "territory_id", "version" FROM new_rows UNION ALL SELECT false, "company_id", "contact_email", "contact_name", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "sponsor_id", "state", "territory_id", "version" FROM old_rows) AS both_sides GROUP BY "company_id", "contact_email", "contact_name", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "sponsor_id", "state", "territory_id", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='34bdfeab0552429cf0093ae8bd96ca569d8f4e24', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_94629', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_prospect', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='prospect',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_prospectchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "contact_email", "contact_name", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "sponsor_id", "state", "territory_id", "version") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "company_id", "contact_email", "contact_name", "created_at", "id", "next_action", "next_action_on", "notes", "owner_id", "sponsor_id", "state", "territory_id", "version" FROM old_rows AS kept; RETURN NULL;', hash='12421978ac8a3c4474c14922291b30c3e1609ea4', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e6710', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_prospect', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stage',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_stagechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id" FROM new_rows AS kept; RETURN NULL;', hash='80305751fa5ac7513ceb556eeedec0b3c17f314b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_4d1a6', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_stage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stage',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_stagechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id" FROM (SELECT "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id" FROM (SELECT true AS is_new, "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id" FROM new_rows UNION ALL SELECT false, "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id" FROM old_rows) AS both_sides GROUP BY "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='0472e04f0645dd37508d43491da98b5b25edc895', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_fa04e', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_stage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stage',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_stagechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id" FROM old_rows AS kept; RETURN NULL;', hash='bcb0f874a6b11ef8bdf8884c237d2b222364e6db', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e6afc', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_stage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territory',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territorychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version" FROM new_rows AS kept; RETURN NULL;', hash='57410e9486d62a74486592b75c95cd30f1494151', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_4b77b', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_territory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territory',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territorychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version" FROM (SELECT "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version" FROM (SELECT true AS is_new, "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version" FROM new_rows UNION ALL SELECT false, "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version" FROM old_rows) AS both_sides GROUP BY "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='e38c051b791f393d3bf7bb9e13fbbedc774c41ee', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f14e0', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_territory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territory',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territorychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version" FROM old_rows AS kept; RETURN NULL;', hash='26f0d55defa27a7fe52a47208907e90be5e3c69c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3ae3b', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_territory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territorylead',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territoryleadchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "ends_on", "function", "id", "person_id", "starts_on", "territory_id") SELECT clock_timestamp(), \'insert\', "id", (SELECT _pgh_attach_context()), "ends_on", "function", "id", "person_id", "starts_on", "territory_id" FROM new_rows AS kept; RETURN NULL;', hash='b2c7ea8f96a1c77feaad3464105363f1e1fbb802', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_286ff', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_territorylead', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territorylead',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territoryleadchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "ends_on", "function", "id", "person_id", "starts_on", "territory_id") SELECT clock_timestamp(), \'update\', "id", (SELECT _pgh_attach_context()), "ends_on", "function", "id", "person_id", "starts_on", "territory_id" FROM (SELECT "ends_on", "function", "id", "person_id", "starts_on", "territory_id" FROM (SELECT true AS is_new, "ends_on", "function", "id", "person_id", "starts_on", "territory_id" FROM new_rows UNION ALL SELECT false, "ends_on", "function", "id", "person_id", "starts_on", "territory_id" FROM old_rows) AS both_sides GROUP BY "ends_on", "function", "id", "person_id", "starts_on", "territory_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='75627eaef5f10d3d5de799ef085eb60c1710b691', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_adabc', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_territorylead', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territorylead',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territoryleadchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "ends_on", "function", "id", "person_id", "starts_on", "territory_id") SELECT clock_timestamp(), \'delete\', "id", (SELECT _pgh_attach_context()), "ends_on", "function", "id", "person_id", "starts_on", "territory_id" FROM old_rows AS kept; RETURN NULL;', hash='d2e2886007725f9cf2680a156d928c20fd8fa248', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1fe02', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_territorylead', when='AFTER')),
        ),
    ])
