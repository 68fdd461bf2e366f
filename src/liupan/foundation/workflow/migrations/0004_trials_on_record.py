"""Who ran a version to its end on trial before it was deployed, and when."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflow", "0003_work_lists_by_one_index")]

    operations = [
        migrations.AddField("definition", "tried_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "definition", "tried_by",
            models.UUIDField(help_text="who ran it to its end on trial", null=True),
        ),
    ]  # fmt: skip
