"""A change of units or divisions is a change of `organisations.units`."""

from django.db import migrations

from liupan.foundation.changes.facade import unwatch, watch

TABLES = (
    "organisations_installation",
    "organisations_division",
    "organisations_unit",
    "organisations_unitname",
    "organisations_unitplace",
    "organisations_unittree",
    "organisations_succession",
)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0005_scopes_on_a_day"), ("changes", "0001_initial")]

    operations = [migrations.RunSQL(watch("organisations.units", *TABLES), unwatch("organisations.units", *TABLES))]
