"""Figures computed anew are a change of `measures`."""

from django.db import migrations

from liupan.foundation.changes.facade import unwatch, watch

TABLES = ("measures_snapshot",)


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial"), ("changes", "0001_initial")]

    operations = [migrations.RunSQL(watch("measures", *TABLES), unwatch("measures", *TABLES))]
