"""A change in any plan is a change of `plan`."""

from django.db import migrations

from liupan.foundation.changes.facade import unwatch, watch

TABLES = (
    "plan_plan",
    "plan_edition",
    "plan_superior",
    "plan_section",
    "plan_clause",
    "plan_target",
    "plan_step",
    "plan_keytask",
    "plan_keytask_targets",
)


class Migration(migrations.Migration):
    dependencies = [("plan", "0003_notices"), ("changes", "0001_initial")]

    operations = [migrations.RunSQL(watch("plan", *TABLES), unwatch("plan", *TABLES))]
