"""Mark the first period of each company; from then on triggers keep the mark."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from leader.shared.migrating import together


MARK_WHAT_IS_THERE = """
UPDATE members_membership AS period SET is_first = false
WHERE EXISTS (SELECT FROM members_membership AS earlier
  WHERE earlier.company_id = period.company_id AND earlier.starts_on < period.starts_on)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0016_thanks_are_refused_apart'),
    ]

    operations = together([
        migrations.AddField(
            model_name='membership',
            name='is_first',
            field=models.BooleanField(db_default=True, editable=False, verbose_name='first of the company'),
        ),
        migrations.RunSQL(MARK_WHAT_IS_THERE, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(condition=models.Q(('is_first', True)), fields=['starts_on', 'company'], name='membership_by_arrival'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='first_of_the_added', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE touched bigint[];', func='touched := ARRAY(SELECT DISTINCT company_id FROM (TABLE new_rows) AS moved); IF cardinality(touched) > 0 THEN PERFORM 1 FROM members_company WHERE id = ANY (touched) ORDER BY id FOR NO KEY UPDATE; UPDATE members_membership AS period SET is_first = NOT is_first WHERE company_id = ANY (touched) AND is_first = EXISTS ( SELECT FROM members_membership AS earlier WHERE earlier.company_id = period.company_id AND earlier.starts_on < period.starts_on); END IF; RETURN NULL;', hash='a24a158927a291e4ef0e2406529877f946a99e56', level='STATEMENT', operation='INSERT', pgid='pgtrigger_first_of_the_added_b3370', referencing='REFERENCING NEW TABLE AS new_rows ', table='members_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='first_of_the_changed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE touched bigint[];', func='touched := ARRAY(SELECT DISTINCT company_id FROM ( (SELECT id, company_id, starts_on FROM new_rows EXCEPT SELECT id, company_id, starts_on FROM old_rows) UNION ALL (SELECT id, company_id, starts_on FROM old_rows EXCEPT SELECT id, company_id, starts_on FROM new_rows) ) AS moved); IF cardinality(touched) > 0 THEN PERFORM 1 FROM members_company WHERE id = ANY (touched) ORDER BY id FOR NO KEY UPDATE; UPDATE members_membership AS period SET is_first = NOT is_first WHERE company_id = ANY (touched) AND is_first = EXISTS ( SELECT FROM members_membership AS earlier WHERE earlier.company_id = period.company_id AND earlier.starts_on < period.starts_on); END IF; RETURN NULL;', hash='6dfcda59fc31b267ee0ba84153e35858403670d2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_first_of_the_changed_4cf52', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='members_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='first_of_the_left', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE touched bigint[];', func='touched := ARRAY(SELECT DISTINCT company_id FROM (TABLE old_rows) AS moved); IF cardinality(touched) > 0 THEN PERFORM 1 FROM members_company WHERE id = ANY (touched) ORDER BY id FOR NO KEY UPDATE; UPDATE members_membership AS period SET is_first = NOT is_first WHERE company_id = ANY (touched) AND is_first = EXISTS ( SELECT FROM members_membership AS earlier WHERE earlier.company_id = period.company_id AND earlier.starts_on < period.starts_on); END IF; RETURN NULL;', hash='1a0852be7fe19fc90eed8a9d8187291394aebd87', level='STATEMENT', operation='DELETE', pgid='pgtrigger_first_of_the_left_7e49a', referencing='REFERENCING OLD TABLE AS old_rows ', table='members_membership', when='AFTER')),
        ),
    ])
