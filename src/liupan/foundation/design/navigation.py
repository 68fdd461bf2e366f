"""Where an actor can go: every office and surface adds its entries, the frames show them.

A room adds entries in its `sources.py`, which is imported at start-up:

    navigation.add(
        Entry(
            key="plan.board",
            label=_("Plan targets"),
            icon="target",
            url_name="plan:board",
            place=Place.WORK,
        )
    )

Labels are lazily translated. Icons are names in `assets/pictures/icons.svg`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from liupan.kernel import authority
from liupan.kernel.authority import Actor, Permission


class Place(StrEnum):
    """The part of a frame an entry stands in."""

    PORTAL = "portal"  # the portal's masthead
    SERVICES = "services"  # the portal's foot: 办事
    OPENNESS = "openness"  # the portal's foot: 公开
    ABOUT = "about"  # the portal's foot: 关于
    MINE = "mine"  # the workbench's side: 我的
    WORK = "work"  # the workbench's side: 业务
    ADMINISTRATION = "administration"  # the workbench's side: 管理
    TOOL = "tool"  # the workbench's top bar
    ACCOUNT = "account"  # under one's own name


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One place to go.

    `permissions`: shown to holders of any of them, over whatever unit; empty means to everybody.
    `counter`: how many things wait there for the actor; one cheap query, asked once a page.
    `on_phone`: wanted in the bar at the bottom of a phone, which holds four; lowest `order` first.
    `within`: key of another entry. Who sees that one finds this as a tab on its pages and not in
    the side, so that an office of many lists takes one line there.
    """

    key: str
    label: str | Promise = field(compare=False)
    url_name: str
    place: Place
    icon: str = ""
    order: int = 100
    permissions: tuple[Permission, ...] = ()
    counter: Callable[[Actor], int] | None = None
    on_phone: bool = False
    within: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one actor sees it on one page; `tabs` are itself and what is within it."""

    entry: Entry
    url: str
    is_current: bool
    count: int = 0
    tabs: "tuple[Link, ...]" = ()


_entries: dict[str, Entry] = {}


def add(entry: Entry) -> None:
    """Add an entry. Raises ValueError when its key is taken."""
    if not isinstance(entry, Entry):
        raise TypeError(f"{entry!r} is not an Entry")
    if _entries.get(entry.key, entry) != entry:
        raise ValueError(f"navigation entry {entry.key} is added twice")
    _entries[entry.key] = entry


def entries(*places: Place) -> list[Entry]:
    """All entries of these places, in the order in which they are shown."""
    wanted = [entry for entry in _entries.values() if entry.place in places]
    return sorted(wanted, key=lambda entry: (entry.order, entry.key))


def links(actor: Actor, path: str, *places: Place) -> list[Link]:
    """What `actor` may reach in these places, seen from the page at `path`.

    The entry with the longest address that `path` begins with is the current one.
    """
    open_to = [(entry, url) for entry in entries(*places) if (url := _url(entry, actor))]
    current = max((url for _, url in open_to if _leads_to(url, path)), key=len, default=None)
    found = [Link(entry, url, url == current, _count(entry, actor)) for entry, url in open_to]
    keys = {link.entry.key for link in found}
    return [_with_tabs(link, found) for link in found if link.entry.within not in keys]


def _with_tabs(link: Link, found: Iterable[Link]) -> Link:
    within = [one for one in found if one.entry.within == link.entry.key]
    if not within:
        return link
    tabs = (link, *within)
    return replace(link, is_current=any(one.is_current for one in tabs), tabs=tabs)


def _count(entry: Entry, actor: Actor) -> int:
    """Nothing waits for strangers."""
    return entry.counter(actor) if entry.counter and not actor.is_anonymous else 0


def _url(entry: Entry, actor: Actor) -> str:
    if entry.permissions and not _may_any(actor, entry.permissions):
        return ""
    return _address(entry.url_name, settings.ROOT_URLCONF)


@lru_cache(maxsize=1024)
def _address(url_name: str, _routes: str) -> str:
    """Where a page is; nothing when its office is not in this installation. Looked up once for
    each set of routes: every page shows some twenty."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _may_any(actor: Actor, permissions: Iterable[Permission]) -> bool:
    return any(authority.may(actor, permission) for permission in permissions)


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
