"""Keep the history of changes by statement instead of by row."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    """The triggers keep their names and fill the same tables."""

    dependencies = [
        ('territories', '0005_import_keeps_its_file_and_says_what_happened'),
    ]

    operations = [
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
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_affiliationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id" FROM new_rows AS kept; RETURN NULL;', hash='83f15acdd7a68785049caaa2418dd530472848f7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e2713', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_affiliation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='affiliation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_affiliationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id" FROM (SELECT "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id" FROM (SELECT true AS is_new, "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id" FROM new_rows UNION ALL SELECT false, "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id" FROM old_rows) AS both_sides GROUP BY "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='fbf5f6ff29d4905f64fa75433f2fe3e55e47c5df', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_cad21', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_affiliation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='affiliation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_affiliationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "company_id", "ends_on", "id", "is_home", "starts_on", "territory_id" FROM old_rows AS kept; RETURN NULL;', hash='309e7da93c497d56d585134ca8bd33f8b30327ec', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_345e8', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_affiliation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='areapart',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_areapartchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id" FROM new_rows AS kept; RETURN NULL;', hash='3614f9a7c59c0edc7b7946ce2eafac870ef36739', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_92465', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_areapart', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='areapart',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_areapartchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id" FROM (SELECT "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id" FROM (SELECT true AS is_new, "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id" FROM new_rows UNION ALL SELECT false, "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id" FROM old_rows) AS both_sides GROUP BY "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='b0a158a5ec71087d4c26420fc5aea42c2bf1719b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e9781', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_areapart', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='areapart',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_areapartchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "commune_id", "departement_id", "ends_on", "epci_id", "id", "starts_on", "territory_id" FROM old_rows AS kept; RETURN NULL;', hash='e0398855b40c9c4e0e0072208352feaba0ad0696', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b7a42', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_areapart', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='federation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_federationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version" FROM new_rows AS kept; RETURN NULL;', hash='8f49966cba02e9a365ae30e7b8cb80ec97c0738b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_023ed', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_federation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='federation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_federationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version" FROM (SELECT "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version" FROM (SELECT true AS is_new, "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version" FROM new_rows UNION ALL SELECT false, "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version" FROM old_rows) AS both_sides GROUP BY "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='e4f98148f919fab6cccc59c363ea1be4fd3aebba', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_38848', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_federation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='federation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_federationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "audience", "bureau_term_years", "election_delay_months", "founded_on", "founded_precision", "id", "name", "origin", "prospects_target_max", "prospects_target_min", "seat", "version" FROM old_rows AS kept; RETURN NULL;', hash='cc882e913fcd9d94f1a849ebf839bf740d0a8a26', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_037b8', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_federation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_mandatechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id" FROM new_rows AS kept; RETURN NULL;', hash='a8ea4b6410172d251d7152495b43c1d48dc3c0a2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_882be', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_mandate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_mandatechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id" FROM (SELECT "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id" FROM (SELECT true AS is_new, "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id" FROM new_rows UNION ALL SELECT false, "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id" FROM old_rows) AS both_sides GROUP BY "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='3d6a0fb3cff3f4c00f5020dd0e3681afed1c36dc', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_05693', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_mandate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_mandatechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "beginning", "company_id", "ending_reason", "ends_on", "expected_end_on", "id", "is_renewal", "mission", "office_id", "person_id", "source", "starts_on", "starts_precision", "territory_id" FROM old_rows AS kept; RETURN NULL;', hash='0e0cb1d7f655b1286eadb46a225b7c402e6ea899', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b46ba', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_mandate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='office',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_officechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "code", "id", "is_honorary", "is_presidency", "name", "rank") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "code", "id", "is_honorary", "is_presidency", "name", "rank" FROM new_rows AS kept; RETURN NULL;', hash='9753380ef9e1aa2ea979a0da413f2fb3f8ed6799', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b5c2d', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='office',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_officechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "code", "id", "is_honorary", "is_presidency", "name", "rank") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "code", "id", "is_honorary", "is_presidency", "name", "rank" FROM (SELECT "code", "id", "is_honorary", "is_presidency", "name", "rank" FROM (SELECT true AS is_new, "code", "id", "is_honorary", "is_presidency", "name", "rank" FROM new_rows UNION ALL SELECT false, "code", "id", "is_honorary", "is_presidency", "name", "rank" FROM old_rows) AS both_sides GROUP BY "code", "id", "is_honorary", "is_presidency", "name", "rank" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='74d996daf2927418ae3bcced3dc9768333f517de', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2eeba', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='office',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_officechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "code", "id", "is_honorary", "is_presidency", "name", "rank") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "code", "id", "is_honorary", "is_presidency", "name", "rank" FROM old_rows AS kept; RETURN NULL;', hash='e57db6f3c2c2b2a0c0c689d2eee57f1c4d5f5b02', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a2432', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_office', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opening',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version" FROM new_rows AS kept; RETURN NULL;', hash='5e06ca92a061eed32b769b2a2bed0beace5d110c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_caf31', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_opening', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opening',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version" FROM (SELECT "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version" FROM (SELECT true AS is_new, "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version" FROM new_rows UNION ALL SELECT false, "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version" FROM old_rows) AS both_sides GROUP BY "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='3e6206c195a0512659d415c49691201eaa9cf0da', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4cecf', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_opening', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opening',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "announced_at", "author_id", "country", "created_at", "decided_at", "decided_by_id", "decision_reason", "election_due_on", "id", "kind", "name", "opens_on", "overlap_reason", "place", "predecessor_founded_on", "predecessor_name", "purpose", "state", "submitted_at", "territory_id", "unfinished", "updated_at", "version" FROM old_rows AS kept; RETURN NULL;', hash='bb13e3d27d48038dda662d93b15c224eea7081ae', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_78456', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_opening', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingarea',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingareachange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commune_id", "departement_id", "epci_id", "id", "opening_id") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "commune_id", "departement_id", "epci_id", "id", "opening_id" FROM new_rows AS kept; RETURN NULL;', hash='9605a62c6eb9c724fe4359df334434fff95b1ae7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_0fb2f', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_openingarea', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingarea',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingareachange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commune_id", "departement_id", "epci_id", "id", "opening_id") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "commune_id", "departement_id", "epci_id", "id", "opening_id" FROM (SELECT "commune_id", "departement_id", "epci_id", "id", "opening_id" FROM (SELECT true AS is_new, "commune_id", "departement_id", "epci_id", "id", "opening_id" FROM new_rows UNION ALL SELECT false, "commune_id", "departement_id", "epci_id", "id", "opening_id" FROM old_rows) AS both_sides GROUP BY "commune_id", "departement_id", "epci_id", "id", "opening_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='32d3b5a37cbe932dae0813a4aaf00615fe17676a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_325c1', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_openingarea', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingarea',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingareachange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "commune_id", "departement_id", "epci_id", "id", "opening_id") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "commune_id", "departement_id", "epci_id", "id", "opening_id" FROM old_rows AS kept; RETURN NULL;', hash='5f9d54937bf3e80d64485bf301ed2e3313d98aaf', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1f821', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_openingarea', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinginvitation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openinginvitationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id" FROM new_rows AS kept; RETURN NULL;', hash='2b3c843a9b43f964b743604a939b3faf9beaca1d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_dfaf0', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_openinginvitation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinginvitation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openinginvitationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id" FROM (SELECT "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id" FROM (SELECT true AS is_new, "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id" FROM new_rows UNION ALL SELECT false, "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id" FROM old_rows) AS both_sides GROUP BY "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='de93e5cb870c5ba8386a573c687c3ed66b399fa8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_40ecf', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_openinginvitation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinginvitation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openinginvitationchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "message", "opening_id" FROM old_rows AS kept; RETURN NULL;', hash='e20b81e844872b4a1118a4a45aa95147ab9a7062', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_7036a', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_openinginvitation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingprospect',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingprospectchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren" FROM new_rows AS kept; RETURN NULL;', hash='38511b5b2bfa4b23d70ca10ba16960ae51a3662c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_74503', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_openingprospect', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingprospect',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingprospectchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren" FROM (SELECT "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren" FROM (SELECT true AS is_new, "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren" FROM new_rows UNION ALL SELECT false, "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren" FROM old_rows) AS both_sides GROUP BY "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='da82b48e1f8e229bed512eff27888574ae970b7d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_6e6fa', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_openingprospect', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingprospect',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingprospectchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "city", "company_id", "contact_email", "contact_name", "id", "is_distinct", "name", "opening_id", "siren" FROM old_rows AS kept; RETURN NULL;', hash='fa78d02a20e67f22f17b0b1d94fec88fe985b71c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3aac9', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_openingprospect', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingremark',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingremarkchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "author_id", "created_at", "id", "opening_id", "step", "text") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "author_id", "created_at", "id", "opening_id", "step", "text" FROM new_rows AS kept; RETURN NULL;', hash='f3cb1c5e1d1bbae319aceb9e97e6bf64d4d597b5', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_2a9f0', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_openingremark', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingremark',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingremarkchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "author_id", "created_at", "id", "opening_id", "step", "text") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "author_id", "created_at", "id", "opening_id", "step", "text" FROM (SELECT "author_id", "created_at", "id", "opening_id", "step", "text" FROM (SELECT true AS is_new, "author_id", "created_at", "id", "opening_id", "step", "text" FROM new_rows UNION ALL SELECT false, "author_id", "created_at", "id", "opening_id", "step", "text" FROM old_rows) AS both_sides GROUP BY "author_id", "created_at", "id", "opening_id", "step", "text" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='67c9cf1824861f9d0384d725e8e8c1fb1161c312', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_29a44', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_openingremark', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingremark',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingremarkchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "author_id", "created_at", "id", "opening_id", "step", "text") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "author_id", "created_at", "id", "opening_id", "step", "text" FROM old_rows AS kept; RETURN NULL;', hash='c50c389a7e211a75344f01c69826d8262e07a724', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c6950', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_openingremark', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingteammember',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingteammemberchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id" FROM new_rows AS kept; RETURN NULL;', hash='c45e2a6acb9b6fea89e3334d78fcba798c6fca3f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6b871', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_openingteammember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingteammember',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingteammemberchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id" FROM (SELECT "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id" FROM (SELECT true AS is_new, "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id" FROM new_rows UNION ALL SELECT false, "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id" FROM old_rows) AS both_sides GROUP BY "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='d2ab45205d33455cb1c540e8b796a326c91f574a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_06820', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_openingteammember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openingteammember',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_openingteammemberchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "company_name", "email", "family_name", "function", "given_name", "id", "is_lead", "opening_id", "person_id" FROM old_rows AS kept; RETURN NULL;', hash='b61fbfac25f32c0521bc5a14b6e5f54f03cd62c7', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_82b7f', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_openingteammember', when='AFTER')),
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
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_stagechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id" FROM new_rows AS kept; RETURN NULL;', hash='9caf022d38fcb33a4420b18b620b07d1512dfaed', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_4d1a6', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_stage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stage',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_stagechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id" FROM (SELECT "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id" FROM (SELECT true AS is_new, "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id" FROM new_rows UNION ALL SELECT false, "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id" FROM old_rows) AS both_sides GROUP BY "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='88d44dbc6f7c6324bc0d36f4d700a1ba5f9a8eb9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_fa04e', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_stage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stage',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_stagechange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "done_on", "id", "kind", "note", "place", "planned_for", "precision", "territory_id" FROM old_rows AS kept; RETURN NULL;', hash='ec0a6c6ef03e8a6866f6ee5a2239bb3c7e0dab40', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e6afc', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_stage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territory',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territorychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version" FROM new_rows AS kept; RETURN NULL;', hash='5394773a0590044c6a48c0498df60e9ac59ebdc4', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_4b77b', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_territory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territory',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territorychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version" FROM (SELECT "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version" FROM (SELECT true AS is_new, "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version" FROM new_rows UNION ALL SELECT false, "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version" FROM old_rows) AS both_sides GROUP BY "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='f0b68f2726fa788fb7cbf82338730ab6e330a12f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f14e0', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_territory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territory',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territorychange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "country", "declared_on", "id", "kind", "members_declared", "name", "predecessor_founded_on", "predecessor_name", "prospects_declared", "purpose", "slug", "source", "version" FROM old_rows AS kept; RETURN NULL;', hash='a9e497eecff3c6fdf010002f1bae97a86d1c16bb', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3ae3b', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_territory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territorylead',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territoryleadchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "ends_on", "function", "id", "person_id", "starts_on", "territory_id") SELECT now(), \'insert\', "id", (SELECT _pgh_attach_context()), "ends_on", "function", "id", "person_id", "starts_on", "territory_id" FROM new_rows AS kept; RETURN NULL;', hash='f94712a1378570a162df69d24b092b68d0699adc', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_286ff', referencing='REFERENCING NEW TABLE AS new_rows ', table='territories_territorylead', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territorylead',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territoryleadchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "ends_on", "function", "id", "person_id", "starts_on", "territory_id") SELECT now(), \'update\', "id", (SELECT _pgh_attach_context()), "ends_on", "function", "id", "person_id", "starts_on", "territory_id" FROM (SELECT "ends_on", "function", "id", "person_id", "starts_on", "territory_id" FROM (SELECT true AS is_new, "ends_on", "function", "id", "person_id", "starts_on", "territory_id" FROM new_rows UNION ALL SELECT false, "ends_on", "function", "id", "person_id", "starts_on", "territory_id" FROM old_rows) AS both_sides GROUP BY "ends_on", "function", "id", "person_id", "starts_on", "territory_id" HAVING bool_and(is_new)) AS kept; RETURN NULL;', hash='81989019ea0b931e62ecadf067d7e959cecb4819', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_adabc', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='territories_territorylead', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='territorylead',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territories_territoryleadchange" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "ends_on", "function", "id", "person_id", "starts_on", "territory_id") SELECT now(), \'delete\', "id", (SELECT _pgh_attach_context()), "ends_on", "function", "id", "person_id", "starts_on", "territory_id" FROM old_rows AS kept; RETURN NULL;', hash='03b5935711ff89f1869de05a5894ec6b7aa99916', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1fe02', referencing='REFERENCING OLD TABLE AS old_rows ', table='territories_territorylead', when='AFTER')),
        ),
    ]
