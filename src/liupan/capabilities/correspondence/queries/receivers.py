"""Whom a dispatch reaches: units by themselves and out of circles, now and at sign-off."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liupan.capabilities.correspondence.models import Addressee, Entry, Party
from liupan.capabilities.correspondence.queries.parties import units_of
from liupan.foundation.crypto.facade import sm3
from liupan.foundation.organisations.facade import UnitRef, list_successions, list_units


@dataclass(frozen=True, slots=True)
class Receivers:
    """Whom a dispatch reaches.

    Attributes:
        kinds: units that get it, with how (`Addressee.Kind`), the main ones first.
        closed: units that are named but ended, with who took over: they get nothing.
        outside: words for who is named but not here.
        signed: the units as they were at sign-off; None before it, and where nobody noted them.
        called: names of all of them.
    """

    kinds: Mapping[UUID, str]
    closed: Sequence[str]
    outside: Sequence[str]
    signed: frozenset[UUID] | None
    called: Mapping[UUID, UnitRef]

    @property
    def count(self) -> int:
        return len(self.kinds)

    @property
    def sign(self) -> str:
        """What tells this list of units from another."""
        return sign_of(self.kinds)

    @property
    def added(self) -> list[str]:
        """Units that came to it since sign-off."""
        if self.signed is None:
            return []
        return [self.called[one].name for one in self.kinds if one not in self.signed]

    @property
    def removed(self) -> list[str]:
        """Units that it went to at sign-off and does not any more."""
        gone = [self.called[one] for one in self.signed or () if one not in self.kinds]
        return [unit.name for unit in sorted(gone, key=lambda unit: unit.code)]

    def named(self, kind: str) -> list[str]:
        """The names of those that get it so."""
        return [self.called[unit].name for unit, how in self.kinds.items() if how == kind]


def receivers_of(document_id: UUID) -> Receivers:
    """Whom the document reaches if it is dispatched now; its issuers do not receive it. Six
    queries, and one for each unit that ended."""
    rows = list(
        Addressee.objects.filter(document_id=document_id)
        .order_by("-kind", "order")
        .prefetch_related("circle__members")
    )
    own = set(units_of(document_id, Party.Part.ISSUER))
    named: dict[UUID, str] = {}
    for row in rows:
        for unit in _units_in(row):
            if unit not in own:
                named.setdefault(unit, row.kind)
    signed = _signed(document_id)
    called = list_units({*named, *(signed or ())})
    ended = [unit for unit in named if not called[unit].is_open]
    return Receivers(
        kinds={unit: kind for unit, kind in named.items() if unit not in ended},
        closed=[_closed(called[unit]) for unit in ended],
        outside=[row.text for row in rows if not row.unit_id and not row.circle_id],
        signed=signed,
        called=called,
    )


def sign_of(units: Mapping[UUID, str] | frozenset[UUID]) -> str:
    """What tells a list of units from another, whatever their order."""
    return sm3("".join(sorted(str(unit) for unit in units)).encode()).hex()


def change_in_words(added: Sequence[str], removed: Sequence[str]) -> str:
    """Which units came to a list and which left it; nothing when none did."""
    parts = []
    if added:
        parts.append(pgettext("receivers", "New: %(units)s.") % {"units": "、".join(added)})
    if removed:
        words = pgettext("receivers", "No longer: %(units)s.")
        parts.append(words % {"units": "、".join(removed)})
    return " ".join(parts)


def _units_in(addressee: Addressee) -> Iterator[UUID]:
    if addressee.unit_id:
        yield addressee.unit_id
    elif addressee.circle:
        members = sorted(addressee.circle.members.all(), key=lambda unit: unit.code)
        yield from (unit.pk for unit in members)


def _signed(document_id: UUID) -> frozenset[UUID] | None:
    rows = Entry.objects.filter(outgoing_id=document_id, act="outgoing.signed_off")
    last = rows.order_by("-at", "-id").values_list("values", flat=True).first()
    if last is None or "units" not in last:
        return None
    return frozenset(UUID(one) for one in last["units"])


def _closed(unit: UnitRef) -> str:
    followers = [
        one.successor_name for one in list_successions(unit.id) if one.predecessor_id == unit.id
    ]
    if not followers:
        return unit.name
    named = {"unit": unit.name, "successors": "、".join(followers)}
    return _("%(unit)s (now %(successors)s)") % named
