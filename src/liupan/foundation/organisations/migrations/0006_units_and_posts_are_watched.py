"""Changes of units and divisions are of `organisations.units`, those of posts and who holds them of
`organisations.posts`."""

from django.db import migrations

from liupan.foundation.changes.facade import unwatch, watch

UNITS = (
    "organisations_installation",
    "organisations_division",
    "organisations_unit",
    "organisations_unitname",
    "organisations_unitplace",
    "organisations_unittree",
    "organisations_succession",
)
POSTS = ("organisations_post", "organisations_appointment")


class Migration(migrations.Migration):
    dependencies = [("organisations", "0005_scopes_on_a_day"), ("changes", "0001_initial")]

    operations = [
        migrations.RunSQL(
            watch("organisations.units", *UNITS) + watch("organisations.posts", *POSTS),
            unwatch("organisations.units", *UNITS) + unwatch("organisations.posts", *POSTS),
        )
    ]
