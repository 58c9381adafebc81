"""Create the text search configuration by which French prose is found, accents forgiven."""

from django.db import migrations

# ASCII words have nothing to take off; the others pass through unaccent, which hands on what it makes of them.
CREATE = """
DO $$ BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_ts_config WHERE cfgname = 'leader_french' AND cfgnamespace = 'public'::regnamespace
    ) THEN
        CREATE TEXT SEARCH CONFIGURATION public.leader_french (COPY = pg_catalog.french);
        ALTER TEXT SEARCH CONFIGURATION public.leader_french
            ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, pg_catalog.french_stem;
    END IF;
END $$
"""


class Migration(migrations.Migration):
    """Later migrations index with it."""

    dependencies = [("shared", "0009_erasures_know_merged_keys")]

    operations = [
        migrations.RunSQL(CREATE, "DROP TEXT SEARCH CONFIGURATION IF EXISTS public.leader_french"),
    ]
