"""Who an incoming document was put before (传阅)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0002_what_stays"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reader",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("sent_by", models.UUIDField()),
                ("sent_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("words", models.TextField(blank=True, default="", help_text="阅见")),
                (
                    "incoming",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readers",
                        to="correspondence.incoming",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person_id", "read_at"], name="reader_of_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("incoming", "person_id"), name="reader_once")
                ],
            },
        ),
    ]
