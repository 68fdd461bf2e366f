"""The last good answers of providers' systems, where their units let them be used."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0006_scheduled_reading")]

    operations = [
        migrations.AddField(
            "service",
            "stale_minutes",
            models.PositiveIntegerField(
                default=0,
                help_text="how old an answer of before may be while that system is down; 0: none",
            ),
        ),
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("service_id", models.UUIDField()),
                ("grant_id", models.UUIDField()),
                ("sealed", models.TextField(help_text="rows and the place to go on")),
                (
                    "taken_at",
                    models.DateTimeField(help_text="when the provider's system said so"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["grant_id", "taken_at"], name="kept_answer_of_grant"),
                    models.Index(fields=["service_id", "taken_at"], name="kept_answer_of_service"),
                    models.Index(fields=["taken_at"], name="kept_answer_by_age"),
                ]
            },
        ),
    ]
