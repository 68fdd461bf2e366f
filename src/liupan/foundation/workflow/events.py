"""Facts of `workflow`: of definitions, of running instances, of steps. All of an instance carry the
thing it runs for, so that the thing's office can hear what concerns it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import pgettext_lazy

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class InstanceFact(Fact):
    """What all facts of an instance carry."""

    of_type: str
    of_id: UUID


@dataclass(frozen=True, kw_only=True)
class StepFact(InstanceFact):
    """What all facts of a step carry; `thing_id` is the work item."""

    instance_id: UUID
    element: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ProcessKept(Fact, code="workflow.process.kept", label=pgettext_lazy("act", "process kept")):
    """A file was kept that cannot be executed yet, or shall not be."""

    process: str
    number: int
    digest: str
    objections: int


@dataclass(frozen=True, kw_only=True)
class ProcessDeployed(
    Fact, code="workflow.process.deployed", label=pgettext_lazy("act", "process deployed")
):
    """A version can be started from now on; running instances keep theirs."""

    process: str
    number: int
    digest: str
    origin: str


@dataclass(frozen=True, kw_only=True)
class ProcessTried(
    Fact, code="workflow.process.tried", label=pgettext_lazy("act", "process run on trial")
):
    """A trial came to its end; nothing but this fact is left of it."""

    process: str
    number: int
    digest: str
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TableKept(
    Fact, code="workflow.table.kept", label=pgettext_lazy("act", "decision table kept")
):
    """A decision table's file was kept, whether it can be asked or not."""

    table: str
    number: int
    digest: str
    objections: int


@dataclass(frozen=True, kw_only=True)
class TableDeployed(
    Fact, code="workflow.table.deployed", label=pgettext_lazy("act", "decision table deployed")
):
    """Processes that start from now on ask this version; running ones keep theirs."""

    table: str
    number: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class TableApplied(
    InstanceFact,
    code="workflow.table.applied",
    label=pgettext_lazy("act", "decided by a decision table"),
):
    """A table decided in an instance; `rules` are those that hit, from 1. What it read and said
    stands in the instance, not here."""

    table: str
    number: int
    element: str
    rules: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class InstanceStarted(
    InstanceFact, code="workflow.instance.started", label=pgettext_lazy("act", "process started")
):
    """A process began for a thing."""

    process: str
    number: int
    opened: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class InstanceEnded(
    InstanceFact, code="workflow.instance.ended", label=pgettext_lazy("act", "process ended")
):
    """The last token is gone."""


@dataclass(frozen=True, kw_only=True)
class InstanceSuspended(
    InstanceFact,
    code="workflow.instance.suspended",
    label=pgettext_lazy("act", "process suspended"),
):
    """Nobody can act on it until it is resumed."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class InstanceResumed(
    InstanceFact, code="workflow.instance.resumed", label=pgettext_lazy("act", "process resumed")
):
    """It goes on."""


@dataclass(frozen=True, kw_only=True)
class InstanceCancelled(
    InstanceFact,
    code="workflow.instance.cancelled",
    label=pgettext_lazy("act", "process cancelled"),
):
    """It ended before its end; open steps were taken back."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class InstanceMoved(
    InstanceFact,
    code="workflow.instance.moved",
    label=pgettext_lazy("act", "process moved by hand"),
):
    """All open steps were taken back, one step was opened instead."""

    element: str
    taken_back: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class InstanceMended(
    InstanceFact, code="workflow.instance.mended", label=pgettext_lazy("act", "process mended")
):
    """Steps and tokens that had come apart agree again."""

    opened: tuple[str, ...]
    closed: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class MessageDelivered(
    InstanceFact, code="workflow.instance.told", label=pgettext_lazy("act", "message delivered")
):
    """A message came, awaited or not; it moved what waited for it."""

    message: str
    was_awaited: bool
    opened: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CopySent(InstanceFact, code="workflow.copy.sent", label=pgettext_lazy("act", "copied to")):
    """The instance was shown to somebody for information."""

    instance_id: UUID
    account_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class CopyRead(InstanceFact, code="workflow.copy.read", label=pgettext_lazy("act", "copy read")):
    """Who got a copy has looked at it."""

    instance_id: UUID


@dataclass(frozen=True, kw_only=True)
class StepClaimed(
    StepFact, code="workflow.step.claimed", label=pgettext_lazy("act", "step claimed")
):
    """One of those who may do it took it."""


@dataclass(frozen=True, kw_only=True)
class StepReleased(
    StepFact, code="workflow.step.released", label=pgettext_lazy("act", "step released")
):
    """It is everybody's again who may do it."""


@dataclass(frozen=True, kw_only=True)
class StepHandedOver(
    StepFact, code="workflow.step.handed_over", label=pgettext_lazy("act", "step handed over")
):
    """Another does it, for good."""

    account_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class StepPutOff(
    StepFact, code="workflow.step.put_off", label=pgettext_lazy("act", "step put off")
):
    """Who has to act on it does so later (暂缓): it waits for them again from that day on."""

    until: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class StepDelegated(
    StepFact, code="workflow.step.delegated", label=pgettext_lazy("act", "step delegated")
):
    """Another looks at it; then it comes back."""

    account_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class StepCameBack(
    StepFact, code="workflow.step.came_back", label=pgettext_lazy("act", "delegated step came back")
):
    """Whom it was delegated to has said what there is to say."""

    account_id: UUID


@dataclass(frozen=True, kw_only=True)
class StepSaid(
    StepFact,
    code="workflow.step.said",
    label=pgettext_lazy("act", "step decided, others sign after it"),
):
    """Its holder is done; added signers come before it goes on."""

    outcome: str


@dataclass(frozen=True, kw_only=True)
class StepCompleted(
    StepFact, code="workflow.step.completed", label=pgettext_lazy("act", "step completed")
):
    """The process went on. `opened`: elements of what came of it."""

    outcome: str
    opened: tuple[str, ...]
    has_ended: bool


@dataclass(frozen=True, kw_only=True)
class StepSigned(
    StepFact, code="workflow.step.signed", label=pgettext_lazy("act", "signed jointly")
):
    """One of several signed."""

    vote: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class SignerAdded(
    StepFact, code="workflow.step.signer_added", label=pgettext_lazy("act", "signer added")
):
    """Somebody more has to sign."""

    key: UUID
    place: str


@dataclass(frozen=True, kw_only=True)
class SignerRemoved(
    StepFact, code="workflow.step.signer_removed", label=pgettext_lazy("act", "signer removed")
):
    """Somebody need not sign any more."""

    key: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class StepReturned(
    StepFact, code="workflow.step.returned", label=pgettext_lazy("act", "step returned")
):
    """Work goes back to a step that was done. `taken_back`: elements undone by it."""

    to: tuple[str, ...]
    taken_back: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class StepWithdrawn(
    StepFact, code="workflow.step.withdrawn", label=pgettext_lazy("act", "step withdrawn")
):
    """Who had done it took it back before the next one acted."""

    taken_back: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StepUrged(StepFact, code="workflow.step.urged", label=pgettext_lazy("act", "step urged")):
    """Whoever holds it was reminded."""

    note: str


@dataclass(frozen=True, kw_only=True)
class OpinionReworded(
    StepFact, code="workflow.step.opinion_reworded", label=pgettext_lazy("act", "opinion reworded")
):
    """A later version of an opinion; the earlier ones stay."""

    version: int
