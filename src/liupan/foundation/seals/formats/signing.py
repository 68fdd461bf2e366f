"""Signing an OFD package with a seal (GB/T 38540-2020 clause 7.2 in GB/T 33190-2016 clause 18).

Every file is covered but Signatures.xml, so that further signatures leave earlier ones valid
(联合发文); a later signature covers the files of the earlier ones too.
"""

import posixpath
from collections.abc import Sequence
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from liupan import __version__
from liupan.foundation.crypto.facade import Certificate, SigningKey, sm3
from liupan.foundation.documents.facade import Package
from liupan.foundation.seals.formats.making import sign_with_seal
from liupan.foundation.seals.formats.packages import (
    Entry,
    Page,
    SignatureFile,
    Stamp,
    find,
    numbered,
    pages_of,
    read_signature_file,
    signature_lists,
    with_signature_list,
    write_list,
    write_signature_file,
)
from liupan.foundation.seals.formats.places import OutsidePage, is_inside
from liupan.foundation.seals.formats.structures import SM2_WITH_SM3, SM3, Seal
from liupan.kernel.errors import Refusal

PROVIDER = "Liupan"
"""Who made a signature. Of those the verifier demands that no byte of the file is free."""


class SealNotUsable(Refusal):
    """The seal is not valid at this moment, or not for this certificate."""


class NotSealable(Refusal):
    """A PDF is damaged, locked, or cannot take a further signature."""

    status = 422


class NoFurtherSignature(Refusal):
    """An earlier signature covers the list of signatures: nobody may add one."""


def sign_ofd(
    package: Package,
    *,
    seal: Seal,
    certificate: Certificate,
    key: SigningKey,
    stamps: Sequence[Stamp],
    at: datetime,
) -> Package:
    """The package with one more signature; `Package.to_bytes` makes the file of it.

    Args:
        certificate: that of `key`, one of those the seal names.
        at: the moment of signing.

    Raises `SealNotUsable`, `OutsidePage`, `NoFurtherSignature`, `BadPackage`.
    """
    _require_usable(seal, certificate, at)
    _require_inside(stamps, pages_of(package))
    package, list_place = with_signature_list(package)
    earlier = _earlier(package, list_place)
    number = len(earlier)
    folder = posixpath.join(posixpath.dirname(list_place), f"Sign_{number}")
    names = {one: f"{folder}/{one}" for one in ("Signature.xml", "SignedValue.dat", "Seal.esl")}
    package = package.having({names["Seal.esl"]: seal.der})
    described = write_signature_file(
        SignatureFile(
            provider=PROVIDER,
            method=SM2_WITH_SM3,
            said_at=at.astimezone(UTC).strftime("%Y%m%d%H%M%SZ"),
            check_method=SM3,
            references=_references(package, list_place),
            stamps=tuple(stamps),
            seal_place=names["Seal.esl"],
            value_place=names["SignedValue.dat"],
        ),
        company=PROVIDER,
        version=__version__,
    )
    value = sign_with_seal(
        original=described,
        place="/" + names["Signature.xml"],
        seal=seal,
        certificate=certificate,
        key=key,
        at=at,
    )
    entry = numbered(number + 1, names["Signature.xml"])
    return package.having(
        {
            names["Signature.xml"]: described,
            names["SignedValue.dat"]: value.der,
            list_place: write_list([*earlier, entry]),
        }
    )


def _references(package: Package, list_place: str) -> tuple[tuple[str, bytes], ...]:
    names = sorted(name for name in package.files if name != list_place)
    return tuple((name, sm3(package.files[name])) for name in names)


def _earlier(package: Package, list_place: str) -> tuple[Entry, ...]:
    if list_place not in package.files:
        return ()
    listed = next(one for one in signature_lists(package) if one.place == list_place)
    for entry in listed.entries:
        file = read_signature_file(package, package.get(entry.place, base=list_place))
        if list_place in [find(package, name) for name, _digest in file.references]:
            raise NoFurtherSignature(_("An earlier signature lets no further one be added."))
    return listed.entries


def _require_usable(seal: Seal, certificate: Certificate, at: datetime) -> None:
    if not seal.valid_from <= at <= seal.valid_until:
        raise SealNotUsable(_("The seal “%s” is not valid at this time.") % seal.name)
    if not seal.admits(certificate):
        raise SealNotUsable(
            _("The seal “%(seal)s” does not name the certificate of %(signer)s.")
            % {"seal": seal.name, "signer": certificate.common_name}
        )


def _require_inside(stamps: Sequence[Stamp], pages: Sequence[Page]) -> None:
    boxes = {page.id: page.box for page in pages}
    for stamp in stamps:
        if stamp.page_id not in boxes or not is_inside(stamp.seen, boxes[stamp.page_id]):
            raise OutsidePage(_("The seal would not stand wholly on a page of the document."))
