"""Who may do the steps of `receiving.bpmn`."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.correspondence.policies import HANDLE, REGISTRY
from liupan.capabilities.correspondence.queries.incoming_people import people_with
from liupan.foundation.workflow.facade import Subject, candidate_rule
from liupan.kernel import clock


@candidate_rule("correspondence.register", label=_("Registry of the receiving unit"))
def register(subject: Subject, data: Mapping[str, Any]) -> Collection[UUID]:
    """Those who keep the registry of the unit that received it."""
    return sorted(people_with(REGISTRY, subject.unit_id, clock.today()))


@candidate_rule("correspondence.handlers", label=_("Who handles the document"))
def handlers(subject: Subject, data: Mapping[str, Any]) -> Collection[UUID]:
    """The person named, else those of the lead unit who may handle documents."""
    if handler := data.get("承办人"):
        return [UUID(str(handler))]
    unit = UUID(str(data.get("承办单位") or subject.unit_id))
    return sorted(people_with(HANDLE, unit, clock.today()))
