"""SM2 against OpenSSL's command, both ways, with the usual and with another user ID."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liupan.foundation.crypto.facade import (
    USER_ID,
    Sm2PrivateKey,
    Sm2PublicKey,
    Undecipherable,
    UnusableKey,
    der_to_raw,
    raw_to_der,
)

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="OpenSSL is not here")
IDS = [USER_ID, b"guyuan@liupan"]
MESSAGE = "固政办发〔2017〕93号".encode()


def openssl(folder: Path, *words: str) -> bool:
    return subprocess.run(["openssl", *words], cwd=folder, capture_output=True).returncode == 0


def pem_of(spki: bytes) -> bytes:
    from asn1crypto import pem

    return bytes(pem.armor("PUBLIC KEY", spki))


@needs_openssl
@pytest.mark.parametrize("user_id", IDS)
def test_openssl_verifies_what_is_signed_here(tmp_path: Path, user_id: bytes) -> None:
    key = Sm2PrivateKey.generate()
    (tmp_path / "pub.pem").write_bytes(pem_of(key.public_key.to_spki()))
    (tmp_path / "text").write_bytes(MESSAGE)
    (tmp_path / "sig").write_bytes(key.sign(MESSAGE, user_id=user_id))
    words = ["pkeyutl", "-verify", "-pubin", "-inkey", "pub.pem", "-in", "text", "-rawin"]
    words += ["-digest", "sm3", "-sigfile", "sig", "-pkeyopt"]
    assert openssl(tmp_path, *words, f"distid:{user_id.decode()}")
    assert not openssl(tmp_path, *words, "distid:somebody-else")


@needs_openssl
@pytest.mark.parametrize("user_id", IDS)
def test_what_openssl_signs_is_verified_here(tmp_path: Path, user_id: bytes) -> None:
    assert openssl(tmp_path, "genpkey", "-algorithm", "SM2", "-out", "key.pem")
    assert openssl(
        tmp_path, "pkey", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "pub.der"
    )
    (tmp_path / "text").write_bytes(MESSAGE)
    words = ["pkeyutl", "-sign", "-inkey", "key.pem", "-in", "text", "-rawin", "-digest", "sm3"]
    assert openssl(tmp_path, *words, "-out", "sig", "-pkeyopt", f"distid:{user_id.decode()}")
    key = Sm2PublicKey.from_spki((tmp_path / "pub.der").read_bytes())
    signature = (tmp_path / "sig").read_bytes()
    assert key.verify(MESSAGE, signature, user_id=user_id)
    assert not key.verify(MESSAGE, signature, user_id=b"somebody-else")
    assert not key.verify(MESSAGE + b".", signature, user_id=user_id)


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 70), st.integers(1, 255))
def test_a_changed_byte_is_refused(message: bytes, place: int, change: int) -> None:
    key = Sm2PrivateKey.generate()
    signature = bytearray(key.sign(message))
    assert key.public_key.verify(message, bytes(signature))
    signature[place % len(signature)] ^= change
    assert not key.public_key.verify(message, bytes(signature))


def test_a_signature_has_one_spelling() -> None:
    key = Sm2PrivateKey.generate()
    signature = key.sign(MESSAGE)
    raw = der_to_raw(signature)
    assert len(raw) == 64
    assert raw_to_der(raw) == signature
    longer = bytes([0x30, 0x81, len(signature) - 2]) + signature[2:]
    for other in (longer, signature + b"\0", signature[:-1], b"", raw):
        assert not key.public_key.verify(MESSAGE, other)


def test_what_is_no_point_of_the_curve_is_no_key() -> None:
    spki = bytearray(Sm2PrivateKey.generate().public_key.to_spki())
    spki[-1] ^= 1
    for bad in (bytes(spki), bytes(spki[:-1]), b"", b"\x30\x00"):
        with pytest.raises(UnusableKey):
            Sm2PublicKey.from_spki(bad)


def test_a_private_key_does_not_show_itself() -> None:
    key = Sm2PrivateKey.generate()
    assert key.secret.hex() not in repr(key)
    assert repr(key.secret) not in repr(key)


@needs_openssl
def test_openssl_decrypts_what_is_encrypted_here_and_the_other_way(tmp_path: Path) -> None:
    assert openssl(tmp_path, "genpkey", "-algorithm", "SM2", "-out", "key.pem")
    words = ["pkey", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "pub.der"]
    assert openssl(tmp_path, *words)
    key = Sm2PublicKey.from_spki((tmp_path / "pub.der").read_bytes())
    (tmp_path / "sealed").write_bytes(key.encrypt(b"sixteen bytes ok"))
    words = ["pkeyutl", "-decrypt", "-inkey", "key.pem", "-in", "sealed", "-out", "text"]
    assert openssl(tmp_path, *words)
    assert (tmp_path / "text").read_bytes() == b"sixteen bytes ok"
    ours = Sm2PrivateKey.generate()
    (tmp_path / "ours.pem").write_bytes(pem_of(ours.public_key.to_spki()))
    words = ["pkeyutl", "-encrypt", "-pubin", "-inkey", "ours.pem", "-in", "text", "-out", "theirs"]
    assert openssl(tmp_path, *words)
    assert ours.decrypt((tmp_path / "theirs").read_bytes()) == b"sixteen bytes ok"


@settings(max_examples=20, deadline=None)
@given(st.binary(min_size=1, max_size=255), st.integers(0, 400), st.integers(1, 255))
def test_a_changed_byte_of_a_secret_is_refused(secret: bytes, place: int, change: int) -> None:
    key = Sm2PrivateKey.generate()
    sealed = bytearray(key.public_key.encrypt(secret))
    assert key.decrypt(bytes(sealed)) == secret
    sealed[place % len(sealed)] ^= change
    with pytest.raises(Undecipherable):
        key.decrypt(bytes(sealed))


def test_only_short_secrets_are_encrypted() -> None:
    key = Sm2PrivateKey.generate()
    for wrong in (b"", b"x" * 256):
        with pytest.raises(ValueError, match="255"):
            key.public_key.encrypt(wrong)
    for wrong in (b"", b"\x30\x00", b"x" * 90):
        with pytest.raises(Undecipherable):
            key.decrypt(wrong)
