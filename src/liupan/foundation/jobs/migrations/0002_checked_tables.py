"""Tables that wait for a word are found among many jobs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                fields=["owner_id"],
                name="job_checked",
                condition=models.Q(name="jobs.check_table", state="done"),
            ),
        ),
    ]
