"""The card of a station (站点名片): who it is, its two public keys, signed by itself.

The signature only shows that the card is whole; that it is theirs, people find out by comparing the
fingerprint over another way.
"""

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.foundation.crypto.facade import SigningKey, Sm2PublicKey, UnusableKey, sm3
from liupan.foundation.parcels.formats import signed
from liupan.foundation.parcels.formats.signed import NotSigned
from liupan.kernel.secrecy import Zone

KIND = "card"
LONGEST_NAME = 100
FINGERPRINT = 20
"""Bytes of the SM3 that people compare: more than anybody can search for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A station as it introduces itself; keys are SubjectPublicKeyInfo."""

    instance_id: UUID
    city: str
    zone: Zone
    signing_key: bytes
    encryption_key: bytes

    @property
    def fingerprint(self) -> str:
        """Of both keys and of whose they are: ten groups of four signs, to be read aloud."""
        said = self.instance_id.bytes + self.zone.encode() + b"\0"
        digest = sm3(said + self.signing_key + self.encryption_key)[:FINGERPRINT].hex()
        return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def key_id(public_key: bytes) -> str:
    """By which parcels name a key: SM3 of it, 32 signs."""
    return sm3(public_key)[:16].hex()


def write_card(card: Card, key: SigningKey) -> bytes:
    """The card as a file."""
    values = {
        "instance": str(card.instance_id),
        "city": card.city,
        "zone": card.zone.value,
        "signing_key": base64.b64encode(card.signing_key).decode(),
        "encryption_key": base64.b64encode(card.encryption_key).decode(),
    }
    return signed.sign(KIND, values, key)


def read_card(text: bytes) -> Card:
    """Raises `NotSigned` unless it is whole and signed by its own key."""
    card = _card(signed.values_of(KIND, text))
    signed.verify(KIND, text, card.signing_key)
    return card


def _card(values: dict[str, object]) -> Card:
    try:
        keys = [
            base64.b64decode(str(values[name]), validate=True)
            for name in ("signing_key", "encryption_key")
        ]
        for key in keys:
            Sm2PublicKey.from_spki(key)
        city = str(values["city"]).strip()
        if not 0 < len(city) <= LONGEST_NAME or keys[0] == keys[1] or not city.isprintable():
            raise ValueError("no name, or one key for both")
        return Card(
            instance_id=UUID(str(values["instance"])), city=city, zone=Zone(str(values["zone"])),
            signing_key=keys[0], encryption_key=keys[1],
        )  # fmt: skip
    except (KeyError, ValueError, UnusableKey, binascii.Error) as error:
        raise NotSigned(_("This is no card of a station.")) from error
