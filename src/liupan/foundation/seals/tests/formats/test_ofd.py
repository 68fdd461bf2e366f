"""OFD signed here: what holds, what each kind of change breaks, and that no byte is free."""

import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from liupan.foundation.crypto.facade import new_signing_key
from liupan.foundation.documents.facade import (
    Package,
    picture_sheet,
    read_drawing,
    read_package,
    seals_of,
)
from liupan.foundation.seals.formats.checking import LIST
from liupan.foundation.seals.formats.packages import pages_of, read_signature_file
from liupan.foundation.seals.formats.places import OutsidePage, Place, stamps_at
from liupan.foundation.seals.formats.signing import NoFurtherSignature, SealNotUsable
from liupan.foundation.seals.formats.structures import (
    NotASeal,
    SealKind,
    read_seal,
    read_signature,
)
from liupan.foundation.seals.formats.verdicts import Outcome, Result, Verdict
from liupan.foundation.seals.formats.verifying import verify_ofd
from liupan.foundation.seals.tests.formats.city import (
    DAY,
    NOW,
    SIGNED,
    YEAR,
    Holder,
    maker,
    office,
    picture,
    root,
    seal_of,
    signed,
    trust,
    unsigned,
)

SIGN = "Doc_0/Signs/Sign_0/"
CONTENT = "Doc_0/Pages/Page_0/Content.xml"


def failing(verdict: Verdict) -> set[str]:
    every = [*verdict.findings, *(f for s in verdict.signatures for f in s.findings)]
    return {one.code for one in every if one.result is Result.FAILS}


def unknown(verdict: Verdict) -> set[str]:
    return {
        one.code
        for signature in verdict.signatures
        for one in signature.findings
        if one.result is Result.UNKNOWN
    }


def judged(package: Package, **more) -> Verdict:
    return verify_ofd(package.to_bytes(), trust(**more))


def altered(package: Package, name: str, old: bytes, new: bytes) -> Package:
    assert old in package.files[name]
    return package.having({name: package.files[name].replace(old, new, 1)})


def test_what_is_sealed_here_is_valid() -> None:
    verdict = judged(signed(unsigned(3), office()))
    assert verdict.outcome is Outcome.VALID
    assert failing(verdict) == set()
    assert unknown(verdict) == {"time_stamp"}
    numbers = [f.number for f in (*verdict.findings, *verdict.signatures[0].findings)]
    assert numbers == list(range(1, len(LIST) + 4))
    assert verdict.signatures[0].signed_at == SIGNED


def test_a_file_without_signature_says_so() -> None:
    assert judged(unsigned()).outcome is Outcome.UNSIGNED


def test_several_seals_stay_valid_each() -> None:
    """联合发文: the second seal leaves the first valid, and covers it."""
    other = root().issue("固原市发展和改革委员会（演示）")
    once = signed(unsigned(), office())
    twice = signed(once, other)
    verdict = judged(twice)
    assert verdict.outcome is Outcome.VALID
    assert len(verdict.signatures) == 2
    assert once.files[SIGN + "SignedValue.dat"] == twice.files[SIGN + "SignedValue.dat"]
    without_first = twice.lacking([SIGN + "Signature.xml"])
    assert {"signature_list", "file_digests"} <= failing(judged(without_first))


@pytest.mark.parametrize(
    ("name", "old", "new", "broken"),
    [
        (CONTENT, "规划".encode(), "计划".encode(), {"file_digests"}),
        (SIGN + "Signature.xml", b"127.5", b"120.5", {"data_hash"}),
        (SIGN + "Signature.xml", b"20261127", b"20251127", {"data_hash", "signing_time"}),
        ("Doc_0/Signs/Signatures.xml", b"Seal", b"Sign", {"signature_list"}),
        ("Doc_0/Signs/Signatures.xml", b"s001", b"s002", {"signature_list"}),
        ("Doc_0/Signs/Signatures.xml", b'"s001', b'"s002', {"signature_list"}),
        ("Doc_0/Signs/Signatures.xml", b"/Doc_0", b"/doc_0", {"signature_list"}),
        ("OFD.xml", b"1.1", b"1.0", {"file_digests"}),
        (SIGN + "Seal.esl", "演示".encode(), "正式".encode(), {"file_digests", "seal_equality"}),
    ],
)
def test_a_changed_part_breaks_what_covers_it(name, old, new, broken) -> None:
    assert failing(judged(altered(signed(unsigned(), office()), name, old, new))) == broken


def test_an_added_file_is_not_covered() -> None:
    package = signed(unsigned(), office())
    for name in ("Doc_0/Res/new.png", "Doc_0/Signs/Sign_0/more.xml", "Doc_0/Signs/Sign_1/x.xml"):
        assert failing(judged(package.having({name: b"x"}))) == {"coverage"}


def test_a_line_in_the_list_exempts_no_content() -> None:
    """Whoever lists a forged signature cannot declare a page to be its value."""
    package = signed(unsigned(), office())
    page = "Doc_0/Pages/Page_9/Content.xml"
    forged = package.files[SIGN + "Signature.xml"].replace(
        b"/Doc_0/Signs/Sign_0/SignedValue.dat", b"/" + page.encode()
    )
    listed = package.files["Doc_0/Signs/Signatures.xml"].replace(
        b"</ofd:Signatures>",
        b'<ofd:Signature ID="s002" Type="Seal" BaseLoc="/Doc_0/Signs/Sign_1/Signature.xml"/>'
        b"</ofd:Signatures>",
    )
    added = {
        "Doc_0/Signs/Sign_1/Signature.xml": forged, page: b"x",
        "Doc_0/Signs/Signatures.xml": listed,
    }  # fmt: skip
    assert "coverage" in failing(judged(package.having(added)))


def test_a_seal_taken_from_another_document_does_not_hold() -> None:
    taken = signed(unsigned(2), office())
    names = [SIGN + "Signature.xml", SIGN + "SignedValue.dat", SIGN + "Seal.esl"]
    target = signed(unsigned(1), office()).having({one: taken.files[one] for one in names})
    assert "file_digests" in failing(judged(target))
    moved = taken.having({SIGN + "SignedValue.dat": signed(unsigned(1), office()).files[names[1]]})
    assert "data_hash" in failing(judged(moved))


def test_who_is_not_named_in_the_seal_cannot_seal() -> None:
    with pytest.raises(SealNotUsable):
        signed(unsigned(), office(), seal=seal_of(maker()))
    for times in ({"valid_until": SIGNED - DAY / 2}, {"valid_from": SIGNED + DAY}):
        with pytest.raises(SealNotUsable):
            signed(unsigned(), office(), seal=seal_of(office(), **times))


@pytest.mark.parametrize("place", [Place(0, 10, 100), Place(0, 100, 290), Place(1, 100, 100)])
def test_a_seal_stands_on_a_page(place: Place) -> None:
    package = unsigned()
    with pytest.raises(OutsidePage):
        signed(package, office(), stamps=stamps_at(package, picture(), [place]))


def test_a_preview_shows_every_seal_in_its_place() -> None:
    package = signed(signed(unsigned(), office()), office())
    drawing, seals = read_drawing(package), seals_of(package)
    stamps = [stamp for sheet in drawing.sheets for stamp in sheet.stamps]
    assert len(stamps) == len(seals) == 2
    assert {stamp.signature for stamp in stamps} == set(seals)
    svg = picture_sheet(drawing, 1, seals).decode()
    assert svg.count("data:image/png") == 2
    for stamp in stamps:
        x, y, width, height = (f"{one:g}" for one in stamp.box)
        assert f'x="{x}" y="{y}" width="{width}" height="{height}"' in svg


def test_a_closed_list_takes_no_further_signature() -> None:
    package = signed(unsigned(), office())
    closed = altered(package, SIGN + "Signature.xml", b"/OFD.xml", b"/Doc_0/Signs/Signatures.xml")
    with pytest.raises(NoFurtherSignature):
        signed(closed, office())


def forged_by(monkeypatch, holder: Holder, seal) -> Package:
    """A file whose signer did not look whether the seal may be used."""
    name = "liupan.foundation.seals.formats.signing._require_usable"
    monkeypatch.setattr(name, lambda *_: None)
    return signed(unsigned(), holder, seal=seal)


def test_the_verifier_sees_what_a_careless_signer_did_not(monkeypatch) -> None:
    for seal, broken in (
        (seal_of(maker()), "certificate_list"),
        (seal_of(office(), valid_until=SIGNED - DAY / 2), "seal_validity"),
        (seal_of(office(), maker_key=new_signing_key()), "maker_signature"),
    ):
        assert failing(judged(forged_by(monkeypatch, office(), seal))) == {broken}
    authority = root().issue("中级", is_authority=True)
    assert failing(judged(forged_by(monkeypatch, authority, seal_of(authority)))) == {
        "signer_usage"
    }


@pytest.mark.parametrize(
    ("times", "broken"),
    [
        ({"valid_until": SIGNED - DAY}, {"signer_validity"}),
        ({"valid_from": SIGNED + DAY}, {"signer_validity"}),
        ({"valid_until": SIGNED + DAY / 2}, set()),  # valid when signing is enough
    ],
)
def test_certificates_are_judged_at_the_moment_of_signing(times, broken) -> None:
    holder = root().issue("某局", **times)
    assert failing(judged(signed(unsigned(), holder))) == broken


def test_revocation_counts_from_its_day() -> None:
    package = signed(unsigned(), office()).to_bytes()

    def said(*lists):
        verdict = verify_ofd(package, trust(*lists))
        return verdict.outcome, failing(verdict) | unknown(verdict) - {"time_stamp"}

    before, after = SIGNED - DAY / 2, SIGNED + DAY / 2
    revoked = {"signer_revocation"}
    assert said(root().revokes(office(), at=before)) == (Outcome.BROKEN, revoked)
    assert said(root().revokes(office(), at=after)) == (Outcome.VALID, set())
    lost = root().revokes(office(), at=after, reason="key_compromise")
    assert said(lost) == (Outcome.BROKEN, revoked)
    stale = {"signer_revocation", "maker_revocation"}
    assert said(root().revokes(next_at=NOW - DAY / 48)) == (Outcome.UNPROVEN, stale)
    assert said(office().revokes()) == (Outcome.UNPROVEN, stale)
    assert said(root().revokes(maker(), at=SIGNED - 2 * DAY))[1] == {"maker_revocation"}


def test_a_stranger_is_not_trusted_and_a_future_moment_not_believed() -> None:
    package = signed(unsigned(), office())
    assert judged(package, roots=()).outcome is Outcome.UNPROVEN
    assert "signing_time" in failing(judged(package, now=SIGNED - DAY))


def test_every_changed_byte_is_refused() -> None:
    """No byte of a file sealed here is free: the ZIP has one form, the list of signatures too."""
    data = signed(signed(unsigned(2), office()), root().issue("某局")).to_bytes()
    believed = trust()
    chance = random.Random(20171127)
    places = {*range(60), *range(len(data) - 300, len(data)), *chance.sample(range(len(data)), 260)}
    listed = data.index(b"<ofd:MaxSignId>")
    places |= set(chance.sample(range(listed - 200, listed + 300), 60))
    for place in sorted(places):
        changed = bytearray(data)
        changed[place] ^= 1 << chance.randrange(8)
        outcome = verify_ofd(bytes(changed), believed).outcome
        assert outcome in (Outcome.BROKEN, Outcome.UNREADABLE), place


@pytest.mark.parametrize("added", [b"\0", b"PK\5\6" + bytes(18)])
def test_bytes_before_or_behind_are_refused(added: bytes) -> None:
    data = signed(unsigned(), office()).to_bytes()
    for changed in (data + added, added + data, data[:-1]):
        assert verify_ofd(changed, trust()).outcome is Outcome.UNREADABLE


@pytest.mark.parametrize("bad", [b"", b"%PDF-1.7", b"PK\3\4", bytes(5000)])
def test_other_files_are_unreadable(bad: bytes) -> None:
    assert verify_ofd(bad, trust()).outcome is Outcome.UNREADABLE


def test_hostile_markup_is_a_verdict_not_a_crash() -> None:
    package = signed(unsigned(), office())
    bomb = b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    for evil in (bomb, outside, b"<x", b"", b"<a>" * 5000, b'<ofd:Signature xmlns:ofd="x"/>'):
        for name in ("Signature.xml", "SignedValue.dat", "Seal.esl"):
            assert judged(package.having({SIGN + name: evil})).outcome is Outcome.BROKEN
        for name in ("OFD.xml", "Doc_0/Document.xml", "Doc_0/Signs/Signatures.xml"):
            outcome = judged(package.having({name: evil})).outcome
            assert outcome in (Outcome.BROKEN, Outcome.UNREADABLE)


def test_a_path_that_leads_outside_is_not_followed() -> None:
    package = signed(unsigned(), office())
    evil = altered(
        package, SIGN + "Signature.xml", b"/Doc_0/Signs/Sign_0/SignedValue.dat", b"../../../../x"
    )
    assert {"data_hash", "structure"} - failing(judged(evil)) == {"data_hash"}


def test_seal_and_signature_have_one_spelling() -> None:
    package = signed(unsigned(), office())
    for name, read in (("Seal.esl", read_seal), ("SignedValue.dat", read_signature)):
        data = package.files[SIGN + name]
        assert read(data).der == data
        longer = b"\x30\x83\x00" + data[2:]
        for bad in (data + b"\0", data[:-1], longer, b"", b"\x30\x00"):
            with pytest.raises(NotASeal):
                read(bad)


def test_a_seal_says_what_it_is() -> None:
    seal = read_seal(seal_of(office()).der)
    assert (seal.kind, seal.name) == (SealKind.UNIT, "固原市人民政府办公室（演示）")
    assert (seal.picture.width, seal.picture.height) == (45, 45)
    assert seal.picture.data.startswith(b"\x89PNG")
    assert seal.valid_until == SIGNED + YEAR
    assert seal.admits(office().certificate)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="OpenSSL's command is not here")
def test_openssl_verifies_the_signature_of_a_sealed_file(tmp_path: Path) -> None:
    package = read_package(signed(unsigned(), office()).to_bytes())
    value = read_signature(package.files[SIGN + "SignedValue.dat"])
    (tmp_path / "text").write_bytes(value.read["to_sign"].dump())
    (tmp_path / "sig").write_bytes(value.signature)
    (tmp_path / "cert.pem").write_bytes(value.certificate.to_pem())
    words = "x509 -in cert.pem -pubkey -noout -out pub.pem"
    subprocess.run(["openssl", *words.split()], cwd=tmp_path, check=True)
    words = "pkeyutl -verify -pubin -inkey pub.pem -in text -rawin -digest sm3 -sigfile sig"
    words += " -pkeyopt distid:1234567812345678"
    done = subprocess.run(["openssl", *words.split()], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0


def test_pages_may_have_sizes_of_their_own() -> None:
    package = altered(
        unsigned(2), CONTENT, b"<ofd:Content>",
        b"<ofd:Area><ofd:PhysicalBox>0 0 420 297</ofd:PhysicalBox></ofd:Area><ofd:Content>",
    )  # fmt: skip
    assert [page.box[2] for page in pages_of(package)] == [420, 210]
    file = read_signature_file(signed(package, office()), SIGN + "Signature.xml")
    assert replace(file.stamps[0], clip=(1, 2, 3, 4)).seen == (128.5, 179.5, 3, 4)
