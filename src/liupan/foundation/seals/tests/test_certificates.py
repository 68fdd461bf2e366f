"""The city's authority, certificates of outside, trust, lists, warnings."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from liupan.foundation.crypto.facade import (
    Algorithm,
    NotACertificate,
    Subject,
    issue_certificate,
    issue_revocation_list,
    new_signing_key,
    read_certificate,
    read_revocation_list,
)
from liupan.foundation.messaging.facade import list_notices
from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.seals.models import Certificate, RevocationList
from liupan.foundation.seals.operations.authority import AlreadyFounded, found_authority
from liupan.foundation.seals.operations.certificates import (
    AlreadyKnown,
    NotVouchedFor,
    import_certificate,
    set_trust,
    take_list,
)
from liupan.foundation.seals.operations.keeping import NotNow
from liupan.foundation.seals.queries.certificates import trust
from liupan.foundation.seals.tending import tend
from liupan.foundation.seals.tests.factories import NOW, Town, facts
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, NotAuthorised

pytestmark = pytest.mark.django_db
ALL: dict[str, Any] = {"actor": city.almighty(), "now": NOW}
YEAR = timedelta(days=365)


def outside(algorithm: Algorithm = Algorithm.SM2, until: datetime = NOW + YEAR) -> Any:
    """An authority of outside, its key, and somebody it vouches for."""
    key, other = new_signing_key(algorithm), new_signing_key(algorithm)
    span = {"valid_from": NOW - YEAR, "valid_until": until}
    root = issue_certificate(
        subject=Subject("外部根", "外部"), public_key=key.public_key, key=key, is_authority=True,
        **span,
    )  # fmt: skip
    leaf = issue_certificate(
        subject=Subject("外部单位", "外部"), public_key=other.public_key, key=key, issuer=root,
        **span,
    )  # fmt: skip
    return root, key, leaf


def test_the_citys_authority_is_founded_once(place: Town) -> None:
    own = Certificate.objects.filter(key__isnull=False)
    assert sorted(own.values_list("algorithm", "role")) == [
        ("ecdsa", "authority"), ("sm2", "authority"), ("sm2", "authority"), ("sm2", "maker"),
    ]  # fmt: skip
    root = own.get(is_trusted=True, algorithm="sm2")
    issuer = own.get(role="authority", is_trusted=False)
    assert read_certificate(bytes(issuer.der)).is_signed_by(read_certificate(bytes(root.der)))
    for_pdf = own.get(algorithm="ecdsa")
    assert for_pdf.is_trusted
    assert for_pdf.lists.filter(is_ours=True).exists()
    with pytest.raises(AlreadyFounded):
        found_authority(name="固原市", **ALL)


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_certificates_of_outside(place: Town, algorithm: Algorithm) -> None:
    root, _key, leaf = outside(algorithm)
    taken = import_certificate(data=root.to_pem(), is_trusted=True, **ALL)
    below = import_certificate(data=leaf.der, is_trusted=False, **ALL)
    row = Certificate.objects.get(id=below)
    assert (row.issued_by_id, row.algorithm, row.role) == (taken, algorithm.value, "other")
    assert root in trust(NOW).roots
    with pytest.raises(AlreadyKnown):
        import_certificate(data=leaf.der, is_trusted=False, **ALL)


def test_what_is_not_taken_in(place: Town) -> None:
    _root, _key, leaf = outside()
    with pytest.raises(NotACertificate):
        import_certificate(data=b"-----BEGIN CERTIFICATE-----", is_trusted=False, **ALL)
    with pytest.raises(InvalidInput):
        import_certificate(data=leaf.der, is_trusted=True, **ALL)
    with pytest.raises(NotAuthorised):
        import_certificate(data=leaf.der, is_trusted=False, **place.by("administrator"))


def test_trust_is_given_and_taken(place: Town) -> None:
    root, _key, leaf = outside()
    taken = import_certificate(data=root.der, is_trusted=False, **ALL)
    below = import_certificate(data=leaf.der, is_trusted=False, **ALL)
    assert root not in trust(NOW).roots
    set_trust(certificate_id=taken, is_trusted=True, reason="省级 CA", **ALL)
    assert root in trust(NOW).roots
    set_trust(certificate_id=taken, is_trusted=False, reason="停止服务", **ALL)
    assert root in trust(NOW).others
    with pytest.raises(NotNow):
        set_trust(certificate_id=below, is_trusted=True, reason="x", **ALL)


def revocations(root: Any, key: Any, *leaves: Any, at: datetime = NOW) -> bytes:
    said = {leaf.serial: (at, "superseded") for leaf in leaves}
    made = issue_revocation_list(
        issuer=root, key=key, revoked=said, number=1, issued_at=at, next_at=at + YEAR
    )
    return made.der


def test_lists_of_outside_revoke(place: Town) -> None:
    root, key, leaf = outside()
    import_certificate(data=root.der, is_trusted=True, **ALL)
    below = import_certificate(data=leaf.der, is_trusted=False, **ALL)
    take_list(data=revocations(root, key, leaf), **ALL)
    assert Certificate.objects.get(id=below).revoked_at == NOW
    with pytest.raises(AlreadyKnown):
        take_list(data=revocations(root, key, leaf), **ALL)


def test_a_certificate_that_comes_after_the_list(place: Town) -> None:
    root, key, leaf = outside()
    import_certificate(data=root.der, is_trusted=True, **ALL)
    take_list(data=revocations(root, key, leaf), **ALL)
    below = import_certificate(data=leaf.der, is_trusted=False, **ALL)
    assert Certificate.objects.get(id=below).revoked_at


def test_a_list_that_nobody_known_signed(place: Town) -> None:
    root, key, _leaf = outside()
    with pytest.raises(NotVouchedFor):
        take_list(data=revocations(root, key), **ALL)
    import_certificate(data=root.der, is_trusted=True, **ALL)
    with pytest.raises(NotVouchedFor):
        take_list(data=revocations(root, new_signing_key()), **ALL)


def test_each_step_before_the_end_warns_once(place: Town) -> None:
    root, _key, _leaf = outside(until=NOW + timedelta(days=40))
    import_certificate(data=root.der, is_trusted=True, **ALL)
    for days in (0, 0, 11, 12, 41, 42):
        with clock.frozen(NOW + timedelta(days=days)):
            tend()
    assert [fact["days"] for fact in facts("seals.certificate.expiring")] == [90, 30, 0]
    assert not list_notices(place["administrator"])


def test_our_lists_are_renewed_in_time(place: Town) -> None:
    before = RevocationList.objects.count()
    with clock.frozen(NOW + timedelta(days=2)):
        tend()
    assert RevocationList.objects.count() == before
    with clock.frozen(NOW + timedelta(days=5)):
        tend()
        tend()
    assert RevocationList.objects.count() == 2 * before
    newest = RevocationList.objects.order_by("-issued_at").first()
    assert newest
    assert read_revocation_list(bytes(newest.der)).next_at == newest.next_at
