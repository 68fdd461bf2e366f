"""An item that comes from a document leads back to it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0004_checks_on_the_spot")]

    operations = [
        migrations.AddField(
            model_name="item",
            name="origin_url",
            field=models.TextField(
                blank=True, default="", db_default="", help_text="page of what it comes from"
            ),
        )
    ]
