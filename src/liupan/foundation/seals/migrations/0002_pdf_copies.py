"""The PDF copies of sealed documents: their files, their SM2 signatures, the keys for them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("seals", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="seal",
            name="pdf_certificate",
            field=models.OneToOneField(
                help_text="ECDSA, for PDF; issued when the seal seals its first one",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pdf_seal",
                to="seals.certificate",
            ),
        ),
        migrations.AddField(
            model_name="use",
            name="copied_at",
            field=models.DateTimeField(help_text="when its PDF copy was sealed", null=True),
        ),
        migrations.AddField(
            model_name="use",
            name="copy_file_id",
            field=models.UUIDField(help_text="the sealed PDF, kept by documents", null=True),
        ),
        migrations.AddField(
            model_name="use",
            name="copy_signature",
            field=models.BinaryField(help_text="SM2 beside the PDF (GB/T 38540)", null=True),
        ),
        migrations.AddField(
            model_name="use",
            name="copy_sm3",
            field=models.TextField(blank=True, default="", help_text="of the PDF as it came"),
        ),
        migrations.AddConstraint(
            model_name="use",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("copied_at__isnull", False),
                        ("copy_file_id__isnull", False),
                        ("copy_signature__isnull", False),
                        ("state", "used"),
                        models.Q(("copy_sm3", ""), _negated=True),
                    ),
                    models.Q(
                        ("copied_at", None),
                        ("copy_file_id", None),
                        ("copy_signature", None),
                        ("copy_sm3", ""),
                    ),
                    _connector="OR",
                ),
                name="use_copy_is_whole",
            ),
        ),
    ]
