"""What a person left a list at, and the views they keep.

The last choices stand in the session. Views of people with an account are kept by the room that
installed a keeper (`identity`), so that they follow the person to every machine; a visitor without
one keeps them in a signed cookie of this browser.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from liupan.kernel.authority import ANONYMOUS, Actor
from liupan.kernel.errors import InvalidInput, TooMany

SESSION_KEY: Final = "lists"
COOKIE: Final = "liupan_views"
SALT: Final = "liupan.design.views"
MOST_VIEWS: Final = 8
LONGEST_NAME: Final = 20
MOST_BYTES: Final = 3_600  # a browser keeps 4,096 per cookie, name and attributes included
YEAR: Final = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class View:
    """A kept view of a list: its name and its choices as they stand in the address."""

    name: str
    query: str


class Keeper(Protocol):
    """Keeps the views of people with an account, in the order in which they are written."""

    def read(self, actor: Actor, key: str) -> list[View]:
        """The views this person keeps of this list."""

    def write(self, actor: Actor, key: str, kept: Sequence[View]) -> None:
        """From now on the person keeps these of this list, and no others."""


_keeper: Keeper | None = None


def install_keeper(keeper: Keeper) -> None:
    """Called once, at start-up, by the room that knows accounts."""
    global _keeper
    _keeper = keeper


def remember(request: HttpRequest, key: str, query: str) -> None:
    """Keep the choices of a list for the next visit; strangers' visits leave no trace."""
    if _actor(request).is_anonymous:
        return
    lists: dict[str, str] = request.session.get(SESSION_KEY, {})
    if lists.get(key, "") == query:
        return
    request.session[SESSION_KEY] = {**lists, key: query}


def remembered(request: HttpRequest, key: str) -> str:
    """The choices of the last visit, or nothing."""
    if _actor(request).is_anonymous:
        return ""
    lists: dict[str, str] = request.session.get(SESSION_KEY, {})
    return lists.get(key, "")


def views(request: HttpRequest, key: str) -> list[View]:
    """The views this person keeps of this list."""
    if keeper := _keeper_of(request):
        return keeper.read(_actor(request), key)
    return [View(name, query) for name, query in _all(request).get(key, [])]


def keep(request: HttpRequest, response: HttpResponse, key: str, view: View) -> None:
    """Keep a view; one of the same name gives way.

    Raises: InvalidInput without a name, TooMany when the list has its most or there is no room.
    """
    name = view.name.strip()[:LONGEST_NAME]
    if not name:
        raise InvalidInput(_("The view needs a name."))
    others = [kept for kept in views(request, key) if kept.name != name]
    if len(others) >= MOST_VIEWS:
        raise TooMany(
            _("A list keeps %(most)s views.") % {"most": MOST_VIEWS},
            next_step=_("Remove one that you no longer need."),
        )
    _write(request, response, key, [*others, View(name, view.query)])


def drop(request: HttpRequest, response: HttpResponse, key: str, name: str) -> None:
    """Forget a view."""
    _write(request, response, key, [kept for kept in views(request, key) if kept.name != name])


def without(query: QueryDict, *names: str) -> str:
    """The choices without some parameters, as they stand in an address."""
    rest = query.copy()
    for name in names:
        rest.pop(name, None)
    for name in [name for name, values in rest.lists() if not any(values)]:
        del rest[name]
    return rest.urlencode()


def _actor(request: HttpRequest) -> Actor:
    found: Actor = getattr(request, "actor", ANONYMOUS)
    return found


def _keeper_of(request: HttpRequest) -> Keeper | None:
    return None if _actor(request).is_anonymous else _keeper


def _all(request: HttpRequest) -> dict[str, list[list[str]]]:
    try:
        text = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=YEAR)
        owner, found = text
    except (signing.BadSignature, ValueError, TypeError):
        return {}
    return found if owner == str(_actor(request).id) else {}


def _write(request: HttpRequest, response: HttpResponse, key: str, kept: list[View]) -> None:
    if keeper := _keeper_of(request):
        _refuse_beyond(max((len(view.query) for view in kept), default=0))
        return keeper.write(_actor(request), key, kept)
    everything: Mapping[str, object] = {
        **_all(request), key: [[view.name, view.query] for view in kept]
    }  # fmt: skip
    text = signing.dumps([str(_actor(request).id), everything], salt=SALT, compress=True)
    _refuse_beyond(len(text))
    response.set_cookie(
        COOKIE, text, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return None


def _refuse_beyond(length: int) -> None:
    if length > MOST_BYTES:
        raise TooMany(
            _("There is no room for another view."),
            next_step=_("Remove one that you no longer need."),
        )
