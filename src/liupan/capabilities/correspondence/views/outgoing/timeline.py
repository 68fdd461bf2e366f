"""Everything that was done with a document: steps of its process and acts beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from liupan.capabilities.correspondence.queries.outgoing_page import DocumentView, EntryView
from liupan.foundation.design.facade import Event
from liupan.foundation.workflow.facade import OpinionRef, StepRef, timeline_of
from liupan.kernel.work import Text

ACTS: dict[str, Text] = {
    "outgoing.drafted": pgettext_lazy("entry", "draft begun"),
    "outgoing.handed_on": pgettext_lazy("entry", "draft handed on"),
    "outgoing.described": pgettext_lazy("entry", "particulars changed"),
    "outgoing.returned": pgettext_lazy("entry", "returned for another draft"),
    "outgoing.signed_off": pgettext_lazy("entry", "signed off"),
    "outgoing.numbered": pgettext_lazy("entry", "numbered"),
    "outgoing.rendered": pgettext_lazy("entry", "typeset"),
    "outgoing.sealed": pgettext_lazy("entry", "sealed"),
    "outgoing.dispatched": pgettext_lazy("entry", "dispatched"),
    "outgoing.urged": pgettext_lazy("entry", "units urged to sign for it"),
    "outgoing.voided": pgettext_lazy("entry", "made void"),
    "outgoing.withdrawn": pgettext_lazy("entry", "withdrawn"),
    "outgoing.became_late": pgettext_lazy("entry", "became late"),
}
SAID_BY_STEPS = {"outgoing.returned"}
"""Entries whose words stand with the step already."""
KINDS = {"outgoing.returned": "back", "outgoing.became_late": "late", "outgoing.rendered": "sys"}
VOTES: dict[str, Text] = {
    "agree": pgettext_lazy("vote", "agrees"),
    "refuse": pgettext_lazy("vote", "does not agree"),
}
SAID: dict[str, Text] = {
    "return": pgettext_lazy("opinion", "sent it back"),
    "hand_over": pgettext_lazy("opinion", "passed it on"),
    "delegate": pgettext_lazy("opinion", "delegated it"),
    "give_back": pgettext_lazy("opinion", "gave it back"),
}


def events_of(document: DocumentView) -> list[Event]:
    """The newest first; what it waits for now stands above."""
    steps = timeline_of(document.instance) if document.instance else []
    waiting = [event for event in steps if event.kind == "now"]
    done = [event for event in steps if isinstance(event.at, datetime)]
    done += [_event(entry) for entry in document.entries if entry.act not in SAID_BY_STEPS]
    return [*waiting, *sorted(done, key=_moment, reverse=True)]


def _moment(event: Event) -> float:
    return event.at.timestamp() if isinstance(event.at, datetime) else 0.0


def since(document: DocumentView, seen_at: datetime) -> list[Event]:
    """What happened after somebody opened the page."""
    return [e for e in events_of(document) if isinstance(e.at, datetime) and e.at > seen_at]


def _event(entry: EntryView) -> Event:
    return Event(
        act=ACTS.get(entry.act, entry.act),
        who=" ".join(part for part in (entry.unit, entry.who) if part),
        at=entry.at,
        kind=KINDS.get(entry.act, ""),
        said=entry.words,
        text=_more(entry),
    )


def _more(entry: EntryView) -> str:
    if draft := entry.values.get("draft"):
        return _("draft %(n)s") % {"n": draft}
    if number := entry.values.get("number"):
        return str(number)
    return ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """One opinion beside the paper. `glyph`: the first character of the step."""

    glyph: str
    who: str
    step: str
    at: datetime
    text: str
    note: Text


def opinions_of(document: DocumentView) -> list[Opinion]:
    """Every opinion in its latest wording, the newest first."""
    steps: Sequence[StepRef] = document.instance.steps if document.instance else ()
    found = [one for step in steps for one in _said_at(step)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _said_at(step: StepRef) -> Iterator[Opinion]:
    for one in step.opinions:
        if one.is_latest and (one.text or one.outcome or one.act in SAID):
            yield Opinion(
                step.name[:1], one.author, step.name, one.written_at, one.text, _note(one)
            )


def _note(one: OpinionRef) -> Text:
    return SAID.get(one.act) or VOTES.get(one.outcome, "")


def votes_of(step: StepRef | None) -> list[tuple[str, Text]]:
    """Who signs jointly, and what they have said so far; of seals the issuers say it."""
    if step is None or step.element == "seal":
        return []
    return [
        (one.name, VOTES.get(one.vote, pgettext("vote", "not yet")))
        for one in step.signers
        if not one.is_removed
    ]
