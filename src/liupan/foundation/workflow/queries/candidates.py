"""Whom a step names, and what somebody may act as."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from liupan.foundation.organisations.facade import find_unit, list_posts, list_posts_held
from liupan.foundation.workflow import registry
from liupan.foundation.workflow.loaded import Loaded, Step
from liupan.foundation.workflow.models import Instance, Item
from liupan.foundation.workflow.registry import Subject
from liupan.foundation.workflow.rules.reading import Candidate


def keys_for(account_id: UUID, day: date) -> frozenset[UUID]:
    """The person, the posts held on the day and their units: what candidates are joined by."""
    held = list_posts_held(account_id, day)
    return frozenset(
        (account_id, *(post.post_id for post in held), *(post.unit_id for post in held))
    )


def named_by(step: Step, instance: Instance, loaded: Loaded, day: date) -> list[UUID]:
    """Persons, posts and units that a step names, each once, in the order of the definition."""
    found: dict[UUID, None] = {}
    for candidate in step.candidates:
        found |= dict.fromkeys(keys_of(candidate, instance, loaded, day))
    return list(found)


def keys_of(one: Candidate, instance: Instance, loaded: Loaded, day: date) -> Iterable[UUID]:
    """Persons, posts and units that one line of a step names."""
    match one.kind:
        case "starter":
            return [instance.started_by]
        case "step":
            return _did(instance, one.value)
        case "rule":
            return registry.who(one.value, subject_of(instance), instance.data)
        case "person" | "post":
            return _ids(_said(one.value, instance.data, loaded))
        case "unit":
            return _units(_said(one.value, instance.data, loaded))
        case _:
            units = _units(_said(one.unit, instance.data, loaded)) or [instance.unit_id]
            kinds = {str(kind) for kind in _said(one.value, instance.data, loaded)}
            return [post.id for post in list_posts(units, day) if post.kind in kinds]


def subject_of(instance: Instance) -> Subject:
    """What services and rules are told of an instance."""
    return Subject(instance.of_type, instance.of_id, instance.unit_id, instance.started_by)


def _said(text: str, data: Mapping[str, Any], loaded: Loaded) -> list[object]:
    """A value, or what an expression says: one or several."""
    if not text.startswith("="):
        return [text] if text else []
    value = loaded.evaluate(text[1:], data)
    return list(value) if isinstance(value, tuple) else [] if value is None else [value]


def _ids(values: Iterable[object]) -> list[UUID]:
    found = []
    for value in values:
        try:
            found.append(UUID(str(value)))
        except ValueError:
            continue  # nobody by that name: the finder of stuck processes shows the step
    return found


def _units(values: list[object]) -> list[UUID]:
    by_id = _ids(values)
    codes = [str(v) for v in values] if not by_id else []
    return by_id + [unit.id for code in codes if (unit := find_unit(code))]


def _did(instance: Instance, element: str) -> list[UUID]:
    done = Item.objects.filter(
        instance=instance, element=element, state=Item.State.DONE, done_by__isnull=False
    )
    last = done.order_by("-order").values_list("done_by", flat=True).first()
    return [last] if last else []
