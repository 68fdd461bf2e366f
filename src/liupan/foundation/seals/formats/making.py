"""Making seals and signatures of GB/T 38540-2020."""

from collections.abc import Sequence
from datetime import UTC, datetime

from liupan.foundation.crypto.facade import Certificate, SigningKey, sm3
from liupan.foundation.seals.formats.structures import (
    SM2_WITH_SM3,
    VERSION,
    Certificates,
    CertListType,
    Picture,
    Property,
    Seal,
    SealData,
    SealInfo,
    SealKind,
    SealSignature,
    SignatureData,
    ToSign,
    read_seal,
    read_signature,
)

VENDOR = "LIUPAN"


def make_seal(
    *,
    seal_id: str,
    name: str,
    kind: SealKind,
    picture: Picture,
    users: Sequence[Certificate],
    created_at: datetime,
    valid_from: datetime,
    valid_until: datetime,
    maker: Certificate,
    maker_key: SigningKey,
) -> Seal:
    """A seal (SESeal, clause 6.2), signed by its maker with SM2.

    Args:
        seal_id: ASCII, unique with the maker.
        users: the certificates whose keys may use it.
    """
    info = SealInfo(
        {
            "header": {"id": "ES", "version": VERSION, "vendor": VENDOR},
            "id": seal_id,
            "property": Property(
                {
                    "type": int(kind),
                    "name": name,
                    "cert_list_type": int(CertListType.CERTIFICATES),
                    "cert_list": Certificates([one.der for one in users]),
                    "created_at": _whole(created_at),
                    "valid_from": _whole(valid_from),
                    "valid_until": _whole(valid_until),
                }
            ),
            "picture": {
                "type": picture.kind,
                "data": picture.data,
                "width": picture.width,
                "height": picture.height,
            },
        }
    )
    data = {
        "info": info,
        "certificate": maker.der,
        "algorithm": SM2_WITH_SM3,
        "signature": maker_key.sign(info.dump()),
    }
    return read_seal(SealData(data).dump())


def sign_with_seal(
    *,
    original: bytes,
    place: str,
    seal: Seal,
    certificate: Certificate,
    key: SigningKey,
    at: datetime,
) -> SealSignature:
    """A signature (SES_Signature, clause 7.2) over the SM3 of the original, made with SM2.

    Args:
        place: what the original is, ASCII: in OFD the place of Signature.xml.
        certificate: that of `key`.
    """
    to_sign = ToSign(
        {
            "version": VERSION,
            "seal": seal.read,
            "signed_at": _whole(at),
            "digest": sm3(original),
            "property": place,
        }
    )
    data = {
        "to_sign": to_sign,
        "certificate": certificate.der,
        "algorithm": SM2_WITH_SM3,
        "signature": key.sign(to_sign.dump()),
    }
    return read_signature(SignatureData(data).dump())


def _whole(moment: datetime) -> datetime:
    """GeneralizedTime in whole seconds, as all makers write it."""
    return moment.astimezone(UTC).replace(microsecond=0)
