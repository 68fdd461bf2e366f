"""The demo's one-click sign-in: who is offered, and whether this installation is a demo at all.

`organisations` knows whether it is (it stands above) and installs the answer; rooms above offer
accounts in their `demo.py` and at start-up.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise

from liupan.kernel.secrecy import Zone


@dataclass(frozen=True, slots=True)
class DemoRole:
    """One button: the account, what it is called, and what is worth looking at."""

    username: str
    label: str | Promise
    what_to_see: str | Promise


_is_demo: Callable[[], bool] | None = None
_roles: dict[str, DemoRole] = {}


def install(is_demo: Callable[[], bool]) -> None:
    """Called once, by `organisations`."""
    global _is_demo
    _is_demo = is_demo


def is_demo() -> bool:
    """Whether this installation is a demo; no, as long as nobody says so."""
    return _is_demo is not None and _is_demo()


def offer(username: str, label: str | Promise, what_to_see: str | Promise) -> None:
    """Offer a demo role; called at start-up. Raises ValueError when offered twice."""
    if username in _roles:
        raise ValueError(f"demo role {username} is offered twice")
    _roles[username] = DemoRole(username, label, what_to_see)


def offered() -> dict[str, DemoRole]:
    """All demo roles by username, in the order offered; empty unless this is a demo.

    A demo is shown in the extranet zone. Behind the other zones stand real networks, where nobody
    comes in by a click, whatever the database says.
    """
    return dict(_roles) if is_demo() and settings.LIUPAN_ZONE is Zone.EXTRANET else {}
