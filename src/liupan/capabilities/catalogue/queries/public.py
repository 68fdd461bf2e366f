"""The catalogue as everybody sees it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.policies import public
from liupan.capabilities.catalogue.queries.counting import BEGINS, count_values
from liupan.capabilities.catalogue.queries.lists import code_lists
from liupan.capabilities.catalogue.queries.shapes import Branch, PublicEntry
from liupan.foundation.changes.facade import remembered
from liupan.foundation.organisations.facade import list_units
from liupan.kernel.errors import Missing

LEVELS = {1: 0, 3: 1}
"""Digits of the categories that the tree shows, and how deep they stand."""
MOST = 10_000
"""Entries of a category are counted no further: of 470,000 this is asked with every page."""


def get_public_entry(code: str) -> PublicEntry:
    """The published edition of this code. Four queries. Raises `Missing`, also for what exists and
    is not for everybody."""
    edition = Edition.objects.filter(public(), code=code).prefetch_related("items").first()
    if edition is None or edition.publish_on is None:
        raise Missing(_("There is no such entry."))
    unit = list_units([edition.unit_id]).get(edition.unit_id)
    related = Edition.objects.filter(public(), code__in=edition.related_codes)
    said = edition.said
    return PublicEntry(
        code=edition.code,
        title=edition.title,
        provider=unit.name if unit else edition.provider_name,
        department=edition.provider_dept,
        said=replace(said, items=tuple(item for item in said.items if item.is_shared)),
        publish_on=edition.publish_on,
        number=edition.number,
        resource_id=edition.resource_id,
        related=tuple(related.order_by("code").values_list("code", "title")),
    )


@remembered("catalogue.shown", most=4)
def _public_counts(categories: tuple[str, ...]) -> Mapping[str, int]:
    rows = Edition.objects.filter(public())
    return count_values(rows, "category", categories, most=MOST, test=BEGINS)


def list_public_branches(today: date) -> tuple[Branch, ...]:
    """Classes and items of categories, in order, with how many public entries each holds, counted
    no further than `MOST`. One query where something changed."""
    names = [(c, n) for c, n in code_lists(today).choices("category") if len(c) in LEVELS]
    counts = _public_counts(tuple(code for code, _name in names))
    return tuple(
        Branch(
            code=code,
            name=name,
            level=LEVELS[len(code)],
            count=min(counts[code], MOST),
            is_more=counts[code] > MOST,
        )
        for code, name in names
    )
