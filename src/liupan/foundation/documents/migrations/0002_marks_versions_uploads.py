"""Marks and versions of files, what a scanner said of contents, files on their way in."""

import django.db.models.deletion
from django.db import migrations, models

import liupan.kernel.ids

FIRST_VERSIONS = """
UPDATE documents_file SET document_id = documents_file.id, secrecy = c.secrecy
FROM documents_content c WHERE c.id = content_id
"""


def _id() -> models.UUIDField:
    return models.UUIDField(
        default=liupan.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
    )


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.AddField(
            "content",
            "scan",
            models.TextField(
                choices=[
                    ("unscanned", "Unscanned"),
                    ("checking", "Checking"),
                    ("clean", "Clean"),
                    ("infected", "Infected"),
                ],
                default="unscanned",
            ),
        ),
        migrations.AddField("content", "scanned_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "content",
            "finding",
            models.TextField(blank=True, default="", help_text="the scanner's name for it"),
        ),
        migrations.AddField("file", "document_id", models.UUIDField(null=True)),
        migrations.AddField("file", "number", models.PositiveIntegerField(default=1)),
        migrations.AddField("file", "secrecy", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("file", "mark_since", models.DateField(null=True)),
        migrations.AddField("file", "mark_years", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("file", "mark_until", models.DateField(null=True)),
        migrations.AddField("file", "mark_condition", models.TextField(blank=True, default="")),
        migrations.AddField("file", "mark_ends_on", models.DateField(null=True)),
        migrations.RunSQL(FIRST_VERSIONS, migrations.RunSQL.noop),
        # A state secret of before has the longest period of its level, from the day it was kept.
        migrations.RunSQL(
            "UPDATE documents_file SET mark_since = (kept_at AT TIME ZONE 'Asia/Shanghai')::date, "
            "mark_ends_on = ((kept_at AT TIME ZONE 'Asia/Shanghai')::date "
            "+ make_interval(years => (secrecy - 1) * 10))::date WHERE secrecy > 1",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField("file", "document_id", models.UUIDField()),
        migrations.AlterField("file", "secrecy", models.PositiveSmallIntegerField()),
        migrations.CreateModel(
            name="MarkChange",
            fields=[
                ("id", _id()),
                ("before", models.TextField(help_text="the mark as it is printed")),
                ("after", models.TextField()),
                ("after_since", models.DateField(null=True)),
                ("reason", models.TextField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("done", "Done"),
                            ("asked", "Asked"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                        ]
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("answer", models.TextField(blank=True, default="")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mark_changes",
                        to="documents.file",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", _id()),
                ("owner_id", models.UUIDField()),
                ("name", models.TextField()),
                (
                    "stamp",
                    models.TextField(
                        help_text="what the browser knows the file by, to go on with it"
                    ),
                ),
                (
                    "size",
                    models.PositiveBigIntegerField(help_text="as it was announced, in bytes"),
                ),
                ("received", models.PositiveBigIntegerField(default=0)),
                ("begun_at", models.DateTimeField()),
                ("touched_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                ("id", _id()),
                ("offset", models.PositiveBigIntegerField()),
                ("size", models.PositiveIntegerField()),
                ("sealed_key", models.TextField()),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="documents.upload",
                    ),
                ),
            ],
        ),
    ]
