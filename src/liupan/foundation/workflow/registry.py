"""What offices bring besides diagrams: services that a diagram may call by name, rules that say who
may do a step, and what a work list says of their things. Services and rules register in their
`processes` package, the last in `sources.py`:

    @service("catalogue.is_shared", label=_("Whether the item is shared"))
    def is_shared(data: Mapping[str, Any]) -> Mapping[str, Any]: ...

    @candidate_rule("supervision.lead", label=_("The unit in charge"))
    def lead(subject: Subject, data: Mapping[str, Any]) -> Collection[UUID]: ...

Both only look: a service adds values to the form, a rule returns persons, posts or units.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing that a process runs for."""

    of_type: str
    of_id: UUID
    unit_id: UUID
    started_by: UUID


Service = Callable[[Mapping[str, Any]], Mapping[str, Any]]
T = TypeVar("T")
CandidateRule = Callable[[Subject, Mapping[str, Any]], Collection[UUID]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a work list says of a thing besides its title: sender or number, day, clock."""

    meta: tuple[str | Promise, ...] = ()
    due_on: date | None = None
    clock_id: UUID | None = None
    is_document: bool = False


Describer = Callable[[Collection[UUID]], Mapping[UUID, Particulars]]

_describers: dict[str, Describer] = {}


def describes(of_type: str) -> Callable[[Describer], Describer]:
    """Register what says how things of a type stand in work lists; asked once a list."""

    def register(function: Describer) -> Describer:
        if of_type in _describers:
            raise ValueError(f"{of_type} is described twice")
        _describers[of_type] = function
        return function

    return register


def particulars(things: Collection[tuple[str, UUID]]) -> dict[UUID, Particulars]:
    """What is said of these things (type, id), by id."""
    found: dict[UUID, Particulars] = {}
    for of_type in sorted({of_type for of_type, _of_id in things} & _describers.keys()):
        asked = {of_id for its_type, of_id in things if its_type == of_type}
        found |= _describers[of_type](asked)
    return found


_services: dict[str, tuple[Service, str | Promise]] = {}
_rules: dict[str, tuple[CandidateRule, str | Promise]] = {}


def service(name: str, *, label: str | Promise) -> Callable[[Service], Service]:
    """Register a service. Raises ValueError when the name is taken."""

    def register(function: Service) -> Service:
        _enter(_services, name, function, label)
        return function

    return register


def candidate_rule(name: str, *, label: str | Promise) -> Callable[[CandidateRule], CandidateRule]:
    """Register a rule that says who may do a step. Raises ValueError when the name is taken."""

    def register(function: CandidateRule) -> CandidateRule:
        _enter(_rules, name, function, label)
        return function

    return register


def _enter(
    where: dict[str, tuple[T, str | Promise]], name: str, function: T, label: str | Promise
) -> None:
    if name in where:
        raise ValueError(f"{name} is registered twice")
    where[name] = (function, label)


def services() -> Mapping[str, str | Promise]:
    """Names of services, and what they are called."""
    return {name: label for name, (_function, label) in sorted(_services.items())}


def candidate_rules() -> Mapping[str, str | Promise]:
    """Names of candidate rules, and what they are called."""
    return {name: label for name, (_function, label) in sorted(_rules.items())}


def serve(name: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a service adds to the form. Raises KeyError for a name that is gone."""
    return _services[name][0](data)


def who(name: str, subject: Subject, data: Mapping[str, Any]) -> Collection[UUID]:
    """Whom a candidate rule names. Raises KeyError for a name that is gone."""
    return _rules[name][0](subject, data)
