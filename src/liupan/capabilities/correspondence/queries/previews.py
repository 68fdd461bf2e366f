"""How a text would look on paper, and what it still lacks."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.rules.texts import FINAL
from liupan.foundation.documents.facade import (
    NotASource,
    OfficialDocument,
    Particulars,
    missing_in,
    ofd_of_pdf,
    picture_sheet,
    read_drawing,
    read_package,
    read_source,
    render_pdf,
    validate,
    write_source,
)
from liupan.kernel import clock

MOST = 30
"""Pages that are pictured."""
INDEX = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Missed:
    """Something that is missing or cannot be printed, and the field where it is mended."""

    field: str
    message: str


def missed_in(source: dict[str, Any], fields: dict[str, Any]) -> list[Missed]:
    """What keeps the text from being handed on; nothing when it may be."""
    try:
        document = read_source(json.dumps(source))
    except NotASource as error:
        return [Missed("body", error.message)]
    found = [Missed(_field(one.place), _placed(one.place, one.message))
             for one in validate(document) if one.place not in FINAL]  # fmt: skip
    if not fields.get("signer_id"):
        found.append(Missed("signer_id", _("Choose who signs it off.")))
    for glyph in missing_in(document):
        words = (
            _("“%(one)s” is printed in another typeface.")
            if glyph.used
            else _("No typeface here has “%(one)s”.")
        )
        found.append(Missed(_field(glyph.place), words % {"one": glyph.character}))
    return list(dict.fromkeys(found))


def pictures_of(source: dict[str, Any]) -> tuple[bytes, ...]:
    """Each page as an SVG file. Raises `InvalidInput` for what cannot be typeset."""
    return _pictures(write_source(read_source(json.dumps(source))))


@lru_cache(maxsize=8)
def _pictures(written: str) -> tuple[bytes, ...]:
    document: OfficialDocument = read_source(written)
    rendered = render_pdf(document)
    particulars = Particulars(title=document.title)
    made = ofd_of_pdf(rendered.pdf, particulars=particulars, now=clock.now(), is_own=True)
    drawing = read_drawing(read_package(made))
    return tuple(picture_sheet(drawing, n + 1) for n in range(min(len(drawing.sheets), MOST)))


FIELDS = {"addressees": "main", "copies_to": "copies", "signed_by": "signed_post",
          "issuers": "issuing_unit_id", "secrecy": "mark"}  # fmt: skip
"""Places of a source that the editor calls otherwise."""


def _field(place: str) -> str:
    first = re.split(r"[\[.]", place)[0]
    if first == "attachments":
        index = INDEX.search(place)
        part = "title" if ".title" in place else "body"
        return f"attachment_{int(index[1]) + 1}_{part}" if index else "body"
    return FIELDS.get(first, first)


def _placed(place: str, message: str) -> str:
    found = INDEX.search(place) if place.startswith("body") else None
    return (
        _("Line %(n)s: %(what)s") % {"n": int(found[1]) + 1, "what": message} if found else message
    )
