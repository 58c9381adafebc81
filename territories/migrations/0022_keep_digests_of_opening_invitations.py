"""Of the secrets in links keep the digest alone: the links that were sent open still."""

from django.db import migrations

DIGESTS = """
UPDATE territories_openinginvitation SET secret_digest = encode(sha256(convert_to(secret_digest, 'UTF8')), 'hex')
WHERE secret_digest !~ '^[0-9a-f]{64}$'"""


class Migration(migrations.Migration):
    """One statement; run again it changes nothing more. A digest has no way back to its secret."""

    dependencies = [("territories", "0021_opening_invitation_has_a_digest")]

    operations = [migrations.RunSQL(DIGESTS, migrations.RunSQL.noop, elidable=True)]
