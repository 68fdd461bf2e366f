from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_messages")]

    operations = [
        migrations.CreateModel(
            name="Nonce",
            fields=[
                (
                    "digest",
                    models.BinaryField(
                        help_text="SM3 of credential and nonce", primary_key=True, serialize=False
                    ),
                ),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Usage",
            fields=[
                ("grant_id", models.UUIDField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("calls", models.PositiveIntegerField()),
                ("bucket", models.FloatField()),
                ("filled_at", models.DateTimeField()),
            ],
        ),
    ]
