"""What follows (签发之后): the way a document still has to go, in a few lines."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liupan.capabilities.correspondence.queries.outgoing_page import DocumentView
from liupan.capabilities.correspondence.rules.sending import OF_STEP, OVER, State


@dataclass(frozen=True, slots=True)
class Stage:
    """One line. `kind`: is-past, is-now or empty."""

    words: str
    kind: str


def stages_of(document: DocumentView) -> list[Stage]:
    """The steps that are done in one line, then each that follows."""
    now = document.line.state
    if now in (State.VOID, State.WITHDRAWN):
        return []
    order = [*OF_STEP.values(), State.DISPATCHED, State.ARCHIVED]
    at = order.index(now)
    way = [one for one in order if _is_on_way(document, one)]
    past = [one for one in way if order.index(one) < at]
    coming = [one for one in way if order.index(one) >= at]
    done = pgettext("between chosen values", ", ").join(_name(one) for one in past)
    lines = [Stage(done, "is-past")] if done else []
    return [*lines, *(Stage(_words(document, one), _kind(one, now)) for one in coming)]


def _kind(one: State, now: State) -> str:
    if one is not now:
        return ""
    return "is-past" if now in OVER else "is-now"


def _is_on_way(document: DocumentView, state: State) -> bool:
    """Joint signing and legality review only where the document needs them."""
    if state is State.COSIGNING:
        return any(one.part == "cosigner" for one in document.parties)
    if state is State.LEGALITY:
        return document.is_normative
    return True


def _name(state: State) -> str:
    names = {
        State.DRAFTING: pgettext("stage", "draft"),
        State.REVIEWING: pgettext("stage", "review"),
        State.COSIGNING: pgettext("stage", "joint signing"),
        State.LEGALITY: pgettext("stage", "legality review"),
        State.SIGNING_OFF: pgettext("stage", "signing off"),
        State.RECHECKING: pgettext("stage", "re-check"),
        State.NUMBERING: pgettext("stage", "numbering"),
        State.RENDERING: pgettext("stage", "typesetting"),
        State.SEALING: pgettext("stage", "sealing"),
        State.DISPATCHING: pgettext("stage", "dispatch"),
        State.DISPATCHED: pgettext("stage", "receipts"),
        State.ARCHIVED: pgettext("stage", "filing"),
    }
    return names[state]


def _words(document: DocumentView, state: State) -> str:
    comma = pgettext("between chosen values", ", ")
    match state:
        case State.COSIGNING:
            units = [one.unit for one in document.parties if one.part == "cosigner"]
            return _("Signed jointly by %(units)s") % {"units": comma.join(units)}
        case State.SIGNING_OFF if document.signer:
            return _("Signed off by %(who)s") % {"who": document.signer}
        case State.NUMBERING:
            return _("The registry gives it a number")
        case State.RENDERING:
            return _("PDF and OFD are typeset")
        case State.SEALING:
            units = [one.unit for one in document.issuers]
            return _("The seal of %(units)s is set on it") % {"units": comma.join(units)}
        case State.DISPATCHING:
            named = len(document.addressees)
            return _("Dispatched to %(n)s groups of addressees") % {"n": named}
        case State.DISPATCHED:
            return _("Each unit signs for it")
        case State.ARCHIVED:
            return _("Put on file")
    return _name(state).capitalize()
