"""Checks of the chain are dated and kept by the database."""

from django.db import migrations

from liupan.foundation.journal.migrations import _checks


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunSQL(_checks.FUNCTIONS), migrations.RunSQL(_checks.GRANTS)]
