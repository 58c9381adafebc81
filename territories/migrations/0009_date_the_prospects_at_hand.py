"""Date the prospects at hand by their history, and say of those that stopped that nobody noted why."""

from django.db import migrations

SINCE = """
UPDATE territories_prospect p SET state_since = moved.on_day FROM (
  SELECT pgh_obj_id, max(pgh_created_at AT TIME ZONE 'Europe/Paris')::date AS on_day
  FROM (SELECT pgh_obj_id, pgh_created_at, state, lag(state) OVER (PARTITION BY pgh_obj_id ORDER BY pgh_id) AS before
        FROM territories_prospectchange) AS steps
  WHERE before IS DISTINCT FROM state GROUP BY 1) AS moved
WHERE moved.pgh_obj_id = p.id AND p.state_since > moved.on_day"""
KNOWN = """
UPDATE territories_prospect SET contact_since = (created_at AT TIME ZONE 'Europe/Paris')::date
WHERE contact_since > (created_at AT TIME ZONE 'Europe/Paris')::date"""
REASON = """
UPDATE territories_prospect SET reason = 'Non renseigné' WHERE state IN ('declined', 'dormant') AND reason = ''"""


class Migration(migrations.Migration):
    """Three statements; run again they change nothing more."""

    dependencies = [("territories", "0008_prospects_have_a_pipeline")]

    operations = [
        migrations.RunSQL(statement, migrations.RunSQL.noop, elidable=True) for statement in (SINCE, KNOWN, REASON)
    ]
