"""Contents that lie on the disk are moved into the bucket (`liupan documents move`).

Nothing leaves the disk before it was read back from the bucket, decrypted and compared by SM3; so
a kill at any moment loses nothing, and the same command again goes on.
"""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.documents.models import Content
from liupan.foundation.documents.queries import is_whole
from liupan.foundation.documents.stores import BUCKETED, FILES, bucket, has_bucket
from liupan.kernel.errors import Refusal


class NoBucket(Refusal):
    """No object storage is set up."""


def move_contents() -> Iterator[tuple[UUID, bool]]:
    """Move each content that lies on the disk; its id, and whether it is in the bucket, whole.

    Raises `NoBucket`, and what the object storage says; what was moved stays moved.
    """
    if not has_bucket():
        raise NoBucket(
            _("No object storage is set up."),
            next_step=_("Set LIUPAN_S3_URL, LIUPAN_S3_KEY_ID and LIUPAN_S3_SECRET first."),
        )
    for content in Content.objects.order_by("id").iterator(100):
        if FILES.is_on_disk(content.id):
            yield content.id, _moved(content)


def count_on_disk() -> int:
    """How many contents lie on the disk."""
    ids = Content.objects.order_by("id").values_list("id", flat=True)
    return sum(FILES.is_on_disk(content_id) for content_id in ids.iterator())


def _moved(content: Content) -> bool:
    path = FILES.path_of(content.id)
    if not (bucket().has(content.id) and is_whole(content, BUCKETED)):
        bucket().put(content.id, path)
        if not is_whole(content, BUCKETED):  # it was altered on the disk: it stays to be looked at
            return False
    path.unlink(missing_ok=True)
    return True
