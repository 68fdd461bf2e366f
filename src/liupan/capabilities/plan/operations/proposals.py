"""What people do with a proposal before anything of it is a fact; each change can be undone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.plan.events import ProposalChanged
from liupan.capabilities.plan.models import Notice, ProposedPart
from liupan.capabilities.plan.notices.reshaping import (
    cuts_of,
    merged,
    merged_places,
    place_of,
    target_of,
    task_of,
)
from liupan.capabilities.plan.operations.conflicts import Both, check_version, labels
from liupan.capabilities.plan.operations.notices import check_unchanged, locked_notice
from liupan.capabilities.plan.policies import NOBODYS, require_keeper
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing

Kind = ProposedPart.Kind
KEPT = ("said", "places", "is_dropped", "is_checked")
"""What the last change did to a part is kept under these names."""
LONGEST_WORDS = 4_000


@operation
def revise_proposed(
    *, part_id: UUID, said: Mapping[str, Any], version: int, actor: Actor, now: datetime
) -> UUID:
    """Change what a proposed part says, and with that tick it off. Raises `StaleVersion`."""
    notice, part = _locked(part_id, actor)
    check_version(part, version, actor, lambda: _both(part, said, notice))
    before = _snapshot(part)
    changed = {
        name: (_text(part.said.get(name)), _text(value))
        for name, value in said.items()
        if part.said.get(name) != value
    }
    if not changed and part.is_checked:
        nothing_changed()
        return part.id
    part.said = {**part.said, **said}
    part.is_checked = True
    _save(notice, "revised", part, [before], actor, now, changed=changed)
    return part.id


@operation
def check_proposed(*, part_id: UUID, version: int, actor: Actor, now: datetime) -> UUID:
    """Tick a part off: somebody has looked at it and it is right."""
    notice, part = _locked(part_id, actor, version, _("It is right"))
    if part.is_checked:
        nothing_changed()
        return part.id
    before = _snapshot(part)
    part.is_checked = True
    _save(notice, "checked", part, [before], actor, now)
    return part.id


@operation
def check_section(*, part_id: UUID, version: int, actor: Actor, now: datetime) -> UUID:
    """Tick a section off with everything that stands in it and is not dropped.

    Args:
        version: the notice's, so that nobody ticks off what they have not seen.
    """
    notice, part = _locked(part_id, actor)
    check_unchanged(notice, version)
    found = notice.parts.filter(said__section=str(part.id), is_checked=False, is_dropped=False)
    rows = [part, *found]
    before = [_snapshot(row) for row in rows]
    for row in rows:
        row.is_checked = True
    _save(notice, "checked", part, before, actor, now, also=rows[1:])
    return part.id


@operation
def drop_proposed(*, part_id: UUID, version: int, actor: Actor, now: datetime) -> UUID:
    """Leave a part out of the plan. It stays on the page and can be taken back."""
    notice, part = _locked(part_id, actor, version, _("Leave it out"))
    if part.kind == Kind.HEAD:
        raise InvalidInput(_("A plan without a head is none."))
    return _dropped(notice, part, is_dropped=True, actor=actor, now=now)


@operation
def restore_proposed(*, part_id: UUID, version: int, actor: Actor, now: datetime) -> UUID:
    """Take a part back into the proposal."""
    notice, part = _locked(part_id, actor, version, _("Take it back in"))
    return _dropped(notice, part, is_dropped=False, actor=actor, now=now)


@operation
def merge_proposed(
    *, part_id: UUID, other_id: UUID, version: int, actor: Actor, now: datetime
) -> UUID:
    """Make one task of two (合并): what the other says goes into this one."""
    notice, part = _locked(part_id, actor, version, _("Merge"))
    other = notice.parts.select_for_update().filter(id=other_id).first()
    if other is None or other.id == part.id or {part.kind, other.kind} != {Kind.TASK}:
        raise InvalidInput(_("Choose another key task to merge with."))
    before = [_snapshot(part), _snapshot(other)]
    part.said = merged(part.said, other.said)
    part.places = merged_places(part.places, other.places)
    part.is_checked = False
    other.delete()
    _save(notice, "merged", part, before, actor, now)
    return part.id


@operation
def split_proposed(*, part_id: UUID, at: int, version: int, actor: Actor, now: datetime) -> UUID:
    """Make two tasks of one (拆分); returns the id of the second.

    Args:
        at: where in its words (`words_of`) the second begins.
    """
    notice, part = _locked(part_id, actor, version, _("Split the task"))
    words = words_of(part, notice.text)
    if part.kind != Kind.TASK or at not in cuts_of(words):
        raise InvalidInput(_("Choose where to cut the task in two."))
    before = _snapshot(part)
    issued_on = _issued_on(notice)
    shared = {"section": part.said.get("section", ""), "clause": part.said["clause"]}
    first, second = (task_of(w, issued_on=issued_on) for w in (words[:at], words[at:]))
    part.said = {**part.said, "name": first["name"], "end_state": first["end_state"]}
    fresh = ProposedPart.objects.create(
        notice=notice,
        kind=Kind.TASK,
        said={**second, **shared, "lead": second["lead"] or part.said["lead"]},
        places=_places_from(part.places, at),
    )
    part.places = _places_up_to(part.places, at)
    part.is_checked = False
    _save(notice, "split", part, [before], actor, now, created=[fresh])
    return fresh.id


@operation
def add_proposed(*, notice_id: UUID, kind: str, words: str, actor: Actor, now: datetime) -> UUID:
    """Propose one more section, target or key task, from words of the notice or of one's own."""
    notice = locked_notice(notice_id, actor)
    words = words.strip()[:LONGEST_WORDS]
    if not words:
        raise InvalidInput(
            _("There are no words yet."), fields={"words": [_("Choose or type some words.")]}
        )
    if kind not in (Kind.SECTION, Kind.TARGET, Kind.TASK):
        raise InvalidInput(_("Choose what the words are."))
    place = place_of(words, notice.text)
    part = ProposedPart.objects.create(
        notice=notice,
        kind=kind,
        said=_said_of(notice, kind, words, place[0] if place else None),
        places=[list(place)] if place else [],
    )
    _save(notice, "added", part, [], actor, now, created=[part])
    return part.id


@operation
def undo_change(*, notice_id: UUID, version: int, actor: Actor, now: datetime) -> None:
    """Take the last change back, whoever made it. Raises `StaleVersion` when another followed."""
    notice = locked_notice(notice_id, actor)
    check_unchanged(notice, version)
    undone = notice.undo
    if not undone:
        raise InvalidInput(_("There is nothing to be taken back."))
    notice.parts.filter(id__in=undone["created"]).delete()
    for kept in undone["before"]:
        _put_back(notice, kept)
    notice.undo = None
    notice.version += 1
    notice.save(update_fields=["undo", "version"])
    fact = ProposalChanged(thing_id=notice.id, act="undone", name=undone["name"], changed={})
    record(fact, actor=actor, now=now)


def words_of(part: ProposedPart, text: str) -> str:
    """The words of a part, as they stand in the notice; where they do not, what it says."""
    found = "".join(text[start:end] for start, end in part.places)
    return found or str(part.said.get("end_state", ""))


def _locked(
    part_id: UUID, actor: Actor, version: int | None = None, act: str = ""
) -> tuple[Notice, ProposedPart]:
    """Notice and part, both locked; held to the version where one is given."""
    found = ProposedPart.objects.filter(id=part_id).values_list("notice_id", flat=True).first()
    if found is None:
        require_keeper(actor, NOBODYS)
        raise Missing(_("There is no such part."))
    notice = locked_notice(found, actor)
    part = ProposedPart.objects.select_for_update().filter(id=part_id).first()
    if part is None:
        raise Missing(_("There is no such part."))
    part.notice = notice
    if version is not None:
        check_version(part, version, actor, lambda: [Both(_("What you wanted"), act, str(part))])
    return notice, part


def _dropped(
    notice: Notice, part: ProposedPart, *, is_dropped: bool, actor: Actor, now: datetime
) -> UUID:
    if part.is_dropped == is_dropped:
        nothing_changed()
        return part.id
    before = _snapshot(part)
    part.is_dropped = is_dropped
    _save(notice, "dropped" if is_dropped else "restored", part, [before], actor, now)
    return part.id


def _snapshot(part: ProposedPart) -> dict[str, Any]:
    return {"id": str(part.id), "kind": part.kind, **{name: getattr(part, name) for name in KEPT}}


def _save(
    notice: Notice,
    act: str,
    part: ProposedPart,
    before: Sequence[Mapping[str, Any]],
    actor: Actor,
    now: datetime,
    *,
    created: Iterable[ProposedPart] = (),
    also: Sequence[ProposedPart] = (),
    changed: Mapping[str, tuple[str | None, str | None]] | None = None,
) -> None:
    """Save the part (and others), remember how to take it back, leave the fact."""
    for row in (part, *also):
        row.version += 1
    ProposedPart.objects.bulk_update([part, *also], [*KEPT, "version"])
    notice.undo = {
        "act": act,
        "name": str(part),
        "before": list(before),
        "created": [str(row.id) for row in created],
    }
    notice.version += 1
    notice.save(update_fields=["undo", "version"])
    fact = ProposalChanged(
        thing_id=part.id,
        concerned=(notice.id,),
        act=act,
        name=str(part),
        changed=dict(changed or {}),
    )
    record(fact, actor=actor, now=now)


def _put_back(notice: Notice, kept: Mapping[str, Any]) -> None:
    row = notice.parts.filter(id=kept["id"]).first()
    if row is None:
        row = ProposedPart(id=kept["id"], notice=notice, kind=kept["kind"])
    for name in KEPT:
        setattr(row, name, kept[name])
    row.version += 1
    row.save()


def _both(part: ProposedPart, said: Mapping[str, Any], notice: Notice) -> list[Both]:
    names = labels()
    sections = {str(s.id): str(s) for s in notice.parts.filter(kind=Kind.SECTION)}

    def shown(name: str, value: object) -> str:
        return sections.get(str(value), "") if name == "section" else _text(value) or ""

    return [
        Both(names[name], shown(name, value), shown(name, part.said.get(name)))
        for name, value in said.items()
        if name in names
    ]


def _text(value: object) -> str | None:
    if isinstance(value, list):
        return "、".join(map(str, value))
    return None if value is None else str(value)


def _said_of(notice: Notice, kind: str, words: str, at: int | None) -> dict[str, Any]:
    if kind == Kind.SECTION:
        return {"numeral": "", "name": " ".join(words.split())[:200]}
    reads = target_of if kind == Kind.TARGET else task_of
    return {**reads(words, issued_on=_issued_on(notice)), "section": _section_at(notice, at)}


def _section_at(notice: Notice, at: int | None) -> str:
    """The section in which a place of the text lies: the last that begins before it."""
    sections = [s for s in notice.parts.filter(kind=Kind.SECTION) if s.places]
    before = [s for s in sections if at is not None and s.places[0][0] <= at]
    return str(max(before, key=lambda s: s.places[0][0]).id) if before else ""


def _issued_on(notice: Notice) -> date | None:
    head = notice.parts.get(kind=Kind.HEAD).said
    return date.fromisoformat(head["issued_on"]) if head["issued_on"] else None


def _places_up_to(places: Sequence[Sequence[int]], at: int) -> list[list[int]]:
    found = []
    for start, end in places:
        if at > 0:
            found.append([start, min(end, start + at)])
        at -= end - start
    return found


def _places_from(places: Sequence[Sequence[int]], at: int) -> list[list[int]]:
    found = []
    for start, end in places:
        if end - start > at:
            found.append([start + max(at, 0), end])
        at -= end - start
    return found
