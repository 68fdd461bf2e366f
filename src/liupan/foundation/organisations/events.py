"""Facts of `organisations`."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from django.utils.translation import pgettext_lazy

from liupan.kernel.facts import Fact, Personal


@dataclass(frozen=True, kw_only=True)
class InstallationFounded(
    Fact,
    code="organisations.installation.founded",
    label=pgettext_lazy("act", "installation founded"),
):
    """This installation was set up for a city."""

    city_code: str
    city_name: str
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class SetupEnded(
    Fact, code="organisations.installation.setup_ended", label=pgettext_lazy("act", "setup ended")
):
    """Setting up ended; the installer's time is over."""


@dataclass(frozen=True, kw_only=True)
class DivisionEntered(
    Fact, code="organisations.division.entered", label=pgettext_lazy("act", "division entered")
):
    """A division was entered."""

    division_code: str
    name: str
    level: int


@dataclass(frozen=True, kw_only=True)
class DivisionReplaced(
    Fact, code="organisations.division.replaced", label=pgettext_lazy("act", "division replaced")
):
    """A division got another code or name from a day on (撤乡设镇、更名、改码)."""

    successor_id: UUID
    division_code: str
    name: str
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class DivisionCorrected(
    Fact, code="organisations.division.corrected", label=pgettext_lazy("act", "division corrected")
):
    """A slip in a division's data was put right."""

    before: dict[str, str]
    after: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class DivisionAbolished(
    Fact, code="organisations.division.abolished", label=pgettext_lazy("act", "division abolished")
):
    """A division ended."""

    effective_on: date


@dataclass(frozen=True, kw_only=True)
class UnitEstablished(
    Fact, code="organisations.unit.established", label=pgettext_lazy("act", "unit established")
):
    """A unit was established."""

    unit_code: str
    name: str
    category: str
    parent_id: UUID | None
    valid_from: date


@dataclass(frozen=True, kw_only=True)
class UnitRenamed(
    Fact, code="organisations.unit.renamed", label=pgettext_lazy("act", "unit renamed")
):
    """A unit bears another name from a day on; its former names are kept."""

    former_name: str
    name: str
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class UnitMoved(Fact, code="organisations.unit.moved", label=pgettext_lazy("act", "unit moved")):
    """A unit stands under another unit from a day on."""

    former_parent_id: UUID | None
    parent_id: UUID
    division_id: UUID
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class UnitCorrected(
    Fact, code="organisations.unit.corrected", label=pgettext_lazy("act", "unit corrected")
):
    """A slip in a unit's data was put right."""

    before: dict[str, str]
    after: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class UnitAbolished(
    Fact, code="organisations.unit.abolished", label=pgettext_lazy("act", "unit abolished")
):
    """A unit ended; its successors, if any, took over (撤销、并入、分设)."""

    successor_ids: tuple[UUID, ...]
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class PostCreated(
    Fact, code="organisations.post.created", label=pgettext_lazy("act", "post created")
):
    """A post was created in a unit."""

    unit_id: UUID
    title: str
    kind: str = "clerk"


@dataclass(frozen=True, kw_only=True)
class PostChanged(
    Fact, code="organisations.post.changed", label=pgettext_lazy("act", "post changed")
):
    """A post was renamed or otherwise changed."""

    unit_id: UUID
    before: dict[str, str]
    after: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class PostAbolished(
    Fact, code="organisations.post.abolished", label=pgettext_lazy("act", "post abolished")
):
    """A post ended, and with it every appointment to it."""

    unit_id: UUID
    title: str
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class PostHandedOver(
    Fact, code="organisations.post.handed_over", label=pgettext_lazy("act", "post handed over")
):
    """A post went on in another unit as a new post; roles bound to it did not go along."""

    unit_id: UUID
    new_post_id: UUID
    new_unit_id: UUID
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class PersonAppointed(
    Fact, code="organisations.appointment.made", label=pgettext_lazy("act", "person appointed")
):
    """A person was appointed to a post."""

    post_id: UUID
    unit_id: UUID
    account_id: UUID
    valid_from: date
    valid_to: date | None = None
    is_primary: bool = True
    is_acting: bool = False


@dataclass(frozen=True, kw_only=True)
class AppointmentEnded(
    Fact, code="organisations.appointment.ended", label=pgettext_lazy("act", "appointment ended")
):
    """A person holds a post no longer, from a day on."""

    post_id: UUID
    unit_id: UUID
    account_id: UUID
    effective_on: date
    reason: Annotated[str | None, Personal(of="account_id")] = None


@dataclass(frozen=True, kw_only=True)
class PrimaryPostSet(
    Fact,
    code="organisations.appointment.made_primary",
    label=pgettext_lazy("act", "main post chosen"),
):
    """One of a person's posts became the main one."""

    post_id: UUID
    account_id: UUID
