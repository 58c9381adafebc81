"""Who is a member on a day is read from one index, of all companies."""

from datetime import date

from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0019_people_of_a_company_by_their_index'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(
                Coalesce('covered_until', models.Value(date.max), output_field=models.DateField()),
                models.F('starts_on'), models.F('company'),
                include=('covered_until',), name='membership_covering',
            ),
        ),
    ]
