"""Hosted tables, and the schema their content lies in."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import liupan.kernel.ids
import liupan.kernel.secrecy
from liupan.foundation.tables.migrations import _functions


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Content",
            fields=[
                ("number", models.AutoField(primary_key=True, serialize=False)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("filling", "Filling"),
                            ("current", "Current"),
                            ("old", "Old"),
                            ("dropped", "Dropped"),
                        ],
                        default="filling",
                    ),
                ),
                ("rows", models.PositiveBigIntegerField(default=0)),
                (
                    "last_n",
                    models.PositiveBigIntegerField(default=0, help_text="the feed's last position"),
                ),
                ("made_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="HostedTable",
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
                ("title", models.TextField()),
                ("unit_id", models.UUIDField(db_index=True)),
                (
                    "secrecy",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "PUBLIC"),
                            (1, "INTERNAL"),
                            (2, "SECRET"),
                            (3, "CONFIDENTIAL"),
                            (4, "TOP_SECRET"),
                        ],
                        default=liupan.kernel.secrecy.Secrecy["PUBLIC"],
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "current",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shown_by",
                        to="tables.content",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Load",
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
                    "mode",
                    models.TextField(
                        choices=[("replace", "Replace"), ("append", "Append"), ("upsert", "Upsert")]
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("published", "Published"),
                            ("refused", "Refused"),
                        ],
                        default="waiting",
                    ),
                ),
                ("file_name", models.TextField()),
                ("size", models.PositiveBigIntegerField()),
                ("sealed_key", models.TextField()),
                (
                    "encoding",
                    models.TextField(default="", help_text="as a person said; empty: found"),
                ),
                ("delimiter", models.TextField(default="")),
                ("sheet", models.TextField(default="")),
                ("allowed_wrong", models.PositiveIntegerField(default=0)),
                ("job_id", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(default="")),
                ("rows_read", models.PositiveBigIntegerField(default=0)),
                ("wrong", models.PositiveBigIntegerField(default=0)),
                ("added", models.PositiveBigIntegerField(default=0)),
                ("changed", models.PositiveBigIntegerField(default=0)),
                ("removed", models.PositiveBigIntegerField(default=0)),
                ("first_n", models.PositiveBigIntegerField(default=0)),
                ("last_n", models.PositiveBigIntegerField(default=0)),
                (
                    "content",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tables.content",
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loads",
                        to="tables.hostedtable",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QualityLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("column", models.TextField(help_text="name, or empty for the row as a whole")),
                (
                    "flaw",
                    models.TextField(
                        choices=[
                            ("ragged", "RAGGED"),
                            ("format", "FORMAT"),
                            ("too_long", "TOO_LONG"),
                            ("not_text", "NOT_TEXT"),
                            ("key_missing", "KEY_MISSING"),
                            ("key_twice", "KEY_TWICE"),
                            ("key_known", "KEY_KNOWN"),
                            ("missing", "MISSING"),
                            ("out_of_range", "OUT_OF_RANGE"),
                            ("not_a_code", "NOT_A_CODE"),
                            ("pattern", "PATTERN"),
                        ]
                    ),
                ),
                ("count", models.PositiveBigIntegerField()),
                (
                    "load",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quality",
                        to="tables.load",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Structure",
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
                ("number", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="structures",
                        to="tables.hostedtable",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="load",
            name="structure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tables.structure"
            ),
        ),
        migrations.AddField(
            model_name="content",
            name="structure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contents",
                to="tables.structure",
            ),
        ),
        migrations.CreateModel(
            name="StructureColumn",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.TextField()),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("C", "TEXT"),
                            ("N", "NUMBER"),
                            ("Y", "MONEY"),
                            ("D", "DATE"),
                            ("T", "MOMENT"),
                            ("L", "LOGICAL"),
                            ("M", "NOTE"),
                            ("G", "GENERAL"),
                            ("B", "DOUBLE"),
                            ("I", "INTEGER"),
                            ("F", "FLOAT"),
                        ],
                        max_length=1,
                    ),
                ),
                ("length", models.PositiveIntegerField(default=0)),
                ("is_required", models.BooleanField(default=False)),
                ("unit", models.TextField(default="")),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("pattern", models.TextField(default="")),
                ("least", models.DecimalField(decimal_places=20, max_digits=60, null=True)),
                ("most", models.DecimalField(decimal_places=20, max_digits=60, null=True)),
                (
                    "key",
                    models.PositiveSmallIntegerField(default=0, help_text="place in the key, or 0"),
                ),
                ("is_indexed", models.BooleanField(default=False)),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="columns",
                        to="tables.structure",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="hostedtable",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="hosted_table_has_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="qualityline",
            constraint=models.UniqueConstraint(
                fields=("load", "column", "flaw"), name="quality_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.UniqueConstraint(
                fields=("table", "number"), name="structure_number_once"
            ),
        ),
        migrations.AddIndex(
            model_name="load",
            index=models.Index(fields=["table", "-asked_at"], name="load_of_table"),
        ),
        migrations.AddConstraint(
            model_name="structurecolumn",
            constraint=models.UniqueConstraint(
                fields=("structure", "number"), name="column_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="structurecolumn",
            constraint=models.UniqueConstraint(
                fields=("structure", "name"), name="column_name_once"
            ),
        ),
        migrations.RunSQL(_functions.FORWARD, _functions.BACKWARD),
        migrations.RunSQL(_functions.GRANTS, migrations.RunSQL.noop),
    ]
