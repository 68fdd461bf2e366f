"""An act on an incoming document."""

from datetime import date
from typing import ClassVar

from liupan.capabilities.correspondence.queries.incoming_page import IncomingView
from liupan.capabilities.correspondence.queries.incoming_people import top_of_reach
from liupan.capabilities.correspondence.rules.receiving import Act
from liupan.capabilities.correspondence.views import deeds
from liupan.foundation.design.facade import clock as clock_badge
from liupan.foundation.organisations.facade import unit_options
from liupan.kernel import clock


class Deed(deeds.Deed[IncomingView]):
    """An act of one actor on one incoming document."""

    of = "incoming"
    key: ClassVar[Act]

    @property
    def is_possible(self) -> bool:
        return self.key in self.document.may

    @property
    def today(self) -> date:
        return clock.on(self.now)

    def units(self) -> str:
        """The units that may be named to handle it, as the inside of a `<datalist>`."""
        if not self.wants_units:
            return ""
        return unit_options(self.today, top_of_reach(self.document.unit_id))

    @property
    def badge(self) -> str:
        """The clock, where one runs."""
        running = self.document.line.clock
        return clock_badge(running.badge) if running else ""
