"""The action panel: the one act that is due, what else can be done, and for whom it waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.queries.outgoing_page import DocumentView
from liupan.capabilities.correspondence.rules.sending import State
from liupan.capabilities.correspondence.views.outgoing.acts.deed import Deed
from liupan.capabilities.correspondence.views.outgoing.acts.issuing import (
    ISSUING_ACTS,
    Dispatch,
    Number,
    Seal,
)
from liupan.capabilities.correspondence.views.outgoing.acts.steps import STEP_ACTS, Decide, Return
from liupan.kernel.authority import Actor
from liupan.kernel.work import Text, place

DEEDS: tuple[type[Deed], ...] = (*STEP_ACTS, *ISSUING_ACTS)
DUE: tuple[type[Deed], ...] = (Decide, Number, Seal, Dispatch)
"""Those that stand open in the panel; the others are a click away."""
EDITED_AT = ("draft", "review")


@dataclass(frozen=True)
class Panel:
    """What stands open, with its form, and what is a click away."""

    main: Deed | None
    form: forms.Form | None
    more: Sequence[tuple[Text, str]]
    edit_url: str
    is_drafting: bool
    nothing: str


def panel_of(document: DocumentView, actor: Actor, now: datetime) -> Panel:
    """The panel of an actor."""
    possible = [deed for kind in DEEDS if (deed := kind(document, actor, now)).is_possible]
    main = next((deed for deed in possible if isinstance(deed, DUE)), None)
    at = document.step.element if document.step else ""
    edit = place("correspondence:draft-edit", document.id) if at in EDITED_AT else ""
    more = [
        (deed.verb, deed.url)
        for deed in possible
        if deed is not main and not isinstance(deed, Return)
    ]
    form = main.form() if main else None
    return Panel(main, form, more, edit, at == "draft", nothing_to_do(document))


def nothing_to_do(document: DocumentView) -> str:
    """Who has it, where this person cannot do anything."""
    if document.line.state is State.RENDERING:
        return _("PDF and OFD are being typeset. This takes a few seconds; the page may be left.")
    steps = document.instance.open_steps if document.instance else ()
    who = [name for step in steps for name in ((step.holder,) if step.holder else step.holders)]
    if who:
        return _("It is with %(who)s now.") % {"who": "、".join(dict.fromkeys(who))}
    return _("It is over; nothing waits for anybody.")
