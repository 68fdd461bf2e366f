"""Reads of a list page or of a page's navigation, put together once for each who asks.

What a person may see is written into the statement: their right's units, their level, themselves.
Putting it together costs four fifths of such a read, and it is the same until rights or the tree of
units change. What is kept is the question, never an answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db.models import QuerySet

from liupan.foundation.changes.facade import remembered
from liupan.kernel.authority import Actor
from liupan.kernel.statements import Statement, compiled

P = ParamSpec("P")
R = TypeVar("R")

KEPT = 512
"""Statements of each such read that a process keeps."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """Who asks, with their rights: two of the same person with other rights are not equal."""

    actor: Actor
    rights: tuple[tuple[str, frozenset[Any]], ...]


def asked_by(
    build: Callable[Concatenate[Actor, P], "QuerySet[Any, R]"],
) -> Callable[Concatenate[Actor, P], list[R]]:
    """Decorator of a function that builds a read for who asks: it gives the rows. One query.

    The rows asked for may depend on the arguments alone, which are hashable, and on the tree of
    units: not on the moment, not on what else the database holds.
    """

    @remembered("organisations.units", most=KEPT)
    def statement(by: _Standing, *args: P.args, **kwargs: P.kwargs) -> Statement[R]:
        return compiled(build(by.actor, *args, **kwargs))

    @wraps(build)
    def ask(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        return statement(_Standing(actor, tuple(actor.rights.items())), *args, **kwargs).ask()

    return ask
