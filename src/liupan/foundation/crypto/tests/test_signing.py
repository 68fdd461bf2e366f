"""Keys at rest: sealed, carried over a rotation, useless when destroyed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from liupan.foundation.crypto.facade import (
    SIGNATURE_OIDS,
    Algorithm,
    KeyDestroyed,
    Undecipherable,
    UnknownAlgorithm,
    destroy_key,
    make_signing_key,
    new_signing_key,
    open_signing_key,
    rotate_master,
    verify_signature,
)

NOW = datetime(2026, 11, 27, tzinfo=UTC)
SHA1_WITH_RSA = "1.2.840.113549.1.1.5"


def verified(algorithm: Algorithm, public_key: bytes, signature: bytes, text: bytes) -> bool:
    return verify_signature(
        public_key=public_key, oid=SIGNATURE_OIDS[algorithm], message=text, signature=signature
    )


@pytest.mark.django_db
@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_stored_key_signs_also_after_a_rotation(algorithm: Algorithm, settings, tmp_path) -> None:
    settings.LIUPAN_HOME = tmp_path
    stored = make_signing_key(algorithm)
    rotate_master(now=NOW)
    signature = open_signing_key(stored).sign(b"text")
    assert verified(algorithm, stored.public_key, signature, b"text")
    assert not verified(algorithm, stored.public_key, signature, b"other")


@pytest.mark.django_db
def test_a_destroyed_key_signs_no_more() -> None:
    stored = make_signing_key()
    destroy_key(stored.id, now=NOW)
    with pytest.raises(KeyDestroyed):
        open_signing_key(stored)


@pytest.mark.django_db
def test_a_key_does_not_open_under_the_name_of_another() -> None:
    one, other = make_signing_key(), make_signing_key()
    with pytest.raises(Undecipherable):
        open_signing_key(replace(one, sealed=other.sealed))


def test_a_key_of_one_kind_proves_nothing_by_an_algorithm_of_another() -> None:
    rsa, ecdsa = new_signing_key(Algorithm.RSA), new_signing_key(Algorithm.ECDSA)
    assert not verified(Algorithm.ECDSA, rsa.public_key, rsa.sign(b"x"), b"x")
    assert not verified(Algorithm.RSA, ecdsa.public_key, ecdsa.sign(b"x"), b"x")


def test_old_algorithms_are_not_accepted() -> None:
    key = new_signing_key(Algorithm.RSA)
    with pytest.raises(UnknownAlgorithm):
        verify_signature(
            public_key=key.public_key, oid=SHA1_WITH_RSA, message=b"x", signature=key.sign(b"x")
        )
