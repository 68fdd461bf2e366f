"""A webhook can be paused, and says since when it is there."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="webhook", name="added_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="webhook", name="paused_at", field=models.DateTimeField(null=True)
        ),
        migrations.AlterField(
            model_name="delivery",
            name="webhook",
            field=models.ForeignKey(
                null=True,
                on_delete=models.PROTECT,
                related_name="deliveries",
                to="messaging.webhook",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=Q(webhook__isnull=False),
                fields=["webhook", "-id"],
                name="delivery_of_webhook",
            ),
        ),
    ]
