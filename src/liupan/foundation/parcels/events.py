"""Facts of `parcels`. `thing_id` is the parcel, the station, or the entry of the import log."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import pgettext_lazy

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class StationFounded(
    Fact, code="parcels.station.founded", label=pgettext_lazy("act", "station set up")
):
    """Our station has its keys."""

    signing_key: str
    encryption_key: str


@dataclass(frozen=True, kw_only=True)
class KeysReplaced(
    Fact, code="parcels.station.keys_replaced", label=pgettext_lazy("act", "keys replaced")
):
    """Our station has other keys; its card is another."""

    signing_key: str
    encryption_key: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CardTaken(
    Fact, code="parcels.peer.card_taken", label=pgettext_lazy("act", "card of a station taken in")
):
    """A card came in; nothing travels by it yet."""

    city: str
    zone: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class PeerTrusted(Fact, code="parcels.peer.trusted", label=pgettext_lazy("act", "station trusted")):
    """The fingerprint was compared; parcels may travel within these bounds."""

    city: str
    zone: str
    fingerprint: str
    ceiling: int
    max_mb: int
    kinds: str
    unit_id: UUID


@dataclass(frozen=True, kw_only=True)
class PeerEnded(
    Fact, code="parcels.peer.ended", label=pgettext_lazy("act", "trust in a station ended")
):
    """Nothing goes to it or comes from it any more."""

    city: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class AboutParcel(Fact):
    """What every fact says of a parcel that goes out, as it stands after the act."""

    peer_id: UUID
    city: str
    kind: str
    unit_id: UUID
    number: int | None
    state: str
    sm3: str


@dataclass(frozen=True, kw_only=True)
class ParcelPrepared(
    AboutParcel, code="parcels.outgoing.prepared", label=pgettext_lazy("act", "parcel prepared")
):
    """Somebody wants it sent; `findings` places were found by screening."""

    purpose: str
    parts: int
    findings: int


@dataclass(frozen=True, kw_only=True)
class ParcelReleased(
    AboutParcel, code="parcels.outgoing.released", label=pgettext_lazy("act", "parcel released")
):
    """Somebody else reviewed it for secrecy and let it go (保密审查)."""

    opinion: str
    checks: str


@dataclass(frozen=True, kw_only=True)
class ParcelRefused(
    AboutParcel, code="parcels.outgoing.refused", label=pgettext_lazy("act", "parcel not released")
):
    """It does not go."""

    opinion: str


@dataclass(frozen=True, kw_only=True)
class ParcelWithdrawn(
    AboutParcel, code="parcels.outgoing.withdrawn", label=pgettext_lazy("act", "parcel withdrawn")
):
    """Whoever prepared it took it back."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ParcelPacked(
    AboutParcel, code="parcels.outgoing.packed", label=pgettext_lazy("act", "parcel packed")
):
    """It has its number and lies ready, signed and encrypted; `size` in bytes."""

    size: int


@dataclass(frozen=True, kw_only=True)
class ParcelTaken(
    AboutParcel, code="parcels.outgoing.taken", label=pgettext_lazy("act", "parcel taken out")
):
    """Somebody took the file onto a medium, for the `times`th time."""

    times: int


@dataclass(frozen=True, kw_only=True)
class ParcelAnswered(
    AboutParcel, code="parcels.outgoing.answered", label=pgettext_lazy("act", "receipt came")
):
    """The other station says that it arrived, or why it was refused."""

    cause: str


@dataclass(frozen=True, kw_only=True)
class ParcelOverdue(
    AboutParcel, code="parcels.outgoing.overdue", label=pgettext_lazy("act", "no receipt yet")
):
    """Whoever sent it was told that no receipt came in time."""

    days: int


@dataclass(frozen=True, kw_only=True)
class ParcelArrived(
    Fact, code="parcels.incoming.arrived", label=pgettext_lazy("act", "parcel taken in")
):
    """It was verified and delivered, once."""

    peer_id: UUID
    city: str
    number: int
    parcel_id: UUID
    kind: str
    sm3: str
    parts: int


@dataclass(frozen=True, kw_only=True)
class ParcelTurnedAway(
    Fact, code="parcels.incoming.turned_away", label=pgettext_lazy("act", "parcel turned away")
):
    """What was handed in was not taken, and why."""

    city: str
    number: int | None
    sm3: str
    cause: str


@dataclass(frozen=True, kw_only=True)
class StatementMade(
    Fact, code="parcels.peer.statement_made", label=pgettext_lazy("act", "statement given out")
):
    """Our log with this station was given out, signed."""

    city: str
    received: int
    sent: int


@dataclass(frozen=True, kw_only=True)
class StatementTaken(
    Fact, code="parcels.peer.statement_taken", label=pgettext_lazy("act", "statement taken in")
):
    """Their log was compared with ours; `differences` places do not agree."""

    city: str
    received: int
    sent: int
    differences: int


@dataclass(frozen=True, kw_only=True)
class PartLookedAt(
    AboutParcel, code="parcels.outgoing.looked_at", label=pgettext_lazy("act", "part looked at")
):
    """Whoever reviews it took a part to look at it."""

    part: int
