"""The points of a dataset in words, criterion by criterion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.opendata.rules.mqa import Criterion, Dimension, Rating, Score
from liupan.kernel.work import Text

DIMENSIONS: Mapping[Dimension, Text] = {
    Dimension.FINDABILITY: _("Findability"),
    Dimension.ACCESSIBILITY: pgettext_lazy("quality", "Accessibility"),
    Dimension.INTEROPERABILITY: _("Interoperability"),
    Dimension.REUSABILITY: _("Reusability"),
    Dimension.CONTEXTUALITY: _("Contextuality"),
}
RATINGS: Mapping[Rating, Text] = {
    Rating.EXCELLENT: pgettext_lazy("quality", "excellent"),
    Rating.GOOD: pgettext_lazy("quality", "good"),
    Rating.SUFFICIENT: pgettext_lazy("quality", "sufficient"),
    Rating.BAD: pgettext_lazy("quality", "bad"),
}
LABELS: Mapping[str, Text] = {
    "keyword": _("keywords"),
    "theme": _("categories"),
    "spatial": _("the place it is about"),
    "temporal": _("the time it is about"),
    "access_url_answers": _("the access address answers"),
    "download_url": _("a download address"),
    "download_url_answers": _("the download address answers"),
    "format": _("a format"),
    "media_type": _("a media type"),
    "format_listed": _("format and media type from the lists"),
    "format_open": _("a format that belongs to nobody, in every file"),
    "format_readable": _("a format that programs read"),
    "dcat_ap": _("conforms to DCAT-AP"),
    "licence": _("a licence"),
    "licence_listed": _("a licence from the list"),
    "access_rights": _("access rights"),
    "access_rights_listed": _("access rights from the list"),
    "contact_point": _("whom to ask"),
    "publisher": _("the publisher"),
    "rights": _("rights of use in words"),
    "byte_size": _("the size of each file"),
    "issued": _("the day of issue"),
    "modified": _("the day of the last change"),
}
"""Criterion to its name."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A dimension with its points and criteria, each with its name."""

    name: Text
    points: int
    most: int
    criteria: Sequence[tuple[Text, Criterion]]


def explained(score: Score) -> list[Explained]:
    """The points, dimension by dimension."""
    found = []
    for dimension, name in DIMENSIONS.items():
        own = [one for one in score.criteria if one.dimension is dimension]
        named = [(LABELS[one.code], one) for one in own]
        found.append(Explained(name, score.of(dimension), sum(c.most for c in own), named))
    return found
