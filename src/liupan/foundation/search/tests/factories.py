"""Things to be found."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from liupan.foundation.search.indexing import index
from liupan.foundation.search.registry import IndexEntry
from liupan.kernel.authority import Permission
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

NOW = datetime(2017, 11, 15, 2, 0, tzinfo=UTC)


def entry(
    title: str,
    text: str = "",
    *,
    url: str = "/somewhere/",
    days_old: int = 0,
    thing_id: UUID | None = None,
    thing_type: str = "trials.thing",
    unit_id: UUID | None = None,
    permission: Permission | None = None,
    is_public: bool = True,
    secrecy: Secrecy | None = None,
) -> IndexEntry:
    """A thing, public unless said otherwise."""
    lowest = Secrecy.PUBLIC if is_public else Secrecy.INTERNAL
    return IndexEntry(
        thing_type=thing_type,
        thing_id=thing_id or uuid7(),
        title=title,
        text=text,
        url=url,
        at=NOW - timedelta(days=days_old),
        unit_id=unit_id,
        permission=permission,
        is_public=is_public,
        secrecy=lowest if secrecy is None else secrecy,
    )


def indexed(title: str, text: str = "", **more: object) -> UUID:
    """An indexed thing."""
    made = entry(title, text, **more)  # type: ignore[arg-type]
    index(made)
    return made.thing_id
