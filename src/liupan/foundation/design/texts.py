"""Texts of all rooms in one look-up.

Django would keep one dictionary for each room and asks them in turn, some twenty for each of the
hundreds of texts on a page: it merges only catalogs whose plural rule is the same object.
"""

from typing import Any

from django.utils.translation import trans_real


def gather(language: str) -> None:
    """Merge the catalogs of a language where their plural rules say the same."""
    catalog: Any = trans_real.translation(language)._catalog  # type: ignore[attr-defined]
    merged: list[tuple[dict[object, str], object]] = []
    for texts, plural in zip(catalog._catalogs, catalog._plurals, strict=True):
        if merged and plural.__code__ == merged[-1][1].__code__:  # type: ignore[attr-defined]
            merged[-1] = ({**texts, **merged[-1][0]}, plural)  # the first one that knows wins
        else:
            merged.append((texts, plural))
    catalog._catalogs = [texts for texts, _plural in merged]
    catalog._plurals = [plural for _texts, plural in merged]
