"""A prospect that declined or is dormant says why."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One constraint, once every row satisfies it."""

    dependencies = [("territories", "0009_date_the_prospects_at_hand")]

    operations = [
        migrations.AddConstraint(
            model_name='prospect',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['declined', 'dormant']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='prospect_says_why_it_stopped', violation_error_message='Say why the company declined or is dormant.'),
        ),
    ]
