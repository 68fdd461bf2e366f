"""Whatever may change what people may do is a change of `access.rights`."""

from django.db import migrations

from liupan.foundation.changes.facade import unwatch, watch

TABLES = (
    "access_binding",
    "access_role",
    "access_rolepermission",
    "access_clearance",
    "organisations_installation",
    "organisations_post",
    "organisations_appointment",
    "organisations_unittree",
)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_proposals"),
        ("organisations", "0006_units_are_watched"),
        ("changes", "0001_initial"),
    ]

    operations = [migrations.RunSQL(watch("access.rights", *TABLES), unwatch("access.rights", *TABLES))]
