"""A small town that is a station, and another station of which there are only its keys."""

import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from liupan.foundation.access.facade import apply_built_in_roles, grant_role
from liupan.foundation.crypto.facade import (
    SigningKey,
    Sm2PrivateKey,
    new_signing_key,
    open_pieces,
    sm3,
)
from liupan.foundation.organisations.facade import appoint, create_post, find_installation
from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.parcels.formats.cards import Card, key_id, write_card
from liupan.foundation.parcels.formats.contents import Contents, PartInfo
from liupan.foundation.parcels.formats.envelopes import Address, write_parcel
from liupan.foundation.parcels.formats.statements import Entry, Statement, write_statement
from liupan.foundation.parcels.kinds import Part
from liupan.foundation.parcels.operations.receiving import Received, receive_parcel
from liupan.foundation.parcels.operations.sending import (
    CHECKS,
    prepare_parcel,
    release_parcel,
    take_parcel,
)
from liupan.foundation.parcels.operations.stations import found_station, take_card, trust_peer
from liupan.foundation.parcels.parcels import FILES
from liupan.foundation.parcels.queries.stations import own_card
from liupan.foundation.rulesets.facade import install_rules
from liupan.kernel.authority import Actor
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Mark, Secrecy, Zone

NOW = city.NOW
PUBLIC = Mark(level=Secrecy.PUBLIC)
TOP = Secrecy.TOP_SECRET


@dataclass
class Far:
    """Another station in memory, as a stranger might write one."""

    zone: Zone = Zone.INTRANET
    city: str = "远方市"
    instance: UUID = field(default_factory=uuid7)
    signer: SigningKey = field(default_factory=new_signing_key)
    opener: Sm2PrivateKey = field(default_factory=Sm2PrivateKey.generate)
    sent: int = 0

    @property
    def card(self) -> Card:
        return Card(
            instance_id=self.instance, city=self.city, zone=self.zone,
            signing_key=self.signer.public_key, encryption_key=self.opener.public_key.to_spki(),
        )  # fmt: skip

    def card_file(self) -> bytes:
        return write_card(self.card, self.signer)

    def parcel(
        self,
        parts: dict[str, bytes],
        *,
        mark: Mark = PUBLIC,
        number: int = 0,
        kind: str = FILES,
        to: Card | None = None,
        parcel_id: UUID | None = None,
        packed_at: datetime = NOW,
    ) -> bytes:
        """A parcel for the town."""
        self.sent = number or self.sent + 1
        to = to or own_card()
        assert to
        infos = [
            PartInfo(name=name, title=name, mark=mark, size=len(data), sm3=sm3(data).hex())
            for name, data in parts.items()
        ]
        return self.packed(
            Contents(kind=kind, purpose="测试", parts=tuple(infos)), parts.values(), to,
            parcel_id, packed_at,
        )  # fmt: skip

    def packed(
        self,
        contents: Contents,
        pieces: Any,
        to: Card,
        parcel_id: UUID | None = None,
        packed_at: datetime = NOW,
    ) -> bytes:
        address = Address(
            sender=self.instance, receiver=to.instance_id,
            signing_key_id=key_id(self.signer.public_key),
            encryption_key_id=key_id(to.encryption_key), encryption_key=to.encryption_key,
        )  # fmt: skip
        return b"".join(
            write_parcel(
                parcel_id=parcel_id or uuid7(), number=self.sent, address=address,
                contents=contents, pieces=pieces, key=self.signer, packed_at=packed_at, ceiling=TOP,
            )
        )  # fmt: skip

    def statement(
        self, received: Sequence[Entry] = (), sent: Sequence[Entry] = (), **more: Any
    ) -> bytes:
        values: dict[str, Any] = {
            "sender": self.instance, "receiver": own_card().instance_id,  # type: ignore[union-attr]
            "made_at": NOW + timedelta(hours=1), "received": tuple(received), "sent": tuple(sent),
        }  # fmt: skip
        return write_statement(Statement(**{**values, **more}), self.signer)

    def opened(self, parcel: bytes) -> tuple[dict[str, Any], bytes]:
        """Head and inside of a parcel for this station, read by nothing but the reference page."""
        import base64
        import json

        magic, rest = parcel[:16], parcel[16:]
        assert magic == b"LIUPAN-PARCEL/1\n"
        (length,) = struct.unpack(">I", rest[:4])
        head = json.loads(rest[4 : 4 + length])
        key = self.opener.decrypt(base64.b64decode(head["key"]))
        at, chunks = 4 + length, b""
        while (size := struct.unpack(">I", rest[at : at + 4])[0]) > 0:
            chunks += rest[at : at + 4 + size]
            at += 4 + size
        return head, b"".join(open_pieces(io.BytesIO(chunks), UUID(head["parcel"]), key))


PEOPLE = (
    ("sender", "parcel-sender"),
    ("reviewer", "parcel-releaser"),
    ("courier", "parcel-courier"),
    ("security", "security-administrator"),
    ("nobody", ""),
)


@dataclass
class Town:
    """Our station with one unit; `by` is who may everything."""

    unit: UUID

    def by(self, now: datetime = NOW) -> dict[str, Any]:
        return {"actor": city.almighty(), "now": now}

    def other(self, now: datetime = NOW) -> dict[str, Any]:
        """Somebody else who may everything."""
        return {"actor": another(), "now": now}


def another() -> Actor:
    mighty = city.almighty()
    return Actor(
        id=UUID(int=77), kind=mighty.kind, name="another", clearance=mighty.clearance,
        rights=mighty.rights,
    )  # fmt: skip


def town() -> Town:
    """The root, one unit, the rules, the station's keys."""
    if find_installation() is None:
        city.found()
    city.unit("固原市人民政府", category="government")
    unit = city.unit("固原市大数据局")
    install_rules(city.almighty(), NOW)
    made = Town(unit)
    found_station(**made.by())
    return made


def trusted(place: Town, far: Far, **more: Any) -> UUID:
    """The far station's card taken in, compared, trusted."""
    peer = take_card(data=far.card_file(), **place.by())
    values: dict[str, Any] = {
        "ceiling": Secrecy.PUBLIC if far.zone is Zone.INTERNET else Secrecy.INTERNAL,
        "max_mb": 4, "kinds": [FILES], "unit_id": place.unit,
        "fingerprint": far.card.fingerprint.upper().replace(" ", ""),
    }  # fmt: skip
    return trust_peer(peer_id=peer, **{**values, **more}, **place.by())


def part(name: str, content: bytes, level: Secrecy = Secrecy.PUBLIC) -> Part:
    return Part(name=name, title=name, mark=Mark(level=level), content=content)


def prepared(place: Town, peer: UUID, *parts: Part, **more: Any) -> UUID:
    """A parcel of files."""
    values: dict[str, Any] = {"purpose": "报送数据", **place.by(), **more}
    return prepare_parcel(
        kind=FILES, peer_id=peer, unit_id=place.unit,
        parts=parts or [part("通知.txt", "按期报送。".encode())], **values,
    )  # fmt: skip


def released(place: Town, parcel: UUID) -> UUID:
    """Somebody else let it go."""
    return release_parcel(parcel_id=parcel, opinion="同意", checks=CHECKS, **place.other())


def file_of(place: Town, parcel: UUID) -> bytes:
    """The packed file, taken out once more."""
    return b"".join(take_parcel(parcel_id=parcel, **place.by()).content)


def received(place: Town, file: bytes, **more: Any) -> Received:
    """A file is handed in."""
    given: dict[str, Any] = {**place.by(), **more}
    return receive_parcel(source=io.BytesIO(file), file_name="来件.parcel", **given)


def peopled(place: Town) -> dict[str, UUID]:
    """Accounts of the people of the ferry, each in a post of their own."""
    apply_built_in_roles(now=NOW)
    always: dict[str, Any] = {
        "valid_from": city.BEGINNING, "actor": city.almighty(), "now": NOW
    }  # fmt: skip
    made: dict[str, UUID] = {}
    for who, role in PEOPLE:
        made[who] = city.person(f"试{who}")
        post = create_post(unit_id=place.unit, title=f"岗{who}", kind="clerk", **always)
        appoint(post_id=post, account_id=made[who], **always)
        if role:
            grant_role(role_code=role, post_id=post, unit_id=place.unit, **always)
    return made
