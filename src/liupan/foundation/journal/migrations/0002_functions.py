"""Functions, triggers and grants of the journal; the text stands in `journal/sql.py`."""

from django.db import migrations

from liupan.foundation.journal import sql


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(sql.FORWARD),
        migrations.RunSQL(sql.TRIGGERS),
        migrations.RunSQL(sql.GRANTS),
    ]
