"""Let a quota that is made once parties are there count them, and count again those that did not."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from leader.shared.migrating import together


# One that holds more than it may stays as it is found: nobody is sent away.
COUNTED = """
UPDATE events_quota q SET taken = there.held, places = GREATEST(q.places, there.held) FROM (
  SELECT each.id, COALESCE(sum(r.held), 0) AS held FROM events_quota each
  LEFT JOIN events_registration r ON r.admission_id = each.admission_id AND r.category = each.category
  GROUP BY each.id) AS there
WHERE there.id = q.id AND q.taken <> there.held"""


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0010_pressenties_are_invited'),
    ]

    operations = together([
        migrations.AlterField(
            model_name='linechange',
            name='kind',
            field=models.CharField(choices=[('first', 'moved to the head of the line'), ('last', 'moved to the end of the line'), ('passed', 'another party was moved before this one'), ('too_few', 'too few places were free: a smaller party was served'), ('not_yet', 'members are served first'), ('declined', 'fewer places were declined: the place in the line is kept')], editable=False, max_length=8, verbose_name='what happened'),
        ),
        migrations.AlterField(
            model_name='linechangechange',
            name='kind',
            field=models.CharField(choices=[('first', 'moved to the head of the line'), ('last', 'moved to the end of the line'), ('passed', 'another party was moved before this one'), ('too_few', 'too few places were free: a smaller party was served'), ('not_yet', 'members are served first'), ('declined', 'fewer places were declined: the place in the line is kept')], editable=False, max_length=8, verbose_name='what happened'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='quota',
            trigger=pgtrigger.compiler.Trigger(name='count_who_is_there', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    PERFORM 1 FROM events_admission WHERE id = NEW.admission_id FOR NO KEY UPDATE;\n    SELECT COALESCE(sum(held), 0) INTO NEW.taken FROM events_registration\n        WHERE admission_id = NEW.admission_id AND category = NEW.category;\n    RETURN NEW;\n', hash='3d0aab3862c4900ea84a19e24f343b5727d09d38', operation='INSERT OR UPDATE OF "category", "admission_id"', pgid='pgtrigger_count_who_is_there_db1a4', table='events_quota', when='BEFORE')),
        ),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
    ])
