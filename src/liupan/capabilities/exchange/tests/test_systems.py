"""Systems of a unit and what they prove themselves with."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest

from liupan.capabilities.exchange.models import Credential, System
from liupan.capabilities.exchange.operations.systems import (
    AlreadyClosed,
    BadProof,
    CodeTaken,
    add_certificate,
    add_hmac_secret,
    add_sm2_key,
    close_system,
    register_system,
    rename_system,
    revoke_credential,
)
from liupan.capabilities.exchange.tests.factories import NOW, Town, keeper, system
from liupan.foundation.crypto.facade import (
    Algorithm,
    Subject,
    issue_certificate,
    make_signing_key,
    new_signing_key,
    open_sealed,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised, StaleVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(place: Town) -> dict[str, Any]:
    return {"actor": keeper(place, "police"), "now": NOW}


def pem_of(spki: bytes, kind: str = "PUBLIC KEY") -> str:
    return f"-----BEGIN {kind}-----\n{b64encode(spki).decode()}\n-----END {kind}-----\n"


def public_key() -> bytes:
    key: bytes = make_signing_key(Algorithm.SM2).public_key
    return key


def test_registered_renamed_closed(place: Town, by: dict[str, Any]) -> None:
    said = {"unit_id": place.units["police"], "name": "户籍业务系统"}
    made = register_system(code="hukou", **said, **by)
    with pytest.raises(CodeTaken):
        register_system(code="hukou", **said, **by)
    rename_system(system_id=made, name="户籍系统", contact="示例", version=1, **by)
    with pytest.raises(StaleVersion):
        rename_system(system_id=made, name="别的", contact="", version=1, **by)
    secret = add_hmac_secret(system_id=made, days=30, **by)
    close_system(system_id=made, reason="停用。", **by)
    assert Credential.objects.get(id=secret.id).revoked_at
    with pytest.raises(AlreadyClosed):
        add_hmac_secret(system_id=made, days=30, **by)


@pytest.mark.parametrize("who", ["stranger", "reader", "elsewhere"])
def test_nobody_else_keeps_it(place: Town, who: str) -> None:
    actors: dict[str, Actor] = {
        "stranger": place.stranger, "reader": place.reader, "elsewhere": keeper(place, "bureau"),
    }  # fmt: skip
    made, as_them = system(place), {"actor": actors[who], "now": NOW}
    refused = (NotAuthorised, Missing)
    with pytest.raises(refused):
        register_system(unit_id=place.units["police"], code="x", name="x", **as_them)
    for act, said in (
        (close_system, {"reason": "x"}), (add_hmac_secret, {"days": 1}),
        (add_sm2_key, {"pem": pem_of(public_key()), "days": 1}),
    ):  # fmt: skip
        with pytest.raises(refused):
            act(system_id=made.id, **said, **as_them)  # type: ignore[operator]
    assert not made.credentials.exists()


def test_a_secret_is_shown_once_and_lies_sealed(place: Town, by: dict[str, Any]) -> None:
    of = system(place)
    made = add_hmac_secret(system_id=of.id, days=30, **by)
    row = Credential.objects.get(id=made.id)
    assert len(made.secret) >= 40
    assert made.secret not in repr(made)
    assert made.secret not in row.sealed_secret
    assert open_sealed([(of.id, row.sealed_secret)]) == [made.secret]
    left = row.expires_at - clock.real_now()
    assert timedelta(days=29) < left <= timedelta(days=30)


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_credential_ends_within_a_year(place: Town, by: dict[str, Any], days: int) -> None:
    with pytest.raises(InvalidInput):
        add_hmac_secret(system_id=system(place).id, days=days, **by)


def test_a_public_key_is_taken(place: Town, by: dict[str, Any]) -> None:
    spki = public_key()
    made = add_sm2_key(system_id=system(place).id, pem=pem_of(spki), days=365, **by)
    assert bytes(Credential.objects.get(id=made.id).public_key or b"") == spki
    assert not made.secret


def test_what_is_no_public_key_is_refused(place: Town, by: dict[str, Any]) -> None:
    of, spki = system(place), public_key()
    for pem in (
        "", "甲", pem_of(b""), pem_of(spki[:-1]), pem_of(spki, "PRIVATE KEY"), pem_of(b"\0" * 91),
        pem_of(spki) * 2, "x" * 10_000,
    ):  # fmt: skip
        with pytest.raises(BadProof):
            add_sm2_key(system_id=of.id, pem=pem, days=1, **by)


def certificate(days: int = 30) -> str:
    key = new_signing_key(Algorithm.SM2)
    now = clock.real_now()
    made = issue_certificate(
        subject=Subject(name="demo"), public_key=key.public_key, key=key,
        valid_from=now - timedelta(days=60), valid_until=now + timedelta(days=days),
    )  # fmt: skip
    return made.to_pem().decode()


def test_a_certificate_proves_for_one_system(place: Town, by: dict[str, Any]) -> None:
    pem = certificate()
    made = add_certificate(system_id=system(place).id, pem=pem, **by)
    row = Credential.objects.get(id=made.id)
    assert len(row.fingerprint) == 64
    assert row.expires_at < clock.real_now() + timedelta(days=31)
    with pytest.raises(BadProof):
        add_certificate(system_id=system(place).id, pem=pem, **by)
    with pytest.raises(BadProof):
        add_certificate(system_id=system(place).id, pem=certificate(-1), **by)
    revoke_credential(credential_id=made.id, reason="更换。", **by)
    add_certificate(system_id=system(place).id, pem=pem, **by)


def test_revoked_at_once_and_once(place: Town, by: dict[str, Any]) -> None:
    of = system(place)
    made = add_hmac_secret(system_id=of.id, days=30, **by)
    with pytest.raises(InvalidInput):
        revoke_credential(credential_id=made.id, reason=" ", **by)
    revoke_credential(credential_id=made.id, reason="泄露。", **by)
    at = Credential.objects.get(id=made.id).revoked_at
    revoke_credential(credential_id=made.id, reason="泄露。", **by)
    assert Credential.objects.get(id=made.id).revoked_at == at
    with pytest.raises(Missing):
        revoke_credential(credential_id=of.id, reason="泄露。", **by)


def test_what_is_no_certificate_is_refused(place: Town, by: dict[str, Any]) -> None:
    for pem in ("", "甲", pem_of(public_key())):
        with pytest.raises(BadProof):
            add_certificate(system_id=system(place).id, pem=pem, **by)
    assert System.objects.filter(credentials__isnull=False).count() == 0
