"""What a version says stays; what is released now is its first version; hits are not logged."""

from django.db import migrations

FORWARD = """
ALTER TABLE opendata_hit SET UNLOGGED;

CREATE FUNCTION opendata_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(OLD) - '{dropped_at,dropped_by,why_dropped,swept_at}'::text[])
            <> (to_jsonb(NEW) - '{dropped_at,dropped_by,why_dropped,swept_at}'::text[])
        OR OLD.dropped_at IS NOT NULL
            AND (to_jsonb(OLD) - 'swept_at') <> (to_jsonb(NEW) - 'swept_at')
    THEN
        RAISE EXCEPTION 'what a version says stays' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER opendata_version_stays
    BEFORE UPDATE ON opendata_version
    FOR EACH ROW EXECUTE FUNCTION opendata_version_stays();

CREATE TRIGGER opendata_version_is_kept
    BEFORE DELETE OR TRUNCATE ON opendata_version
    FOR EACH STATEMENT EXECUTE FUNCTION opendata_refuse();

INSERT INTO opendata_version
    (id, dataset_id, number, at, why, title, licence, openness, check_of_id, table_id, why_dropped)
SELECT gen_random_uuid(), shown.id, 1, greatest(shown.published_at, shown.data_at), 'release',
    shown.title, shown.licence, shown.openness, done.id, shown.table_id, ''
FROM opendata_dataset shown
JOIN LATERAL (
    SELECT id FROM opendata_check
    WHERE dataset_id = shown.id AND table_id = shown.table_id AND passed
    ORDER BY at DESC, id DESC LIMIT 1
) done ON true
WHERE shown.state = 'published' AND shown.openness <> 'not';
"""

BACKWARD = """
DROP TRIGGER opendata_version_is_kept ON opendata_version;
DROP TRIGGER opendata_version_stays ON opendata_version;
DROP FUNCTION opendata_version_stays();
ALTER TABLE opendata_hit SET LOGGED;
"""


class Migration(migrations.Migration):
    dependencies = [("opendata", "0004_uses_versions_links")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
