from django.conf import settings
from django.db import migrations, models

# An answer given before its day was kept has the day on which the dossier was sent.
GIVE_A_DAY = """
    UPDATE territories_opening SET decided_at = COALESCE(submitted_at, created_at)
    WHERE decided_at IS NULL AND state IN ('returned', 'approved', 'refused')
"""


class Migration(migrations.Migration):

    dependencies = [
        ('territories', '0015_applications_may_be_rivals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(GIVE_A_DAY, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='opening',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['returned', 'approved', 'refused']), _negated=True), ('decided_at__isnull', False), _connector='OR'), name='opening_answered_has_its_day', violation_error_message='An answered dossier keeps the day of the answer.'),
        ),
    ]
