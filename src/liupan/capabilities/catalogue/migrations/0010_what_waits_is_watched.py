"""A change of what waits at which unit is a change of `catalogue.waiting`."""

from typing import ClassVar

from django.db import migrations

from liupan.foundation.changes.facade import unwatch, watch

TOPIC = "catalogue.waiting"
COLUMNS: dict[str, tuple[str, ...]] = {
    "catalogue_edition": ("state", "unit_id"),
    "catalogue_demand": ("state", "unit_id", "holder_id"),
    "catalogue_doubt": ("state", "unit_id", "flagger_unit_id"),
    "catalogue_correction": ("taken_at", "unit_id"),
    "catalogue_request": ("state", "consumer_id", "provider_id"),
    "catalogue_arbitration": ("state", "first_unit_id", "second_unit_id"),
    "catalogue_updatetask": ("state", "unit_id"),
}


class Migration(migrations.Migration):
    """Adds watches."""

    dependencies: ClassVar = [("catalogue", "0009_quick_words"), ("changes", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(
            "".join(watch(TOPIC, table, columns=names) for table, names in COLUMNS.items()),
            unwatch(TOPIC, *COLUMNS),
        )
    ]
