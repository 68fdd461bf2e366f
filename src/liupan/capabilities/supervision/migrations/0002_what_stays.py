"""What no code may undo, kept by the database: entries, lateness, the first due day."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION supervision_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was done stays: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '42501';
END $$;

CREATE TRIGGER supervision_entry_stays
    BEFORE UPDATE OR DELETE OR TRUNCATE ON supervision_entry
    FOR EACH STATEMENT EXECUTE FUNCTION supervision_refuse();

CREATE TRIGGER supervision_item_stays
    BEFORE UPDATE ON supervision_item
    FOR EACH ROW
    WHEN (
        (OLD.is_late AND NOT NEW.is_late)
        OR (OLD.late_since IS NOT NULL AND NEW.late_since IS DISTINCT FROM OLD.late_since)
        OR (OLD.first_due_on IS NOT NULL AND NEW.first_due_on IS DISTINCT FROM OLD.first_due_on)
    )
    EXECUTE FUNCTION supervision_refuse();
"""

BACKWARD = """
DROP TRIGGER supervision_item_stays ON supervision_item;
DROP TRIGGER supervision_entry_stays ON supervision_entry;
DROP FUNCTION supervision_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
