"""Whose service one is, as an address says it."""

from typing import Any

from django.db.models import QuerySet

from liupan.capabilities.exchange.models import Service
from liupan.kernel.statements import asked

MOST = 4_096


def is_of(code: str, unit_code: str) -> bool:
    """Whether the unit provides a service of this code. One statement the first time; both codes
    are given for good, so that a process remembers whose service one is."""
    if (code, unit_code) in _known:
        return True
    is_so = "\0" not in code + unit_code and bool(_of(code, unit_code))
    if is_so and len(_known) < MOST:
        _known.add((code, unit_code))
    return is_so


_known: set[tuple[str, str]] = set()


@asked
def _of(code: str, unit_code: str) -> "QuerySet[Service, Any]":
    return Service.objects.filter(code=code, provider__code=unit_code).values_list("id", flat=True)
