"""A trial run as a page shows it: where it stands, who could do what, what the drawing lacks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import (
    find_root,
    list_holders,
    list_people_in,
    list_posts_by_id,
    list_units,
)
from liupan.foundation.workflow import registry
from liupan.foundation.workflow.checked import Checked, check
from liupan.foundation.workflow.loaded import Loaded, Step, loaded_from
from liupan.foundation.workflow.models import Definition, Instance
from liupan.foundation.workflow.policies import DEPLOY
from liupan.foundation.workflow.queries.candidates import keys_of
from liupan.foundation.workflow.rules.branches import Branch, branches_of
from liupan.foundation.workflow.rules.checking import Objection
from liupan.foundation.workflow.rules.reading import Candidate, Drawing
from liupan.foundation.workflow.tables import latest_table
from liupan.foundation.workflow.trials import Move, Trial, Tried, run_trial
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import LiupanError, Missing

NAMED = 5
"""So many people are named; of more it is said how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What a trial is played from: for which unit, with which values, what was done."""

    unit_id: UUID | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    moves: Sequence[Move] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialField:
    """A value that can be entered: its name, its declared type, what it holds now."""

    name: str
    type: str
    value: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStep:
    """A step of a trial that waits. `who`: who could do it today; empty: nobody."""

    order: int
    element: str
    name: str
    waits: bool
    message: str
    is_joint: bool
    who: tuple[str, ...]
    fields: tuple[TrialField, ...]
    back_to: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialStep:
    """A step the trial reached: element, name, whether open, done or taken back."""

    element: str
    name: str
    state: str
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRef:
    """Where a trial stands. `moves`: those that could be made; `refused`: why the next could not.
    `told`: what happened, as (kind, name, words)."""

    moves: tuple[Move, ...]
    steps: tuple[TrialStep, ...]
    open_steps: tuple[OpenStep, ...]
    values: tuple[tuple[str, Any], ...]
    told: tuple[tuple[str, str, str], ...]
    ended: bool
    stopped: str
    refused: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPage:
    """A drawing before it is deployed: what cannot be executed, what it lacks, its branches, and
    where the trial stands that was begun."""

    name: str
    objections: tuple[Objection, ...]
    problems: tuple[tuple[str, str], ...] = ()
    branches: tuple[Branch, ...] = ()
    fields: tuple[TrialField, ...] = ()
    outcomes: tuple[str, ...] = ()
    trial: TrialRef | None = None


def try_process(
    *, definition_id: UUID, started: Started | None, actor: Actor, day: date
) -> TrialPage:
    """A kept version, deployed or not, as a trial shows it. Writes nothing, calls nobody.

    Raises `NotAuthorised`, `Missing`.
    """
    require(actor, DEPLOY)
    source = Definition.objects.filter(id=definition_id).values_list("source", flat=True).first()
    if source is None:
        raise Missing(_("There is no such process."))
    return page_of(check(bytes(source)), started=started, actor=actor, day=day)


def page_of(checked: Checked, *, started: Started | None, actor: Actor, day: date) -> TrialPage:
    """The same for a file that was read."""
    drawing = checked.drawing
    if checked.specification is None:
        return TrialPage(name=drawing.name, objections=checked.objections)
    loaded = loaded_from(drawing, checked.specification)
    branches = branches_of(drawing)
    people = _People(loaded, started, actor, day)
    return TrialPage(
        name=drawing.name,
        objections=(),
        problems=(*_of_branches(branches), *_of_people(drawing, loaded, people)),
        branches=branches,
        fields=tuple(
            TrialField(name=name, type=kind) for name, kind in drawing.names().items()
        ),
        outcomes=_outcomes(branches),
        trial=_trial(drawing, loaded, started, people) if started else None,
    )  # fmt: skip


def play(checked: Checked, started: Started) -> Trial:
    """The trial of a file that can be executed, from its start."""
    loaded = loaded_from(checked.drawing, checked.specification or {})
    return run_trial(loaded, started.values, started.moves, latest_table)


def _outcomes(branches: Iterable[Branch]) -> tuple[str, ...]:
    """What steps may decide: agree, refuse, and every text that conditions compare `outcome` to."""
    said = (words for b in branches for name, words in b.values or () if name == "outcome")
    named = (words.strip('"') for words in said if words.startswith('"'))
    return tuple(dict.fromkeys(("agree", "refuse", *(n for n in named if n))))


def _of_branches(branches: Iterable[Branch]) -> Iterator[tuple[str, str]]:
    for one in branches:
        names = {"gateway": one.gateway_name, "target": one.target_name}
        if one.is_dead:
            yield one.flow, _("No value leads from “%(gateway)s” to “%(target)s”.") % names
        elif not one.steps:
            yield one.flow, _("From “%(gateway)s” by “%(target)s” no end can be reached.") % names


def _of_people(drawing: Drawing, loaded: Loaded, people: "_People") -> Iterator[tuple[str, str]]:
    for step in loaded.steps.values():
        if not step.is_task:
            continue
        for one in step.candidates:
            if one.kind == "step" and one.value not in drawing.nodes:
                words = _("“%(step)s” is for who did “%(other)s”, but there is no such step.")
                yield step.element, words % {"step": step.name, "other": one.value}
        if people.are_known(step) and not people.of(step, None):
            words = _("Nobody can do “%(step)s” today.")
            yield step.element, words % {"step": step.name}


def _trial(drawing: Drawing, loaded: Loaded, started: Started, people: "_People") -> TrialRef:
    trial = run_trial(loaded, started.values, started.moves, latest_table)
    types = drawing.names()
    return TrialRef(
        moves=tuple(trial.moves),
        steps=tuple(
            TrialStep(element=s.step.element, name=s.step.name, state=s.state, waits=s.waits)
            for s in trial.steps
        ),
        open_steps=tuple(
            _open(one, trial, types, people) for one in trial.open_steps if not trial.stopped
        ),
        values=tuple(sorted(trial.data.items())),
        told=tuple(trial.told),
        ended=trial.ended,
        stopped=trial.stopped or _deadlock(trial),
        refused=trial.refused,
    )


def _deadlock(trial: Trial) -> str:
    if trial.ended or trial.open_steps:
        return ""
    return _("Nothing is open and the end is not reached: branches wait for one another.")


def _open(one: Tried, trial: Trial, types: Mapping[str, str], people: "_People") -> OpenStep:
    step = one.step
    names = [n for n in types if step.may_edit(n)] if not one.waits else []
    return OpenStep(
        order=one.order,
        element=step.element,
        name=step.name,
        waits=one.waits,
        message=step.message,
        is_joint=bool(step.signing),
        who=() if one.waits else tuple(people.of(step, trial)),
        fields=tuple(TrialField(name=n, type=types[n], value=trial.data.get(n)) for n in names),
        back_to=tuple((d.order, d.step.name) for d in trial.led_to(one)),
    )


class _People:
    """Who could do a step today, in words. Asked of the real units and posts; nobody is told."""

    def __init__(self, loaded: Loaded, started: Started | None, actor: Actor, day: date) -> None:
        self._loaded, self._actor, self._day = loaded, actor, day
        self._unit_id = started.unit_id if started and started.unit_id else _root()

    def are_known(self, step: Step) -> bool:
        """Whether who does it stands fast before anything runs: no expression, rule or step."""
        fast = ("person", "post", "unit", "role")
        said = [text for one in step.candidates for text in (one.value, one.unit)]
        return all(one.kind in fast for one in step.candidates) and not any(
            text.startswith("=") for text in said
        )

    def of(self, step: Step, trial: Trial | None) -> Iterator[str] | list[str]:
        """Names, or what is known of whom. Empty: nobody."""
        return list(dict.fromkeys(w for one in step.candidates for w in self._said(one, trial)))

    def _said(self, one: Candidate, trial: Trial | None) -> Iterator[str]:
        if one.kind == "starter":
            yield _("who starts it")
        elif one.kind == "step":
            done = (
                [s.step.name for s in trial.steps if s.step.element == one.value] if trial else []
            )
            if done:
                yield _("who did “%(step)s”") % {"step": done[-1]}
        elif one.kind == "rule":
            yield _("by a rule: %(rule)s") % {
                "rule": registry.candidate_rules().get(one.value, one.value)
            }
        else:
            yield from self._named(one, trial)

    def _named(self, one: Candidate, trial: Trial | None) -> Iterator[str]:
        if self._unit_id is None:  # no city has been founded
            return
        instance = Instance(
            of_type="trial", of_id=self._loaded.id, unit_id=self._unit_id,
            started_by=self._actor.id, data=trial.data if trial else {},
        )  # fmt: skip
        try:
            keys = list(keys_of(one, instance, self._loaded, self._day))
        except LiupanError as error:
            yield error.message
            return
        accounts = [a for a in list_accounts(set(keys)).values() if a.is_open]
        yield from (account.name for account in accounts)
        rest = set(keys) - {account.id for account in accounts}
        for post in list_posts_by_id(rest).values():
            held = [h.name for h in list_holders([post.id], self._day)]
            yield from _with(f"{post.unit_name} {post.title}", held)
        for unit in list_units(rest).values():
            yield from _with(unit.name, [h.name for h in list_people_in(unit.id, self._day)])


def _with(where: str, people: list[str]) -> Iterator[str]:
    if people:
        shown = "、".join(dict.fromkeys(people[:NAMED])) + ("……" if people[NAMED:] else "")
        yield _("%(where)s (%(people)s)") % {"where": where, "people": shown}


def _root() -> UUID | None:
    found = find_root()
    return found.id if found else None
