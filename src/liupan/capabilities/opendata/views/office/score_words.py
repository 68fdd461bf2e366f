"""The score in words: dimension, item, points of the most."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.opendata.rules.scoring import Dimension, Item, Part
from liupan.kernel.work import Text

DIMENSIONS = {
    Dimension.FINDABILITY: _("Findability"),
    Dimension.ACCESSIBILITY: _("Accessibility"),
    Dimension.INTEROPERABILITY: _("Interoperability"),
    Dimension.REUSABILITY: _("Reusability"),
    Dimension.CONTEXTUALITY: _("Contextuality"),
    Dimension.FRESHNESS: _("Freshness"),
}
ITEMS = {
    Item.KEYWORDS: _("has keywords"),
    Item.THEME: _("has a theme of a known list"),
    Item.SPATIAL: _("says which place it covers"),
    Item.TEMPORAL: _("says which time it covers"),
    Item.ACCESS_URL: _("has an address of access that answers"),
    Item.DOWNLOAD_URL: _("has an address to download"),
    Item.DOWNLOAD_WORKS: _("the download works"),
    Item.FORMAT: _("says its format"),
    Item.MEDIA_TYPE: _("says its media type"),
    Item.VOCABULARY: _("format and media type are of known lists"),
    Item.NOT_PROPRIETARY: _("a format that belongs to nobody"),
    Item.MACHINE_READABLE: _("a format that machines read"),
    Item.CONFORMS: _("conforms to DCAT-AP"),
    Item.LICENCE: _("has a licence"),
    Item.LICENCE_KNOWN: _("a licence of a known list"),
    Item.ACCESS_RIGHTS: _("says its access rights"),
    Item.ACCESS_RIGHTS_KNOWN: _("access rights of a known list"),
    Item.CONTACT: _("has a contact"),
    Item.PUBLISHER: _("has a publisher"),
    Item.RIGHTS: _("says the terms of use"),
    Item.SIZE: _("says its size"),
    Item.ISSUED: _("says when it was released"),
    Item.MODIFIED: _("says when it was changed"),
    Item.LATE: _("data that are late lose points"),
}


def parts_in_words(parts: Sequence[Part]) -> list[tuple[Text, Text, int, int]]:
    """Dimension, item, points, most; those that say nothing are left out."""
    return [
        (DIMENSIONS[part.dimension], ITEMS[part.item], part.points, part.most)
        for part in parts
        if part.points or part.most
    ]
