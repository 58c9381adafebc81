"""Let the audit's triggers find who acts without opening a subtransaction for each row.

The function that pghistory installs asks for a setting that may not exist inside a block with an EXCEPTION
clause. For a row changed outside any context that block fails, and each failed subtransaction walks through all
the foreign keys still to be checked: writing n rows in one statement then costs n². Within a context it locks the
context's row anew for each row. This one asks with ``missing_ok`` and looks before it writes.
"""

from django.db import migrations

CREATE = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS pghistory_context.id%TYPE AS $$
DECLARE
    acting uuid := nullif(current_setting('pghistory.context_id', true), '')::uuid;
    told jsonb := nullif(current_setting('pghistory.context_metadata', true), '')::jsonb;
BEGIN
    IF acting IS NULL OR told IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM 1 FROM pghistory_context WHERE id = acting AND metadata = told;
    IF NOT FOUND THEN
        INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
        VALUES (acting, told, now(), now())
        ON CONFLICT (id) DO UPDATE SET metadata = excluded.metadata, updated_at = excluded.updated_at;
    END IF;
    RETURN acting;
END $$ LANGUAGE plpgsql
"""


class Migration(migrations.Migration):
    """After pghistory's own function; there is no way back to it but its own migration."""

    dependencies = [("shared", "0004_cached_values"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [migrations.RunSQL(CREATE, migrations.RunSQL.noop, elidable=False)]
