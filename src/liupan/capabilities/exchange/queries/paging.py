"""All that a grant gives of a provider's system, asked page by page: between two pages it is asked
whether it may go on. Pages are read one after the other, so they are not of one moment."""

from collections.abc import Callable, Iterator, Sequence
from time import sleep

from django.utils.translation import gettext as _

from liupan.capabilities.exchange.queries import refusals
from liupan.capabilities.exchange.queries.allowing import Allowed
from liupan.capabilities.exchange.queries.delivering import PROXIED_LIMIT, query
from liupan.capabilities.exchange.rules.calls import Fault
from liupan.foundation.tables.facade import Page, Question

MOST_PAGES = 1_000
PAUSES = (5.0, 35.0)
"""Seconds after which a page is asked for again that did not come; an open circuit rests 30."""
STEP = 1.0
"""So many of them between two looks whether it is still allowed."""
TROUBLES = (
    refusals.ProviderSilent, refusals.ProviderUnwell, refusals.ProviderBusy, refusals.ProviderAmiss,
)  # fmt: skip
FAILED = (*TROUBLES, refusals.AddressUnfit)
"""After which a file is not made: who asked for it asks anew."""


class TooManyPages(refusals.CallRefused):
    """A provider's system gives more than a file holds, or never comes to an end."""

    status = 502
    fault = Fault.PROVIDER


def pages(
    allowed: Allowed, ask: Callable[[], object], *, wait: Callable[[float], object] = sleep
) -> Iterator[Sequence[Sequence[object]]]:
    """Rows as the view shows them. Raises what `query` and `ask` do, and `TooManyPages`."""
    seen = {""}
    cursor = ""
    while True:
        page = _page(allowed, cursor, ask, wait)
        yield page.rows
        if not page.cursor:
            return
        if page.cursor in seen or len(seen) >= MOST_PAGES:
            raise _too_many()
        seen.add(page.cursor)
        cursor = page.cursor


def _page(
    allowed: Allowed, cursor: str, ask: Callable[[], object], wait: Callable[[float], object]
) -> Page:
    question = Question(limit=PROXIED_LIMIT, cursor=cursor)
    for pause in PAUSES:
        ask()
        try:
            return query(allowed, question)
        except TROUBLES as error:
            if not _passes(error):
                raise
        _rest(pause, ask, wait)
    ask()
    return query(allowed, question)


def _passes(error: Exception) -> bool:
    return refusals.is_down(error) or isinstance(error, refusals.ProviderBusy)


def _rest(seconds: float, ask: Callable[[], object], wait: Callable[[float], object]) -> None:
    while seconds > 0:
        wait(min(seconds, STEP))
        ask()
        seconds -= STEP


def _too_many() -> TooManyPages:
    most = f"{MOST_PAGES * PROXIED_LIMIT:,}"
    return TooManyPages(
        _("The provider's system gives more than %(most)s rows, or comes to no end.")
        % {"most": most},
        next_step=_("Ask for access to fewer rows, or query them."),
    )
