"""Everything that was done with a document: steps of its process and acts beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from liupan.capabilities.correspondence.queries.outgoing_page import DocumentView, EntryView
from liupan.capabilities.correspondence.queries.receivers import change_in_words
from liupan.capabilities.correspondence.rules.ink import path_of
from liupan.foundation.design.facade import Event, city_day
from liupan.foundation.workflow.facade import OpinionRef, StepRef, timeline_of
from liupan.kernel import clock
from liupan.kernel.work import Text

Inks = Mapping[tuple[UUID, str, datetime], str]
ACTS: dict[str, Text] = {
    "outgoing.drafted": pgettext_lazy("entry", "draft begun"),
    "outgoing.handed_on": pgettext_lazy("entry", "draft handed on"),
    "outgoing.described": pgettext_lazy("entry", "particulars changed"),
    "outgoing.returned": pgettext_lazy("entry", "returned for another draft"),
    "outgoing.signed_off": pgettext_lazy("entry", "signed off"),
    "outgoing.numbered": pgettext_lazy("entry", "numbered"),
    "outgoing.rendered": pgettext_lazy("entry", "typeset"),
    "outgoing.sealed": pgettext_lazy("entry", "sealed"),
    "outgoing.sealing_passed_on": pgettext_lazy("entry", "the seal has another keeper"),
    "outgoing.dispatched": pgettext_lazy("entry", "dispatched"),
    "outgoing.step_urged": pgettext_lazy("entry", "urged whom it waits for"),
    "outgoing.urged": pgettext_lazy("entry", "units urged to sign for it"),
    "outgoing.voided": pgettext_lazy("entry", "made void"),
    "outgoing.withdrawn": pgettext_lazy("entry", "withdrawn"),
    "outgoing.became_late": pgettext_lazy("entry", "became late"),
    "outgoing.mark_asked": pgettext_lazy("entry", "another secrecy mark asked for"),
    "outgoing.mark_refused": pgettext_lazy("entry", "another secrecy mark refused"),
    "outgoing.mark_changed": pgettext_lazy("entry", "secrecy mark changed"),
    "outgoing.copy_printed": pgettext_lazy("entry", "counted copy printed"),
}
HANDWRITTEN = "outgoing.handwritten"
SAID_BY_STEPS = {"outgoing.returned", HANDWRITTEN}
"""Entries whose words stand with the step already."""
KINDS = {"outgoing.returned": "back", "outgoing.became_late": "late", "outgoing.rendered": "sys",
         "outgoing.sealing_passed_on": "sys"}  # fmt: skip
VOTES: dict[str, Text] = {
    "agree": pgettext_lazy("vote", "agrees"),
    "refuse": pgettext_lazy("vote", "does not agree"),
}
DECIDED: dict[str, Text] = {
    "review": pgettext_lazy("opinion", "passed the draft"),
    "legality": pgettext_lazy("opinion", "found it lawful"),
    "signoff": pgettext_lazy("opinion", "signed it off"),
    "recheck": pgettext_lazy("opinion", "nothing to correct"),
}
"""What it means that somebody agreed, by step."""
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
    if keeper := entry.values.get("keeper"):
        return _("waits for %(who)s") % {"who": keeper}
    if entry.act == "outgoing.dispatched":
        return change_in_words(entry.values.get("added", ()), entry.values.get("removed", ()))
    return str(entry.values.get("number") or entry.values.get("mark") or "")


@dataclass(frozen=True, slots=True)
class Opinion:
    """A decision beside the paper, with words where there are some. `glyph`: the first character
    of the step; `post`: unit and post of whoever decided, as of that day."""

    glyph: str
    who: str
    post: str
    step: str
    at: datetime
    text: str
    note: Text
    ink: str
    """Path of what was written by hand."""


def opinions_of(document: DocumentView) -> list[Opinion]:
    """Every decision, and what else was said, in its latest wording, the newest first."""
    steps: Sequence[StepRef] = document.instance.steps if document.instance else ()
    inks = {
        (one.actor_id, one.values["item_id"], one.at): path_of(one.values["ink"])
        for one in document.entries
        if one.act == HANDWRITTEN
    }
    found = [one for step in steps for one in _said_at(step, document, inks)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _said_at(step: StepRef, document: DocumentView, inks: Inks) -> Iterator[Opinion]:
    for one in step.opinions:
        note = _note(one, step)
        if one.is_latest and (one.text or note):
            post = document.posts.get((one.author_id, clock.on(one.written_at)), "")
            ink = inks.get((one.author_id, str(one.item_id), one.written_at), "")
            yield Opinion(
                step.name[:1], one.author, post, step.name, one.written_at, one.text, note, ink
            )


def _note(one: OpinionRef, step: StepRef) -> Text:
    """What was done. Handing on a draft, numbering, sealing are no decisions: they stand in the
    history."""
    if one.act in SAID:
        return SAID[one.act]
    if one.act == "put_off":
        return _("put off until %(day)s") % {"day": city_day(date.fromisoformat(one.outcome))}
    if one.act == "sign":
        return VOTES.get(one.outcome, "") if step.element != "seal" else ""
    if one.outcome == "agree":
        return DECIDED.get(step.element, "")
    return VOTES.get(one.outcome, "")


def votes_of(step: StepRef | None) -> list[tuple[str, Text]]:
    """Who signs jointly, and what they have said so far; of seals the issuers say it."""
    if step is None or step.element == "seal":
        return []
    return [
        (one.name, VOTES.get(one.vote, pgettext("vote", "not yet")))
        for one in step.signers
        if not one.is_removed
    ]
