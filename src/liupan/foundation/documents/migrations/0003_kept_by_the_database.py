"""Rules of marks, versions and uploads that the database keeps, and ways to find them."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_marks_versions_uploads")]

    operations = [
        migrations.AddIndex(
            "content",
            models.Index(fields=["id"], name="content_checking", condition=Q(scan="checking")),
        ),
        migrations.AddIndex(
            "file",
            models.Index(
                fields=["mark_ends_on"],
                name="file_ends",
                condition=Q(withdrawn_at=None, mark_ends_on__isnull=False),
            ),
        ),
        migrations.AddIndex("upload", models.Index(fields=["owner_id"], name="upload_owner")),
        migrations.AddIndex("upload", models.Index(fields=["touched_at"], name="upload_touched")),
        migrations.AddConstraint(
            "file", models.CheckConstraint(condition=Q(secrecy__lte=4), name="file_level_exists")
        ),
        migrations.AddConstraint(
            "file",
            models.CheckConstraint(
                condition=Q(secrecy__lte=1, mark_ends_on=None)
                | Q(secrecy__gt=1, mark_ends_on__isnull=False),
                name="file_secret_ends",
            ),
        ),
        migrations.AddConstraint(
            "file",
            models.UniqueConstraint(fields=["document_id", "number"], name="file_version_once"),
        ),
        migrations.AddConstraint(
            "markchange",
            models.UniqueConstraint(
                fields=["file"], name="mark_asked_once", condition=Q(state="asked")
            ),
        ),
        migrations.AddConstraint(
            "markchange",
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="mark_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            "part", models.UniqueConstraint(fields=["upload", "offset"], name="part_once")
        ),
    ]
