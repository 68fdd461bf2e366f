"""Of what kind of thing a step is stands beside who may act: how many documents wait for somebody is
counted on every page, from one index alone."""

from django.db import migrations, models
from django.db.models import Q

STANDS = """
UPDATE workflow_candidate c SET of_type = i.of_type
FROM workflow_item t JOIN workflow_instance i ON i.id = t.instance_id
WHERE t.id = c.item_id;
"""


class Migration(migrations.Migration):
    dependencies = [("workflow", "0005_decision_tables")]

    operations = [
        migrations.AddField(
            "candidate",
            "of_type",
            models.TextField(default="", help_text="that of the instance"),
            preserve_default=False,
        ),
        migrations.RunSQL(STANDS, migrations.RunSQL.noop),
        migrations.RemoveIndex("candidate", "candidate_waiting"),
        migrations.AddIndex(
            "candidate",
            models.Index(
                fields=["key", "opened_at", "item"],
                include=["secrecy", "of_type"],
                condition=Q(is_open=True, is_paused=False),
                name="candidate_waiting",
            ),
        ),
    ]
