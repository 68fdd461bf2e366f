"""Columns of a table as the catalogue describes a resource's items."""

from collections.abc import Mapping
from uuid import UUID

from liupan.capabilities.catalogue.facade import list_published
from liupan.foundation.tables.facade import Column, Type

TEXT = 500
"""Signs that a column of texts may have; the catalogue knows longer ones."""


def columns_catalogued(resource_id: UUID) -> Mapping[str, Column]:
    """By the item's name, those that are shared. Two queries."""
    found = list_published([resource_id]).get(resource_id)
    items = [one for one in found.said.items if one.is_shared] if found else []
    return {one.name: _column(one.name, one.data_type, one.length, one.unit) for one in items}


def _column(name: str, letter: str, length: int | None, unit: str) -> Column:
    kind = Type(letter) if letter in set(Type) else Type.TEXT
    if kind is Type.TEXT and length and length > TEXT:
        kind = Type.NOTE
    return Column(
        name=name, type=kind, length=length or 0 if kind is Type.TEXT else 0, unit=unit
    )  # fmt: skip
