"""Who acts in a command: `--as USERNAME`. `access` turns a username into an actor with rights."""

import os
import pwd
import socket
from collections.abc import Callable

from django.utils.translation import gettext as _

from liupan.kernel.authority import Actor
from liupan.kernel.errors import Fault

_named: Callable[[str], Actor] | None = None


def install(named: Callable[[str], Actor]) -> None:
    """Called once, by `access`: the actor of an open account, or `Missing`."""
    global _named
    _named = named


def named(username: str) -> Actor:
    """The actor of this username. Raises `Missing`."""
    if _named is None:
        raise Fault(_("Nobody can say yet who may do what."))
    return _named(username)


def operator() -> str:
    """The operating-system account of this process, and who became it by sudo: `root@host`."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = str(os.getuid())
    before = os.environ.get("SUDO_USER", "")
    became = f" ({before})" if before and before != name else ""
    return f"{name}{became}@{socket.gethostname()}"
