"""SM3 digests and SM4 encryption (GB/T 32905, GB/T 32907), by OpenSSL."""

import hashlib
import os
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SM3, Hash

from liupan.kernel.errors import Fault

NONCE, TAG = 12, 16


class Undecipherable(Fault):
    """Wrong key, or the text was altered."""


def _by_python_ssl() -> Callable[[bytes], bytes] | None:
    """SM3 by Python's own OpenSSL, twice as fast; not every build of it has SM3."""
    try:
        fresh = hashlib.new("sm3")
    except ValueError:
        return None

    def digest(data: bytes) -> bytes:
        worker = fresh.copy()
        worker.update(data)
        return worker.digest()

    return digest


def _by_cryptography(data: bytes) -> bytes:
    worker = Hash(SM3())
    worker.update(data)
    return worker.finalize()


_digest = _by_python_ssl() or _by_cryptography


def sm3(data: bytes) -> bytes:
    """SM3 digest, 32 bytes."""
    return _digest(data)


def running_sm3() -> Hash:
    """SM3 of what comes piece by piece: `update`, then `finalize`."""
    return Hash(SM3())


def encrypt(key: bytes, text: bytes, bound_to: bytes = b"") -> bytes:
    """SM4-GCM: nonce (12) + ciphertext + tag (16). `bound_to` must be the same to decrypt."""
    nonce = os.urandom(NONCE)
    worker = Cipher(SM4(key), GCM(nonce)).encryptor()
    worker.authenticate_additional_data(bound_to)
    return nonce + worker.update(text) + worker.finalize() + worker.tag


def decrypt(key: bytes, sealed: bytes, bound_to: bytes = b"") -> bytes:
    """What `encrypt` sealed. Raises `Undecipherable`."""
    nonce, body, tag = sealed[:NONCE], sealed[NONCE:-TAG], sealed[-TAG:]
    try:
        worker = Cipher(SM4(key), GCM(nonce, tag)).decryptor()
        worker.authenticate_additional_data(bound_to)
        return worker.update(body) + worker.finalize()
    except (InvalidTag, ValueError) as error:
        raise Undecipherable("SM4 decryption failed") from error
