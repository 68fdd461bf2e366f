"""The score criterion by criterion, with what mends each that is not met."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.opendata.queries.public.scoring import DIMENSIONS, LABELS
from liupan.capabilities.opendata.rules.mqa import Criterion, Score
from liupan.kernel.work import Text

LOAD = _("Load data: the platform then makes files that say this.")
MENDS: Mapping[str, Text] = {
    "keyword": _("Change the dataset: give keywords."),
    "theme": _("Change the dataset: choose a theme."),
    "spatial": _("Change the dataset: name the division it is about."),
    "temporal": _("Change the dataset: say which time it covers."),
    "format_open": _("Nothing to do: an Excel workbook, whose format belongs to a firm, is offered"
                     " beside the open formats."),
    "dcat_ap": _("Change the dataset: give it a title and say what it holds."),
    "licence": _("Change the dataset: choose a licence."),
    "licence_listed": _("Only an international licence counts here; data on conditions have"
                        " an agreement of their own and do without."),
    "contact_point": _("Change the dataset: say whom to ask."),
    "byte_size": _("Nothing to do: files are written while they are read, so their size is not"
                   " known before."),
    "issued": _("Release it."),
}  # fmt: skip
"""Criterion to what its unit does about it; every other is met by data that are loaded."""


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion with its dimension, its name, and what mends it ("" when it is met)."""

    dimension: Text
    name: Text
    criterion: Criterion
    mend: Text


def lines_of(score: Score) -> list[Line]:
    """Every criterion, in the order of the assessment."""
    return [
        Line(
            DIMENSIONS[one.dimension],
            LABELS[one.code],
            one,
            "" if one.is_met else MENDS.get(one.code, LOAD),
        )
        for one in score.criteria
    ]
