"""A change of a seal, or of a request to use one, is a change of `seals.waiting`."""

from django.db import migrations

from liupan.foundation.changes.facade import unwatch, watch

TOPIC, TABLES = "seals.waiting", ("seals_seal", "seals_use")


class Migration(migrations.Migration):
    dependencies = [("seals", "0002_pdf_copies"), ("changes", "0001_initial")]

    operations = [migrations.RunSQL(watch(TOPIC, *TABLES), unwatch(TOPIC, *TABLES))]
