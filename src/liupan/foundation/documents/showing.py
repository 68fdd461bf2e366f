"""Files as the design's component shows them."""

from collections.abc import Iterable
from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from liupan.foundation.design.facade import File as Shown
from liupan.foundation.documents.kinds import BY_MEDIA_TYPE
from liupan.foundation.documents.queries import FileRef


def shown(files: Iterable[FileRef]) -> tuple[Shown, ...]:
    """The files with their links, for `{% files %}` and timelines."""
    return tuple(
        Shown(
            name=file.name,
            url=reverse("documents:file", args=[file.id]),
            size=filesizeformat(file.size),
            kind=BY_MEDIA_TYPE[file.media_type].icon,
            sm3=file.sm3,
        )
        for file in files
    )


def all_url(of_id: UUID) -> str:
    """Address of all files of a thing as one ZIP, for `{% files all_url=... %}`."""
    return reverse("documents:files", args=[of_id])
