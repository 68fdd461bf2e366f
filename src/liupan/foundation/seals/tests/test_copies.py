"""The PDF copy of a sealed document: the same approval, the same words, the same place, once."""

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader

from liupan.foundation.crypto.facade import KeyDestroyed, sm3
from liupan.foundation.documents.facade import open_file
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.seals.facade import (
    Approval,
    Keyword,
    NotInUse,
    NotNow,
    NotTheDocument,
    NotValidNow,
    Outcome,
    Place,
    Seam,
    seal_ofd,
    seal_pdf,
    verify_file,
)
from liupan.foundation.seals.models import Certificate, RevocationList, Seal, Use
from liupan.foundation.seals.operations.authority import signer_of
from liupan.foundation.seals.operations.custody import destroy_seal, revoke_seal, suspend_seal
from liupan.foundation.seals.operations.sealing import seal_request
from liupan.foundation.seals.tests.factories import NOW, Town, approved, facts, in_use, requested
from liupan.foundation.seals.tests.formats.papers import ofd, rendered
from liupan.kernel.errors import Missing, NotAuthorised
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def sealed_use(place: Town, seal: UUID, content: bytes = b"", **more: Any) -> UUID:
    """A use under which the OFD was sealed."""
    use = approved(place, seal, content=content or ofd())
    seal_request(request_id=use, **place.by("keeper"), **more)
    return use


def copied(place: Town, use: UUID, content: bytes = b"", who: str = "keeper") -> Any:
    return seal_pdf(use_id=use, content=content or rendered().pdf, **place.by(who))


def test_the_copy_is_sealed_once_under_the_same_approval(place: Town) -> None:
    use = sealed_use(place, in_use(place))
    made = copied(place, use)
    assert copied(place, use) == made
    row = Use.objects.get(id=use)
    assert row.copy_file_id
    opened = open_file(file_id=row.copy_file_id, **place.by("clerk"))
    assert (b"".join(opened.content), bytes(row.copy_signature or b"")) == (
        made.pdf, made.signature,
    )  # fmt: skip
    [fact] = facts("seals.use.copied")
    assert sm3(made.pdf).hex() in str(fact)
    found = verify_file(made.pdf, signatures=[made.signature], now=NOW)
    assert found.outcome is Outcome.VALID, [f for s in found.signatures for f in s.findings]
    assert [(s.form, s.seal) for s in found.signatures] == [
        ("pades", "固原市民政局"), ("sm2", "固原市民政局"),
    ]  # fmt: skip


def test_it_stands_where_it_stands_in_the_ofd(place: Town) -> None:
    """Also over the edges and at a word: four strips and one whole seal."""
    places = [Keyword("固原市人民政府"), Seam(y=100.0)]
    made = copied(place, sealed_use(place, in_use(place), places=places))
    field = PdfFileReader(io.BytesIO(made.pdf)).root["/AcroForm"]["/Fields"][0]
    kids = [one.get_object() for one in field["/Kids"]]
    boxes = [[float(x) * 25.4 / 72 for x in kid["/Rect"]] for kid in kids]
    assert [round(right - left, 1) for left, _b, right, _t in boxes] == [42.0, *[10.5] * 4]
    assert all(right == pytest.approx(210, abs=0.1) for _l, _b, right, _t in boxes[1:])
    assert all(
        (297 - (low + top) / 2) == pytest.approx(100, abs=0.1) for _l, low, _r, top in boxes[1:]
    )


def test_several_seals_on_the_copy_hold_each(place: Town) -> None:
    first, second = in_use(place), in_use(place, name="固原市财政局")
    use = sealed_use(place, first, places=[Place(0, 60.0, 220.0)])
    once = copied(place, use)
    [half] = [f for f in Use.objects.filter(id=use).values_list("sealed_file_id", flat=True) if f]
    content = b"".join(open_file(file_id=half, **place.by("clerk")).content)
    later = sealed_use(place, second, content, places=[Place(0, 150.0, 220.0)])
    both = copied(place, later, once.pdf)
    found = verify_file(both.pdf, signatures=[once.signature, both.signature], now=NOW)
    assert [s.outcome for s in found.signatures] == [Outcome.VALID] * 4


def test_an_offices_own_step_approves_the_copy_too(place: Town) -> None:
    seal = in_use(place)
    step = Approval(
        id=uuid7(), of_type="correspondence.document", of_id=uuid7(),
        requested_by=place.accounts["clerk"], requested_at=NOW,
        approved_by=place.accounts["approver"], approved_at=NOW,
        document="固政办发〔2017〕1号.ofd", purpose="印发",
    )  # fmt: skip
    seal_ofd(seal_id=seal, content=ofd(), approval=step, **place.by("keeper"))
    made = copied(place, step.id)
    assert verify_file(made.pdf, now=NOW).outcome is Outcome.VALID


def test_the_page_gives_both_files(place: Town, client: Client) -> None:
    use = sealed_use(place, in_use(place))
    address = reverse("seals:use-signature", args=[use])
    enter(client, place.accounts["keeper"])
    assert client.get(address).status_code == 404
    made = copied(place, use)
    page = client.get(reverse("seals:use", args=[use])).content.decode()
    assert address in page
    answer = client.get(address)
    assert answer.content == made.signature
    assert "attachment" in answer["Content-Disposition"]
    assert ".pdf.sm2" in answer["Content-Disposition"]


def test_only_the_words_that_were_approved(place: Town) -> None:
    use = sealed_use(place, in_use(place))
    for content in (rendered(2).pdf, b"%PDF-1.7", b"x"):
        with pytest.raises(NotTheDocument):
            copied(place, use, content)
    copied(place, use)
    with pytest.raises(NotTheDocument):
        copied(place, use, rendered(2).pdf)
    assert len(facts("seals.use.copied")) == 1


def test_the_document_is_sealed_first(place: Town) -> None:
    seal = in_use(place)
    for use in (requested(place, seal, content=ofd()), approved(place, seal, content=ofd())):
        with pytest.raises(NotNow):
            copied(place, use)


@pytest.mark.parametrize("who", ["other_keeper", "approver", "administrator", "clerk"])
def test_only_the_keeper_seals_the_copy(place: Town, who: str) -> None:
    use = sealed_use(place, in_use(place))
    with pytest.raises((NotAuthorised, Missing)):
        copied(place, use, who=who)


def test_the_key_for_pdf_goes_the_way_of_the_seal(place: Town) -> None:
    """One key for all copies; revoked and destroyed with the seal, earlier copies hold."""
    seal = in_use(place)
    made = copied(place, sealed_use(place, seal))
    copied(place, sealed_use(place, seal))
    row = Seal.objects.get(id=seal).pdf_certificate
    assert row
    assert row.algorithm == "ecdsa"
    assert row.valid_to == Seal.objects.get(id=seal).valid_to
    later = NOW + timedelta(days=5)
    common = {"reason": "遗失", **place.by("administrator", later)}
    revoke_seal(seal_id=seal, cause="lost", **common)
    row.refresh_from_db()
    assert row.revoked_at == later
    assert verify_file(made.pdf, signatures=[made.signature], now=later).outcome is Outcome.VALID
    destroy_seal(seal_id=seal, **common)
    with pytest.raises(KeyDestroyed):
        signer_of(Certificate.objects.select_related("key").get(id=row.id))


def test_after_a_misuse_no_copy_is_believed(place: Town) -> None:
    seal = in_use(place)
    made = copied(place, sealed_use(place, seal))
    later = NOW + timedelta(days=5)
    revoke_seal(seal_id=seal, cause="misused", reason="x", **place.by("administrator", later))
    assert verify_file(made.pdf, now=later).outcome is Outcome.BROKEN


def test_a_seal_that_cannot_be_used_seals_no_copy(place: Town) -> None:
    seal = in_use(place)
    first, second = sealed_use(place, seal), sealed_use(place, seal)
    copied(place, first)
    Certificate.objects.filter(pdf_seal__id=seal).update(valid_to=NOW - timedelta(days=1))
    with pytest.raises(NotValidNow):
        copied(place, second)
    suspend_seal(seal_id=seal, reason="x", **place.by("keeper"))
    with pytest.raises(NotInUse):
        copied(place, second)


def test_an_older_authority_gets_its_issuer_for_pdf_when_it_is_needed(place: Town) -> None:
    """A city that was founded before there were signatures in PDF."""
    rows = Certificate.objects.filter(algorithm="ecdsa")
    RevocationList.objects.filter(authority__in=rows).delete()
    rows.delete()
    made = copied(place, sealed_use(place, in_use(place)))
    assert verify_file(made.pdf, now=NOW).outcome is Outcome.VALID
    assert rows.filter(role="authority", is_trusted=True).count() == 1
