"""An import keeps its file until its lines are forgotten, and says what happened at its confirmation."""
import territories.models.imports
from django.db import migrations, models

from leader.shared.migrating import together


class Migration(migrations.Migration):
    """Two columns in place of one that was never filled."""

    dependencies = [
        ('territories', '0004_opening_is_written_in_steps'),
    ]

    operations = together([
        migrations.RemoveField(
            model_name='companyimport',
            name='path',
        ),
        migrations.AddField(
            model_name='companyimport',
            name='attempt',
            field=models.PositiveIntegerField(default=1, editable=False, help_text='Grows with each preview, so that no older one counts.', verbose_name='attempt'),
        ),
        migrations.AddField(
            model_name='companyimport',
            name='file',
            field=models.FileField(blank=True, editable=False, upload_to=territories.models.imports.stored_as, verbose_name='stored as'),
        ),
        migrations.AddField(
            model_name='companyimport',
            name='notice',
            field=models.CharField(blank=True, choices=[('compared_again', 'Companies changed since this preview: it was made again. Read it, then confirm.'), ('not_written', 'The database refused to write these lines; nothing was changed. Read the preview again.')], editable=False, max_length=20, verbose_name='notice'),
        ),
    ])
