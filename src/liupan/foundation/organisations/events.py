"""Facts of `organisations`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class InstallationFounded(Fact, code="organisations.installation.founded"):
    """This installation was set up for a city."""

    city_code: str
    city_name: str
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class DivisionEntered(Fact, code="organisations.division.entered"):
    """A division was entered."""

    division_code: str
    name: str
    level: int


@dataclass(frozen=True, kw_only=True)
class UnitEstablished(Fact, code="organisations.unit.established"):
    """A unit was established."""

    unit_code: str
    name: str
    category: str
    parent_id: UUID | None
    valid_from: date


@dataclass(frozen=True, kw_only=True)
class PostCreated(Fact, code="organisations.post.created"):
    """A post was created in a unit."""

    unit_id: UUID
    title: str


@dataclass(frozen=True, kw_only=True)
class PersonAppointed(Fact, code="organisations.appointment.made"):
    """A person was appointed to a post."""

    post_id: UUID
    unit_id: UUID
    account_id: UUID
    valid_from: date
