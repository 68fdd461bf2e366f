"""Time stamps that OpenSSL's command made are read: whose, over what, and when."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from liupan.foundation.crypto.facade import read_certificate, read_revocation_list
from liupan.foundation.seals.formats.beside import sign_beside
from liupan.foundation.seals.formats.pdf.verifying import verify_pdf
from liupan.foundation.seals.formats.structures import SignatureData, read_signature
from liupan.foundation.seals.formats.timestamps import check_token
from liupan.foundation.seals.formats.verdicts import Result, Trust
from liupan.foundation.seals.tests.formats import city
from liupan.foundation.seals.tests.formats.papers import rendered

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="OpenSSL's command is not installed")
DAY = timedelta(days=1)
TODAY = datetime.now(UTC).replace(microsecond=0)
"""OpenSSL's stamps are of the machine's clock."""
SETTINGS = """[tsa]
default_policy = 1.2.3.4
digests = sha256, sm3
signer_digest = sha256
serial = {folder}/serial
"""
Stamper = Callable[..., bytes]


def certificate(name: str, key: ec.EllipticCurvePrivateKey, by=None, *, stamps: bool = True):
    """A root, or what it vouches for."""
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    root, root_key = by or (None, key)
    made = x509.CertificateBuilder().subject_name(named).public_key(key.public_key())
    made = made.issuer_name(root.subject if root else named).serial_number(7 if root else 1)
    made = made.not_valid_before(TODAY - DAY).not_valid_after(TODAY + DAY)
    made = made.add_extension(x509.BasicConstraints(ca=root is None, path_length=None), True)
    if root and stamps:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        made = made.add_extension(purpose, critical=True)
    return made.sign(root_key, hashes.SHA256())


@pytest.fixture(scope="module")
def authority():
    """Whose word is believed: root, its key, and a list that revokes nothing."""
    key = ec.generate_private_key(ec.SECP256R1())
    root = certificate("授时根", key)
    listed = x509.CertificateRevocationListBuilder().issuer_name(root.subject)
    listed = listed.last_update(TODAY - DAY).next_update(TODAY + DAY)
    return root, key, listed.sign(key, hashes.SHA256())


@pytest.fixture(scope="module")
def stamped(authority, tmp_path_factory) -> Stamper:
    folder: Path = tmp_path_factory.mktemp("stamps")
    (folder / "cnf").write_text(SETTINGS.format(folder=folder))
    key = ec.generate_private_key(ec.SECP256R1())
    (folder / "key").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    root, root_key, _list = authority
    stamper = certificate("国家授时中心（演示）", key, (root, root_key))
    (folder / "cert").write_bytes(stamper.public_bytes(Encoding.PEM))

    def run(*arguments: str) -> None:
        command = [str(OPENSSL), "ts", *arguments, "-config", "cnf"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)

    def stamp(data: bytes, digest: str = "-sm3") -> bytes:
        (folder / "data").write_bytes(data)
        run("-query", "-data", "data", digest, "-cert", "-out", "query")
        run("-reply", "-queryfile", "query", "-signer", "cert", "-inkey", "key", "-section", "tsa",
            "-token_out", "-out", "token")  # fmt: skip
        return (folder / "token").read_bytes()

    return stamp


@pytest.fixture(scope="module")
def believed(authority) -> Trust:
    root, _key, listed = authority
    return Trust(
        roots=(read_certificate(root.public_bytes(Encoding.DER)),), others=(),
        lists=(read_revocation_list(listed.public_bytes(Encoding.DER)),), now=TODAY,
    )  # fmt: skip


@pytest.mark.parametrize("digest", ["-sm3", "-sha256"])
def test_a_stamp_by_somebody_believed_holds(stamped: Stamper, believed: Trust, digest) -> None:
    answer = check_token(stamped(b"value", digest), b"value", TODAY, believed)
    assert answer.result is Result.HOLDS
    assert "国家授时中心（演示）" in answer.sentence


def test_without_trust_it_proves_nothing(stamped: Stamper, believed: Trust) -> None:
    token = stamped(b"value")
    for less in (replace(believed, roots=()), replace(believed, lists=())):
        assert check_token(token, b"value", TODAY, less).result is Result.UNKNOWN
    assert check_token(b"x", b"value", TODAY, believed).result is Result.UNKNOWN
    assert check_token(None, b"value", TODAY, believed).result is Result.UNKNOWN


def test_another_signature_an_earlier_moment_an_altered_stamp(
    stamped: Stamper, believed: Trust
) -> None:
    token = stamped(b"value")
    assert check_token(token, b"other", TODAY, believed).result is Result.FAILS
    assert check_token(token, b"value", TODAY + DAY, believed).result is Result.FAILS
    year = TODAY.strftime("%Y").encode()
    at = token.index(year, token.index(b"\x18\x0f"))
    altered = token[:at] + str(TODAY.year + 1).encode() + token[at + 4 :]
    assert check_token(altered, b"value", TODAY, believed).result is Result.FAILS
    last = token[:-1] + bytes([token[-1] ^ 1])
    assert check_token(last, b"value", TODAY, believed).result is Result.FAILS


def test_a_seal_with_a_stamp_says_who_vouches(stamped: Stamper, believed: Trust) -> None:
    pdf, office = rendered().pdf, city.office()
    seal = city.seal_of(office, valid_from=TODAY - DAY, valid_until=TODAY + DAY)
    plain = read_signature(
        sign_beside(pdf, seal=seal, certificate=office.certificate, key=office.key, at=TODAY)
    )
    parts = {name: plain.read[name] for name in plain.read if name != "time_stamp"}
    with_stamp = SignatureData({**parts, "time_stamp": stamped(plain.signature)}).dump()
    [verdict] = verify_pdf(pdf, believed, signatures=[with_stamp]).signatures
    [found] = [one for one in verdict.findings if one.code == "time_stamp"]
    assert found.result is Result.HOLDS
