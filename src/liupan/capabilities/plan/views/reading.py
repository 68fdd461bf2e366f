"""What a visitor reads: which plan, and as of which day."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest

from liupan.capabilities.plan.policies import may_keep
from liupan.capabilities.plan.queries.editions import EditionView, describe_edition, get_edition
from liupan.kernel import clock
from liupan.kernel.authority import Actor


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `plan` is "" for the city's; `then` None means today."""

    plan: str
    day: date
    then: date | None

    @property
    def parameters(self) -> dict[str, str]:
        """What links on the page must carry on."""
        said = {"plan": self.plan, "day": self.then.isoformat() if self.then else ""}
        return {name: value for name, value in said.items() if value}

    @property
    def query(self) -> str:
        """The same, to be put behind an address."""
        return f"?{urlencode(self.parameters)}" if self.parameters else ""

    def edition(self) -> EditionView:
        """The edition that was in force. Raises `Missing`."""
        return describe_edition(get_edition(self.plan, self.then), self.day)


def asked(request: HttpRequest) -> Asked:
    """Which plan and day; a strange or coming day is today."""
    today = clock.today()
    plan = request.GET.get("plan", "")[:100]
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = today
    return Asked(plan, min(day, today), day if day < today else None)


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def keeps(request: HttpRequest, edition: EditionView) -> bool:
    """Whether the visitor looks after this plan; nobody asks the database for a stranger."""
    return may_keep(actor_of(request), edition.unit_id)
