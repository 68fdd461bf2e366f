"""`organisations_scope_on(day)`: which scopes a unit counted in on a day, by the tree of that day.

Takes the place of the view `organisations_scope`, which knew today's tree only. A unit closed by
then stands under its successors, or, when nobody succeeded, where it last stood; one not yet
established stands where it first will.
"""

from django.db import migrations

FORWARD = """
DROP VIEW organisations_scope;

CREATE FUNCTION organisations_scope_on(on_day date)
RETURNS TABLE (unit_id uuid, scope text, key text) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE standing AS (
        SELECT DISTINCT ON (place.unit_id) place.unit_id, place.parent_id, place.division_id,
            place.valid_from <= on_day AND coalesce(place.valid_to > on_day, true) AS is_open
        FROM organisations_unitplace place
        ORDER BY place.unit_id, place.valid_from <= on_day DESC,
            CASE WHEN place.valid_from <= on_day THEN on_day - place.valid_from
                 ELSE place.valid_from - on_day END
    ), under (unit_id, above) AS (
        SELECT standing.unit_id, standing.parent_id FROM standing
        WHERE standing.parent_id IS NOT NULL AND (standing.is_open OR NOT EXISTS (
            SELECT FROM organisations_succession gone
            WHERE gone.predecessor_id = standing.unit_id AND gone."on" <= on_day))
        UNION ALL
        SELECT gone.predecessor_id, gone.successor_id FROM organisations_succession gone
        JOIN standing ON standing.unit_id = gone.predecessor_id AND NOT standing.is_open
        WHERE gone."on" <= on_day
    ), climbed (unit_id, above) AS (
        SELECT standing.unit_id, standing.unit_id FROM standing
        UNION
        SELECT climbed.unit_id, under.above FROM climbed
        JOIN under ON under.unit_id = climbed.above
    )
    SELECT standing.unit_id, 'city', '' FROM standing
    UNION ALL
    SELECT standing.unit_id, 'county', left(division.code, 6) FROM standing
    JOIN organisations_division division ON division.id = standing.division_id
    UNION ALL
    SELECT climbed.unit_id, 'unit', climbed.above::text FROM climbed
$$
"""

BACKWARD = """
DROP FUNCTION organisations_scope_on(date);

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
    dependencies = [("organisations", "0004_contacts")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
