"""What a row of a seal becomes: data of GB/T 38540, and the stamp of it on a document."""

from datetime import datetime

from liupan.foundation.crypto.facade import Certificate, sm3
from liupan.foundation.seals.formats.making import make_seal
from liupan.foundation.seals.formats.structures import Picture, SealKind
from liupan.foundation.seals.models import Seal
from liupan.foundation.seals.operations.authority import Signer

PICTURE = "png"


def make_seal_data(
    seal: Seal, certificate: Certificate, maker: Signer, at: datetime
) -> tuple[bytes, str]:
    """The seal as DER, signed by the maker, and its SM3 in hexadecimal."""
    made = make_seal(
        seal_id=seal.es_id,
        name=f"{seal.name}{seal.line}",
        kind=SealKind.PERSON if seal.kind == Seal.Kind.SIGNATURE else SealKind.UNIT,
        picture=Picture(PICTURE, bytes(seal.picture), seal.width_mm, seal.height_mm),
        users=[certificate],
        created_at=at,
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        maker=maker.read,
        maker_key=maker.key,
    )
    return made.der, sm3(made.der).hex()
