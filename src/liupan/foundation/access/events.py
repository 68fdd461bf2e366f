"""Facts of `access`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import pgettext_lazy

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class RoleDefined(Fact, code="access.role.defined", label=pgettext_lazy("act", "role defined")):
    """A role was defined or redefined."""

    role_code: str
    duty: str
    permissions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Fact, code="access.binding.granted", label=pgettext_lazy("act", "role granted")):
    """A role was granted, to an account, to the holders of a post or to everyone in a unit.

    Without `unit_id` it reaches over the unit of the post through which it is held.
    """

    role_code: str
    unit_id: UUID | None
    account_id: UUID | None
    post_id: UUID | None
    everyone_in_id: UUID | None = None
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class GrantNarrowed(
    Fact, code="access.binding.narrowed", label=pgettext_lazy("act", "grant narrowed")
):
    """A grant reaches less far, or ends earlier, than before."""

    role_code: str
    former_unit_id: UUID | None
    unit_id: UUID | None
    former_valid_to: date | None
    valid_to: date | None


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(Fact, code="access.binding.revoked", label=pgettext_lazy("act", "grant revoked")):
    """A grant was taken back from a day on."""

    role_code: str
    reason: str
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class ClearanceSet(Fact, code="access.clearance.set", label=pgettext_lazy("act", "clearance set")):
    """A person's clearance was set (涉密等级)."""

    former_level: int
    level: int


@dataclass(frozen=True, kw_only=True)
class SetupClosed(
    Fact, code="access.setup.closed", label=pgettext_lazy("act", "installation handed over")
):
    """The installer lost its rights; from now on only the three administrators administer."""


@dataclass(frozen=True, kw_only=True)
class ActProposed(
    Fact,
    code="access.proposal.made",
    label=pgettext_lazy("act", "proposed to a second person"),
):
    """An act on an administrator was proposed; it waits for one of another duty (双人复核)."""

    guarded: str
    account_id: UUID | None = None
    post_id: UUID | None = None
    grant_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ProposalConfirmed(
    Fact,
    code="access.proposal.confirmed",
    label=pgettext_lazy("act", "proposal confirmed by a second person"),
):
    """The second person agreed; who proposed it may carry it out."""

    guarded: str


@dataclass(frozen=True, kw_only=True)
class ProposalRefused(
    Fact,
    code="access.proposal.refused",
    label=pgettext_lazy("act", "proposal refused or taken back"),
):
    """The second person did not agree, or who proposed it took it back."""

    guarded: str


@dataclass(frozen=True, kw_only=True)
class ProposalCarriedOut(
    Fact,
    code="access.proposal.carried_out",
    label=pgettext_lazy("act", "confirmed proposal carried out"),
):
    """What was confirmed is done; the act's own fact follows."""

    guarded: str


@dataclass(frozen=True, kw_only=True)
class ProposalLapsed(
    Fact,
    code="access.proposal.lapsed",
    label=pgettext_lazy("act", "proposal lapsed"),
):
    """Nobody decided in time, or nobody carried it out."""

    guarded: str


@dataclass(frozen=True, kw_only=True)
class DutyRecovered(
    Fact, code="access.duty.recovered", label=pgettext_lazy("act", "duty recovered by the operator")
):
    """The operator gave an administrator's role to an account without a second person, because
    those who held it were lost."""

    role_code: str
    reason: str
