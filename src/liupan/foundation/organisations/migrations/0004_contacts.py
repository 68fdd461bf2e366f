"""The e-government contact is a kind of its own; `administrator` is left to the three (三员)."""

from typing import Any

from django.db import migrations, models

THREE = ("系统管理员", "安全保密管理员", "安全审计员")


def contacts_by_title(apps: Any, _schema: Any) -> None:
    """Until now both were one kind; only the title tells them apart."""
    posts = apps.get_model("organisations", "Post").objects.filter(kind="administrator")
    posts.exclude(title__in=THREE).update(kind="contact")


def one_kind_again(apps: Any, _schema: Any) -> None:
    apps.get_model("organisations", "Post").objects.filter(kind="contact").update(
        kind="administrator"
    )


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_scopes")]

    operations = [
        migrations.AlterField(
            model_name="post",
            name="kind",
            field=models.TextField(
                choices=[
                    ("leader", "leader"),
                    ("chief", "section chief"),
                    ("clerk", "clerk"),
                    ("contact", "e-government contact"),
                    ("administrator", "one of the three administrators"),
                ],
                default="clerk",
            ),
        ),
        migrations.RunPython(contacts_by_title, one_kind_again),
    ]
