"""What was accepted."""

from django.db import migrations, models
from django.db.models import Q

import liupan.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Acceptance",
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
                ("of_type", models.TextField(help_text="office.thing")),
                ("of_id", models.UUIDField()),
                ("purpose", models.TextField()),
                ("digest", models.TextField(help_text="keyed, hexadecimal")),
                ("kind", models.TextField()),
                ("severity", models.PositiveSmallIntegerField()),
                ("shown", models.TextField()),
                ("reason", models.TextField()),
                ("accepted_at", models.DateTimeField()),
                ("accepted_by", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["of_id", "purpose", "digest"], name="finding_accepted_once"
                    ),
                    models.CheckConstraint(
                        condition=~Q(reason=""), name="finding_accepted_for_a_reason"
                    ),
                ]
            },
        )
    ]
