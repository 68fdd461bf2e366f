"""A change of what waits for whom is a change of `supervision.waiting`."""

from django.db import migrations

from liupan.foundation.changes.facade import unwatch, watch

TOPIC = "supervision.waiting"
COLUMNS = (
    "state", "lead_unit_id", "supervising_unit_id", "secrecy", "paused_since", "reported_by",
    "endorsed_by",
)  # fmt: skip
OTHERS = ("supervision_sheet", "supervision_request")


class Migration(migrations.Migration):
    dependencies = [("supervision", "0002_what_stays"), ("changes", "0001_initial")]

    operations = [
        migrations.RunSQL(
            watch(TOPIC, "supervision_item", columns=COLUMNS) + watch(TOPIC, *OTHERS),
            unwatch(TOPIC, "supervision_item", *OTHERS),
        )
    ]
