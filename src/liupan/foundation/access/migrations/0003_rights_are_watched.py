"""Whatever may change what people may do is a change of `access.rights`, or of units or posts."""

from django.db import migrations

from liupan.foundation.changes.facade import unwatch, watch

TABLES = ("access_binding", "access_role", "access_rolepermission", "access_clearance")


class Migration(migrations.Migration):
    dependencies = [("access", "0002_proposals"), ("changes", "0001_initial")]

    operations = [
        migrations.RunSQL(watch("access.rights", *TABLES), unwatch("access.rights", *TABLES))
    ]
