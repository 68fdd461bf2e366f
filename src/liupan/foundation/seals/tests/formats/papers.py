"""An authority for PDF beside the small one, and a PDF of any number of pages that is sealed."""

import json
from dataclasses import replace
from functools import cache

from liupan.foundation.crypto.facade import (
    Algorithm,
    Subject,
    issue_certificate,
    new_signing_key,
)
from liupan.foundation.documents.facade import (
    Particulars,
    Rendered,
    ofd_of_pdf,
    read_source,
    render_pdf,
)
from liupan.foundation.seals.drawing import page_with
from liupan.foundation.seals.formats.beside import sign_beside
from liupan.foundation.seals.formats.pdf.boxes import Mark
from liupan.foundation.seals.formats.pdf.signing import sign_pdf
from liupan.foundation.seals.formats.verdicts import Trust
from liupan.foundation.seals.tests.formats import city
from liupan.foundation.seals.tests.formats.city import SIGNED, YEAR, Holder

WORDS = (
    "各县（区）、各部门要高度重视电子政务建设工作，按照“统一规划、统一标准、资源共享、安全可靠”的要求，"
    "切实加强组织领导，健全工作机制，落实工作责任，确保各项目标任务如期完成。"
)


@cache
def pdf_root() -> Holder:
    key = new_signing_key(Algorithm.ECDSA)
    certificate = issue_certificate(
        subject=Subject("演示根（PDF）"), public_key=key.public_key, key=key, is_authority=True,
        valid_from=SIGNED - 2 * YEAR, valid_until=SIGNED + 9 * YEAR,
    )  # fmt: skip
    return Holder(key, certificate)


@cache
def signer(name: str = "固原市人民政府", algorithm: Algorithm = Algorithm.ECDSA) -> Holder:
    """Somebody whose key signs PDF."""
    key = new_signing_key(algorithm)
    certificate = issue_certificate(
        subject=Subject(name), public_key=key.public_key, key=pdf_root().key,
        issuer=pdf_root().certificate, valid_from=SIGNED - YEAR, valid_until=SIGNED + YEAR,
    )  # fmt: skip
    return Holder(key, certificate)


@cache
def rendered(pages: int = 4) -> Rendered:
    """A notice of so many pages (two at least), as PDF/A, and where its seal belongs."""
    source = {
        "type": "通知", "issuers": ["固原市人民政府"], "date": "2017-11-20",
        "title": "固原市人民政府关于印发电子政务建设工作规划实施方案的通知",
        "number": {"serial": 12, "code": "固政发", "year": 2017},
        "addressees": ["各县（区）人民政府"],
        "body": [{"runs": [{"text": WORDS}]}] * (6 * pages - 8),
        "signatures": [{"name": "固原市人民政府", "seal": 45.0}],
    }  # fmt: skip
    return render_pdf(read_source(json.dumps(source)))


@cache
def ofd(pages: int = 4) -> bytes:
    """The same notice as OFD."""
    about = Particulars(title="通知")
    return ofd_of_pdf(rendered(pages).pdf, particulars=about, now=SIGNED, is_own=True)


def mark(made: Rendered | None = None) -> Mark:
    """The place of its seal."""
    [spot] = (made or rendered()).seals
    return Mark(spot.page - 1, (spot.x - 22.5, spot.y - 22.5, 45.0, 45.0))


def sealed(content: bytes | None = None, **more) -> bytes:
    """A PDF with one more seal."""
    by = more.pop("by", signer())
    said = {
        "certificate": by.certificate, "key": by.key, "name": by.certificate.common_name,
        "picture": page_with(city.picture().data, 45, 45), "marks": [mark()], "at": SIGNED,
    }  # fmt: skip
    return sign_pdf(content or rendered().pdf, **(said | more))


def beside(content: bytes, holder: Holder | None = None) -> bytes:
    """The SM2 signature over a PDF."""
    holder = holder or city.office()
    seal = city.seal_of(holder)
    return sign_beside(
        content, seal=seal, certificate=holder.certificate, key=holder.key, at=SIGNED
    )


def trust(**more) -> Trust:
    """Both authorities are believed."""
    plain = city.trust()
    return replace(
        plain, roots=(*plain.roots, pdf_root().certificate),
        lists=(*plain.lists, pdf_root().revokes()), **more,
    )  # fmt: skip
