"""The action panel: what this person can do with an item now, the one that is due first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from liupan.capabilities.supervision.queries.shapes import ItemView
from liupan.capabilities.supervision.rules.states import Act, State
from liupan.capabilities.supervision.views.acts import supervision as office
from liupan.capabilities.supervision.views.acts import unit
from liupan.capabilities.supervision.views.acts.deed import Deed
from liupan.kernel.authority import Actor
from liupan.kernel.work import Text

DEEDS: tuple[type[Deed], ...] = (
    unit.SignFor, office.Verify, unit.Endorse, office.Decide, unit.Answer, office.HandOver,
    unit.Resume, unit.Report, office.Archive, office.GiveNote, office.Urge, office.Visit,
    office.IssueSheet, office.Lapse, unit.AskExtension, unit.AskPause, office.Revise,
    office.Reassign, office.Reopen, office.Withdraw,
)  # fmt: skip
"""Every act, what is due soonest first."""

DUE = DEEDS[:10]
"""Those that may stand open in the panel; the others are a click away."""


@dataclass(frozen=True)
class Panel:
    """What stands open, with its form, and what is a click away."""

    main: Deed | None
    form: forms.Form | None
    more: Sequence[tuple[Text, str]]
    urge_url: str
    decompose_url: str


def panel_of(item: ItemView, actor: Actor, now: datetime) -> Panel:
    """The panel of an actor."""
    possible = [deed for kind in DEEDS if (deed := kind(item, actor, now)).is_possible]
    main = next((deed for deed in possible if isinstance(deed, DUE)), None)
    if item.line.state is State.REGISTERED and not item.end_state:
        main = next((deed for deed in possible if isinstance(deed, office.Revise)), main)
    urge = next((deed.url for deed in possible if isinstance(deed, office.Urge)), "")
    decompose = ""
    if Act.DECOMPOSE in item.may:
        decompose = reverse("supervision:decompose", args=[item.id])
    more = [
        (deed.title, deed.url)
        for deed in possible
        if deed is not main and not isinstance(deed, office.Urge)
    ]
    return Panel(main, main.form() if main else None, more, urge, decompose)


def nothing_to_do(item: ItemView) -> str:
    """Who holds it, where this person cannot do anything."""
    if not item.holder_name:
        return _("It is over; nothing waits for anybody.")
    return _("It is with %(who)s now.") % {"who": item.holder_name}
