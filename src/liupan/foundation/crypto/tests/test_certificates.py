"""Certificates and revocation lists: OpenSSL verifies ours, we verify OpenSSL's."""

import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from liupan.foundation.crypto.facade import (
    Algorithm,
    Certificate,
    NotACertificate,
    NotARevocationList,
    RevocationState,
    SigningKey,
    Subject,
    check_revocation,
    find_path,
    issue_certificate,
    issue_revocation_list,
    kind_of_key,
    new_signing_key,
    read_certificate,
    read_revocation_list,
)

NOW = datetime.now(UTC).replace(microsecond=0)
DAY, YEAR = timedelta(days=1), timedelta(days=365)
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="OpenSSL is not here")


@dataclass(frozen=True)
class Issuer:
    key: SigningKey
    certificate: Certificate

    def issue(self, name: str, public_key: bytes, **more) -> Certificate:
        times = {"valid_from": NOW - DAY, "valid_until": NOW + YEAR} | more
        return issue_certificate(
            subject=Subject(name, "固原市"), public_key=public_key, key=self.key,
            issuer=self.certificate, **times,
        )  # fmt: skip

    def below(self, name: str, **more) -> "Issuer":
        key = new_signing_key(self.key.algorithm)
        return Issuer(key, self.issue(name, key.public_key, is_authority=True, **more))

    def list_of(self, *revoked: Certificate, reason: str = "superseded", at=NOW, next_at=None):
        return issue_revocation_list(
            issuer=self.certificate, key=self.key, number=1, issued_at=NOW,
            revoked={one.serial: (at, reason) for one in revoked}, next_at=next_at or NOW + DAY,
        )  # fmt: skip


def root(algorithm: Algorithm = Algorithm.SM2, **more) -> Issuer:
    key = new_signing_key(algorithm)
    times = {"valid_from": NOW - DAY, "valid_until": NOW + 40 * YEAR} | more
    return Issuer(
        key,
        issue_certificate(
            subject=Subject("演示根"),
            public_key=key.public_key,
            key=key,
            is_authority=True,
            **times,
        ),
    )


def leaf_of(issuer: Issuer, **more) -> Certificate:
    return issuer.issue("办公室", new_signing_key(issuer.key.algorithm).public_key, **more)


def run(folder: Path, *words: str) -> str:
    done = subprocess.run(["openssl", *words], cwd=folder, capture_output=True, text=True)
    return done.stdout + done.stderr


@needs_openssl
@pytest.mark.parametrize("algorithm", Algorithm)
def test_openssl_verifies_our_chain_and_our_list(tmp_path: Path, algorithm: Algorithm) -> None:
    top = root(algorithm)
    middle = top.below("演示中级", path_length=0)
    leaf = leaf_of(middle)
    for name, one in (("r", top.certificate), ("m", middle.certificate), ("l", leaf)):
        (tmp_path / f"{name}.pem").write_bytes(one.to_pem())
    ids = ["-vfyopt", "distid:1234567812345678"] if algorithm is Algorithm.SM2 else []
    for issuer, issued in ("rm", "ml"):  # OpenSSL 3.0 gives the user ID to the last one only
        words = ["verify", *ids, "-partial_chain", "-trusted", f"{issuer}.pem"]
        assert run(tmp_path, *words, f"{issued}.pem") == f"{issued}.pem: OK\n"
    (tmp_path / "list.der").write_bytes(middle.list_of(leaf).der)
    told = run(tmp_path, "crl", "-inform", "DER", "-in", "list.der", "-noout", "-text")
    assert f"{leaf.serial:X}" in told
    assert "Superseded" in told
    if algorithm is not Algorithm.SM2:  # OpenSSL 3.0 asks lists for no user ID
        assert "verify OK" in run(
            tmp_path, "crl", "-inform", "DER", "-in", "list.der", "-CAfile", "m.pem", "-noout"
        )


@needs_openssl
@pytest.mark.parametrize("algorithm", Algorithm)
def test_we_verify_what_openssl_issues(tmp_path: Path, algorithm: Algorithm) -> None:
    kinds = {
        Algorithm.SM2: ["-algorithm", "SM2"],
        Algorithm.RSA: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
        Algorithm.ECDSA: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    }
    hashed = ["-sm3"] if algorithm is Algorithm.SM2 else ["-sha256"]
    sm2 = algorithm is Algorithm.SM2
    ids = ["-sigopt", "distid:1234567812345678"] if sm2 else []
    read = ["-vfyopt", "distid:1234567812345678"] if sm2 else []
    for name in ("r", "l"):
        run(tmp_path, "genpkey", *kinds[algorithm], "-out", f"{name}.key")
    run(tmp_path, "req", "-x509", "-new", "-key", "r.key", "-subj", "/C=CN/CN=Root", *hashed, *ids,
        "-days", "30", "-out", "r.pem")  # fmt: skip
    run(tmp_path, "req", "-new", "-key", "l.key", "-subj", "/C=CN/CN=Leaf", *hashed, *ids,
        "-out", "l.csr")  # fmt: skip
    run(tmp_path, "x509", "-req", "-in", "l.csr", "-CA", "r.pem", "-CAkey", "r.key", *hashed, *ids,
        *read, "-CAcreateserial", "-days", "20", "-out", "l.pem")  # fmt: skip
    top = read_certificate((tmp_path / "r.pem").read_bytes())
    leaf = read_certificate((tmp_path / "l.pem").read_bytes())
    assert find_path(leaf, others=[], trusted=[top]).is_trusted
    assert kind_of_key(leaf.public_key) is algorithm
    assert leaf.common_name == "Leaf"


def test_a_certificate_says_what_was_asked_for() -> None:
    leaf = leaf_of(root())
    assert leaf.subject == "办公室, 固原市, CN"
    assert leaf.issuer == "演示根, CN"
    assert leaf.usage == {"digital_signature", "non_repudiation"}
    assert leaf.may_sign
    assert not leaf.is_authority
    assert (leaf.valid_from, leaf.valid_until) == (NOW - DAY, NOW + YEAR)
    assert read_certificate(leaf.to_pem()) == leaf


def test_a_path_needs_authorities_in_their_depth() -> None:
    top = root()
    short = top.below("一级", path_length=0)
    deep = short.below("二级")
    by_leaf = Issuer(new_signing_key(), leaf_of(top))
    assert find_path(
        leaf_of(short), others=[short.certificate], trusted=[top.certificate]
    ).is_trusted
    others = [short.certificate, deep.certificate, by_leaf.certificate]
    for bad in (leaf_of(deep), leaf_of(by_leaf)):
        assert not find_path(bad, others=others, trusted=[top.certificate]).is_trusted


def test_a_namesake_of_the_root_vouches_for_nobody() -> None:
    top, other = root(), root()
    path = find_path(leaf_of(other), others=[other.certificate], trusted=[top.certificate])
    assert not path.is_trusted
    assert len(path.certificates) == 2


def test_validity_is_that_of_the_whole_path() -> None:
    top = root()
    late = top.below("中级", valid_from=NOW + DAY)
    path = find_path(leaf_of(late), others=[late.certificate], trusted=[top.certificate])
    assert path.find_not_valid(NOW) == late.certificate
    assert path.find_not_valid(NOW + 2 * DAY) is None


@pytest.mark.parametrize(
    ("reason", "revoked", "asked", "state"),
    [
        ("superseded", 0, 1, RevocationState.REVOKED),
        ("superseded", 0, -1, RevocationState.REVOKED_LATER),
        ("key_compromise", 0, -1, RevocationState.REVOKED),
    ],
)
def test_a_lost_key_is_void_from_the_beginning(reason, revoked, asked, state) -> None:
    top = root()
    leaf = leaf_of(top)
    path = find_path(leaf, others=[], trusted=[top.certificate])
    lists = [top.list_of(leaf, reason=reason, at=NOW + revoked * DAY)]
    assert check_revocation(path, lists=lists, at=NOW + asked * DAY, now=NOW).state is state


def test_what_no_list_says_is_not_known() -> None:
    top, stranger = root(), root()
    path = find_path(leaf_of(top), others=[], trusted=[top.certificate])
    for lists, when, state in (
        ([], NOW, RevocationState.UNKNOWN),
        ([stranger.list_of()], NOW, RevocationState.UNKNOWN),  # the same name, another key
        ([top.list_of()], NOW, RevocationState.GOOD),
        ([top.list_of()], NOW + 2 * DAY, RevocationState.STALE),
    ):
        assert check_revocation(path, lists=lists, at=NOW, now=when).state is state


@pytest.mark.parametrize(
    "bad", [b"", b"\x30\x00", b"-----BEGIN CERTIFICATE-----\n", b"x" * 300_000]
)
def test_other_bytes_are_no_certificate_and_no_list(bad: bytes) -> None:
    with pytest.raises(NotACertificate):
        read_certificate(bad)
    with pytest.raises(NotARevocationList):
        read_revocation_list(bad)


def test_every_changed_byte_breaks_a_certificate() -> None:
    top = root()
    leaf = leaf_of(top)
    for place in range(len(leaf.der)):
        changed = bytearray(leaf.der)
        changed[place] ^= 1
        try:
            read = read_certificate(bytes(changed))
        except NotACertificate:
            continue
        assert not find_path(read, others=[], trusted=[top.certificate]).is_trusted
