"""Decision tables by version, what they said in processes (rows that are only added), and what is
being drawn."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import liupan.kernel.ids

FORWARD = """
CREATE FUNCTION workflow_verdicts_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'verdicts are permanent: % is refused', TG_OP USING ERRCODE = '42501';
END $$;
CREATE TRIGGER workflow_verdict_is_permanent BEFORE UPDATE OR DELETE
    ON workflow_verdict FOR EACH ROW EXECUTE FUNCTION workflow_verdicts_stay();
"""
BACKWARD = """
DROP TRIGGER workflow_verdict_is_permanent ON workflow_verdict;
DROP FUNCTION workflow_verdicts_stay();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0004_trials_on_record"),
    ]

    operations = [
        migrations.AddField(
            model_name="instance",
            name="tables",
            field=models.JSONField(
                db_default={},
                default=dict,
                help_text="versions of the decision tables it asks, by name",
            ),
        ),
        migrations.CreateModel(
            name="Sketch",
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
                    "kind",
                    models.TextField(choices=[("process", "process"), ("table", "decision table")]),
                ),
                ("code", models.TextField(help_text="of the process or table")),
                ("person_id", models.UUIDField()),
                ("source", models.BinaryField()),
                (
                    "based_on",
                    models.PositiveIntegerField(help_text="latest version when it was begun"),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(default=1, help_text="of the sketch, from 1"),
                ),
                ("kept_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "code", "person_id"), name="sketch_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Table",
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
                ("code", models.TextField(help_text="name of the decision in its file")),
                ("number", models.PositiveIntegerField(help_text="version, from 1")),
                ("source", models.BinaryField()),
                ("digest", models.TextField(help_text="SM3 of the source, in hex")),
                (
                    "objections",
                    models.JSONField(default=list, help_text="sentences' codes and details"),
                ),
                ("is_deployed", models.BooleanField(default=False)),
                ("kept_by", models.UUIDField()),
                ("kept_at", models.DateTimeField()),
                ("deployed_by", models.UUIDField(null=True)),
                ("deployed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("code", "number"), name="table_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
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
                ("element", models.TextField()),
                (
                    "inputs",
                    models.JSONField(
                        help_text="columns and what they held, as expressions write it"
                    ),
                ),
                (
                    "rules",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(),
                        help_text="rules that hit, from 1",
                        size=None,
                    ),
                ),
                ("result", models.JSONField(null=True)),
                ("said_at", models.DateTimeField()),
                (
                    "instance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="workflow.instance",
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="workflow.table",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["instance", "id"], name="verdict_in_order")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
