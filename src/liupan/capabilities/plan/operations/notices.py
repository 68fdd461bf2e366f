"""Notices: read into a proposal, confirmed as a draft of a plan, given up."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from liupan.capabilities.plan.events import NoticeConfirmed, NoticeDiscarded, NoticeRead
from liupan.capabilities.plan.facts import Level
from liupan.capabilities.plan.facts.texts import faults_of
from liupan.capabilities.plan.models import Edition, Notice, Plan, ProposedPart
from liupan.capabilities.plan.notices.drafting import SECTION, Draft, drafts_of
from liupan.capabilities.plan.notices.editions import Entered, Reviewed, edition_of
from liupan.capabilities.plan.operations.editions import enter_edition
from liupan.capabilities.plan.operations.filling import FaultyText, reasons
from liupan.capabilities.plan.operations.locking import government_of, require_division
from liupan.capabilities.plan.policies import require_keeper
from liupan.capabilities.plan.queries.editions import levels_above
from liupan.capabilities.plan.queries.notices import in_order
from liupan.foundation.journal.facade import operation, record
from liupan.foundation.organisations.facade import find_division
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, Refusal, StaleVersion
from liupan.kernel.pinyin import syllables

LONGEST = 150_000
"""Characters of a notice that is looked at on one page; an ordinary one has some 10,000."""
MOST_PARTS = 1_500
COUNTY = 3
HEAD_NEEDS = ("code", "title", "issuer", "issued_on", "starts_on", "ends_on")


class NoLongerOpen(Refusal):
    """The proposal was confirmed or given up already."""


@operation
def enter_notice(
    *, file_name: str, division: str, read: Mapping[str, Any], actor: Actor, now: datetime
) -> UUID:
    """Keep what a notice proposes, for people to look at (读取通知). Nothing of it is a fact.

    Args:
        read: what `gateways.proposal_of_file` made of the file.

    Raises `InvalidInput`.
    """
    unit = government_of(division, now)
    require_keeper(actor, unit.id if unit else None)
    require_division(division, now)
    if len(read["text"]) > LONGEST or len(read["tasks"]) + len(read["targets"]) > MOST_PARTS:
        raise _too_long()
    notice = Notice.objects.create(
        unit_id=unit.id if unit else None,
        division_code=division,
        level=_level(division, now),
        file_name=file_name[-200:],
        text=read["text"],
        read_at=now,
    )
    _propose(notice, read, now)
    fact = NoticeRead(
        thing_id=notice.id,
        file_name=notice.file_name,
        targets=len(read["targets"]),
        key_tasks=len(read["tasks"]),
    )
    record(fact, actor=actor, now=now)
    return notice.id


@operation
def confirm_notice(*, notice_id: UUID, version: int, actor: Actor, now: datetime) -> UUID:
    """Make a draft of a plan of what is kept of the proposal (确认建议); returns the edition's id.

    Raises `StaleVersion`, `FaultyText` naming every part that cannot stand, `AnotherPlan`.
    """
    notice = locked_notice(notice_id, actor)
    check_unchanged(notice, version)
    kept = [p for p in in_order(notice.parts.all()) if not p.is_dropped]
    _require_head(kept)
    entered = _edition(notice, kept)
    edition = Edition.objects.get(id=enter_edition(text=entered.text, actor=actor, now=now))
    for part in kept:
        part.code = entered.codes.get(str(part.id), "")
    ProposedPart.objects.bulk_update(kept, ["code"])
    notice.state, notice.edition, notice.undo = Notice.State.CONFIRMED, edition, None
    notice.version += 1
    notice.save(update_fields=["state", "edition", "undo", "version"])
    fact = NoticeConfirmed(
        thing_id=notice.id,
        concerned=(edition.id, edition.plan_id),
        file_name=notice.file_name,
        plan_code=entered.text.plan.code,
        edition_number=edition.number,
        unchecked=sum(not p.is_checked for p in kept),
    )
    record(fact, actor=actor, now=now)
    return edition.id


@operation
def discard_notice(*, notice_id: UUID, actor: Actor, now: datetime) -> None:
    """Give a proposal up (放弃建议). Its text is kept."""
    notice = locked_notice(notice_id, actor)
    notice.state, notice.undo = Notice.State.DISCARDED, None
    notice.version += 1
    notice.save(update_fields=["state", "undo", "version"])
    record(NoticeDiscarded(thing_id=notice.id, file_name=notice.file_name), actor=actor, now=now)


def locked_notice(notice_id: UUID, actor: Actor) -> Notice:
    """The notice, locked, while its proposal is open. Raises `Missing`, `NoLongerOpen`."""
    notice = Notice.objects.select_for_update(of=("self",)).filter(id=notice_id).first()
    require_keeper(actor, notice.unit_id if notice else None)
    if notice is None:
        raise Missing(_("There is no such notice."))
    if notice.state != Notice.State.PROPOSED:
        raise NoLongerOpen(
            _("This proposal is closed."),
            next_step=_(
                "Confirmed parts are changed in the draft; a new reading of the file begins anew."
            ),
        )
    return notice


def check_unchanged(notice: Notice, version: int) -> None:
    """Refuse what would reach further than its sender has seen. Raises `StaleVersion`."""
    if notice.version != version:
        raise StaleVersion(
            _("Somebody has changed this proposal since you opened it."),
            next_step=_("Look at it as it stands now, then decide anew."),
        )


def _propose(notice: Notice, read: Mapping[str, Any], now: datetime) -> None:
    code = _free_code(notice.division_code, read["date"], now)
    drafts = list(drafts_of(read, code=code, above=_plan_above(notice, read["cites"])))
    sections = [_row(notice, d) for d in drafts if d.kind == SECTION]
    others = [_row(notice, d, sections) for d in drafts if d.kind != SECTION]
    ProposedPart.objects.bulk_create([*sections, *others])


def _row(notice: Notice, draft: Draft, sections: list[ProposedPart] | None = None) -> ProposedPart:
    said = dict(draft.said)
    if sections is not None and draft.kind in ("target", "task"):
        said["section"] = "" if draft.section is None else str(sections[draft.section].id)
    return ProposedPart(
        notice=notice, kind=draft.kind, said=said, places=[list(p) for p in draft.places]
    )


def _free_code(division: str, day: str | None, now: datetime) -> str:
    """A code for the plan: the division's name in letters, and the year."""
    found = find_division(division, clock.on(now))
    name = found.name[:-1] if found and len(found.name) > 2 else division
    wanted = f"{''.join(syllables(name))}-{(day or str(clock.on(now)))[:4]}".lower()
    taken = set(Plan.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    return next(c for c in (wanted, *(f"{wanted}-{n}" for n in range(2, 999))) if c not in taken)


def _plan_above(notice: Notice, cites: Sequence[Mapping[str, Any]]) -> str:
    """The code of the plan of a higher level that the notice cites, by number or title."""
    numbers = {c["number"] for c in cites if c["number"]}
    titles = {c["title"] for c in cites if c["title"]}
    cited = Q(document_number__in=numbers) | Q(title__in=titles)
    found = Edition.objects.filter(cited, plan__level__in=levels_above(notice.level)).exclude(
        state=Edition.State.DRAFT
    )
    return found.order_by("-number").values_list("plan__code", flat=True).first() or ""


def _level(division: str, now: datetime) -> str:
    found = find_division(division, clock.on(now))
    is_county = found is not None and found.level >= COUNTY
    return (Plan.Level.COUNTY if is_county else Plan.Level.CITY).value


def _require_head(kept: list[ProposedPart]) -> None:
    head = next(p for p in kept if p.kind == ProposedPart.Kind.HEAD)
    if all(head.said.get(name) for name in HEAD_NEEDS):
        return
    raise InvalidInput(
        _("The head of the plan is not complete."),
        next_step=_("Fill in title, issuer and the three days first."),
    )


def _edition(notice: Notice, kept: list[ProposedPart]) -> Entered:
    """The text, or every fault with the name of its part."""
    parts = [Reviewed(str(p.id), p.kind, p.said) for p in kept]
    entered = edition_of(parts, level=Level(notice.level), division=notice.division_code)
    if faults := faults_of(entered.text):
        names = {code: str(p) for p in kept if (code := entered.codes.get(str(p.id)))}
        said = reasons()
        raise FaultyText(
            "\n".join(f"{f.where} {names.get(f.where, '')}: {said[f.what]}" for f in faults),
            next_step=_("Correct the places named and try again."),
        )
    return entered


def _too_long() -> InvalidInput:
    words = _("The notice is too long to be looked at on one page: at most 150,000 characters.")
    return InvalidInput(
        words, fields={"file": [words]}, next_step=_("Leave annexes out and try again.")
    )
