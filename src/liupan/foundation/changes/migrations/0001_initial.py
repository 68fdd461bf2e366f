"""One row for each transaction of late that changed something of a topic."""

from django.db import migrations

FORWARD = """
CREATE TABLE changes_change (
    mark bigint PRIMARY KEY DEFAULT ('x' || left(md5(gen_random_uuid()::text), 15))::bit(60)::bigint,
    topic text NOT NULL,
    xid bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT transaction_timestamp()
);
CREATE INDEX changes_of_topic ON changes_change (topic, at, xid, mark);

CREATE FUNCTION changes_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM changes_change WHERE topic = TG_ARGV[0]
                   AND at = transaction_timestamp() AND xid = txid_current()) THEN
        INSERT INTO changes_change (topic, xid) VALUES (TG_ARGV[0], txid_current());
        DELETE FROM changes_change WHERE mark IN (
            SELECT mark FROM changes_change
            WHERE topic = TG_ARGV[0] AND at < transaction_timestamp() - interval '1 day'
            LIMIT 1000 FOR UPDATE SKIP LOCKED);
    END IF;
    RETURN NULL;
END $$;
"""

BACKWARD = "DROP FUNCTION changes_note(); DROP TABLE changes_change;"


class Migration(migrations.Migration):
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
