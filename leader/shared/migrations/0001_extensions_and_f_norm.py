"""Create the trusted extensions and the immutable function that folds a text for search."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

from leader.shared.migrating import together

# unaccent() is only STABLE: naming the dictionary makes an immutable wrapper honest. It opens œ and æ too.
CREATE = """
create or replace function f_norm(text) returns text language sql immutable parallel safe strict
as $$ select lower(public.unaccent('public.unaccent'::regdictionary, $1)) $$
"""


class Migration(migrations.Migration):
    """Extensions first: later migrations index with them."""

    dependencies = []

    operations = together([
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(CREATE, "drop function if exists f_norm(text)"),
    ])
