"""Catalogues of others; indexes for hundreds of thousands of entries."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import liupan.kernel.ids

NAMES = """
ALTER TABLE catalogue_edition DISABLE TRIGGER catalogue_edition_stays;
UPDATE catalogue_edition edition
SET item_names = named.shown, hidden_names = named.hidden
FROM (
    SELECT edition_id,
        coalesce(string_agg(name, E'\\n' ORDER BY "order") FILTER (WHERE is_shared), '') AS shown,
        coalesce(string_agg(name, E'\\n' ORDER BY "order") FILTER (WHERE NOT is_shared), '')
            AS hidden
    FROM catalogue_item GROUP BY edition_id
) named
WHERE named.edition_id = edition.id;
ALTER TABLE catalogue_edition ENABLE TRIGGER catalogue_edition_stays;
"""
"""Published editions stay as they are: names of items were theirs before, in another table."""

WORDS = """
CREATE FUNCTION catalogue_words(text, text, text, text, text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower($1 || E'\\n' || $2 || E'\\n' || $3 || E'\\n' || $4 || E'\\n' || $5)
$$;

CREATE FUNCTION catalogue_grams(text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5000 AS $$
    SELECT coalesce(array_agg(DISTINCT gram), '{}') FROM (
        SELECT unnest(ARRAY[one, one || lead(one) OVER (ORDER BY place)]) AS gram
        FROM unnest(string_to_array($1, NULL)) WITH ORDINALITY found(one, place)
    ) grams WHERE gram !~ '\\s'
$$;
"""
"""Single characters and pairs of them. The price keeps the planner from asking for them row by row
where a plain comparison has not been made first."""

GRAMS = """
CREATE INDEX edition_words ON catalogue_edition USING gin (
    catalogue_grams(catalogue_words(title, code, provider_name, abstract, item_names)));
CREATE INDEX edition_hidden_words ON catalogue_edition USING gin (
    catalogue_grams(lower(hidden_names)));
CREATE INDEX harvested_words ON catalogue_harvested USING gin (
    catalogue_grams(catalogue_words(title, foreign_id, provider, abstract, '')))
    WHERE gone_at IS NULL;
"""
AWAY = """
DROP INDEX harvested_words;
DROP INDEX edition_hidden_words;
DROP INDEX edition_words;
DROP FUNCTION catalogue_grams(text);
DROP FUNCTION catalogue_words(text, text, text, text, text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0007_doubts"),
        ("organisations", "0006_units_and_posts_are_watched"),
    ]

    operations = [
        migrations.CreateModel(
            name="Harvested",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=liupan.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("foreign_id", models.TextField()),
                ("title", models.TextField()),
                ("abstract", models.TextField(blank=True, default="")),
                ("provider", models.TextField(blank=True, default="")),
                ("url", models.TextField(blank=True, default="")),
                (
                    "keywords",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "files",
                    models.JSONField(default=list, help_text="name, format and address of each"),
                ),
                ("modified_on", models.DateField(null=True)),
                ("digest", models.TextField(help_text="of all that is said, to tell what changed")),
                ("seen_in", models.UUIDField(help_text="the run that last found it")),
                ("first_seen_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=liupan.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("reading", "reading"),
                            ("held", "awaiting confirmation"),
                            ("done", "done"),
                            ("failed", "failed"),
                            ("declined", "removals declined"),
                        ],
                        default="reading",
                    ),
                ),
                ("place", models.TextField(help_text="of the next page; empty when all were read")),
                ("pages", models.PositiveIntegerField(default=0)),
                (
                    "announced",
                    models.PositiveIntegerField(
                        help_text="entries, as the source counts", null=True
                    ),
                ),
                ("added", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("unchanged", models.PositiveIntegerField(default=0)),
                ("gone", models.PositiveIntegerField(default=0)),
                ("wrong", models.PositiveIntegerField(default=0)),
                ("reason", models.TextField(blank=True, default="")),
                ("started_at", models.DateTimeField()),
                ("started_by", models.UUIDField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=liupan.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.TextField(unique=True)),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("dcat", "DCAT (RDF/XML, Turtle or JSON-LD)"),
                            ("ckan", "CKAN action API"),
                        ]
                    ),
                ),
                (
                    "url",
                    models.TextField(
                        help_text="of the catalogue's first page, or of the CKAN site"
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(
                        default=True, help_text="everybody sees what is found there"
                    ),
                ),
                ("is_nightly", models.BooleanField(default=False)),
                (
                    "shrink_limit",
                    models.PositiveSmallIntegerField(
                        default=10,
                        help_text="more than this share going, in percent, waits for a person",
                    ),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "ended_at",
                    models.DateTimeField(help_text="it is harvested no longer", null=True),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Wrong",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=liupan.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("page", models.PositiveIntegerField()),
                ("foreign_id", models.TextField(blank=True, default="")),
                ("reason", models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name="edition",
            name="hidden_names",
            field=models.TextField(blank=True, default="", help_text="of those that are not"),
        ),
        migrations.AddField(
            model_name="edition",
            name="item_names",
            field=models.TextField(blank=True, default="", help_text="of items that are shared"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(
                    ("secrecy", 0),
                    ("state", 29),
                    ("zone", "internet"),
                    models.Q(("share_type", "3"), _negated=True),
                ),
                fields=["published_at", "id"],
                name="edition_newest_public",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["unit"],
                include=("state", "secrecy", "zone", "share_type"),
                name="edition_facet_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["share_type"],
                include=("state", "secrecy", "zone", "unit"),
                name="edition_facet_share_type",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["update_cycle"],
                include=("state", "secrecy", "zone", "unit", "share_type"),
                name="edition_facet_update_cycle",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["is_open"],
                include=("state", "secrecy", "zone", "unit", "share_type"),
                name="edition_facet_is_open",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["state"],
                include=("secrecy", "zone", "unit", "share_type"),
                name="edition_facet_state",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["category"],
                include=("state", "secrecy", "zone", "unit", "share_type"),
                name="edition_facet_category",
                opclasses=["text_pattern_ops"],
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
            ),
        ),
        migrations.AddField(
            model_name="run",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="runs",
                to="catalogue.source",
            ),
        ),
        migrations.AddField(
            model_name="harvested",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="catalogue.source",
            ),
        ),
        migrations.AddField(
            model_name="wrong",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="errors",
                to="catalogue.run",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("shrink_limit__lte", 100)), name="harvest_limit_is_percent"
            ),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["source", "-started_at"], name="harvest_runs"),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("reading", "held"))),
                fields=("source",),
                name="harvest_one_open_run",
            ),
        ),
        migrations.AddIndex(
            model_name="harvested",
            index=models.Index(
                condition=models.Q(("gone_at", None)),
                fields=["changed_at", "id"],
                name="harvested_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="harvested",
            index=models.Index(
                condition=models.Q(("gone_at", None)),
                fields=["title", "id"],
                name="harvested_by_title",
            ),
        ),
        migrations.AddIndex(
            model_name="harvested",
            index=models.Index(fields=["source", "seen_in"], name="harvested_in_run"),
        ),
        migrations.AddConstraint(
            model_name="harvested",
            constraint=models.UniqueConstraint(
                fields=("source", "foreign_id"), name="harvested_once"
            ),
        ),
        migrations.AddIndex(
            model_name="wrong",
            index=models.Index(fields=["run", "page"], name="harvest_wrong"),
        ),
        migrations.RunSQL(NAMES, migrations.RunSQL.noop),
        migrations.RunSQL(WORDS + GRAMS, AWAY),
    ]
