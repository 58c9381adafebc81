"""The lists of INSEE that a user downloads."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0005_register'),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity2025',
            fields=[
                ('code', models.CharField(max_length=6, primary_key=True, serialize=False, verbose_name='code')),
                ('label', models.CharField(max_length=250, verbose_name='label')),
                ('section', models.CharField(max_length=1, verbose_name='section')),
            ],
            options={
                'verbose_name': 'activity (NAF 2025)',
                'verbose_name_plural': 'activities (NAF 2025)',
                'ordering': ['code'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LegalCategory',
            fields=[
                ('code', models.CharField(max_length=6, primary_key=True, serialize=False, verbose_name='code')),
                ('label', models.CharField(max_length=250, verbose_name='label')),
            ],
            options={
                'verbose_name': 'legal category',
                'verbose_name_plural': 'legal categories',
                'ordering': ['code'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StaffBand',
            fields=[
                ('code', models.CharField(max_length=6, primary_key=True, serialize=False, verbose_name='code')),
                ('label', models.CharField(max_length=250, verbose_name='label')),
                ('at_least', models.PositiveIntegerField(blank=True, null=True, verbose_name='at least')),
                ('at_most', models.PositiveIntegerField(blank=True, null=True, verbose_name='at most')),
            ],
            options={
                'verbose_name': 'band of staff',
                'verbose_name_plural': 'bands of staff',
                'ordering': ['code'],
                'abstract': False,
            },
        ),
    ]
