"""The view `organisations_scope`: which scopes a unit counts in. A door for set-based readers."""

from django.db import migrations

FORWARD = """
CREATE VIEW organisations_scope (unit_id, scope, key) AS
    SELECT id, 'city', '' FROM organisations_unit
    UNION ALL
    SELECT unit.id, 'county', left(division.code, 6)
    FROM organisations_unit unit
    JOIN organisations_division division ON division.id = unit.division_id
    UNION ALL
    SELECT descendant_id, 'unit', ancestor_id::text FROM organisations_unittree
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_staffing")]

    operations = [migrations.RunSQL(FORWARD, "DROP VIEW organisations_scope")]
