"""A small authority with a seal, and an OFD of any number of pages: what the tests seal."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from liupan.foundation.crypto.facade import (
    Certificate,
    RevocationList,
    SigningKey,
    Subject,
    issue_certificate,
    issue_revocation_list,
    new_signing_key,
)
from liupan.foundation.documents.facade import Package
from liupan.foundation.seals.drawing import Drawing, draw
from liupan.foundation.seals.formats.making import make_seal
from liupan.foundation.seals.formats.places import Place, stamps_at
from liupan.foundation.seals.formats.signing import sign_ofd
from liupan.foundation.seals.formats.structures import Picture, Seal, SealKind
from liupan.foundation.seals.formats.verdicts import Trust

DAY, YEAR = timedelta(days=1), timedelta(days=365)
SIGNED = datetime(2026, 11, 27, 2, 30, tzinfo=UTC)
NOW = SIGNED + DAY
OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@dataclass(frozen=True)
class Holder:
    """Somebody with a key and a certificate."""

    key: SigningKey
    certificate: Certificate

    def issue(self, name: str, **more) -> "Holder":
        key = new_signing_key()
        times = {"valid_from": SIGNED - YEAR, "valid_until": SIGNED + YEAR} | more
        certificate = issue_certificate(
            subject=Subject(name), public_key=key.public_key, key=self.key,
            issuer=self.certificate, **times,
        )  # fmt: skip
        return Holder(key, certificate)

    def revokes(self, *whom: "Holder", at=SIGNED, reason="superseded", next_at=NOW + YEAR):
        return issue_revocation_list(
            issuer=self.certificate, key=self.key, number=1, issued_at=NOW - timedelta(hours=1),
            next_at=next_at, revoked={one.certificate.serial: (at, reason) for one in whom},
        )  # fmt: skip


@cache
def root() -> Holder:
    key = new_signing_key()
    certificate = issue_certificate(
        subject=Subject("演示根"), public_key=key.public_key, key=key, is_authority=True,
        valid_from=SIGNED - 2 * YEAR, valid_until=SIGNED + 9 * YEAR,
    )  # fmt: skip
    return Holder(key, certificate)


@cache
def maker() -> Holder:
    return root().issue("固原市制章人（演示）")


@cache
def office() -> Holder:
    return root().issue("固原市人民政府办公室（演示）")


@cache
def picture() -> Picture:
    drawn = draw([Drawing("固原市人民政府办公室", "演示", True, 45, 45)])
    return Picture("png", drawn[0], 45, 45)


def seal_of(holder: Holder, **more) -> Seal:
    said = {
        "seal_id": "64040000000001", "name": holder.certificate.common_name,
        "kind": SealKind.UNIT, "picture": picture(), "users": [holder.certificate],
        "created_at": SIGNED - DAY, "valid_from": SIGNED - DAY, "valid_until": SIGNED + YEAR,
        "maker": maker().certificate, "maker_key": maker().key,
    }  # fmt: skip
    return make_seal(**(said | more))


def trust(*lists: RevocationList, **more) -> Trust:
    said = {
        "roots": (root().certificate,), "others": (),
        "lists": lists or (root().revokes(),), "now": NOW,
    }  # fmt: skip
    return Trust(**(said | more))


def unsigned(pages: int = 1) -> Package:
    listed = "".join(
        f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(pages)
    )
    files = {
        "OFD.xml": f"""<ofd:OFD {OFD} DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo>
            <ofd:DocID>0eb8011566b14d9f942a38d7df30f2de</ofd:DocID></ofd:DocInfo>
            <ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>""",
        "Doc_0/Document.xml": f"""<ofd:Document {OFD}><ofd:CommonData><ofd:MaxUnitID>99
            </ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>
            </ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>""",
    }
    for n in range(pages):
        files[f"Doc_0/Pages/Page_{n}/Content.xml"] = (
            f"<ofd:Page {OFD}><ofd:Content><ofd:Layer ID='{n + 1000}'><ofd:TextObject"
            f" ID='{n + 2000}' Boundary='28 37 156 6' Font='1' Size='5.5'><ofd:TextCode X='0' Y='5'"
            f">关于印发固原市电子政务建设规划的通知　第{n}页</ofd:TextCode></ofd:TextObject>"
            "</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return Package({name: text.encode() for name, text in files.items()})


def signed(package: Package, holder: Holder, **more) -> Package:
    said = {
        "seal": None, "certificate": holder.certificate, "key": holder.key, "at": SIGNED,
        "stamps": None,
    } | more  # fmt: skip
    said["seal"] = said["seal"] or seal_of(holder)
    said["stamps"] = said["stamps"] or stamps_at(package, picture(), [Place(-1, 150, 200)])
    return sign_ofd(package, **said)
