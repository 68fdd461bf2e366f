"""What no code may undo, kept by the database: codes, steps, what a published edition says."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION catalogue_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was done stays: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '42501';
END $$;

CREATE TRIGGER catalogue_step_stays
    BEFORE UPDATE OR DELETE OR TRUNCATE ON catalogue_step
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_refuse();

CREATE TRIGGER catalogue_resource_stays
    BEFORE DELETE OR TRUNCATE ON catalogue_resource
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_refuse();

CREATE TRIGGER catalogue_code_stays
    BEFORE UPDATE ON catalogue_resource
    FOR EACH ROW WHEN (OLD.code IS DISTINCT FROM NEW.code)
    EXECUTE FUNCTION catalogue_refuse();

CREATE TRIGGER catalogue_edition_stays
    BEFORE UPDATE ON catalogue_edition
    FOR EACH ROW
    WHEN (
        OLD.state IN (23, 29)
        AND (to_jsonb(OLD) - 'state' - 'version' - 'ended_at')
            IS DISTINCT FROM (to_jsonb(NEW) - 'state' - 'version' - 'ended_at')
        OR OLD.state = 23 AND NEW.state <> 23
        OR OLD.state = 29 AND NEW.state NOT IN (23, 29)
    )
    EXECUTE FUNCTION catalogue_refuse();

CREATE TRIGGER catalogue_edition_is_kept
    BEFORE DELETE OR TRUNCATE ON catalogue_edition
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_refuse();

CREATE FUNCTION catalogue_item_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM catalogue_edition
        WHERE id = OLD.edition_id AND state NOT IN (0, 1, 2, 22)
    ) THEN
        RAISE EXCEPTION 'items of an edition under review or published stay'
            USING ERRCODE = '42501';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE TRIGGER catalogue_item_stays
    BEFORE UPDATE OR DELETE ON catalogue_item
    FOR EACH ROW EXECUTE FUNCTION catalogue_item_stays();
"""

BACKWARD = """
DROP TRIGGER catalogue_item_stays ON catalogue_item;
DROP FUNCTION catalogue_item_stays();
DROP TRIGGER catalogue_edition_is_kept ON catalogue_edition;
DROP TRIGGER catalogue_edition_stays ON catalogue_edition;
DROP TRIGGER catalogue_code_stays ON catalogue_resource;
DROP TRIGGER catalogue_resource_stays ON catalogue_resource;
DROP TRIGGER catalogue_step_stays ON catalogue_step;
DROP FUNCTION catalogue_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
