"""What no code may undo, kept by the database: drafts, entries, renditions, lateness, numbers."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION correspondence_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was done stays: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '42501';
END $$;

CREATE TRIGGER correspondence_draft_stays
    BEFORE UPDATE OR DELETE OR TRUNCATE ON correspondence_draft
    FOR EACH STATEMENT EXECUTE FUNCTION correspondence_refuse();

CREATE TRIGGER correspondence_entry_stays
    BEFORE UPDATE OR DELETE OR TRUNCATE ON correspondence_entry
    FOR EACH STATEMENT EXECUTE FUNCTION correspondence_refuse();

CREATE TRIGGER correspondence_rendition_stays
    BEFORE UPDATE OR DELETE OR TRUNCATE ON correspondence_rendition
    FOR EACH STATEMENT EXECUTE FUNCTION correspondence_refuse();

CREATE TRIGGER correspondence_outgoing_stays
    BEFORE UPDATE ON correspondence_outgoing
    FOR EACH ROW
    WHEN (
        (OLD.is_late AND NOT NEW.is_late)
        OR (OLD.number <> '' AND NEW.number IS DISTINCT FROM OLD.number)
        OR (OLD.dispatched_at IS NOT NULL AND NEW.dispatched_at IS DISTINCT FROM OLD.dispatched_at)
    )
    EXECUTE FUNCTION correspondence_refuse();

CREATE TRIGGER correspondence_incoming_stays
    BEFORE UPDATE ON correspondence_incoming
    FOR EACH ROW
    WHEN (
        (OLD.is_late AND NOT NEW.is_late)
        OR (OLD.number <> '' AND NEW.number IS DISTINCT FROM OLD.number)
        OR (OLD.signed_for_at IS NOT NULL AND NEW.signed_for_at IS DISTINCT FROM OLD.signed_for_at)
    )
    EXECUTE FUNCTION correspondence_refuse();
"""

BACKWARD = """
DROP TRIGGER correspondence_incoming_stays ON correspondence_incoming;
DROP TRIGGER correspondence_outgoing_stays ON correspondence_outgoing;
DROP TRIGGER correspondence_rendition_stays ON correspondence_rendition;
DROP TRIGGER correspondence_entry_stays ON correspondence_entry;
DROP TRIGGER correspondence_draft_stays ON correspondence_draft;
DROP FUNCTION correspondence_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
