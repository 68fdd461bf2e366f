"""Actors whose right to read reaches this far and that, for comparing who sees what."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from liupan.capabilities.correspondence.policies import READ
from liupan.kernel.authority import ANYWHERE, Actor
from liupan.kernel.secrecy import Secrecy


def everybody(people: Iterable[Actor], units: Iterable[UUID]) -> list[Actor]:
    """These people, each also with less clearance, without the right, and with it over everything
    and over each unit."""
    found = []
    for one in people:
        rest = {code: tops for code, tops in one.rights.items() if code != READ.code}
        found += [one, replace(one, clearance=Secrecy.PUBLIC), replace(one, rights=rest)]
        found += [
            replace(one, rights={**rest, READ.code: frozenset({unit})})
            for unit in (ANYWHERE, *units)
        ]
    return found
