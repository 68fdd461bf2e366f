"""The marks of everything together as a page for an auditor: docs/reference/permissions.md."""

from collections.abc import Iterable, Iterator

from django.utils.translation import override

from liupan.foundation.access.facade import built_in_roles
from liupan.foundation.design.facade import Entrance
from liupan.kernel import authority
from liupan.kernel.authority import Permission
from tests.permissions.addresses import Address, addresses

HEAD = """# Who may enter where

Written by `python tools/permissions.py` from the marks that the program itself obeys; a test fails when it is not current, and `pytest tests/permissions` asks for every address as every kind of person. Not in the table: files below `/static/`, which hold no data and are open to everybody.

"everybody": signed in or not. "signed in": every account, for its own things; whoever is not is sent to sign in. A permission: who holds it over any unit; over which units is judged again by the operation or the query behind the page. "a system, by its signature": a business system of a unit that proves each request (docs/reference/exchange-api.md); accounts and tokens have no entrance there. Below `/api/` a machine's token holds what its scopes say and its account may.

A person whose role asks for a second factor and who has none, or who has to choose a new password, is led there from every address but those below `/account/` and `/preferences/`.

"""  # noqa: E501
KINDS = {"public": "everybody", "signed_in": "signed in", "system": "a system, by its signature"}


def written() -> str:
    """The whole page."""
    with override("en"):
        return HEAD + "\n".join([*_addresses(), "", *_permissions(), ""])


def _addresses() -> Iterator[str]:
    yield from ("## Addresses", "", "| address | method | who may enter |", "|---|---|---|")
    for address in sorted(addresses(), key=lambda one: one.route):
        yield from _rows(address)


def _rows(address: Address) -> Iterator[str]:
    for method, mark in address.marks:
        name = "any" if method == "*" else method
        yield f"| `{address.route}` | {name} | {_who(mark)} |"


def _who(mark: Entrance | None) -> str:
    if mark is None:
        return "**no mark**"
    return KINDS.get(mark.kind) or " or ".join(f"`{p.code}`" for p in mark.permissions)


def _permissions() -> Iterator[str]:
    yield from ("## Permissions", "", "| permission | allows to | duty | roles that come with it |")
    yield "|---|---|---|---|"
    holders = built_in_roles()
    for permission in _declared():
        roles = [
            f"`{role.code}`" for role, permits in holders.items() if permission.code in permits
        ]
        cells = (f"`{permission.code}`", permission.label, permission.duty, ", ".join(roles) or "–")
        yield f"| {' | '.join(str(cell) for cell in cells)} |"


def _declared() -> Iterable[Permission]:
    """Without those that tests of rooms declare for themselves."""
    every = authority.permissions().values()
    return [p for p in every if not p.code.startswith(("test.", "trials."))]
