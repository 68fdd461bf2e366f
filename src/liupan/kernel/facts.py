"""Facts: what happened, in the past tense, by value. The journal keeps them; offices hear them.

    @dataclass(frozen=True, kw_only=True)
    class UnitRenamed(Fact, code="organisations.unit.renamed", label=_("unit renamed")):
        name: str
        effective_on: date

`thing_id` is the thing the fact is about; its type is the first two words of the code. `secrecy`
is the thing's level, when it has one: nobody below it reads the fact.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Self, get_args, get_origin, get_type_hints
from uuid import UUID

from django.utils.functional import Promise
from pydantic import TypeAdapter

from liupan.kernel.secrecy import Secrecy

OUTSIDE = ("thing_id", "concerned", "secrecy")
"""Fields that the journal keeps in columns of their own."""


@dataclass(frozen=True, slots=True)
class Personal:
    """Marks a field as personal data of the person whose id stands in field `of`.

    The journal stores such a field encrypted under that person's key (个人信息保护法).
    """

    of: str = "thing_id"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Base of all facts. Subclass with `code="office.thing.act"`."""

    code: ClassVar[str] = ""
    label: ClassVar[str | Promise] = ""
    thing_id: UUID
    concerned: tuple[UUID, ...] = ()
    secrecy: Secrecy = Secrecy.PUBLIC

    def __init_subclass__(
        cls, *, code: str = "", label: str | Promise = "", **kwargs: object
    ) -> None:
        super().__init_subclass__(**kwargs)
        if not code:
            return
        if code.count(".") != 2:
            raise ValueError(f"{code!r} is not office.thing.act")
        if code in _facts and _facts[code].__qualname__ != cls.__qualname__:
            raise ValueError(f"fact {code} is declared twice")
        cls.code = code
        cls.label = label or code
        _facts[code] = cls

    @property
    def thing_type(self) -> str:
        """`office.thing`."""
        return self.code.rpartition(".")[0]

    def values(self) -> dict[str, Any]:
        """The fact's own fields as JSON values; without those of `OUTSIDE`."""
        dumped: dict[str, Any] = _adapter(type(self)).dump_python(self, mode="json")
        return {k: v for k, v in dumped.items() if k not in OUTSIDE}

    @classmethod
    def personal_fields(cls) -> Mapping[str, str]:
        """Field name to the name of the field that holds the person's id."""
        if cls not in _personal:  # recording asks with every fact
            _personal[cls] = _read_personal_fields(cls)
        return _personal[cls]

    @classmethod
    def from_values(
        cls,
        thing_id: UUID,
        concerned: tuple[UUID, ...],
        values: dict[str, Any],
        secrecy: Secrecy = Secrecy.PUBLIC,
    ) -> Self:
        """The fact back from what the journal holds; unknown fields are ignored."""
        known = {f.name for f in fields(cls)}
        data = {k: v for k, v in values.items() if k in known}
        fact: Self = _adapter(cls).validate_python(
            {**data, "thing_id": thing_id, "concerned": concerned, "secrecy": secrecy}
        )
        return fact


_facts: dict[str, type[Fact]] = {}
_adapters: dict[type[Fact], TypeAdapter[Any]] = {}
_personal: dict[type[Fact], Mapping[str, str]] = {}


def _read_personal_fields(cls: type[Fact]) -> Mapping[str, str]:
    hints = get_type_hints(cls, include_extras=True)
    return MappingProxyType(
        {
            f.name: mark.of
            for f in fields(cls)
            if get_origin(hints[f.name]) is Annotated
            for mark in get_args(hints[f.name])[1:]
            if isinstance(mark, Personal)
        }
    )


def _adapter(cls: type[Fact]) -> TypeAdapter[Any]:
    if cls not in _adapters:
        _adapters[cls] = TypeAdapter(cls)
    return _adapters[cls]


def declared_facts() -> dict[str, type[Fact]]:
    """All fact classes by code."""
    return dict(sorted(_facts.items()))


def label_facts(labels: Mapping[type[Fact], str | Promise]) -> None:
    """Name the facts of a pure room, which cannot translate: called once, in its `labels.py`.

    Raises ValueError for a fact that has a label.
    """
    for fact, label in labels.items():
        if fact.label != fact.code:
            raise ValueError(f"fact {fact.code} has a label")
        fact.label = label
