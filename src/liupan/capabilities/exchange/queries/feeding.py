"""What changed of what a grant gives, with a key for each change."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from liupan.capabilities.exchange.queries.allowing import Allowed
from liupan.capabilities.exchange.queries.exporting import table_of
from liupan.capabilities.exchange.queries.refusals import CallRefused
from liupan.capabilities.exchange.rules.calls import Fault
from liupan.capabilities.exchange.rules.feeds import key_of
from liupan.foundation.tables.facade import Change, ChangeKind, UnknownColumn, read_changes


class KeyNotGranted(CallRefused):
    """Changes are told by the key of the rows, which the grant does not give as it is."""

    status = 409
    fault = Fault.PROVIDER


@dataclass(frozen=True, slots=True, kw_only=True)
class Fed:
    """Changes behind a place in the feed, as they are told."""

    changes: tuple[dict[str, Any], ...]
    position: str
    is_reset: bool
    has_more: bool

    def written(self, service: str, grant: str) -> dict[str, Any]:
        """As JSON."""
        return {
            "service": service,
            "grant": grant,
            "is_reset": self.is_reset,
            "changes": list(self.changes),
            "position": self.position,
            "has_more": self.has_more,
        }


def feed(allowed: Allowed, *, after: str = "", until: str = "", limit: int) -> Fed:
    """Changes of what is allowed, by names of items.

    Raises `NotHosted`, `KeyNotGranted`, and what `tables.read_changes` does.
    """
    items = {field: item for item, field in allowed.names.items()}
    names = [items[field] for field in allowed.view.columns]
    try:
        found = read_changes(table_of(allowed), allowed.view, after=after, until=until, limit=limit)
    except UnknownColumn as error:
        raise KeyNotGranted(
            _("The grant does not give the key of the rows, so changes cannot be told."),
            next_step=_("Ask for access to the key as well, or query the rows."),
        ) from error
    told = tuple(_told(each, names, allowed.service_code, found.content) for each in found.changes)
    return Fed(
        changes=told, position=found.position, is_reset=found.is_reset, has_more=found.has_more
    )


def _told(change: Change, names: list[str], service: str, content: int) -> dict[str, Any]:
    row = {name: _plain(value) for name, value in zip(names, change.row, strict=True)}
    if change.kind is ChangeKind.REMOVED:  # the key alone
        row = {name: value for name, value in row.items() if value is not None}
    return {"key": key_of(service, content, change.n), "kind": change.kind.value, "row": row}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)  # no figure is rounded
    return value.isoformat() if isinstance(value, date) else value
