"""What a work list is filtered by stands beside who may act, so that it walks one index alone. The
database itself has it follow the instance, whoever changes that."""

from django.db import migrations, models
from django.db.models import Q

STANDS = """
UPDATE workflow_candidate c SET secrecy = i.secrecy, is_paused = (i.state = 'suspended')
FROM workflow_item t JOIN workflow_instance i ON i.id = t.instance_id
WHERE t.id = c.item_id AND (i.secrecy <> 0 OR i.state = 'suspended');
"""
FORWARD = """
CREATE FUNCTION workflow_candidates_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE workflow_candidate c SET secrecy = NEW.secrecy, is_paused = (NEW.state = 'suspended')
    FROM workflow_item t WHERE t.instance_id = NEW.id AND c.item_id = t.id;
    RETURN NULL;
END $$;
CREATE TRIGGER workflow_candidates_follow AFTER UPDATE OF state, secrecy ON workflow_instance
    FOR EACH ROW WHEN (
        OLD.secrecy <> NEW.secrecy
        OR (OLD.state = 'suspended') <> (NEW.state = 'suspended')
    ) EXECUTE FUNCTION workflow_candidates_follow();
"""
BACKWARD = """
DROP TRIGGER workflow_candidates_follow ON workflow_instance;
DROP FUNCTION workflow_candidates_follow();
"""


class Migration(migrations.Migration):
    dependencies = [("workflow", "0002_opinions_are_permanent")]

    operations = [
        migrations.AddField(
            "candidate",
            "secrecy",
            models.PositiveSmallIntegerField(default=0, help_text="that of the instance"),
            preserve_default=False,
        ),
        migrations.AddField(
            "candidate",
            "is_paused",
            models.BooleanField(default=False, help_text="the instance is suspended"),
        ),
        migrations.RunSQL(STANDS, migrations.RunSQL.noop),
        migrations.RemoveIndex("candidate", "candidate_open"),
        migrations.AddIndex(
            "candidate",
            models.Index(
                fields=["key", "opened_at", "item"],
                include=["secrecy"],
                condition=Q(is_open=True, is_paused=False),
                name="candidate_waiting",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
