"""Rows of changes go after ten minutes instead of a day: every page adds those that are there.

A row may go as soon as a newer one of its topic comes, since that is another mark already.
"""

from django.db import migrations

NOTE = """
CREATE OR REPLACE FUNCTION changes_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM changes_change WHERE topic = TG_ARGV[0]
                   AND at = transaction_timestamp() AND xid = txid_current()) THEN
        INSERT INTO changes_change (topic, xid) VALUES (TG_ARGV[0], txid_current());
        DELETE FROM changes_change WHERE mark IN (
            SELECT mark FROM changes_change
            WHERE topic = TG_ARGV[0] AND at < transaction_timestamp() - interval '{kept}'
            LIMIT 1000 FOR UPDATE SKIP LOCKED);
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("changes", "0001_initial")]

    operations = [
        migrations.RunSQL(NOTE.format(kept="10 minutes"), NOTE.format(kept="1 day")),
    ]
