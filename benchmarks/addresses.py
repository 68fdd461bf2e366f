"""The pages there are: every address of the installation, with real things in its arguments."""

from collections.abc import Mapping

from tests.permissions.addresses import addresses

from liupan.foundation.design.facade import Entrance, ListPage

LEFT_OUT = ("living", "account_", "mfa_", "openapi", "metrics", "healthz", "api-")
"""The examples of components; signing in and out; what is no page."""


def pages(things: Mapping[str, object]) -> dict[str, str]:
    """Names and addresses of all pages that can be asked for with these arguments.

    `things` are values by argument; "name of the page/argument" comes before "argument".
    """
    found: dict[str, str] = {}
    for address in addresses():
        wanted = address.arguments
        given = {k: things.get(f"{address.name}/{k}", things.get(k)) for k in wanted}
        if address.entrance("GET") is None or any(value is None for value in given.values()):
            continue
        if not any(part in address.name for part in LEFT_OUT) and not address.is_api:
            found[address.name] = address.url(given)
    return found


def lists() -> set[str]:
    """The names of those that are `ListPage`s."""
    return {a.name for a in addresses() if issubclass(a.view_class, ListPage)}


def entrances() -> dict[str, Entrance]:
    """Who may enter each."""
    return {a.name: mark for a in addresses() if (mark := a.entrance("GET")) is not None}


def single() -> list[str]:
    """The names of those that show one thing: they have arguments."""
    return [a.name for a in addresses() if a.arguments]
