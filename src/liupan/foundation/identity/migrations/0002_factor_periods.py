"""Second factors get periods; those that hold already begin when the library wrote them."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import liupan.kernel.ids


def begin_for_those_that_hold(apps: Any, _schema: Any) -> None:
    period = apps.get_model("identity", "FactorPeriod")
    held = apps.get_model("mfa", "Authenticator").objects.all()
    period.objects.bulk_create(
        period(
            account_id=one.user_id,
            factor=one.type,
            authenticator_id=one.pk,
            begun_at=one.created_at,
        )
        for one in held.iterator()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.CreateModel(
            name="FactorPeriod",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=liupan.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "factor",
                    models.TextField(help_text="totp, webauthn or recovery_codes"),
                ),
                ("authenticator_id", models.BigIntegerField()),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="factor_periods",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(ended_at__isnull=True),
                        fields=("authenticator_id",),
                        name="factor_period_open_once",
                    ),
                    models.CheckConstraint(
                        condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("begun_at")),
                        name="factor_period_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.RunPython(begin_for_those_that_hold, migrations.RunPython.noop),
    ]
