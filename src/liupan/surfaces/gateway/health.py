"""What `/healthz` and `/metrics` look at. A check never raises; it says what is wrong."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, connection

from liupan.kernel.errors import LiupanError


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the installation, and whether it is well."""

    name: str
    is_well: bool
    detail: str = ""


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


CHECKS: dict[str, Callable[[], str]] = {"database": _database}
"""Name to a function that returns a detail or raises."""


def check_all() -> list[Check]:
    """Every check, in order."""
    return [_check(name, look) for name, look in CHECKS.items()]


def _check(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except LiupanError as error:
        return Check(name, False, error.message)
    except DatabaseError as error:
        return Check(name, False, type(error).__name__)
