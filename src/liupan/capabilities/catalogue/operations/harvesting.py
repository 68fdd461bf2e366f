"""Catalogues of others: sources are named, read page by page, what they say is kept beside ours.

A page is one transaction that also moves the run to its next place, so a run that is killed goes on
exactly where it was. Only a run that saw everything takes out what was not seen any more.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.events import (
    HarvestEnded,
    HarvestSettled,
    PageHarvested,
    SourceAdded,
    SourceChanged,
    SourceEnded,
)
from liupan.capabilities.catalogue.gateways import SourceSilent, first_place, read_page
from liupan.capabilities.catalogue.models import Harvested, Run, Source, Wrong
from liupan.capabilities.catalogue.policies import HARVEST
from liupan.capabilities.catalogue.queries.harvested import TYPE, as_found_elsewhere
from liupan.capabilities.catalogue.queries.harvests import Shown, in_words, shown
from liupan.capabilities.catalogue.rules.harvesting import Page, Told, is_suspicious
from liupan.foundation.jobs.facade import start_job
from liupan.foundation.journal.facade import (
    nothing_changed,
    operation,
    record,
    refused_when_taken,
)
from liupan.foundation.organisations.facade import list_units
from liupan.foundation.search.facade import index_all, unindex
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal, StaleVersion
from liupan.kernel.transfers import Report, unobserved

JOB = "catalogue.harvest"
CHUNK = 1_000
PAGES = 20_000
"""A run reads no more pages: a catalogue that never ends is broken."""
SOME = 5


class NameTaken(InvalidInput):
    """Another source bears the name."""


class SourceGone(Refusal):
    """The source is harvested no longer."""


class Unsettled(Refusal):
    """A run of the source waits for somebody to confirm what it would remove."""


class NothingToSettle(Refusal):
    """The run does not wait for a decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of a source."""

    name: str
    kind: str
    url: str
    unit_id: UUID
    is_public: bool = True
    is_nightly: bool = False
    shrink_limit: int = 10


def preview(*, kind: str, url: str, actor: Actor) -> tuple[Sequence[Shown], int | None]:
    """The first entries of a catalogue and how many it says it has; nothing is kept.

    Raises `SourceSilent`, `NotAuthorised`.
    """
    require(actor, HARVEST)
    page = read_page(kind, url, first_place(kind, url))
    return [shown(one) for one in page.told[:SOME]], page.total


@operation
def add_source(*, said: Said, actor: Actor, now: datetime) -> UUID:
    """Name a catalogue to harvest (汇集来源). Raises `InvalidInput`, `NotAuthorised`."""
    require(actor, HARVEST, unit_id=said.unit_id)
    _require_sound(said)
    source = Source(added_at=now, **_values(said))
    with refused_when_taken(_taken()):
        source.save(force_insert=True)
    record(SourceAdded(**_about(source), kind=source.kind, url=source.url), actor=actor, now=now)
    return source.id


@operation
def change_source(
    *, source_id: UUID, said: Said, version: int, actor: Actor, now: datetime
) -> UUID:
    """Change a source; the kind stays. Raises `StaleVersion`, `InvalidInput`, `NotAuthorised`."""
    source = _locked_source(source_id, actor)
    require(actor, HARVEST, unit_id=said.unit_id)
    if source.version != version:
        theirs = {name: getattr(source, name) for name in _values(said)}
        raise StaleVersion(_("Somebody changed this source meanwhile."), theirs=theirs)
    _require_sound(said)
    changed = [n for n, value in _values(said).items() if getattr(source, n) != value]
    if not changed:
        nothing_changed()
        return source.id
    for name in changed:
        setattr(source, name, getattr(said, name))
    source.version += 1
    with refused_when_taken(_taken()):
        source.save(update_fields=[*changed, "version"])
    if {"is_public", "unit_id"} & set(changed):
        _reindex(source)
    record(SourceChanged(**_about(source), changed=tuple(changed)), actor=actor, now=now)
    return source.id


@operation
def end_source(*, source_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Harvest a source no longer; its entries are shown no more. Raises `SourceGone`."""
    source = _live(_locked_source(source_id, actor))
    source.ended_at = now
    source.is_nightly = False
    source.version += 1
    source.save(update_fields=["ended_at", "is_nightly", "version"])
    Run.objects.filter(source=source, state__in=(Run.State.READING, Run.State.HELD)).update(
        state=Run.State.DECLINED, ended_at=now
    )
    _take_out(Harvested.objects.filter(source=source, gone_at=None), now)
    record(SourceEnded(**_about(source)), actor=actor, now=now)
    return source.id


@operation
def start_run(*, source_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Read a source now, as a job; a run that was broken off goes on. Returns the job.

    Raises `SourceGone`, `Unsettled`, `NotAuthorised`.
    """
    source = _live(_locked_source(source_id, actor))
    run = Run.objects.filter(source=source, state__in=(Run.State.READING, Run.State.HELD)).first()
    if run and run.state == Run.State.HELD:
        raise Unsettled(
            _("A run of this source waits for confirmation."),
            next_step=_("Confirm or decline what it would remove first."),
        )
    nothing_changed()  # the job's beginning is recorded by itself
    run = run or Run.objects.create(
        source=source,
        place=first_place(source.kind, source.url),
        started_at=now,
        started_by=actor.id,
    )
    title = _("Harvest: %(name)s") % {"name": source.name}
    return start_job(JOB, {"run_id": str(run.id)}, title=title, owner=actor, now=now)


def read_source(
    *, run_id: UUID, actor: Actor, moment: Callable[[], datetime], report: Report = unobserved
) -> None:
    """Read what is left of a run, page by page, then end it. May be called again after a kill.

    Raises `SourceSilent` when a page cannot be read; the run has failed then and removes nothing.
    """
    while (run := _run(run_id)).state == Run.State.READING:
        report(run.added + run.changed + run.unchanged + run.wrong, run.announced or 0)
        if not run.place or run.pages >= PAGES:
            end_run(run_id=run_id, actor=actor, now=moment())
            continue
        try:
            page = read_page(run.source.kind, run.source.url, run.place)
        except SourceSilent as silent:
            fail_run(run_id=run_id, reason=silent.message, actor=actor, now=moment())
            raise
        take_page(run_id=run_id, place=run.place, page=page, actor=actor, now=moment())


@operation
def take_page(*, run_id: UUID, place: str, page: Page, actor: Actor, now: datetime) -> bool:
    """Keep what a page says and move the run on; False when that was done already."""
    run = _locked_run(run_id, actor)
    if run.state != Run.State.READING or run.place != place:
        nothing_changed()
        return False
    added, changed, kept = _keep(run, page.told, now)
    Wrong.objects.bulk_create(
        Wrong(run=run, page=run.pages + 1, foreign_id=one.foreign_id, reason=in_words(one.reason))
        for one in page.amiss
    )
    ids = [one.foreign_id for one in page.amiss if one.foreign_id]
    run.source.entries.filter(foreign_id__in=ids, gone_at=None).update(seen_in=run.id)
    run.added += added
    run.changed += changed
    run.unchanged += kept
    run.wrong += len(page.amiss)
    run.pages += 1
    run.announced = run.announced if page.total is None else page.total
    run.place = page.next if page.next != place else ""
    run.save()
    if not added and not changed and not page.amiss:
        nothing_changed()
        return True
    fact = PageHarvested(
        **_about(run.source), run_id=run.id, page=run.pages, added=added, changed=changed,
        wrong=len(page.amiss),
    )  # fmt: skip
    record(fact, actor=actor, now=now)
    return True


@operation
def end_run(*, run_id: UUID, actor: Actor, now: datetime) -> None:
    """End a run that read everything: what it did not see any more is taken out.

    Nothing is, when fewer entries came than were announced, or some could not be told apart; more
    than the source's limit waits for a person.
    """
    run = _locked_run(run_id, actor)
    if run.state != Run.State.READING:
        nothing_changed()
        return
    gone = run.source.entries.filter(gone_at=None).exclude(seen_in=run.id)
    run.gone = gone.count()
    run.reason = _why_nothing_goes(run)
    if run.reason:
        run.gone = 0
        run.state = Run.State.FAILED
    elif is_suspicious(run.gone, _before(run), run.source.shrink_limit):
        run.state = Run.State.HELD
    else:
        run.state = Run.State.DONE
        _take_out(gone, now)
    _close(run, actor, now)


@operation
def fail_run(*, run_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """End a run whose source could not be read; what was taken in stays, nothing is taken out."""
    run = _locked_run(run_id, actor)
    if run.state != Run.State.READING:
        nothing_changed()
        return
    run.state, run.reason = Run.State.FAILED, reason
    _close(run, actor, now)


@operation
def settle_run(*, run_id: UUID, is_confirmed: bool, actor: Actor, now: datetime) -> UUID:
    """Confirm or decline what a run that was held would take out. Returns the source.

    Raises `NothingToSettle`, `NotAuthorised`.
    """
    run = _locked_run(run_id, actor)
    if run.state != Run.State.HELD:
        raise NothingToSettle(_("This run does not wait for a decision."))
    if is_confirmed:
        gone = run.source.entries.filter(gone_at=None).exclude(seen_in=run.id)
        run.gone = _take_out(gone, now)
    run.state = Run.State.DONE if is_confirmed else Run.State.DECLINED
    run.ended_at = now
    run.save(update_fields=["state", "gone", "ended_at"])
    fact = HarvestSettled(
        **_about(run.source), run_id=run.id, is_confirmed=is_confirmed, gone=run.gone
    )
    record(fact, actor=actor, now=now)
    return run.source_id


def _keep(run: Run, told: Sequence[Told], now: datetime) -> tuple[int, int, int]:
    """How many of these are new, changed, unchanged, each counted once in a run."""
    source = run.source
    known = {
        e.foreign_id: e for e in source.entries.filter(foreign_id__in=[t.foreign_id for t in told])
    }
    added, changed, same = [], [], []
    for one in told:
        entry = known.get(one.foreign_id)
        if entry is None:
            entry = Harvested(source=source, foreign_id=one.foreign_id, first_seen_at=now)
            added.append(entry)
        elif entry.digest == one.digest and entry.gone_at is None:
            same.append(entry)
            continue
        else:
            changed.append(entry)
        _say(entry, one, run, now)
    Harvested.objects.bulk_create(added)
    Harvested.objects.bulk_update(changed, [*_TOLD, "digest", "seen_in", "changed_at", "gone_at"])
    before = [e.id for e in same if e.seen_in != run.id]
    Harvested.objects.filter(id__in=before).update(seen_in=run.id)
    index_all(as_found_elsewhere(entry, source) for entry in (*added, *changed))
    return len(added), len(changed), len(before)


_TOLD = ("title", "abstract", "provider", "url", "keywords", "files", "modified_on")


def _say(entry: Harvested, told: Told, run: Run, now: datetime) -> None:
    for name in _TOLD:
        setattr(entry, name, getattr(told, name))
    entry.keywords = list(told.keywords)
    entry.files = [list(one) for one in told.files]
    entry.digest, entry.seen_in = told.digest, run.id
    entry.changed_at, entry.gone_at = now, None


def _take_out(rows: Any, now: datetime) -> int:
    """Have these entries gone; they are kept and no longer found. How many."""
    ids = list(rows.values_list("id", flat=True))
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        Harvested.objects.filter(id__in=some).update(gone_at=now)
        unindex(TYPE, *some)
    return len(ids)


def _why_nothing_goes(run: Run) -> str:
    seen = run.added + run.changed + run.unchanged + run.wrong
    if run.place:
        return _("The source has no end.")
    if run.announced is not None and seen < run.announced:
        words = _("The source announced %(announced)s entries and gave %(seen)s.")
        return words % {"announced": run.announced, "seen": seen}
    if run.errors.filter(foreign_id="").exists():
        return _("Entries without an id cannot be told from those that went.")
    return ""


def _before(run: Run) -> int:
    """How many entries of the source were there before the run."""
    return int(run.source.entries.filter(gone_at=None).count()) - run.added


def _close(run: Run, actor: Actor, now: datetime) -> None:
    run.ended_at = None if run.state == Run.State.HELD else now
    run.save()
    fact = HarvestEnded(
        **_about(run.source), run_id=run.id, state=run.state, added=run.added,
        changed=run.changed, unchanged=run.unchanged, gone=run.gone, wrong=run.wrong,
    )  # fmt: skip
    record(fact, actor=actor, now=now)


def _reindex(source: Source) -> None:
    rows: Iterable[Harvested] = source.entries.filter(gone_at=None).iterator(chunk_size=CHUNK)
    index_all(as_found_elsewhere(entry, source) for entry in rows)


def _run(run_id: UUID) -> Run:
    found = Run.objects.select_related("source").filter(id=run_id).first()
    if found is None:
        raise Missing(_("There is no such run."))
    return found


def _locked_run(run_id: UUID, actor: Actor) -> Run:
    rows = Run.objects.select_related("source").select_for_update(of=("self",))
    run = rows.filter(id=run_id).first()
    if run is None:
        raise Missing(_("There is no such run."))
    require(actor, HARVEST, unit_id=run.source.unit_id)
    return run


def _locked_source(source_id: UUID, actor: Actor) -> Source:
    source = Source.objects.select_for_update().filter(id=source_id).first()
    if source is None:
        raise Missing(_("There is no such source."))
    require(actor, HARVEST, unit_id=source.unit_id)
    return source


def _live(source: Source) -> Source:
    if source.ended_at is not None:
        raise SourceGone(_("This source is harvested no longer."))
    return source


def _require_sound(said: Said) -> None:
    wrong: dict[str, list[str]] = {}
    if not said.name.strip():
        wrong["name"] = [_("Please say.")]
    if said.kind not in Source.Kind.values:
        wrong["kind"] = [_("Please choose.")]
    if not said.url.startswith(("https://", "http://")):
        wrong["url"] = [_("It begins with https://.")]
    if not 0 <= said.shrink_limit <= 100:
        wrong["shrink_limit"] = [_("Between 0 and 100.")]
    if said.unit_id not in list_units([said.unit_id]):
        wrong["unit_id"] = [_("There is no such unit.")]
    if wrong:
        raise InvalidInput(_("The source cannot be kept like this."), fields=wrong)


def _values(said: Said) -> dict[str, Any]:
    names = ("name", "kind", "url", "unit_id", "is_public", "is_nightly", "shrink_limit")
    return {name: getattr(said, name) for name in names}


def _taken() -> NameTaken:
    words = _("Another source bears this name.")
    return NameTaken(words, fields={"name": [words]})


def _about(source: Source) -> dict[str, Any]:
    return {"thing_id": source.id, "name": source.name, "unit_id": source.unit_id}
