"""Who is there, and who has ever signed in, is a change of `identity.accounts`; a sign-in is not."""

from django.db import migrations

from liupan.foundation.changes.facade import unwatch, watch

COLUMNS = ("kind", "name", "closed_at", "first_signed_in_at")


class Migration(migrations.Migration):
    dependencies = [("identity", "0005_sealed_factors"), ("changes", "0001_initial")]

    operations = [
        migrations.RunSQL(
            watch("identity.accounts", "identity_account", columns=COLUMNS),
            unwatch("identity.accounts", "identity_account"),
        )
    ]
