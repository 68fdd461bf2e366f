"""Our station and its keys; cards of others, compared, trusted, ended."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import make_signing_key
from liupan.foundation.journal.facade import nothing_changed, operation, record, refused_when_taken
from liupan.foundation.organisations.facade import list_units
from liupan.foundation.parcels.events import (
    CardTaken,
    KeysReplaced,
    PeerEnded,
    PeerTrusted,
    StationFounded,
)
from liupan.foundation.parcels.formats.cards import Card, key_id, read_card
from liupan.foundation.parcels.kinds import all_kinds
from liupan.foundation.parcels.models import Peer, PeerCard, StationKey
from liupan.foundation.parcels.operations.keeping import NotNow, own_instance, require_said
from liupan.foundation.parcels.policies import MANAGE_STATIONS
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.secrecy import CEILING, Secrecy, Zone
from liupan.kernel.statements import insert

MOST_MB = 10_000


class AlreadyFounded(Refusal):
    """Our station has keys already."""


class OwnCard(Refusal):
    """It is our own card, or one that says to be us."""


class OtherFingerprint(InvalidInput):
    """What was read out is not the fingerprint of the card that came."""


@operation
def found_station(*, actor: Actor, now: datetime) -> UUID:
    """Make the keys of our station, once; the instance's id. Raises `AlreadyFounded`."""
    require(actor, MANAGE_STATIONS)
    instance = own_instance()
    with refused_when_taken(AlreadyFounded(_("This station has its keys already."))):
        made = _make_keys(now)
    record(StationFounded(thing_id=instance, **made), actor=actor, now=now)
    return instance


@operation
def replace_keys(*, reason: str, actor: Actor, now: datetime) -> UUID:
    """Make new keys; the card is another, which the other stations have to take in and compare.

    What was packed for the old key before now is still opened. Raises `NotNow`.
    """
    require(actor, MANAGE_STATIONS)
    require_said(reason=reason)
    instance = own_instance()
    if not StationKey.objects.filter(replaced_at=None).update(replaced_at=now):
        raise NotNow(_("This station has no keys yet."))
    fact = KeysReplaced(thing_id=instance, **_make_keys(now), reason=reason)
    record(fact, actor=actor, now=now)
    return instance


@operation
def take_card(*, data: bytes, actor: Actor, now: datetime) -> UUID:
    """Take in the card of another station; the station's id. Nothing travels by it before its
    fingerprint was compared. Raises `NotSigned`, `OwnCard`."""
    require(actor, MANAGE_STATIONS)
    card = read_card(data)
    if card.instance_id == own_instance():
        raise OwnCard(
            _("This is the card of our own station."),
            next_step=_("Take in the card that the other station gave out."),
        )
    found = PeerCard.objects.filter(fingerprint=card.fingerprint).first()
    if found:
        nothing_changed()
        return found.peer_id
    peer = _peer_of(card, now)
    row = PeerCard(
        peer=peer, city=card.city, zone=card.zone, fingerprint=card.fingerprint,
        signing_key=card.signing_key, encryption_key=card.encryption_key,
        signing_key_id=key_id(card.signing_key), encryption_key_id=key_id(card.encryption_key),
        taken_at=now, taken_by=actor.id,
    )  # fmt: skip
    insert(row)
    fact = CardTaken(
        thing_id=peer.id, city=card.city, zone=card.zone.value, fingerprint=card.fingerprint
    )
    record(fact, actor=actor, now=now)
    return peer.id


@operation
def trust_peer(
    *,
    peer_id: UUID,
    fingerprint: str,
    ceiling: Secrecy,
    max_mb: int,
    kinds: Collection[str],
    unit_id: UUID,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Let parcels travel to and from a station (信任); a new card retires the one before.

    Args:
        fingerprint: as it was read out by the other side; blanks and case do not matter.
        ceiling: the highest level that may travel, at most that of both zones.
        max_mb: how large a parcel may be.
        kinds: which may travel, by code.
        unit_id: the unit that receives what comes from there.

    Raises `OtherFingerprint`, `InvalidInput`, `Missing`.
    """
    require(actor, MANAGE_STATIONS)
    peer = _locked(peer_id)
    card = _card_of(peer, fingerprint)
    _require_bounds(Zone(card.zone), ceiling, max_mb, kinds, unit_id)
    peer.cards.filter(trusted_at__isnull=False, retired_at=None).exclude(id=card.id).update(
        retired_at=now
    )
    if card.trusted_at is None:
        card.trusted_at, card.trusted_by = now, actor.id
        card.save(update_fields=["trusted_at", "trusted_by"])
    peer.city, peer.zone, peer.state, peer.ended_at = card.city, card.zone, "trusted", None
    peer.ceiling, peer.max_mb, peer.kinds, peer.unit_id = ceiling, max_mb, sorted(kinds), unit_id
    peer.save()
    fact = PeerTrusted(
        thing_id=peer.id, concerned=(unit_id,), city=peer.city, zone=peer.zone,
        fingerprint=card.fingerprint, ceiling=int(ceiling), max_mb=max_mb,
        kinds=" ".join(sorted(kinds)), unit_id=unit_id,
    )  # fmt: skip
    record(fact, actor=actor, now=now)
    return peer.id


@operation
def end_trust(*, peer_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """Nothing goes there or comes from there any more; its keys are retired. Raises `NotNow`."""
    require(actor, MANAGE_STATIONS)
    require_said(reason=reason)
    peer = _locked(peer_id)
    if peer.state == Peer.State.ENDED:
        raise NotNow(_("Trust in this station was ended already."))
    peer.cards.filter(retired_at=None).update(retired_at=now)
    peer.state, peer.ended_at = Peer.State.ENDED, now
    peer.save(update_fields=["state", "ended_at"])
    record(PeerEnded(thing_id=peer.id, city=peer.city, reason=reason), actor=actor, now=now)
    return peer.id


def _make_keys(now: datetime) -> dict[str, Any]:
    """Both keys; the ids by which parcels name them."""
    names: dict[str, Any] = {}
    for use, name in (
        (StationKey.Use.SIGN, "signing_key"),
        (StationKey.Use.ENCRYPT, "encryption_key"),
    ):
        made = make_signing_key()
        names[name] = key_id(made.public_key)
        row = StationKey(
            id=made.id, use=use, key_id=names[name], public_key=made.public_key,
            sealed=made.sealed, made_at=now,
        )  # fmt: skip
        insert(row)
    return names


def _peer_of(card: Card, now: datetime) -> Peer:
    peer, _made = Peer.objects.get_or_create(
        instance_id=card.instance_id,
        defaults={"city": card.city, "zone": card.zone.value, "entered_at": now},
    )
    return peer


def _locked(peer_id: UUID) -> Peer:
    peer = Peer.objects.select_for_update().filter(id=peer_id).first()
    if peer is None:
        raise Missing(_("There is no such station."))
    return peer


def _card_of(peer: Peer, fingerprint: str) -> PeerCard:
    """The station's card with the fingerprint that was read out."""
    said = "".join(fingerprint.split()).lower()
    for card in peer.cards.filter(retired_at=None).order_by("-taken_at"):
        if "".join(card.fingerprint.split()) == said:
            return card
    words = _("This is not the fingerprint of a card that was taken in and holds.")
    raise OtherFingerprint(words, fields={"fingerprint": [words]})


def _require_bounds(
    zone: Zone, ceiling: Secrecy, max_mb: int, kinds: Collection[str], unit_id: UUID
) -> None:
    wrong: dict[str, list[str]] = {}
    if ceiling > min(CEILING[zone], CEILING[settings.LIUPAN_ZONE]):
        wrong["ceiling"] = [_("One of the two zones must not hold this level.")]
    if not 1 <= max_mb <= MOST_MB:
        wrong["max_mb"] = [_("Between 1 and 10,000 MB.")]
    if not kinds or set(kinds) - all_kinds().keys():
        wrong["kinds"] = [_("Choose what may travel.")]
    if not list_units([unit_id]):
        wrong["unit_id"] = [_("There is no such unit.")]
    if wrong:
        raise InvalidInput(_("Something is not possible."), fields=wrong)
