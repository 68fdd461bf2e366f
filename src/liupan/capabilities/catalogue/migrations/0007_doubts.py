"""Doubts about records, corrections, monthly notices; and what of them no code may undo."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import liupan.kernel.ids

FORWARD = """
CREATE TRIGGER catalogue_doubtstep_stays
    BEFORE UPDATE OR DELETE OR TRUNCATE ON catalogue_doubtstep
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_refuse();

CREATE TRIGGER catalogue_doubt_is_kept
    BEFORE DELETE OR TRUNCATE ON catalogue_doubt
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_refuse();

CREATE TRIGGER catalogue_doubt_stays
    BEFORE UPDATE ON catalogue_doubt
    FOR EACH ROW
    WHEN (
        (OLD.number, OLD.resource_id, OLD.unit_id, OLD.flagger_unit_id, OLD.grant_id, OLD.items,
         OLD.record_id, OLD.record, OLD.flagged_at, OLD.flagged_by)
        IS DISTINCT FROM
        (NEW.number, NEW.resource_id, NEW.unit_id, NEW.flagger_unit_id, NEW.grant_id, NEW.items,
         NEW.record_id, NEW.record, NEW.flagged_at, NEW.flagged_by)
        OR OLD.is_late AND NOT NEW.is_late
        OR OLD.answered_at IS NOT NULL AND NEW.answered_at IS DISTINCT FROM OLD.answered_at
        OR OLD.closed_at IS NOT NULL AND NEW.state IS DISTINCT FROM OLD.state
    )
    EXECUTE FUNCTION catalogue_refuse();

CREATE TRIGGER catalogue_correction_is_kept
    BEFORE DELETE OR TRUNCATE ON catalogue_correction
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_refuse();

CREATE TRIGGER catalogue_notice_stays
    BEFORE UPDATE OR DELETE ON catalogue_monthlynotice
    FOR EACH ROW WHEN (OLD.state = 'issued')
    EXECUTE FUNCTION catalogue_refuse();
"""

BACKWARD = """
DROP TRIGGER catalogue_notice_stays ON catalogue_monthlynotice;
DROP TRIGGER catalogue_correction_is_kept ON catalogue_correction;
DROP TRIGGER catalogue_doubt_stays ON catalogue_doubt;
DROP TRIGGER catalogue_doubt_is_kept ON catalogue_doubt;
DROP TRIGGER catalogue_doubtstep_stays ON catalogue_doubtstep;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0006_what_was_decided_stays"),
        ("organisations", "0006_units_and_posts_are_watched"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
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
                    "fix",
                    models.PositiveSmallIntegerField(help_text="which fix of the doubt: 1, 2, …"),
                ),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        help_text="items that its live grants cover",
                        size=None,
                    ),
                ),
                ("told_at", models.DateTimeField()),
                (
                    "taken_at",
                    models.DateTimeField(
                        help_text="taken over into the unit's own records", null=True
                    ),
                ),
                ("taken_by", models.UUIDField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Doubt",
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
                    "number",
                    models.TextField(help_text="疑义编号; says nothing of the record", unique=True),
                ),
                ("code", models.TextField(help_text="信息资源代码")),
                ("title", models.TextField(help_text="信息资源名称, as it was called")),
                (
                    "grant_id",
                    models.UUIDField(help_text="the grant under which the record was used"),
                ),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        help_text="names of the doubted items",
                        size=None,
                    ),
                ),
                (
                    "record_id",
                    models.UUIDField(help_text="keyed digest of resource and key values"),
                ),
                (
                    "record",
                    models.TextField(
                        help_text="sealed: key values, what stands, what should stand"
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("flagged", "to be checked"),
                            ("asked_back", "asked back"),
                            ("fixed", "corrected, to be confirmed"),
                            ("rejected", "not corrected, to be confirmed"),
                            ("disputed", "awaiting a ruling"),
                            ("ordered", "to be corrected by ruling"),
                            ("closed", "closed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="flagged",
                    ),
                ),
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
                        default=0,
                    ),
                ),
                ("flagged_at", models.DateTimeField()),
                ("flagged_by", models.UUIDField()),
                ("clock_id", models.UUIDField(help_text="the provider's limit", null=True)),
                (
                    "due_on",
                    models.DateField(help_text="the limit's last day; moved by what was paused"),
                ),
                (
                    "answered_at",
                    models.DateTimeField(help_text="first fixed or rejected", null=True),
                ),
                ("answered_by", models.UUIDField(help_text="who answered last", null=True)),
                (
                    "in_time",
                    models.BooleanField(help_text="whether the first answer was", null=True),
                ),
                ("fixed_at", models.DateTimeField(help_text="first", null=True)),
                (
                    "fix_days",
                    models.PositiveIntegerField(
                        help_text="working days until the first fix", null=True
                    ),
                ),
                ("fixes", models.PositiveSmallIntegerField(default=0)),
                (
                    "fix",
                    models.TextField(
                        blank=True, default="", help_text="sealed: the values after the fix"
                    ),
                ),
                ("effective_on", models.DateField(help_text="更正生效日期", null=True)),
                (
                    "is_late",
                    models.BooleanField(default=False, help_text="an answer came late; stays"),
                ),
                ("disputed_at", models.DateTimeField(null=True)),
                ("ruled_at", models.DateTimeField(null=True)),
                ("ruled_by", models.UUIDField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("corrected", "corrected"),
                            ("stands", "the record stands"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="",
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="DoubtStep",
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
                    models.TextField(
                        choices=[
                            ("flag", "doubted"),
                            ("ask_back", "asked back"),
                            ("supplement", "supplemented"),
                            ("fix", "corrected"),
                            ("reject", "not corrected"),
                            ("confirm", "confirmed"),
                            ("dispute", "brought to the data authority"),
                            ("uphold", "ruled: to be corrected"),
                            ("dismiss", "ruled: the record stands"),
                            ("withdraw", "withdrawn"),
                        ]
                    ),
                ),
                ("actor_id", models.UUIDField()),
                ("actor_unit_id", models.UUIDField(null=True)),
                (
                    "words",
                    models.TextField(
                        blank=True, default="", help_text="sealed under the record's key"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="MonthlyNotice",
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
                ("month", models.DateField(help_text="its first day", unique=True)),
                (
                    "state",
                    models.TextField(
                        choices=[("draft", "draft"), ("issued", "issued")], default="draft"
                    ),
                ),
                ("title", models.TextField()),
                ("opening", models.TextField()),
                ("commended", models.TextField(blank=True, default="")),
                ("criticised", models.TextField(blank=True, default="")),
                ("closing", models.TextField(blank=True, default="")),
                ("formula", models.TextField()),
                (
                    "figures",
                    models.JSONField(
                        help_text="heads and rows as they were when drafted or renewed"
                    ),
                ),
                ("counted_on", models.DateField(help_text="the day of the figures")),
                ("drafted_at", models.DateTimeField()),
                ("drafted_by", models.UUIDField()),
                ("changed_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(null=True)),
                ("issued_by", models.UUIDField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.AddField(
            model_name="correction",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
            ),
        ),
        migrations.AddField(
            model_name="doubt",
            name="flagger_unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
            ),
        ),
        migrations.AddField(
            model_name="doubt",
            name="resource",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="doubts",
                to="catalogue.resource",
            ),
        ),
        migrations.AddField(
            model_name="doubt",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="doubt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="catalogue.doubt",
            ),
        ),
        migrations.AddField(
            model_name="doubtstep",
            name="doubt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="catalogue.doubt",
            ),
        ),
        migrations.AddConstraint(
            model_name="monthlynotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issued_at__isnull", True), ("state", "draft")),
                    models.Q(("issued_at__isnull", False), ("state", "issued")),
                    _connector="OR",
                ),
                name="notice_issued_at_a_moment",
            ),
        ),
        migrations.AddIndex(
            model_name="doubt",
            index=models.Index(fields=["unit", "state"], name="doubt_of_provider"),
        ),
        migrations.AddIndex(
            model_name="doubt",
            index=models.Index(fields=["flagger_unit", "state"], name="doubt_of_flagger"),
        ),
        migrations.AddIndex(
            model_name="doubt",
            index=models.Index(fields=["resource", "flagged_at"], name="doubt_of_resource"),
        ),
        migrations.AddIndex(
            model_name="doubt",
            index=models.Index(fields=["flagged_at", "id"], name="doubt_by_time"),
        ),
        migrations.AddConstraint(
            model_name="doubt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "asked_back",
                            "closed",
                            "disputed",
                            "fixed",
                            "flagged",
                            "ordered",
                            "rejected",
                            "withdrawn",
                        ],
                    )
                ),
                name="doubt_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="doubt",
            constraint=models.CheckConstraint(
                condition=models.Q(("items", []), _negated=True), name="doubt_names_items"
            ),
        ),
        migrations.AddConstraint(
            model_name="doubt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("outcome", "")),
                    models.Q(
                        models.Q(("outcome", ""), _negated=True), ("closed_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="doubt_ends_with_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="doubt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "fixed"), _negated=True),
                    models.Q(
                        models.Q(("fix", ""), _negated=True),
                        ("effective_on__isnull", False),
                        ("fixed_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="doubt_fixed_from_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="doubt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_by__isnull", True),
                    models.Q(("answered_by", models.F("flagged_by")), _negated=True),
                    _connector="OR",
                ),
                name="doubt_answered_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="doubt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ruled_by__isnull", True),
                    models.Q(
                        models.Q(("ruled_by", models.F("flagged_by")), _negated=True),
                        models.Q(("ruled_by", models.F("answered_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="doubt_ruled_by_another",
            ),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["unit", "told_at", "id"], name="correction_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                fields=("doubt", "fix", "unit"), name="correction_once"
            ),
        ),
        migrations.AddIndex(
            model_name="doubtstep",
            index=models.Index(fields=["doubt", "at"], name="step_of_doubt"),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
