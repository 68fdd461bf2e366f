"""A picture beside an entry of the gallery (成果图片): drawn anew before it is kept."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from liupan.capabilities.opendata.gateways.pictures import Drawn, drawn_anew
from liupan.capabilities.opendata.models import Picture, Submission
from liupan.capabilities.opendata.operations.public_keeping import require_plain
from liupan.capabilities.opendata.rules.pictures import LARGEST, NoPicture, TooLarge
from liupan.kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSaid:
    """A file as it came, and what can be seen in words."""

    content: bytes
    words: str


def require_picture(said: PictureSaid) -> Drawn:
    """The picture as it is shown. Raises `InvalidInput` naming what is wrong."""
    require_plain(picture_words=said.words)
    if len(said.content) > LARGEST:
        raise _wrong(_("At most 5 MB."))
    try:
        return drawn_anew(said.content)
    except TooLarge:
        raise _wrong(_("At most 25 million points, 12,000 along a side.")) from None
    except NoPicture:
        raise _wrong(_("This is no picture that can be read: PNG or JPEG.")) from None


def keep_picture(submission: Submission, said: PictureSaid, drawn: Drawn) -> None:
    """In the caller's operation."""
    Picture(
        submission=submission, content=drawn.content, width=drawn.width, height=drawn.height,
        words=said.words.strip(),
    ).save(force_insert=True)  # fmt: skip


def _wrong(why: str) -> InvalidInput:
    return InvalidInput(_("This cannot be sent like this."), fields={"picture": [why]})
