"""Every route of the installation with its mark: what the matrix walks and the page lists."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import PathView

from liupan.foundation.design.facade import Entrance, entrance_of
from liupan.foundation.design.problems import PROGRAMS

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True)
class Address:
    """One route: how it is written, its name, and for each method who may enter.

    A page's one mark holds for whatever method it takes ("*"); endpoints of the API are marked
    one by one, and take no other method.
    """

    route: str
    name: str
    marks: tuple[tuple[str, Entrance | None], ...]
    module: str
    view_class: type = object

    @property
    def is_api(self) -> bool:
        return self.route.startswith(PROGRAMS)

    @property
    def takes_every_method(self) -> bool:
        return self.marks[0][0] == "*"

    @property
    def arguments(self) -> list[str]:
        return ARGUMENT.findall(self.route)

    def entrance(self, method: str) -> Entrance | None:
        """The mark for GET or POST; None when the address does not take the method."""
        found = dict(self.marks)
        return found.get(method, found.get("*"))

    def url(self, given: dict[str, object]) -> str:
        """The address with its arguments filled in."""
        return ARGUMENT.sub(lambda found: str(given.get(found[1], "nothing")), self.route)


def addresses() -> list[Address]:
    """Every route of the installation, in the order they are tried: the first of two counts."""
    found: dict[str, Address] = {}
    for address in _walk(get_resolver().url_patterns, "/", ""):
        found.setdefault(address.route, address)
    return list(found.values())


def _walk(patterns: list[Any], before: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        route = f"{before}{_written(pattern)}"
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from _walk(pattern.url_patterns, route, inner)
        else:
            yield _address(pattern, route, namespace)


def _address(pattern: URLPattern, route: str, namespace: str) -> Address:
    name = ":".join(filter(None, [namespace, pattern.name]))
    marks, module = tuple(_marks(pattern.callback)), pattern.callback.__module__
    if module.startswith("ninja."):
        name = route  # an endpoint of the API is known by its address
    view_class = getattr(pattern.callback, "view_class", object)
    return Address(route, name, marks, module, view_class)


def _marks(view: Any) -> Iterator[tuple[str, Entrance | None]]:
    held = inspect.getclosurevars(view).nonlocals.get("self") if inspect.isfunction(view) else None
    if not isinstance(held, PathView):
        yield "*", entrance_of(view)
        return
    for operation in held.operations:
        for method in operation.methods:
            yield method, entrance_of(operation.view_func)


def _written(pattern: Any) -> str:
    """A pattern as people write it: a regular expression's groups become arguments."""
    return GROUP.sub(r"<\1>", str(pattern.pattern)).removeprefix("^").removesuffix("$")
