"""PDF signed here: valid by three judges, every change is found, several seals hold."""

import io
import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from liupan.foundation.crypto.facade import Algorithm
from liupan.foundation.seals.formats.pdf import reading
from liupan.foundation.seals.formats.pdf.boxes import Mark
from liupan.foundation.seals.formats.pdf.verifying import verify_pdf
from liupan.foundation.seals.formats.places import OutsidePage
from liupan.foundation.seals.formats.signing import NotSealable
from liupan.foundation.seals.formats.verdicts import Outcome, Result, Verdict
from liupan.foundation.seals.tests.formats.city import DAY, NOW, SIGNED, office, seal_of
from liupan.foundation.seals.tests.formats.papers import (
    beside,
    mark,
    pdf_root,
    rendered,
    sealed,
    signer,
    trust,
)

PDFSIG = shutil.which("pdfsig")
OTHER = "固原市财政局"


def codes(verdict: Verdict, result: Result) -> set[str]:
    every = [*verdict.findings, *(f for s in verdict.signatures for f in s.findings)]
    return {one.code for one in every if one.result is result}


def failing(data: bytes, **more) -> set[str]:
    return codes(verify_pdf(data, trust(), **more), Result.FAILS)


@pytest.fixture(scope="module")
def one() -> bytes:
    return sealed()


@pytest.fixture(scope="module")
def two(one: bytes) -> bytes:
    """With a second seal over the edges of all pages."""
    strips = [
        Mark(n, (210 - 45 / 4 * (n + 1), 120.0, 45.0, 45.0), (45 / 4 * n, 0.0, 45 / 4, 45.0))
        for n in range(4)
    ]
    return sealed(one, by=signer(OTHER), marks=strips)


def test_both_kinds_of_signature_hold(one: bytes) -> None:
    found = verify_pdf(one, trust(), signatures=[beside(one)])
    assert found.outcome is Outcome.VALID, codes(found, Result.FAILS)
    assert codes(found, Result.UNKNOWN) == {"time_stamp"}
    assert [s.form for s in found.signatures] == ["pades", "sm2"]
    assert [s.signed_at for s in found.signatures] == [SIGNED, SIGNED]


def test_several_seals_hold_each(one: bytes, two: bytes) -> None:
    """(联合发文) Each by itself, and each SM2 signature over the PDF as it was then."""
    found = verify_pdf(two, trust(), signatures=[beside(one), beside(two)])
    assert [s.outcome for s in found.signatures] == [Outcome.VALID] * 4
    assert [s.seal for s in found.signatures[:2]] == ["固原市人民政府", OTHER]


def test_pyhanko_says_the_same(two: bytes) -> None:
    believed = ValidationContext(
        trust_roots=[x509.Certificate.load(pdf_root().certificate.der)],
        crls=[pdf_root().revokes().der], moment=NOW, revocation_mode="require",
    )  # fmt: skip
    found = PdfFileReader(io.BytesIO(two)).embedded_signatures
    said = [validate_pdf_signature(one, believed) for one in found]
    assert [(one.bottom_line, one.docmdp_ok) for one in said] == [(True, True)] * 2


@pytest.mark.skipif(PDFSIG is None, reason="poppler's pdfsig is not installed")
def test_poppler_says_the_same(two: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(two)
    asked = [str(PDFSIG), "-nocert", str(tmp_path / "x.pdf")]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    assert "is not signed" not in said
    assert said.count("Signature is Valid.") == said.count("Signature #") >= 2
    assert "ETSI.CAdES.detached" in said


def test_the_seal_is_seen_where_it_belongs(one: bytes) -> None:
    """In millimetres, as the typesetter said it; printed, and nothing of the page is changed."""
    reader = PdfFileReader(io.BytesIO(one))
    field = reader.root["/AcroForm"]["/Fields"][0]
    left, bottom, right, top = (float(x) * 25.4 / 72 for x in field["/Rect"])
    [spot] = rendered().seals
    assert ((left + right) / 2, 297 - (bottom + top) / 2) == pytest.approx(
        (spot.x, spot.y), abs=0.01
    )
    assert (right - left, top - bottom) == pytest.approx((45, 45), abs=0.01)
    assert field["/F"] & 4
    assert one.startswith(rendered().pdf)


def test_an_rsa_key_signs_too() -> None:
    by = signer("演示单位", Algorithm.RSA)
    assert verify_pdf(sealed(by=by), trust()).outcome is Outcome.VALID


def test_every_changed_byte_is_found(two: bytes) -> None:
    """Those of both envelopes among them, which no signature covers."""
    chosen = random.Random(20171101)
    holes = [two.index(b"/Contents <"), two.rindex(b"/Contents <")]
    places = [hole + 11 + n for hole in holes for n in (0, 1, 40, 700, 1400, 1700, 2700)]
    places += [*chosen.sample(range(len(two)), 20), 9, len(two) - 1]
    for at in places:
        changed = two[:at] + bytes([two[at] ^ chosen.choice((0x01, 0x20))]) + two[at + 1 :]
        found = verify_pdf(changed, trust()).outcome
        assert found in (Outcome.BROKEN, Outcome.UNREADABLE), (at, two[at - 20 : at + 20])


def test_what_is_added_after_the_last_seal_is_found(one: bytes) -> None:
    assert "canonical" in failing(one + b"\n")
    writer = IncrementalPdfFileWriter(io.BytesIO(one))
    page = writer.find_page_for_modification(0)[0].get_object()
    del page["/Contents"]
    writer.update_container(page)
    output = io.BytesIO()
    writer.write(output)
    assert {"later_changes", "canonical"} <= failing(output.getvalue())


def test_the_sm2_signature_covers_every_byte(one: bytes) -> None:
    held = beside(one)
    assert failing(one[:-1] + b" ", signatures=[held]) >= {"data_hash"}
    other = sealed()
    assert failing(other, signatures=[held]) == {"data_hash"}
    assert failing(one, signatures=[held[:-1] + bytes([held[-1] ^ 1])]) == {"signature_value"}
    assert failing(one, signatures=[b"x"]) == {"structure"}


def test_a_pdf_without_a_signature_in_it(one: bytes) -> None:
    plain = rendered().pdf
    assert verify_pdf(plain, trust()).outcome is Outcome.UNSIGNED
    assert verify_pdf(plain, trust(), signatures=[beside(plain)]).outcome is Outcome.VALID


@pytest.mark.parametrize(
    ("believed", "broken", "outcome"),
    [
        ({"roots": ()}, set(), Outcome.UNPROVEN),
        ({"lists": ()}, set(), Outcome.UNPROVEN),
        ({"lists": (pdf_root().revokes(signer(), at=SIGNED - DAY),)}, {"signer_revocation"},
         Outcome.BROKEN),
        ({"lists": (pdf_root().revokes(signer(), at=SIGNED + DAY / 2),)}, set(), Outcome.VALID),
        ({"now": SIGNED - DAY}, {"signing_time"}, Outcome.BROKEN),
    ],
    ids=["no root", "no list", "revoked before", "revoked later", "clock behind"],
)  # fmt: skip
def test_whom_one_believes_decides(one: bytes, believed, broken, outcome) -> None:
    found = verify_pdf(one, replace(trust(), **believed))
    assert (codes(found, Result.FAILS), found.outcome) == (broken, outcome)


def test_a_seal_stands_on_its_page() -> None:
    for where in (Mark(9, mark().box), Mark(0, (200.0, 10.0, 45.0, 45.0))):
        with pytest.raises(OutsidePage):
            sealed(marks=[where])


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7",
        b"%PDF-1.7\ntrailer<</Root 1 0 R/Prev 0>>\nstartxref\n9\n%%EOF",
        rendered().pdf[:-300],
        rendered().pdf.replace(b"/Kids[", b"/Kids@"),
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]/AcroForm<</Fields[1 0 R]>>>>"
        b"endobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
        b"trailer<</Size 2/Root 1 0 R>>\nstartxref\n100\n%%EOF",
    ],
    ids=["head", "no table", "cut", "damaged", "ring"],
)
def test_a_broken_pdf_is_a_verdict_and_is_not_sealed(data: bytes) -> None:
    assert verify_pdf(data, trust()).outcome in (Outcome.UNREADABLE, Outcome.UNSIGNED)
    with pytest.raises((NotSealable, OutsidePage)):
        sealed(data)


def test_a_locked_pdf_says_so() -> None:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(rendered().pdf)))
    writer.encrypt(owner_pass="secret", user_pass="secret")
    output = io.BytesIO()
    writer.write(output)
    found = verify_pdf(output.getvalue(), trust())
    assert found.outcome is Outcome.UNREADABLE
    with pytest.raises(NotSealable):
        sealed(output.getvalue())


def test_a_file_of_too_many_objects_is_given_up(two: bytes, monkeypatch) -> None:
    """Anybody may send one: it is said, and never believed."""
    for most, outcome in ((5, Outcome.UNREADABLE), (60, Outcome.UNPROVEN)):
        monkeypatch.setattr(reading, "MOST_READS", most)
        assert verify_pdf(two, trust()).outcome is outcome


def test_the_seal_beside_must_be_its_signers() -> None:
    """Somebody who took a seal out of a file cannot sign with it."""
    one, thief = sealed(), office().issue("冒用者")
    from liupan.foundation.seals.formats.beside import sign_beside

    stolen = sign_beside(one, seal=seal_of(office()), certificate=thief.certificate, key=thief.key,
                         at=SIGNED)  # fmt: skip
    assert "certificate_list" in failing(one, signatures=[stolen])
