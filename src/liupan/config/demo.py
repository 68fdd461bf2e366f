"""Seeding the demo city: every room's `demo.seed(city)`, in the order of the house."""

import gc
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.conf import settings
from django.utils.translation import override, pgettext_lazy

from liupan.config.environment import environment
from liupan.config.terminal import language
from liupan.foundation.access.facade import close_setup, installer
from liupan.foundation.changes.facade import alone
from liupan.foundation.journal.facade import all_or_nothing
from liupan.foundation.organisations.facade import find_installation
from liupan.kernel import clock
from liupan.kernel.ahead import aside
from liupan.kernel.demo import DemoCity

OPENS = datetime(2017, 11, 15, 1, 0, tzinfo=UTC)
"""A Wednesday, 9 o'clock in the city: half-way through the plan."""
COUNTY = "640422"
"""The one county of a small city (西吉县)."""
SWEPT = 200_000
"""Objects that come to stay between two looks for garbage while the city is built."""
ROOMS = {
    "identity": pgettext_lazy("room", "identity"),
    "organisations": pgettext_lazy("room", "organisations"),
    "access": pgettext_lazy("room", "access"),
    "rulesets": pgettext_lazy("room", "rulesets"),
    "numbering": pgettext_lazy("room", "numbering"),
    "calendar": pgettext_lazy("room", "calendar"),
    "seals": pgettext_lazy("room", "seals"),
    "parcels": pgettext_lazy("room", "parcels"),
    "plan": pgettext_lazy("room", "plan"),
    "supervision": pgettext_lazy("room", "supervision"),
    "correspondence": pgettext_lazy("room", "correspondence"),
    "catalogue": pgettext_lazy("room", "catalogue"),
    "exchange": pgettext_lazy("room", "exchange"),
    "opendata": pgettext_lazy("room", "open data"),
    "cockpit": pgettext_lazy("room", "cockpit"),
    "console": pgettext_lazy("room", "console"),
}
"""What the terminal calls those that have a part in the city."""


def is_wanted() -> bool:
    """Whether an empty database becomes the demo city; LIUPAN_DEMO=0 says no."""
    return os.environ.get("LIUPAN_DEMO", "1") != "0"


def is_small() -> bool:
    """Whether the demo city is to be a small one, built within seconds: LIUPAN_DEMO=small."""
    return os.environ.get("LIUPAN_DEMO") == "small"


def is_empty() -> bool:
    """Whether nobody has said yet which city this installation serves."""
    return find_installation() is None


def seed() -> dict[str, float]:
    """Build the demo city, all or nothing; how many seconds each room took that had a part, by
    its name in the terminal's language."""
    city = DemoCity(
        installer=installer(),
        now=OPENS,
        clock_offset=OPENS - clock.real_now(),
        password=password(),
        counties=(COUNTY,) if is_small() else (),
        is_small=is_small(),
    )
    with aside(), all_or_nothing(), alone(), _rarely_swept():
        seconds = {_name(room): _timed(room, city) for room in rooms()}
        close_setup(actor=city.installer, now=city.now)
    return seconds


@contextmanager
def _rarely_swept() -> Iterator[None]:
    """Look for garbage seldom: nearly all that a room makes goes by itself."""
    usual = gc.get_threshold()
    gc.set_threshold(SWEPT, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _timed(room: ModuleType, city: DemoCity) -> float:
    began = time.monotonic()
    room.seed(city)
    return time.monotonic() - began


def _name(room: ModuleType) -> str:
    name = room.__name__.split(".")[-2]
    with override(language()):
        return str(ROOMS.get(name, name))


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
