"""The engine: SpiffWorkflow behind one small module. Nothing else here imports it.

A definition is parsed once, at deployment, into a specification; an instance is a *marking*: the
tokens that stand on tasks, messages or joins, and nothing of what was. Data are not the engine's:
it is shown them when it chooses a way. Its script engine is ours from the first line on, so that
no diagram is ever read by one that evaluates Python. See docs/adr/0086 and 0087.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn
from uuid import UUID

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.task_parsers import ConditionalGatewayParser, GatewayParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.script_engine import BasePythonScriptEngineEnvironment
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.task_spec import (
    BpmnTaskSpecConverter,
    ParallelGatewayConverter,
)
from SpiffWorkflow.bpmn.specs.defaults import InclusiveGateway
from SpiffWorkflow.bpmn.specs.defaults import ParallelGateway as SpiffParallel
from SpiffWorkflow.bpmn.specs.defaults import ServiceTask as SpiffService
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from liupan.foundation.workflow.rules.reading import BPMN, tree_of
from liupan.foundation.workflow.rules.undoing import Arrival, Done
from liupan.kernel.errors import Fault, LiupanError
from liupan.kernel.ids import uuid7

Data = Mapping[str, Any]
Evaluate = Callable[[str, Data], object]


@dataclass(frozen=True, slots=True)
class TableCall:
    """A decision table that a business rule task asks: its name, and under which name the result
    stands in the form."""

    element: str
    table: str
    result: str


Serve = Callable[[str | TableCall, Data], Data]
Marking = dict[str, Any]
Specification = dict[str, Any]

REACHED = TaskState.READY | TaskState.WAITING | TaskState.STARTED
BORDER = ".BoundaryEventSplit"
CAUSES, CONSUMED = "causes", "consumed"
STEPS = 2_000
"""Engine steps of one run. Deployment has refused every ring that never waits; this is the rail."""


class EngineFailed(Fault):
    """The engine could not go on with an instance; nothing has been changed."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A token that came to stand on a task (or on a message, `waits`)."""

    id: UUID
    element: str
    waits: bool
    causes: frozenset[UUID]
    consumed: tuple[Arrival, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """What a run did: the marking after it, tokens that came and went, the data it changed."""

    marking: Marking
    opened: tuple[Opened, ...]
    closed: frozenset[UUID]
    ended: bool
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placed:
    """A task that gets a token by hand; `like` is the step that stood there before."""

    element: str
    like: Done | None = None


class ParallelGateway(SpiffParallel):
    """Fires when a token has come by every input. Counts arrivals alone: the tree holds no past."""

    def _check_threshold_unstructured(self, my_task: Task) -> bool:
        came = {
            task.parent.task_spec.name
            for task in my_task.workflow.get_tasks(spec_name=self.name)
            if task.parent.state == TaskState.COMPLETED and task.state != TaskState.COMPLETED
        }
        return came >= {one.name for one in self.inputs}


class ServiceTask(SpiffService):
    """Calls what an office registered under the name that the diagram says."""

    def __init__(self, wf_spec: Any, bpmn_id: str, service: str = "", **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.service = service

    def _execute(self, task: Task) -> bool:
        task.workflow.script_engine.environment.serve(self.service)
        return True


class RuleTask(SpiffService):
    """Asks the decision table that the diagram names."""

    def __init__(
        self, wf_spec: Any, bpmn_id: str, table: str = "", result: str = "", **kwargs: Any
    ) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.table, self.result = table, result

    def _execute(self, task: Task) -> bool:
        call = TableCall(self.bpmn_id, self.table, self.result)
        task.workflow.script_engine.environment.serve(call)
        return True


class _ServiceParser(TaskParser):
    def create_task(self) -> Any:
        said = self.node.find(f"{{{BPMN}}}extensionElements/{{urn:liupan:workflow:1}}service")
        return self.spec_class(
            self.spec, self.bpmn_id, service=said.get("name"), **self.bpmn_attributes
        )


class _RuleParser(TaskParser):
    def create_task(self) -> Any:
        said = self.node.find(f"{{{BPMN}}}extensionElements/{{urn:liupan:workflow:1}}decision")
        return self.spec_class(
            self.spec, self.bpmn_id, table=said.get("table"), result=said.get("result"),
            **self.bpmn_attributes,
        )  # fmt: skip


class _RuleConverter(BpmnTaskSpecConverter):
    def to_dict(self, spec: RuleTask) -> dict[str, Any]:
        return {**super().to_dict(spec), "table": spec.table, "result": spec.result}


class _ServiceConverter(BpmnTaskSpecConverter):
    def to_dict(self, spec: ServiceTask) -> dict[str, Any]:
        return {**super().to_dict(spec), "service": spec.service}


class _Parser(BpmnParser):
    OVERRIDE_PARSER_CLASSES = {
        f"{{{BPMN}}}parallelGateway": (GatewayParser, ParallelGateway),
        f"{{{BPMN}}}inclusiveGateway": (ConditionalGatewayParser, InclusiveGateway),
        f"{{{BPMN}}}serviceTask": (_ServiceParser, ServiceTask),
        f"{{{BPMN}}}businessRuleTask": (_RuleParser, RuleTask),
    }


class Closed(BasePythonScriptEngineEnvironment):
    """Conditions by the closed expression language over the instance's data; no scripts at all."""

    def __init__(self, data: Data, evaluate: Evaluate, serve: Serve) -> None:
        super().__init__()
        self.data = dict(data)
        self.changed: dict[str, Any] = {}
        self._evaluate, self._serve = evaluate, serve

    def evaluate(self, expression: str, context: Data, external_context: Any = None) -> object:
        return self._evaluate(expression, self.data)

    def execute(self, script: str, context: Data, external_context: Any = None) -> NoReturn:
        raise EngineFailed("scripts are not run")

    def call_service(self, context: Data, **kwargs: Any) -> NoReturn:
        raise EngineFailed("services are called by name")

    def serve(self, name: str | TableCall) -> None:
        """Let a registered service, or a decision table, look at the data and add to them."""
        added = dict(self._serve(name, self.data))
        self.data |= added
        self.changed |= added


class _ScriptEngine:
    """What a workflow asks; none of Spiff's own classes that can evaluate Python stands behind."""

    def __init__(self, environment: Closed) -> None:
        self.environment = environment

    def evaluate(self, task: Task, expression: str, external_context: Any = None) -> object:
        return self.environment.evaluate(expression, {})

    def execute(self, task: Task, script: str, external_context: Any = None) -> NoReturn:
        self.environment.execute(script, {})

    def call_service(self, task: Task, **kwargs: Any) -> NoReturn:
        self.environment.call_service({})


_REGISTRY = BpmnWorkflowSerializer.configure(
    {
        **DEFAULT_CONFIG,
        ParallelGateway: ParallelGatewayConverter,
        ServiceTask: _ServiceConverter,
        RuleTask: _RuleConverter,
    }
)


def specify(source: bytes, process_id: str) -> Specification:
    """The specification of a checked file, as JSON. Raises `EngineFailed` with the engine's words.

    The script engine is not asked: it comes with an instance.
    """
    parser = _Parser()
    try:
        parser.add_bpmn_xml(tree_of(source))
        found: Specification = _REGISTRY.convert(parser.get_spec(process_id))
    except SpiffWorkflowException as error:
        raise EngineFailed(str(error)) from error
    return found


class Engine:
    """Runs instances of one specification. Made once per version and process; holds no state."""

    def __init__(self, specification: Specification) -> None:
        self._spec = _REGISTRY.restore(specification)
        self._straight = dict(self._straight_ways())

    def start(self, data: Data, evaluate: Evaluate, serve: Serve) -> Moved:
        """A new instance."""
        workflow = BpmnWorkflow(self._spec, script_engine=_engine(data, evaluate, serve))
        return _run(_Run(workflow))

    def complete(
        self, marking: Marking, token: UUID, data: Data, evaluate: Evaluate, serve: Serve
    ) -> Moved:
        """Go on from a task that is done. Raises `EngineFailed` when no token stands there."""
        return self.step(marking, token) or self.work_out(marking, token, data, evaluate, serve)

    def step(self, marking: Marking, token: UUID) -> Moved | None:
        """The same where one task follows straight on another: the token goes over, and all else
        stays. None where there is more to it. Equal to what `work_out` finds, and a test says so;
        most steps are of this kind and need no workflow to be built of the marking."""
        rows, name = marking["tokens"], str(token)
        at = next((n for n, row in enumerate(rows, 1) if row[0] == name), 0)
        if not at or rows[at - 1][3] != TaskState.READY:
            return None
        follows = self._straight.get(rows[at - 1][2])
        if follows is None:
            return None
        opened = Opened(uuid7(), follows, waits=False, causes=frozenset((token,)), consumed=())
        kept = _kept(rows, [n for n, row in enumerate(rows, 1) if n != at and row[4] is not None])
        kept.append([name, 0, rows[at - 1][2], int(TaskState.COMPLETED), None, None])
        kept.append([str(opened.id), len(kept), follows, int(TaskState.READY), [name], []])
        return Moved({"tokens": kept}, (opened,), frozenset((token,)), ended=False)

    def _straight_ways(self) -> Iterator[tuple[str, str]]:
        """Tasks of people after which another one comes, with nothing between or at its border."""
        specs = self._spec.task_specs
        for name, spec in specs.items():
            after = spec.outputs[0] if len(spec.outputs) == 1 else None
            if spec.manual and after is not None and after.manual and after.name == after.bpmn_id:
                yield name, after.name

    def work_out(
        self, marking: Marking, token: UUID, data: Data, evaluate: Evaluate, serve: Serve
    ) -> Moved:
        """Have the engine go on from a task. Raises `EngineFailed`."""
        run = self._restored(marking, _engine(data, evaluate, serve))
        task = run.workflow.tasks.get(token)
        if task is None or task.state != TaskState.READY:
            raise EngineFailed(f"no token {token}")
        return _run(run, lambda: task.run())

    def deliver(
        self, marking: Marking, message: str, data: Data, evaluate: Evaluate, serve: Serve
    ) -> Moved | None:
        """Give a message to whoever waits for it; None when nobody does."""
        run = self._restored(marking, _engine(data, evaluate, serve))
        event = BpmnEvent(MessageEventDefinition(message), payload={})
        waiting = [
            t for t in run.workflow.event_manager.tasks.values() if t.task_spec.catches(t, event)
        ]
        return _run(run, lambda: run.workflow.catch(event)) if waiting else None

    def replace(
        self,
        marking: Marking,
        *,
        without: Iterable[UUID],
        on: Iterable[Placed],
        given_back: Iterable[Arrival],
        undone: frozenset[UUID],
        data: Data,
        evaluate: Evaluate,
        serve: Serve,
    ) -> Moved:
        """Take tokens away, and what came of undone steps; put tokens on tasks, arrivals to joins.

        The way of everything that does not follow the flow: return, withdraw, jump.
        """
        run = self._restored(
            _cleared(marking, set(without), undone), _engine(data, evaluate, serve)
        )
        run.before |= set(without)
        for arrival in given_back:
            run.arrive(arrival)
        for placed in on:
            run.place(self._spec.task_specs[self._entry(placed.element)], placed.like)
        return _run(run)

    def _entry(self, element: str) -> str:
        """Where a token enters a task: before the events at its border, where it has some."""
        split = f"{element}{BORDER}"
        return split if split in self._spec.task_specs else element

    def _restored(self, marking: Marking, script_engine: _ScriptEngine) -> "_Run":
        workflow = BpmnWorkflow(self._spec, script_engine=script_engine, deserializing=True)
        root = Task(workflow, self._spec.start, state=TaskState.COMPLETED)
        workflow.task_tree = root
        tasks = [root]
        for one, above, name, state, causes, consumed in marking["tokens"]:
            spec = self._spec.task_specs[name]
            task = Task(workflow, spec, tasks[above], state=state, id=UUID(one))
            if causes is not None:
                task.internal_data[CAUSES] = frozenset(UUID(c) for c in causes)
                task.internal_data[CONSUMED] = frozenset(map(from_row, consumed))
            tasks.append(task)
        for task in tasks[1:]:
            if task.has_state(REACHED):
                if isinstance(task.task_spec, CatchingEvent) and task.state == TaskState.WAITING:
                    workflow.event_manager.add_task(task)
                task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)
        over = {t.id for t in tasks if t.state == TaskState.COMPLETED}
        return _Run(workflow, {t.id for t in tasks if _stands(t)}, over)


class _Run:
    """A workflow that is about to move, and the tokens that stood before."""

    def __init__(
        self,
        workflow: BpmnWorkflow,
        before: Iterable[UUID] = (),
        over: Iterable[UUID] = (),
    ) -> None:
        self.workflow = workflow
        self.before = set(before)
        self.over = set(over)

    def place(self, spec: Any, like: Done | None) -> None:
        """A new token at the door of a task."""
        task = Task(
            self.workflow, spec, self.workflow.task_tree, state=TaskState.FUTURE, id=uuid7()
        )
        task.internal_data |= {
            CAUSES: like.causes if like else frozenset(),
            CONSUMED: frozenset(like.consumed if like else ()),
        }
        spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)
        spec._update(task)

    def arrive(self, arrival: Arrival) -> None:
        """A branch that waits at a join again."""
        specs = self.workflow.spec.task_specs
        came = Task(
            self.workflow, specs[arrival.source], self.workflow.task_tree,
            state=TaskState.COMPLETED, id=uuid7(),
        )  # fmt: skip
        self.over.add(came.id)
        join = specs[arrival.join]
        waits = Task(self.workflow, join, came, state=TaskState.WAITING, id=uuid7())
        waits.internal_data |= {CAUSES: arrival.causes, CONSUMED: frozenset()}
        for other in list(self.workflow.tasks.values()):
            if other.task_spec is join and other is not waits and other.state == TaskState.WAITING:
                other.cancel()
        join._predict(waits, mask=TaskState.NOT_FINISHED_MASK)


def _engine(data: Data, evaluate: Evaluate, serve: Serve) -> _ScriptEngine:
    return _ScriptEngine(Closed(data, evaluate, serve))


def _run(run: _Run, act: Callable[[], object] = lambda: None) -> Moved:
    workflow = run.workflow
    try:
        act()
        for _n in range(STEPS):
            ready = [t for t in workflow.get_tasks(state=TaskState.READY) if not t.task_spec.manual]
            if not ready:
                break
            ready[0].run()
        else:
            raise EngineFailed("the process does not come to rest")
    except SpiffWorkflowException as error:
        _raise_ours(error)
    return _moved(run)


def _raise_ours(error: SpiffWorkflowException) -> NoReturn:
    cause: BaseException | None = error
    while cause is not None:  # a refused expression is a refusal, whatever it was wrapped in
        if isinstance(cause, LiupanError):
            raise cause
        cause = cause.__cause__ or cause.__context__
    raise EngineFailed(str(error)) from error


def _stands(task: Task) -> bool:
    """Whether people or messages act on it: a task to be done, an event that is waited for."""
    return bool(
        (task.state == TaskState.READY and task.task_spec.manual)
        or (task.state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent))
    )


def _moved(run: _Run) -> Moved:
    workflow, origins = run.workflow, _Origins(run)
    standing = [t for t in workflow.tasks.values() if _stands(t)]
    ended = workflow.completed or not any(t.has_state(REACHED) for t in workflow.tasks.values())
    standing = [] if ended else standing
    opened = tuple(
        Opened(
            id=task.id,
            element=task.task_spec.bpmn_id,
            waits=task.state == TaskState.WAITING,
            causes=origins.causes(task),
            consumed=tuple(sorted(origins.consumed(task), key=str)),
        )
        for task in standing
        if task.id not in run.before
    )
    return Moved(
        marking={"tokens": []} if ended else _marking(workflow, origins),
        opened=opened,
        closed=frozenset(run.before - {t.id for t in standing}),
        ended=ended,
        data=workflow.script_engine.environment.changed,
    )


class _Origins:
    """Which steps tokens came of. A task done in this run is the cause of what follows; behind a
    join that fired, all its arrivals are."""

    def __init__(self, run: _Run) -> None:
        self._run = run
        self._known: dict[UUID, frozenset[UUID]] = {}

    def causes(self, task: Task) -> frozenset[UUID]:
        """Ids of the steps whose completion put the token here."""
        found = self._known.get(task.id)
        if found is None:
            found = self._known[task.id] = self._found(task)
        return found

    def _found(self, task: Task) -> frozenset[UUID]:
        kept = task.internal_data.get(CAUSES)
        if kept is not None:
            return frozenset(kept)
        above = task.parent
        if above is None:
            return frozenset()
        if self._was_done(above):
            return frozenset((above.id,))
        if self._fired(above):
            return frozenset().union(*(a.causes for a in self.arrivals(above)))
        return self.causes(above)

    def consumed(self, task: Task) -> frozenset[Arrival]:
        """Arrivals of every join the token passed on its way from the last steps."""
        kept = task.internal_data.get(CONSUMED)
        if kept is not None:
            return frozenset(kept)
        above = task.parent
        if above is None or self._was_done(above):
            return frozenset()
        if not self._fired(above):
            return self.consumed(above)
        found = frozenset(self.arrivals(above))
        return found.union(*(self.consumed(one) for one in self._arrived(above)))

    def arrivals(self, join: Task) -> list[Arrival]:
        """What had come to a join that fired."""
        return [
            Arrival(join.task_spec.name, one.parent.task_spec.name, self.causes(one))
            for one in self._arrived(join)
        ]

    def _arrived(self, join: Task) -> list[Task]:
        return [
            one
            for one in join.workflow.get_tasks(spec_name=join.task_spec.name)
            if one.parent is not None
            and one.parent.state == TaskState.COMPLETED
            and (one is join or one.state == TaskState.CANCELLED)
        ]

    def _was_done(self, task: Task) -> bool:
        return task.id in self._run.before and task.state == TaskState.COMPLETED

    def _fired(self, task: Task) -> bool:
        """Whether it is a join of several branches that let a token through in this run."""
        return (
            isinstance(task.task_spec, UnstructuredJoin)
            and task.state == TaskState.COMPLETED
            and task.id not in self._run.over
            and len(task.task_spec.inputs) > 1
        )


def _marking(workflow: BpmnWorkflow, origins: _Origins) -> Marking:
    """The live tokens, each with what the engine needs above it, and nothing that is over."""
    joins = {t.task_spec.name for t in workflow.tasks.values() if _waits_at_join(t)}
    rows: list[list[Any]] = []
    places: dict[UUID, int] = {}
    for task in list(workflow.tasks.values()):
        arrived = task.state == TaskState.CANCELLED and task.task_spec.name in joins
        if task.has_state(REACHED) or (arrived and task.parent.state == TaskState.COMPLETED):
            _keep(task, rows, places, origins)
    return {"tokens": rows}


def _waits_at_join(task: Task) -> bool:
    return task.state == TaskState.WAITING and isinstance(task.task_spec, UnstructuredJoin)


def _keep(task: Task, rows: list[list[Any]], places: dict[UUID, int], origins: _Origins) -> int:
    """The row of a token, after that of the task it came from, which hangs at the root.

    Causes and consumed arrivals stand with tokens only: of what is over nobody asks.
    """
    if task.id not in places:
        above = task.parent
        at = _keep_over(above, rows, places) if above.parent else 0
        rows.append([
            str(task.id), at, task.task_spec.name, task.state,
            sorted(map(str, origins.causes(task))),
            [as_row(arrival) for arrival in sorted(origins.consumed(task), key=str)],
        ])  # fmt: skip
        places[task.id] = len(rows)
    return places[task.id]


def _keep_over(task: Task, rows: list[list[Any]], places: dict[UUID, int]) -> int:
    if task.id not in places:
        rows.append([str(task.id), 0, task.task_spec.name, task.state, None, None])
        places[task.id] = len(rows)
    return places[task.id]


def _kept(rows: list[list[Any]], wanted: Iterable[int]) -> list[list[Any]]:
    """These rows of a marking by number, each after the one it hangs at, as `_marking` has them."""
    kept: list[list[Any]] = []
    places = {0: 0}

    def keep(number: int) -> int:
        if number not in places:
            row = rows[number - 1]
            kept.append([row[0], keep(row[1]), *row[2:]])
            places[number] = len(kept)
        return places[number]

    for number in wanted:
        keep(number)
    return kept


def as_row(arrival: Arrival) -> list[Any]:
    """An arrival as it is stored."""
    return [arrival.join, arrival.source, sorted(map(str, arrival.causes))]


def from_row(row: list[Any]) -> Arrival:
    """An arrival as it was stored."""
    join, source, causes = row
    return Arrival(join, source, frozenset(UUID(one) for one in causes))


def _cleared(marking: Marking, without: set[UUID], undone: frozenset[UUID]) -> Marking:
    """The marking without these tokens and without whatever came of undone steps.

    Of tokens that share a border (a task and the events at it) all go with the task.
    """
    gone, lost = {str(one) for one in without}, {str(one) for one in undone}
    rows = marking["tokens"]
    drop = {
        n for n, row in enumerate(rows, 1) if row[0] in gone or lost & set(row[4] or ())
    }  # fmt: skip
    borders = {
        row[1] for n, row in enumerate(rows, 1)
        if n in drop and row[1] and rows[row[1] - 1][2].endswith(BORDER)
    }  # fmt: skip
    kept: list[list[Any]] = []
    places = {0: 0}
    used = {row[1] for n, row in enumerate(rows, 1) if n not in drop and row[1] not in borders}
    for n, row in enumerate(rows, 1):
        is_token = row[4] is not None
        if n in drop or row[1] in borders or (not is_token and n not in used):
            continue
        kept.append([row[0], places[row[1]], *row[2:]])
        places[n] = len(kept)
    return {"tokens": kept}


@dataclass(frozen=True, slots=True)
class Standing:
    """A token as the marking has it."""

    id: UUID
    element: str
    causes: frozenset[UUID]


def standing(marking: Marking, elements: Collection[str]) -> list[Standing]:
    """The tokens of a marking that stand on steps: what must be open."""
    return [
        Standing(UUID(row[0]), row[2], frozenset(UUID(one) for one in row[4] or ()))
        for row in marking.get("tokens", ())
        if row[2] in elements and row[3] in (TaskState.READY, TaskState.WAITING)
    ]
