"""The catalogue as everybody sees it."""

from collections import Counter
from dataclasses import replace
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.policies import public
from liupan.capabilities.catalogue.queries.lists import code_lists
from liupan.capabilities.catalogue.queries.shapes import Branch, PublicEntry
from liupan.foundation.organisations.facade import list_units
from liupan.kernel.errors import Missing

LEVELS = {1: 0, 3: 1}
"""Digits of the categories that the tree shows, and how deep they stand."""


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


def list_public_branches(today: date) -> list[Branch]:
    """Classes and items of categories, in order, with how many public entries each holds. One
    query."""
    rows = Edition.objects.filter(public()).values_list("category").annotate(n=Count("id"))
    counts: Counter[str] = Counter()
    for category, n in rows.order_by():
        for digits in LEVELS:
            counts[category[:digits]] += n
    return [
        Branch(code=code, name=name, level=LEVELS[len(code)], count=counts[code])
        for code, name in code_lists(today).choices("category")
        if len(code) in LEVELS
    ]
