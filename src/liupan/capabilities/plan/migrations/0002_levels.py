"""Plans of several levels: who answers for a plan, what a clause or target serves above it."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.deletion import PROTECT


def name_keepers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The government of a plan's division answers for it."""
    units = apps.get_model("organisations", "Unit").objects.filter(
        category="government", valid_to__isnull=True
    )
    for plan in apps.get_model("plan", "Plan").objects.all():
        plan.unit = units.filter(division__code=plan.division_code).order_by("code").first()
        plan.save(update_fields=["unit"])


def complete_superiors(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Issuer and year of the national paper, as the shipped facts have always said."""
    apps.get_model("plan", "Superior").objects.filter(document_number="国办发〔2014〕66号").update(
        issuer="国务院办公厅", year=2014
    )


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_scopes"), ("plan", "0001_initial")]

    operations = [
        migrations.AddField(
            "plan",
            "unit",
            models.ForeignKey(
                null=True, on_delete=PROTECT, related_name="+", to="organisations.unit"
            ),
        ),
        migrations.AddField(
            "edition",
            "is_example",
            models.BooleanField(default=False, help_text="invented to show how it works"),
        ),
        migrations.AddField("superior", "issuer", models.TextField(null=True)),
        migrations.AddField("superior", "year", models.PositiveIntegerField(null=True)),
        migrations.AddField("section", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField(
            "clause",
            "serves",
            models.ForeignKey(
                null=True, on_delete=PROTECT, related_name="served_by", to="plan.clause"
            ),
        ),
        migrations.AddField("clause", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField(
            "target",
            "serves",
            models.ForeignKey(
                null=True, on_delete=PROTECT, related_name="served_by", to="plan.target"
            ),
        ),
        migrations.RunPython(name_keepers, migrations.RunPython.noop),
        migrations.RunPython(complete_superiors, migrations.RunPython.noop),
    ]
