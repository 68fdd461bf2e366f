"""My boards: a few figures of the plan, for the city, my county or my unit.

What somebody chose is remembered by a signed cookie in that browser: a wish about how a page looks
is no record of the city's, and surfaces have no tables.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liupan.capabilities.plan.facade import TargetView, find_board
from liupan.foundation.design.facade import amount
from liupan.foundation.measures.facade import CITY, Scope
from liupan.foundation.organisations.facade import PostHeld, county_of, list_units

COOKIE = "liupan_boards"
SALT = "workbench.boards"
YEAR = 365 * 24 * 3600
FIRST_CHOICE = 3
MOST = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """What to show: target codes in order (none: the first measured ones), and for whom."""

    codes: tuple[str, ...] = ()
    scope: str = "city"


@dataclass(frozen=True, slots=True)
class Mini:
    """One figure on the workbench."""

    name: str
    url: str
    value: Decimal
    unit: str
    goal: str
    values: tuple[Decimal, ...]
    target: Decimal | None


@dataclass(frozen=True, slots=True)
class MyBoards:
    """The figures, what they are about, and the day they describe."""

    scope_name: str
    minis: tuple[Mini, ...]
    as_of: date | None


def read_choice(request: HttpRequest) -> Choice:
    """What the person chose in this browser; the default when nothing, or nothing sensible."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=SALT)
    try:
        found = json.loads(kept) if kept else {}
    except ValueError:
        return Choice()
    if found.get("who") != _who(request):
        return Choice()
    return Choice(tuple(found.get("codes", ()))[:MOST], str(found.get("scope", "city")))


def keep_choice(request: HttpRequest, response: HttpResponse, choice: Choice) -> None:
    """Remember a choice for a year."""
    kept = {"who": _who(request), "codes": choice.codes[:MOST], "scope": choice.scope}
    response.set_signed_cookie(
        COOKIE,
        json.dumps(kept, separators=(",", ":")),
        salt=SALT,
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def scopes_for(posts: Sequence[PostHeld]) -> Mapping[str, tuple[str, Scope]]:
    """What the person can look at: the city, the county and unit of the main post. One query."""
    found: dict[str, tuple[str, Scope]] = {"city": (_("Whole city"), CITY)}
    if not posts:
        return found
    unit = list_units([posts[0].unit_id]).get(posts[0].unit_id)
    if unit is None:
        return found
    if county := county_of(unit.division_code):
        found["county"] = (_("My county"), Scope.county(county))
    found["unit"] = (unit.name, Scope.unit(unit.id))
    return found


def measured_targets(today: date, scope: Scope) -> tuple[TargetView, ...]:
    """The targets of the plan in force that have a value in this scope."""
    board = find_board(today, scope=scope)
    return tuple(t for t in board.targets if t.value is not None) if board else ()


def my_boards(choice: Choice, posts: Sequence[PostHeld], today: date) -> MyBoards:
    """The chosen figures; without a choice the first measured ones."""
    scopes = scopes_for(posts)
    name, scope = scopes.get(choice.scope, scopes["city"])
    targets = {t.code: t for t in measured_targets(today, scope)}
    codes = [c for c in choice.codes if c in targets] or list(targets)[:FIRST_CHOICE]
    shown = [targets[code] for code in codes]
    return MyBoards(
        name, tuple(map(_mini, shown)), max((t.as_of for t in shown if t.as_of), default=None)
    )


def name_of(target: TargetView) -> str:
    """A target's name in the reader's language."""
    english = (get_language() or "").startswith("en")
    return target.name_en if english and target.name_en else target.name


def _mini(target: TargetView) -> Mini:
    assert target.value is not None
    goal = _("no number set")
    if target.threshold is not None:
        goal = _("target %(figure)s") % {"figure": amount(target.threshold, target.unit)}
    return Mini(
        name=name_of(target),
        url=reverse("plan:target", args=[target.code]),
        value=target.value,
        unit=target.unit,
        goal=goal,
        values=tuple(point.value for point in target.trend),
        target=target.threshold,
    )


def _who(request: HttpRequest) -> str:
    actor_id: UUID = request.actor.id  # type: ignore[attr-defined]
    return str(actor_id)
