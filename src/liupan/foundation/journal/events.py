"""Facts of `journal`: reading it is an act too."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class JournalSearched(Fact, code="journal.search.made", label=_("journal searched")):
    """Somebody looked through the journal; empty fields did not narrow the search."""

    act: str = ""
    by: UUID | None = None
    about: UUID | None = None
    since: str = ""
    until: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class ThingFollowed(Fact, code="journal.thing.followed", label=_("history of a thing read")):
    """Somebody read everything that concerns a thing."""

    about: UUID


@dataclass(frozen=True, kw_only=True)
class JournalExported(Fact, code="journal.range.exported", label=_("journal exported")):
    """A range of the chain was handed out as a file."""

    first: int
    last: int
    last_hash: str


@dataclass(frozen=True, kw_only=True)
class VerificationRequested(
    Fact, code="journal.verification.requested", label=_("verification of the journal requested")
):
    """Somebody asked for the whole chain to be verified."""


@dataclass(frozen=True, kw_only=True)
class BackupRestored(Fact, code="journal.backup.restored", label=_("backup restored")):
    """The database was replaced by a backup; the chain goes on from link `last` of that time.

    `seal` is what `backup` printed, `made_at` when.
    """

    seal: str
    made_at: str
    last: int


@dataclass(frozen=True, kw_only=True)
class ChainReplaced(Fact, code="journal.chain.replaced", label=_("chain of the journal replaced")):
    """This chain took the place of another: a demo was built anew, another city's backup restored.

    The former one began with hash `former_genesis` and ended with link `former_last`.
    """

    former_genesis: str
    former_last: int
    former_hash: str
    why: str


@dataclass(frozen=True, kw_only=True)
class DeliveryRetried(Fact, code="journal.delivery.retried", label=_("failed fact retried")):
    """A fact that a handler could not take was given another try."""

    handler: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class DeliveryDropped(Fact, code="journal.delivery.dropped", label=_("failed fact dropped")):
    """A fact was kept from a handler for good; the thing's later facts go on."""

    handler: str
    seq: int
    reason: str
