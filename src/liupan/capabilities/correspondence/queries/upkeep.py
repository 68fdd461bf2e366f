"""Templates, codes and circles: those an actor looks after, and those that are offered."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from liupan.capabilities.correspondence.models import Circle, Code, Template
from liupan.capabilities.correspondence.policies import MANAGE
from liupan.foundation.access.facade import rows
from liupan.foundation.organisations.facade import (
    UnitRef,
    find_root,
    list_lines_above,
    list_units,
)
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import Missing


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A template; `unit_id` None: offered to all."""

    id: UUID
    unit_id: UUID | None
    unit_name: str
    name: str
    type: str
    form: str
    hint: str
    is_active: bool
    version: int
    source: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code and the unit whose documents it begins."""

    id: UUID
    unit_id: UUID
    unit_name: str
    text: str
    form: str
    word: str
    is_active: bool
    version: int


@dataclass(frozen=True, slots=True)
class CircleView:
    """A circle. `members` only where one circle was asked for."""

    id: UUID
    unit_id: UUID
    unit_name: str
    name: str
    count: int
    is_active: bool
    version: int
    members: tuple[UUID, ...] = ()


def may_manage_all(actor: Actor) -> bool:
    """Whether the actor looks after what is offered to all units."""
    root = find_root()
    return bool(root and may(actor, MANAGE, unit_id=root.id))


def list_templates(actor: Actor) -> list[TemplateView]:
    """The templates the actor looks after, by type. Two queries."""
    found = Template.objects.filter(_managed(actor, may_manage_all(actor)))
    return _templates(found.order_by("-is_active", "type", "name", "id"))


def get_template(actor: Actor, template_id: UUID) -> TemplateView:
    """One that the actor looks after. Raises `Missing`."""
    scope = _managed(actor, may_manage_all(actor))
    for one in _templates(Template.objects.filter(scope, id=template_id)):
        return one
    raise Missing


def list_offered_templates() -> list[TemplateView]:
    """Templates in use, by type. Two queries."""
    return _templates(Template.objects.filter(is_active=True).order_by("type", "unit", "name"))


def find_offered_template(template_id: UUID) -> TemplateView | None:
    """One in use."""
    found = _templates(Template.objects.filter(is_active=True, id=template_id))
    return found[0] if found else None


def list_codes(actor: Actor) -> list[CodeView]:
    """The codes of the units the actor manages."""
    return _codes(Code.objects.filter(_managed(actor)).order_by("-is_active", "text"))


def get_code(actor: Actor, code_id: UUID) -> CodeView:
    """One that the actor looks after. Raises `Missing`."""
    for one in _codes(Code.objects.filter(_managed(actor), id=code_id)):
        return one
    raise Missing


def list_offered_codes() -> list[CodeView]:
    """Codes in use."""
    return _codes(Code.objects.filter(is_active=True).order_by("text"))


def list_circles(actor: Actor) -> list[CircleView]:
    """The circles of the units the actor manages."""
    return _circles(Circle.objects.filter(_managed(actor)).order_by("-is_active", "name", "id"))


def get_circle(actor: Actor, circle_id: UUID) -> CircleView:
    """One that the actor looks after, with its units. Raises `Missing`."""
    members = Circle.members.through.objects.filter(circle_id=circle_id)
    for one in _circles(Circle.objects.filter(_managed(actor), id=circle_id), members):
        return one
    raise Missing


def list_offered_circles() -> list[CircleView]:
    """Circles in use."""
    return _circles(Circle.objects.filter(is_active=True).order_by("name", "id"))


def circles_for(*unit_ids: UUID) -> dict[str, CircleView]:
    """The circles that documents of these units may name, by name: their own, those of units above
    them, and of the offices these work through. Whoever manages a unit beside catches nothing by
    calling a circle as others call theirs. Four queries."""
    line = frozenset[UUID]().union(*list_lines_above(unit_ids).values())
    offered = list_offered_circles()
    units = list_units({one.unit_id for one in offered})
    reached = [one for one in offered if _is_reached(units[one.unit_id], line)]
    reached.sort(key=lambda one: one.unit_id in unit_ids)  # of one name their own counts
    return {one.name: one for one in reached}


def _is_reached(unit: UnitRef, line: frozenset[UUID]) -> bool:
    return unit.id in line or (unit.category == "office" and unit.parent_id in line)


def _managed(actor: Actor, with_all: bool = False) -> Q:
    own = rows(actor, MANAGE, unit="unit_id")
    if not own:  # over the whole city
        return Q() if with_all else Q(unit__isnull=False)
    return own | Q(unit=None) if with_all else own


def _templates(found: Any) -> list[TemplateView]:
    listed = list(found)
    units = list_units({one.unit_id for one in listed if one.unit_id})
    return [
        TemplateView(
            id=one.id, unit_id=one.unit_id,
            unit_name=units[one.unit_id].name if one.unit_id else "",
            name=one.name, type=one.type, form=one.form, hint=one.hint,
            is_active=one.is_active, version=one.version, source=one.source,
        )
        for one in listed
    ]  # fmt: skip


def _codes(found: Any) -> list[CodeView]:
    listed = list(found)
    units = list_units({one.unit_id for one in listed})
    return [
        CodeView(
            id=one.id, unit_id=one.unit_id, unit_name=units[one.unit_id].name, text=one.text,
            form=one.form, word=one.word, is_active=one.is_active, version=one.version,
        )
        for one in listed
    ]  # fmt: skip


def _circles(found: Any, members: Any = ()) -> list[CircleView]:
    listed = list(found.annotate(count=Count("members")))
    units = list_units({one.unit_id for one in listed})
    ids = tuple(one.unit_id for one in members)
    return [
        CircleView(
            id=one.id, unit_id=one.unit_id, unit_name=units[one.unit_id].name, name=one.name,
            count=one.count, is_active=one.is_active, version=one.version, members=ids,
        )
        for one in listed
    ]  # fmt: skip
