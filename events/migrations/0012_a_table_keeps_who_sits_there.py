"""A table whose seats are changed keeps who sits there."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0011_quotas_count_who_is_there'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='table',
            trigger=pgtrigger.compiler.Trigger(name='keeps_who_sits_there', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE taken integer;', func="\n    SELECT count(*) INTO taken FROM events_seat WHERE table_id = NEW.id;\n    IF taken > NEW.seats THEN\n        RAISE EXCEPTION 'seat_within_the_table: % people for % seats', taken, NEW.seats\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n", hash='f8bc3c7570752cdf0c3096e8242ed3fa043e4da6', operation='UPDATE OF "seats"', pgid='pgtrigger_keeps_who_sits_there_f11a0', table='events_table', when='AFTER')),
        ),
    ]
