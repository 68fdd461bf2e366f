"""The city's clock. It may run with an offset: the demo city lives in November 2017.

Tokens, certificates, TLS and leases use `real_now()`; everything the city experiences uses `now()`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from liupan.kernel.errors import Refusal

CITY = ZoneInfo("Asia/Shanghai")
SLACK = timedelta(minutes=5)
"""By how much clocks of machines may differ, or be put right, without anybody being stopped."""

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)
_offset_source: Callable[[], timedelta] = timedelta


class ClockSetBack(Refusal):
    """The clock shows a moment before what has happened already."""


def install_offset(source: Callable[[], timedelta]) -> None:
    """Let a service say how far the city's clock is from real time; called once at start-up."""
    global _offset_source
    _offset_source = source


def real_now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def offset() -> timedelta:
    """How far the city's clock is ahead of real time; negative when it is behind."""
    return _offset_source()


def now() -> datetime:
    """This moment by the city's clock, in UTC."""
    return _frozen.get() or real_now() + offset()


def today() -> date:
    """The day by the city's clock, in Asia/Shanghai."""
    return on(now())


def on(moment: datetime) -> date:
    """The day in Asia/Shanghai that `moment` falls on."""
    return moment.astimezone(CITY).date()


def start_of(day: date) -> datetime:
    """The first moment of `day` in Asia/Shanghai, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=CITY).astimezone(UTC)


def require_not_set_back(last: datetime | None, now: datetime, *, slack: timedelta = SLACK) -> None:
    """Raises `ClockSetBack` when `now` lies before what happened `last`."""
    if last is None or now >= last - slack:
        return
    shown = {"now": _written(now), "last": _written(last)}
    raise ClockSetBack(
        _("The clock shows %(now)s, but something happened here on %(last)s already.") % shown,
        next_step=_(
            "The clock was set back: tell the system administrator, and do it again when it is "
            "right. Nothing was changed."
        ),
    )


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(CITY):%Y-%m-%d %H:%M}"


@contextmanager
def frozen(moment: datetime) -> Iterator[datetime]:
    """Stop the city's clock at `moment` within this context; for tests and replays."""
    token = _frozen.set(moment)
    try:
        yield moment
    finally:
        _frozen.reset(token)
