"""What the check found, in words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from liupan.capabilities.opendata.models import Check
from liupan.foundation.screening.facade import KINDS, Kind
from liupan.foundation.tables.facade import Coarse

HOW = {
    Coarse.YEAR: gettext_lazy("to the year"),
    Coarse.TEN: gettext_lazy("to tens"),
    Coarse.HUNDRED: gettext_lazy("to hundreds"),
    Coarse.FIRST_THREE: gettext_lazy("to the first three signs"),
    Coarse.FIRST_TWO: gettext_lazy("to the first two signs"),
}


def what_fails(check: Check) -> str:
    """One sentence for each thing that blocks, the column and how many rows first."""
    told = [finding_in_words(one) for one in check.findings if one["blocks"]]
    if check.about_persons and not (check.privacy and not check.privacy["whole"]["rows"]):
        told.append(privacy_in_words(check))
    return " ".join(told)


def finding_in_words(found: dict[str, Any]) -> str:
    """身份证号：3行."""
    return _("Column %(column)s holds %(what)s in %(rows)s rows (%(shown)s).") % {
        "column": found["column"],
        "what": str(KINDS[Kind(found["kind"])]),
        "rows": f"{found['rows']:,}",
        "shown": found["shown"],
    }


def privacy_in_words(check: Check) -> str:
    """Which column or combination tells persons apart, and how many rows."""
    told = check.privacy
    if not told:
        return _("Data about persons name their quasi-identifiers.")
    names, found = told["culprit"], told["found"] or told["whole"]
    said = ngettext(
        "%(names)s tells persons apart: %(rows)s rows stand in groups of fewer than %(k)s.",
        "%(names)s together tell persons apart: %(rows)s rows stand in groups of fewer than %(k)s.",
        len(names),
    )
    return said % {"names": "、".join(names), "rows": f"{found['rows']:,}", "k": check.k}


def ways_in_words(check: Check) -> Sequence[tuple[str, bool, dict[str, Any]]]:
    """What mends it: the sentence, whether it mends all, and the way itself."""
    if not check.privacy:
        return []
    return [(_way(one), not one["rows_left"], one) for one in check.privacy["ways"]]


def _way(way: dict[str, Any]) -> str:
    if way["kind"] == "generalise":
        return _("Make %(column)s coarser, %(how)s") % {
            "column": way["column"], "how": HOW[Coarse(way["how"])],
        }  # fmt: skip
    if way["kind"] == "hide":
        return _("Do not show %(column)s") % {"column": way["column"]}
    return _("Leave out the %(rows)s rows of small groups") % {"rows": way["how"]}
