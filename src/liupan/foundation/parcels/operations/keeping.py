"""What every operation needs: our own keys, locked rows, refusals, facts in one shape."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import (
    Algorithm,
    SigningKey,
    Sm2PrivateKey,
    StoredKey,
    open_decryption_key,
    open_signing_key,
)
from liupan.foundation.organisations.facade import find_installation
from liupan.foundation.parcels.models import Outgoing, Peer, PeerCard, StationKey
from liupan.foundation.parcels.policies import visible_outgoing
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.secrecy import CEILING, Secrecy

MEGABYTE = 1024 * 1024


class NotNow(Refusal):
    """The act is not possible as the parcel or the station stands."""


class SecondPersonNeeded(Refusal):
    """Nobody releases what they prepared."""


class AboveCeiling(Refusal):
    """The level is higher than the target may hold."""


class NoStation(Refusal):
    """Our station has no keys yet."""


def own_instance() -> UUID:
    """Who we are to other stations. Raises `NoStation`."""
    found = find_installation()
    if found is None:
        raise NoStation(_("This city is not set up yet."))
    return found.instance_id


def signing_key() -> tuple[SigningKey, str]:
    """Our key that signs today, and its id. Raises `NoStation`."""
    row = StationKey.objects.filter(use=StationKey.Use.SIGN, replaced_at=None).first()
    if row is None:
        raise NoStation(
            _("This station has no keys yet."),
            next_step=_("The security and secrecy administrator sets it up."),
        )
    return open_signing_key(_stored(row)), row.key_id


def decryption_key(key_id: str) -> tuple[Sm2PrivateKey, StationKey] | None:
    """Our key of this id, also a replaced one: parcels are under way when keys are replaced."""
    row = StationKey.objects.filter(use=StationKey.Use.ENCRYPT, key_id=key_id).first()
    return (open_decryption_key(_stored(row)), row) if row else None


def ceiling_of(peer: Peer) -> Secrecy:
    """The highest level that may travel: of its zone, of ours, and what was agreed."""
    zones = (CEILING[peer.zone], CEILING[settings.LIUPAN_ZONE])  # type: ignore[index]
    return min(Secrecy(peer.ceiling), *zones)


def is_outward(peer: Peer) -> bool:
    """Whether it goes to a zone that protects less than ours."""
    return CEILING[peer.zone] < CEILING[settings.LIUPAN_ZONE]  # type: ignore[index]


def trusted(peer_id: UUID) -> tuple[Peer, PeerCard]:
    """The station, locked, with the card that holds. Raises `Missing`, `NotNow`."""
    peer = Peer.objects.select_for_update().filter(id=peer_id).first()
    if peer is None:
        raise Missing(_("There is no such station."))
    card = peer.cards.filter(trusted_at__isnull=False, retired_at=None).first()
    if peer.state != Peer.State.TRUSTED or card is None:
        raise NotNow(
            _("The station of %(city)s is not trusted.") % {"city": peer.city},
            next_step=_("The security and secrecy administrator compares its fingerprint."),
        )
    return peer, card


def locked_outgoing(parcel_id: UUID, actor: Actor) -> Outgoing:
    """The parcel, locked after its station as everywhere, if the actor may see it. Raises
    `Missing`."""
    seen = Outgoing.objects.filter(visible_outgoing(actor), id=parcel_id)
    Peer.objects.select_for_update().filter(id__in=seen.values("peer_id")).first()
    rows = Outgoing.objects.select_for_update(of=("self",)).select_related("peer")
    row = rows.filter(id__in=seen.values("id")).first()
    if row is None:
        raise Missing(_("There is no such parcel."))
    return row


def require_state(row: Outgoing, *states: Outgoing.State) -> None:
    """Raises `NotNow`."""
    if row.state not in states:
        raise NotNow(
            _("This parcel is “%(state)s”: this is not possible now.")
            % {"state": row.get_state_display()}
        )


def require_said(**texts: str) -> None:
    """Raises `InvalidInput` naming what was left empty."""
    missing = {name: [_("Please say.")] for name, text in texts.items() if not text.strip()}
    if missing:
        raise InvalidInput(_("Something is missing."), fields=missing)


def about(row: Outgoing) -> dict[str, Any]:
    """What every fact says of a parcel that goes out."""
    return {
        "thing_id": row.id,
        "concerned": (row.peer_id, row.unit_id, row.prepared_by),
        "secrecy": Secrecy(row.secrecy),
        "peer_id": row.peer_id,
        "city": row.peer.city,
        "kind": row.kind,
        "unit_id": row.unit_id,
        "number": row.number,
        "state": row.state,
        "sm3": row.sm3,
    }


def _stored(row: StationKey) -> StoredKey:
    return StoredKey(row.id, Algorithm.SM2, bytes(row.public_key), row.sealed)
