"""Our station, and those we know."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import CharFilter, MultipleChoiceFilter

from liupan.foundation.design.facade import FilterSet, QueryRows
from liupan.foundation.organisations.facade import find_installation
from liupan.foundation.parcels.formats.cards import Card, write_card
from liupan.foundation.parcels.kinds import label_of
from liupan.foundation.parcels.models import ZONES, Peer, PeerCard, StationKey
from liupan.foundation.parcels.operations.keeping import ceiling_of, is_outward, signing_key
from liupan.foundation.parcels.policies import CARRY, MANAGE_STATIONS
from liupan.foundation.parcels.queries.logs import gaps_of
from liupan.foundation.parcels.queries.naming import units
from liupan.kernel.authority import Actor, may, require
from liupan.kernel.errors import Missing
from liupan.kernel.secrecy import CEILING, WORDS, Secrecy, Zone

STATES = tuple(Peer.State.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerLine:
    """A station in the list."""

    id: UUID
    city: str
    zone: str
    state: str
    state_label: str
    ceiling: str
    sent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """A card of a station. `state`: new, holds or retired."""

    fingerprint: str
    taken_at: datetime
    trusted_at: datetime | None
    retired_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerView:
    """A station on its page."""

    line: PeerLine
    instance_id: UUID
    zone: Zone
    level: Secrecy
    highest: Secrecy
    max_mb: int
    kinds: tuple[str, ...]
    kind_labels: tuple[str, ...]
    unit_id: UUID | None
    unit: str
    cards: tuple[CardLine, ...]
    gaps: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A station that parcels may go to: up to which level, and whether somebody releases them."""

    id: UUID
    city: str
    zone: str
    ceiling: Secrecy
    is_outward: bool
    kinds: tuple[str, ...]

    def __str__(self) -> str:
        words = _("%(city)s · %(zone)s · up to %(level)s")
        return words % {"city": self.city, "zone": self.zone, "level": WORDS[self.ceiling]}


class PeerFilters(FilterSet):
    """What can be chosen of stations."""

    q = CharFilter(label=gettext_lazy("City or fingerprint"), method="by_words")
    state = MultipleChoiceFilter(label=gettext_lazy("State"), choices=STATES, distinct=False)

    class Meta:
        model = Peer
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[Peer], _name: str, value: str) -> QuerySet[Peer]:
        said = value.replace("\0", "").strip()
        cards = PeerCard.objects.filter(fingerprint__icontains=said).values("peer_id")
        return rows.filter(Q(city__icontains=said) | Q(id__in=cards))


def own_card() -> Card | None:
    """Our card; None before the station was set up."""
    found = find_installation()
    keys = {row.use: bytes(row.public_key) for row in StationKey.objects.filter(replaced_at=None)}
    if found is None or len(keys) < len(StationKey.Use):
        return None
    return Card(
        instance_id=found.instance_id, city=found.city_name, zone=Zone(settings.LIUPAN_ZONE),
        signing_key=keys["sign"], encryption_key=keys["encrypt"],
    )  # fmt: skip


def own_card_file(actor: Actor) -> bytes:
    """Our card, signed, to be handed to others. Raises `Missing`, `NotAuthorised`."""
    require(actor, MANAGE_STATIONS)
    card = own_card()
    if card is None:
        raise Missing(_("This station has no keys yet."))
    return write_card(card, signing_key()[0])


def list_peers(actor: Actor) -> QueryRows[PeerLine]:
    """All stations: q, state. Raises `NotAuthorised`."""
    _require_seen(actor)
    return QueryRows(Peer.objects.all(), PeerFilters, _line)


def get_peer(actor: Actor, peer_id: UUID) -> PeerView:
    """A station as its page shows it. Raises `Missing`, `NotAuthorised`."""
    _require_seen(actor)
    row = Peer.objects.filter(id=peer_id).first()
    if row is None:
        raise Missing(_("There is no such station."))
    cards = tuple(_card(one) for one in row.cards.order_by("-taken_at"))
    zones = (CEILING[Zone(row.zone)], CEILING[settings.LIUPAN_ZONE])
    return PeerView(
        line=_line(row), instance_id=row.instance_id, zone=Zone(row.zone),
        level=Secrecy(row.ceiling), highest=min(zones), max_mb=row.max_mb,
        kinds=tuple(row.kinds), kind_labels=tuple(label_of(kind) for kind in row.kinds),
        unit_id=row.unit_id, unit=units([row.unit_id]).get(row.unit_id, "") if row.unit_id else "",
        cards=cards, gaps=tuple(gaps_of(row)),
    )  # fmt: skip


def list_targets(kind: str) -> list[Target]:
    """The stations that parcels of a kind may go to, by city. One query."""
    rows = Peer.objects.filter(state=Peer.State.TRUSTED, kinds__contains=[kind])
    return [
        Target(
            id=row.id, city=row.city, zone=str(ZONES[Zone(row.zone)]), ceiling=ceiling_of(row),
            is_outward=is_outward(row), kinds=tuple(row.kinds),
        )
        for row in rows.order_by("city", "zone")
    ]  # fmt: skip


def list_trusted() -> list[UUID]:
    """The stations that are trusted, by city."""
    rows = Peer.objects.filter(state=Peer.State.TRUSTED).order_by("city", "id")
    return list(rows.values_list("id", flat=True))


def _require_seen(actor: Actor) -> None:
    """Whoever carries parcels sees the stations too."""
    if not may(actor, CARRY):
        require(actor, MANAGE_STATIONS)


def _line(row: Peer) -> PeerLine:
    return PeerLine(
        id=row.id, city=row.city, zone=str(ZONES[Zone(row.zone)]), state=row.state,
        state_label=str(row.get_state_display()), sent=row.sent,
        ceiling=WORDS[Secrecy(row.ceiling)] if row.state == Peer.State.TRUSTED else "",
    )  # fmt: skip


def _card(row: PeerCard) -> CardLine:
    state = "retired" if row.retired_at else "holds" if row.trusted_at else "new"
    return CardLine(
        fingerprint=row.fingerprint, taken_at=row.taken_at, trusted_at=row.trusted_at,
        retired_at=row.retired_at, state=state,
    )  # fmt: skip
