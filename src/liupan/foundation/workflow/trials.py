"""A trial run (试运行) of a drawing: the real engine and the real conditions, in memory.

A trial is the values it began with and the list of its moves; it is played anew from the start
each time. Nothing of it is stored, nobody is told, no service is called.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.workflow.engine import Data, Marking, Moved, Opened, Placed, TableCall
from liupan.foundation.workflow.loaded import Loaded, Step
from liupan.foundation.workflow.rules.checking import OUTCOME
from liupan.foundation.workflow.rules.undoing import Arrival, Done, came_of, undo
from liupan.foundation.workflow.tables import DeployedTable
from liupan.kernel.errors import LiupanError, Refusal

FindTable = Callable[[str], DeployedTable | None]

MOVES = 200
"""Moves of one trial."""
ROUNDS = 10
"""So often one step may be reached: who goes round more often has seen that it goes round."""
LARGEST = 64 * 1024
"""Bytes of all values of a trial."""


class NotPossible(Refusal):
    """The move cannot be made where the trial stands."""

    status = 422


class Act:
    """What can be done in a trial."""

    COMPLETE = "complete"
    RETURN = "return"
    TELL = "tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One act: on which step (its number in the trial), with what, or back to which step."""

    act: str
    step: int
    outcome: str = ""
    to: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Tried:
    """A step that the trial reached."""

    order: int
    id: UUID
    step: Step
    waits: bool
    causes: frozenset[UUID]
    consumed: tuple[Arrival, ...]
    state: str = "open"
    outcome: str = ""
    written: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    def as_done(self) -> Done:
        """As the undoing sees it."""
        return Done(self.id, self.causes, self.consumed)


@dataclass(slots=True)
class Trial:
    """Where a trial stands. `told`: what happened, in order, as (kind, step's name, words).

    `stopped` says why it does not go on by itself; `refused` why the move after `moves` could not
    be made.
    """

    loaded: Loaded
    data: dict[str, Any]
    tables: FindTable
    steps: list[Tried] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    told: list[tuple[str, str, str]] = field(default_factory=list)
    ended: bool = False
    stopped: str = ""
    refused: str = ""
    _marking: Marking = field(default_factory=dict)

    @property
    def open_steps(self) -> list[Tried]:
        return [one for one in self.steps if one.is_open]

    def led_to(self, step: Tried) -> list[Tried]:
        """The done steps that a step can be returned to, each element once, the last time."""
        known = [one.as_done() for one in self._standing()]
        done = {
            one.step.element: one
            for one in self._standing()
            if one.state == "done" and not one.waits and step.id in came_of(known, [one.id])
        }
        return list(done.values())

    # --- Moves -----------------------------------------------------------------------------
    def begin(self) -> None:
        """Start it. Raises what the engine and the conditions raise."""
        _require_fitting(self.data)
        loaded = self.loaded
        self._follow(loaded.engine.start(self.data, loaded.evaluate, self._serve))

    def make(self, move: Move) -> None:
        """One act. Raises `NotPossible`, and what the engine and the conditions raise."""
        if self.stopped:
            raise NotPossible(self.stopped)
        step = next((one for one in self.open_steps if one.order == move.step), None)
        if step is None:
            raise NotPossible(_("This step is not open in the trial."))
        match move.act:
            case Act.COMPLETE if not step.waits:
                self._complete(step, move)
            case Act.RETURN if not step.waits:
                self._return(step, move)
            case Act.TELL if step.waits:
                self._tell(step)
            case _:
                raise NotPossible(_("This cannot be done with this step."))

    def _complete(self, step: Tried, move: Move) -> None:
        refused = [n for n in move.values if n == OUTCOME or not step.step.may_edit(n)]
        if refused:
            words = _("This step may not change: %(fields)s.")
            raise NotPossible(words % {"fields": "、".join(sorted(refused))})
        data = {**self.data, **move.values, OUTCOME: move.outcome}
        _require_fitting(data)
        loaded, said = self.loaded, len(self.told)
        moved = loaded.engine.complete(
            self._marking, step.id, data, loaded.evaluate, self._serve
        )  # fmt: skip
        self.data = data
        step.state, step.outcome, step.written = "done", move.outcome, move.values
        self.told.insert(said, ("act", step.step.name, move.outcome))
        self._follow(moved, closed=moved.closed - {step.id})

    def _return(self, step: Tried, move: Move) -> None:
        target = next((one for one in self.led_to(step) if one.order == move.to), None)
        if target is None:
            raise NotPossible(_("No step like this led here."))
        standing = self._standing()
        undoing = undo([one.as_done() for one in standing], [target.id])
        gone = [one for one in standing if one.id in undoing.undone]
        loaded = self.loaded
        moved = loaded.engine.replace(
            self._marking, without=[one.id for one in gone if one.is_open],
            on=[Placed(target.step.element, target.as_done())], given_back=undoing.given_back,
            undone=undoing.undone, data=self.data, evaluate=loaded.evaluate, serve=self._serve,
        )  # fmt: skip
        for one in gone:
            one.state = "undone"
        self.told.append(("back", step.step.name, target.step.name))
        self._follow(moved)

    def _tell(self, step: Tried) -> None:
        loaded = self.loaded
        moved = loaded.engine.deliver(
            self._marking, step.step.message, self.data, loaded.evaluate, self._serve
        )
        if moved is None:  # the step is open: it waits
            raise NotPossible(_("This cannot be done with this step."))
        self.told.append(("tell", step.step.name, step.step.message))
        told = {
            one.id for one in self.open_steps
            if one.id in moved.closed and one.step.message == step.step.message
        }  # fmt: skip
        for one in self.open_steps:
            if one.id in told:
                one.state = "done"
        self._follow(moved, closed=moved.closed - told)

    def _follow(self, moved: Moved, *, closed: Iterable[UUID] = ()) -> None:
        gone = set(closed)
        for one in self.open_steps:
            if one.id in gone:
                one.state = "undone"
        self._marking, self.ended = moved.marking, moved.ended
        self.data |= moved.data
        for token in moved.opened:
            self._open(token)
        if self.ended:
            self.told.append(("end", "", ""))

    def _open(self, token: Opened) -> None:
        step = self.loaded.steps[token.element]
        made = Tried(
            order=len(self.steps) + 1, id=token.id, step=step, waits=token.waits,
            causes=token.causes, consumed=token.consumed,
        )  # fmt: skip
        self.steps.append(made)
        times = Counter(one.step.element for one in self.steps)[token.element]
        if times > ROUNDS:
            self.stopped = _(
                "“%(step)s” was reached %(times)s times: the drawing goes round. The trial stops."
            ) % {"step": step.name, "times": times}

    def _standing(self) -> list[Tried]:
        return [one for one in self.steps if one.state != "undone"]

    def _serve(self, name: str | TableCall, data: Data) -> Data:
        """A service looks at a thing that a trial has not got: its values are entered by hand. A
        decision table is asked, the latest deployed version."""
        if isinstance(name, str):
            self.told.append(("service", name, ""))
            return {}
        found = self.tables(name.table)
        if found is None:
            raise NotPossible(_("There is no decision table “%(name)s”.") % {"name": name.table})
        said = found.read.ask(data)
        rules = "、".join(str(rule) for rule in said.rules)
        self.told.append(("table", name.table, rules))
        return {name.result: said.result}


def run_trial(
    loaded: Loaded, values: Mapping[str, Any], moves: Iterable[Move], tables: FindTable
) -> Trial:
    """A trial played from its start. What cannot be done stops it there, with a sentence."""
    trial = Trial(loaded, dict(values), tables)
    try:
        trial.begin()
    except LiupanError as error:
        trial.stopped = trial.refused = error.message
        return trial
    for move in moves:
        said = len(trial.told)
        try:
            if len(trial.moves) >= MOVES:
                words = _("A trial has at most %(count)s steps. Start it anew.")
                raise NotPossible(words % {"count": MOVES})
            trial.make(move)
        except LiupanError as error:
            trial.refused = error.message
            del trial.told[said:]
            break
        trial.moves.append(move)
    return trial


def _require_fitting(values: Mapping[str, Any]) -> None:
    if len(json.dumps(values, ensure_ascii=False).encode()) > LARGEST:
        raise NotPossible(_("A trial holds at most 64 KB of values."))
