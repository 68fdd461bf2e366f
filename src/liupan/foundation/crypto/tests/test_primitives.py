"""SM3 and SM4 against the examples printed in the standards, and against OpenSSL's command."""

import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import ECB
from hypothesis import given, settings
from hypothesis import strategies as st

from liupan.foundation.crypto import primitives
from liupan.foundation.crypto.facade import Undecipherable, decrypt, encrypt, sm3

KEY = bytes.fromhex("0123456789abcdeffedcba9876543210")

# GB/T 32905-2016, annex A
SM3_EXAMPLES = {
    b"abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    b"abcd" * 16: "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
}


@pytest.mark.parametrize("text", SM3_EXAMPLES)
def test_sm3_gives_the_digests_of_the_standard(text: bytes) -> None:
    assert sm3(text).hex() == SM3_EXAMPLES[text]
    assert primitives._by_cryptography(text).hex() == SM3_EXAMPLES[text]


def test_sm4_gives_the_ciphertext_of_the_standard() -> None:
    """GB/T 32907-2016, annex A.1: the key encrypts itself."""
    worker = Cipher(SM4(KEY), ECB()).encryptor()
    assert worker.update(KEY).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm4_gcm_opens_the_example_of_rfc_8998() -> None:
    """RFC 8998, annex A.1."""
    nonce = bytes.fromhex("00001234567800000000abcd")
    bound = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    text = b"".join(bytes([c]) * 8 for c in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
    sealed = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )
    assert decrypt(KEY, nonce + sealed, bound) == text


@pytest.mark.skipif(shutil.which("openssl") is None, reason="OpenSSL's command is not here")
@settings(max_examples=30, deadline=None)  # a process for each
@given(st.binary(max_size=300))
def test_openssl_digests_alike(data: bytes) -> None:
    done = subprocess.run(["openssl", "dgst", "-sm3", "-binary"], input=data, capture_output=True)
    assert sm3(data) == done.stdout == primitives._by_cryptography(data)


@given(st.binary(max_size=300), st.binary(max_size=40))
def test_what_is_encrypted_is_decrypted(text: bytes, bound: bytes) -> None:
    assert decrypt(KEY, encrypt(KEY, text, bound), bound) == text


@given(st.binary(min_size=1, max_size=60), st.data())
def test_one_changed_bit_is_refused(text: bytes, data: st.DataObject) -> None:
    sealed = bytearray(encrypt(KEY, text, b"bound"))
    place = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[place // 8] ^= 1 << place % 8
    with pytest.raises(Undecipherable):
        decrypt(KEY, bytes(sealed), b"bound")


def test_what_is_bound_to_one_is_not_opened_for_another() -> None:
    with pytest.raises(Undecipherable):
        decrypt(KEY, encrypt(KEY, b"x", b"a"), b"b")
    with pytest.raises(Undecipherable):
        decrypt(KEY, b"short")
