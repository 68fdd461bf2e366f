"""The action panel: the one act that is due, what else can be done, and for whom it waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

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
from liupan.capabilities.correspondence.views.outgoing.acts.steps import (
    STEP_ACTS,
    Decide,
    GiveBack,
    NoteRead,
    Return,
)
from liupan.foundation.design.facade import city_day
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.work import Text, place

DEEDS: tuple[type[Deed], ...] = (*STEP_ACTS, *ISSUING_ACTS)
LONG = timedelta(minutes=10)
"""Two rounds of making up what a worker was killed over."""
DUE: tuple[type[Deed], ...] = (Decide, GiveBack, Number, Seal, Dispatch, NoteRead)
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
    put_off: str


def panel_of(document: DocumentView, actor: Actor, now: datetime) -> Panel:
    """The panel of an actor."""
    possible = [deed for kind in DEEDS if (deed := kind(document, actor, now)).is_possible]
    main = next((deed for deed in possible if isinstance(deed, DUE)), None)
    is_own = document.step and not (document.is_added_signer or document.step.is_delegated)
    at = document.step.element if document.step and is_own else ""
    edit = place("correspondence:draft-edit", document.id) if at in EDITED_AT else ""
    more = [
        (deed.verb, deed.url)
        for deed in possible
        if deed is not main and not isinstance(deed, Return)
    ]
    form = main.form() if main else None
    return Panel(
        main,
        form,
        more,
        edit,
        at == "draft",
        nothing_to_do(document, now),
        put_off_until(document, now),
    )


def put_off_until(document: DocumentView, now: datetime) -> str:
    """That it was put off, and when it comes back."""
    step = document.step
    if step is None or step.waits_from is None or step.waits_from <= now:
        return ""
    said = next((one for one in reversed(step.opinions) if one.act == "put_off"), None)
    words = _("Put off until %(day)s; it comes back to your list by itself then.")
    until = words % {"day": city_day(clock.on(step.waits_from))}
    return f"{until} {said.text}" if said else until


def nothing_to_do(document: DocumentView, now: datetime) -> str:
    """Who has it, where this person cannot do anything."""
    if document.line.state is State.RENDERING:
        return _typesetting(document, now)
    if document.step and document.step.element == "seal":
        return _(
            "It waits for a seal in your keeping that is not in use: take it into custody first, or"
            " have it resumed."
        )
    steps = document.instance.open_steps if document.instance else ()
    who = [name for step in steps for name in ((step.holder,) if step.holder else step.holders)]
    if who:
        return _("It is with %(who)s now.") % {"who": "、".join(dict.fromkeys(who))}
    return _("It is over; nothing waits for anybody.")


def _typesetting(document: DocumentView, now: datetime) -> str:
    """A few seconds, or that something is wrong: no worker, a full disk."""
    since = [one.at for one in document.entries if one.act == "outgoing.numbered"]
    if since and now - max(since) > LONG:
        return _(
            "PDF and OFD could not be typeset so far. Number and text are safe, and it is tried "
            "again every five minutes. Tell the system administrator: the worker may stand still, "
            "or the disk be full."
        )
    return _("PDF and OFD are being typeset. This takes a few seconds; the page may be left.")
