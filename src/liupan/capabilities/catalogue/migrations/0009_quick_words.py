"""Characters and pairs of a text are told in a seventh of the time; what everybody sees of the
catalogue is watched."""

from typing import ClassVar

from django.db import migrations

from liupan.foundation.changes.facade import unwatch, watch

COLUMNS = ("state", "secrecy", "zone", "share_type", "category")
QUICK = """
CREATE OR REPLACE FUNCTION catalogue_grams(text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5000 AS $$
    SELECT one || ARRAY(SELECT a || coalesce(b, '') FROM unnest(one, one[2:]) pair(a, b))
    FROM (SELECT string_to_array($1, NULL) AS one) cut
$$;
"""
"""An index tells doubles apart by itself. Pairs with a space come in and are never asked for, so
what is indexed already need not be indexed anew."""
SLOW = """
CREATE OR REPLACE FUNCTION catalogue_grams(text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5000 AS $$
    SELECT coalesce(array_agg(DISTINCT gram), '{}') FROM (
        SELECT unnest(ARRAY[one, one || lead(one) OVER (ORDER BY place)]) AS gram
        FROM unnest(string_to_array($1, NULL)) WITH ORDINALITY found(one, place)
    ) grams WHERE gram !~ '\\s'
$$;
"""


class Migration(migrations.Migration):
    """Replaces the function behind the indexes of words; adds a watch."""

    dependencies: ClassVar = [("catalogue", "0008_harvests"), ("changes", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(QUICK, SLOW),
        migrations.RunSQL(
            watch("catalogue.shown", "catalogue_edition", columns=COLUMNS),
            unwatch("catalogue.shown", "catalogue_edition"),
        ),
    ]
