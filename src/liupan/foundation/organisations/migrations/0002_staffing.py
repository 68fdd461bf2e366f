"""The view `organisations_staffing`: who served where and when, for SQL that spans days."""

from django.db import migrations

FORWARD = """
CREATE VIEW organisations_staffing AS
SELECT a.id AS appointment_id, a.account_id, a.post_id, p.kind AS post_kind,
       a.is_primary, a.is_acting, pl.unit_id, d.code AS division_code,
       CASE WHEN substr(d.code, 5, 2) = '00' THEN '' ELSE substr(d.code, 1, 6) END AS county_code,
       greatest(a.valid_from, p.valid_from, pl.valid_from) AS valid_from,
       least(a.valid_to, p.valid_to, pl.valid_to) AS valid_to
FROM organisations_appointment a
JOIN organisations_post p ON p.id = a.post_id
JOIN organisations_unitplace pl ON pl.unit_id = p.unit_id
JOIN organisations_division d ON d.id = pl.division_id
WHERE greatest(a.valid_from, p.valid_from, pl.valid_from)
    < coalesce(least(a.valid_to, p.valid_to, pl.valid_to), 'infinity'::date)
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, "DROP VIEW organisations_staffing")]
