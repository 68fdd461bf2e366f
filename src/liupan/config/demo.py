"""Seeding the demo city: every room's `demo.seed(city)`, in the order of the house."""

import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.conf import settings

from liupan.config.environment import environment
from liupan.foundation.access.facade import close_setup, installer
from liupan.foundation.changes.facade import alone
from liupan.foundation.journal.facade import all_or_nothing
from liupan.foundation.organisations.facade import find_installation
from liupan.kernel import clock
from liupan.kernel.demo import DemoCity

OPENS = datetime(2017, 11, 15, 1, 0, tzinfo=UTC)
"""A Wednesday, 9 o'clock in the city: half-way through the plan."""


def is_wanted() -> bool:
    """Whether an empty database becomes the demo city; LIUPAN_DEMO=0 says no."""
    return os.environ.get("LIUPAN_DEMO", "1") != "0"


def is_empty() -> bool:
    """Whether nobody has said yet which city this installation serves."""
    return find_installation() is None


def seed(counties: tuple[str, ...] = ()) -> int:
    """Build the demo city (or some counties of it), all or nothing; how many rooms had a part."""
    city = DemoCity(
        installer=installer(),
        now=OPENS,
        clock_offset=OPENS - clock.real_now(),
        password=password(),
        counties=counties,
    )
    with all_or_nothing(), alone():
        count = sum(1 for room in rooms() if room.seed(city) is None)
        close_setup(actor=city.installer, now=city.now)
    return count


def rooms() -> Iterator[ModuleType]:
    """The `demo` modules: foundation, then capabilities, then surfaces, each in its own order."""
    for app in _in_order():
        if find_spec(f"{app}.demo"):
            yield import_module(f"{app}.demo")


def password() -> str:
    """The demo people's password: LIUPAN_DEMO_PASSWORD, else a random one that is kept."""
    kept = environment().home / "secrets" / "demo.password"
    given = os.environ.get("LIUPAN_DEMO_PASSWORD", "")
    known = kept.read_text() if kept.exists() else ""
    if known and not given:  # an empty one is what a kill or a full disk leaves
        return known
    chosen = given or secrets.token_urlsafe(9)
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept.touch(0o600)
    kept.write_text(chosen)
    return chosen


def _in_order() -> list[str]:
    storeys = ("liupan.foundation.", "liupan.capabilities.", "liupan.surfaces.")
    return sorted(
        settings.LIUPAN_APPS,
        key=lambda app: next(n for n, s in enumerate(storeys) if app.startswith(s)),
    )
