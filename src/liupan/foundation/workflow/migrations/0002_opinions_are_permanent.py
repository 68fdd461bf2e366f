"""Opinions are never lost: the database refuses to change or remove one, whoever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION workflow_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'opinions are permanent: % is refused', TG_OP USING ERRCODE = '42501';
END $$;
CREATE TRIGGER workflow_opinion_is_permanent BEFORE UPDATE OR DELETE OR TRUNCATE
    ON workflow_opinion FOR EACH STATEMENT EXECUTE FUNCTION workflow_refuse();
"""
BACKWARD = """
DROP TRIGGER workflow_opinion_is_permanent ON workflow_opinion;
DROP FUNCTION workflow_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
