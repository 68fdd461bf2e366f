"""Files as the design's component shows them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liupan.foundation.design.facade import File as Shown
from liupan.foundation.documents.kinds import BY_MEDIA_TYPE
from liupan.foundation.documents.queries import FileRef
from liupan.foundation.organisations.facade import list_posts_held
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import WORDS, Secrecy


def shown(files: Iterable[FileRef]) -> tuple[Shown, ...]:
    """The files with their links, for `{% files %}` and timelines."""
    listed = list(files)
    versions = Counter(file.document_id for file in listed)
    return tuple(
        Shown(
            name=file.name,
            url=reverse("documents:file", args=[file.id]),
            view_url=reverse("documents:page", args=[file.id]),
            size=filesizeformat(file.size),
            kind=BY_MEDIA_TYPE[file.media_type].icon,
            sm3=file.sm3,
            notes=tuple(_notes(file, has_more=versions[file.document_id] > 1)),
        )
        for file in listed
    )


def scan_words(file: FileRef) -> str:
    """What the virus scanner said, for people."""
    words = {
        "unscanned": _("not scanned: no scanner is set up"),
        "checking": _("being checked"),
        "clean": pgettext("virus scan", "nothing found"),
        "infected": _("found: %(name)s") % {"name": file.finding},
    }
    return words[file.scan]


def all_url(of_id: UUID) -> str:
    """Address of all files of a thing as one ZIP, for `{% files all_url=... %}`."""
    return reverse("documents:files", args=[of_id])


def _notes(file: FileRef, *, has_more: bool) -> Iterable[str]:
    if file.number > 1 or has_more:
        yield _("version %(n)d") % {"n": file.number}
    if file.secrecy > Secrecy.INTERNAL:
        yield str(file.mark)
    if file.scan == "checking":
        yield _("being checked for viruses")
    if file.scan == "infected":
        yield _("virus found")


def watermark(actor: Actor) -> str:
    """Who reads, and when: stands in everything above public that is shown."""
    now = clock.now().astimezone(clock.CITY)
    return f"{actor.name or actor.id.hex[:8]} {now:%Y-%m-%d %H:%M}"


def reader_line(actor: Actor, now: datetime) -> str:
    """Who reads, of which unit, and when: stands on every page of a copy. One query."""
    held = list_posts_held(actor.id, clock.on(now))
    moment = f"{now.astimezone(clock.CITY):%Y-%m-%d %H:%M}"
    parts = (actor.name or actor.id.hex[:8], held[0].unit_name if held else "", moment)
    return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class PrintGuard:
    """What a browser's print of a page bears, or says instead of it. A browser cannot be kept from
    printing, nor a camera from the screen: this is what an honest hand meets."""

    watermark: str = ""
    refusal: str = ""


def print_guard(actor: Actor, secrecy: Secrecy, mark: str = "") -> PrintGuard:
    """Public: nothing; internal: who printed it and when; a state secret: only a refusal."""
    if secrecy <= Secrecy.PUBLIC:
        return PrintGuard()
    if secrecy < Secrecy.SECRET:
        return PrintGuard(watermark=watermark(actor))
    words = _("%(mark)s: this page is not printed. Whoever may print it makes a counted copy.")
    return PrintGuard(watermark(actor), words % {"mark": mark or WORDS[secrecy]})
