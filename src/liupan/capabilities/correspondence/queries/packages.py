"""What goes into the package of a filed document: its texts and its story, for people and programs.

Asked by operations, which have asked whether the actor may.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any
from uuid import UUID

from liupan.capabilities.correspondence.models import Draft, Entry, Incoming, Outgoing
from liupan.capabilities.correspondence.rules.packages import Part
from liupan.foundation.documents.facade import read_source, text_of
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.workflow.facade import InstanceRef, describe_instance, instances_of
from liupan.kernel import clock

Document = Outgoing | Incoming
TEXTS = "texts"
STORY = "story.json"
READABLE = "story.txt"
WORDS = {"agree": "同意", "refuse": "不同意"}


def parts_of(document: Document) -> list[Part]:
    """Every draft as text and source, and what was done, as JSON and as lines to read."""
    drafts = list_drafts(document)
    instances = _instances(document)
    entries = _entries(document)
    names = _names(entries)
    story = {
        "process": [asdict(one) for one in instances],
        "entries": [_entry(one, names) for one in entries],
    }
    return [
        *_texts(drafts),
        Part(STORY, _json(story)),
        Part(READABLE, "\n".join(_lines(document, instances, entries, names)).encode()),
    ]


def list_drafts(document: Document) -> list[Draft]:
    """The drafts of an outgoing document, in order; none of an incoming one."""
    return list(document.drafts.order_by("n")) if isinstance(document, Outgoing) else []


def _texts(drafts: Iterable[Draft]) -> Iterator[Part]:
    for draft in drafts:
        source = json.dumps(draft.source, ensure_ascii=False)
        yield Part(f"{TEXTS}/draft-{draft.n}.json", _json(draft.source))
        yield Part(f"{TEXTS}/draft-{draft.n}.txt", (text_of(read_source(source)) + "\n").encode())


def _instances(document: Document) -> list[InstanceRef]:
    found = instances_of([document.id]).get(document.id, [])
    told = (describe_instance(one) for one in reversed(found))
    return [one for one in told if one is not None]


def _entries(document: Document) -> list[Entry]:
    return list(document.entries.order_by("at", "id"))


def _names(entries: Iterable[Entry]) -> dict[UUID, str]:
    return {one.id: one.name for one in list_accounts(e.actor_id for e in entries).values()}


def _entry(one: Entry, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "at": one.at.isoformat(),
        "act": one.act,
        "actor_id": str(one.actor_id),
        "actor": names.get(one.actor_id, ""),
        "words": one.words,
        "values": one.values,
    }


def _lines(
    document: Document,
    instances: Iterable[InstanceRef],
    entries: Iterable[Entry],
    names: dict[UUID, str],
) -> Iterator[str]:
    """In Chinese, whatever language the person who files it reads: it is kept for decades."""
    yield f"{document.number}  {document.title}"
    yield ""
    told = [(one.at, f"{one.act}  {names.get(one.actor_id, '')}  {one.words}") for one in entries]
    for instance in instances:
        for step in instance.steps:
            told += [
                (said.written_at, f"{step.name}  {said.author}：{said.text or _word(said.outcome)}")
                for said in step.opinions
            ]
            if step.closed_at:
                word = _word(step.outcome)
                told.append((step.closed_at, f"{step.name}  {step.done_by}  {word}"))
    for at, words in sorted(told, key=lambda one: one[0]):
        yield f"{at.astimezone(clock.CITY):%Y-%m-%d %H:%M}  {words}".rstrip()
    yield ""


def _word(outcome: str) -> str:
    return WORDS.get(outcome, outcome)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n").encode()
