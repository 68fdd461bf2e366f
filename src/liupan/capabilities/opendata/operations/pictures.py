"""A picture beside an entry of the gallery (成果图片): drawn anew before it is kept, and before
the operation that keeps it begins: nothing is held meanwhile."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from liupan.capabilities.opendata.gateways.pictures import Busy, Drawn, drawn_anew
from liupan.capabilities.opendata.models import Picture, Submission
from liupan.capabilities.opendata.operations.public_keeping import require_person, require_plain
from liupan.capabilities.opendata.rules.pictures import LARGEST, NoPicture, TooLarge
from liupan.foundation.identity.facade import is_free
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Refusal, TooMany


class PicturesBusy(Refusal):
    """Others' pictures are drawn now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSaid:
    """A file as it came, and what can be seen in words."""

    content: bytes
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureDrawn:
    """A picture as it is shown, and what can be seen in words."""

    drawn: Drawn
    words: str


def require_picture(said: PictureSaid, *, actor: Actor) -> PictureDrawn:
    """The picture as it is shown. Each try is counted, refused ones too. Raises `TooMany`,
    `PicturesBusy`, `InvalidInput` naming what is wrong."""
    require_person(actor)
    if not is_free("picture.account", str(actor.id)):
        raise TooMany(
            _("Too many pictures were sent in."), next_step=_("Come back tomorrow.")
        )  # fmt: skip
    return draw_picture(said)


def draw_picture(said: PictureSaid) -> PictureDrawn:
    """The picture as it is shown, of the house itself. Raises as `require_picture`."""
    require_plain(picture_words=said.words)
    if len(said.content) > LARGEST:
        raise _wrong(_("At most 5 MB."))
    return PictureDrawn(drawn=_drawn(said.content), words=said.words.strip())


def keep_picture(submission: Submission, picture: PictureDrawn) -> None:
    """In the caller's operation."""
    drawn = picture.drawn
    Picture(
        submission=submission, content=drawn.content, width=drawn.width, height=drawn.height,
        words=picture.words,
    ).save(force_insert=True)  # fmt: skip


def _drawn(content: bytes) -> Drawn:
    try:
        return drawn_anew(content)
    except TooLarge:
        raise _wrong(
            _("At most 25 million points, 12,000 along a side, and no strip.")
        ) from None  # fmt: skip
    except NoPicture:
        raise _wrong(_("This is no picture that can be read: PNG or JPEG.")) from None
    except Busy:
        raise PicturesBusy(
            _("Other pictures are being worked on."), next_step=_("Try again in a moment.")
        ) from None


def _wrong(why: str) -> InvalidInput:
    return InvalidInput(_("This cannot be sent like this."), fields={"picture": [why]})
