"""The column of the secret of an invitation to open a territory is that of its digest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Rename the column: its content follows in the next migration."""

    dependencies = [("territories", "0020_shadowing")]

    operations = [
        migrations.RenameField("openinginvitation", "token", "secret_digest"),
        migrations.AlterField(
            "openinginvitation",
            "secret_digest",
            models.CharField(editable=False, max_length=64, unique=True, verbose_name="digest of the secret"),
        ),
    ]
