"""Pages: an application and a request walked through by browser, lists, refusals, who gets in."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.seals.models import Seal, Use
from liupan.foundation.seals.tests.factories import (
    NOW,
    Town,
    applied,
    approved,
    in_use,
    paper,
    png_of,
    requested,
)
from liupan.kernel import clock
from liupan.kernel.work import sources

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(place: Town) -> Iterator[Town]:
    with clock.frozen(NOW + timedelta(minutes=1)):
        yield place


def browser(place: Town, who: str) -> Client:
    client = Client()
    enter(client, place.accounts[who])
    return client


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_seal_is_applied_for_and_made_on_pages(seen: Town) -> None:
    sent = {
        "unit_id": seen.unit, "kind": "special", "name": "固原市民政局", "line": "婚姻登记专用章",
        "width_mm": 38, "height_mm": 38, "keeper_post_id": seen.posts["keeper"], "reason": "登记",
    }  # fmt: skip
    keeper, chief = browser(seen, "keeper"), browser(seen, "administrator")
    answer = keeper.post("/seals/apply/", sent)
    page = answer.headers["Location"]
    assert "待核准" in keeper.get(page).content.decode()
    assert keeper.post(f"{page}approve/", {}).status_code == 403
    for act, then in (("approve", "待制作"), ("make", "待领用")):
        assert chief.get(f"{page}{act}/").status_code == 200
        assert chief.post(f"{page}{act}/", {"opinion": "同意"}).status_code == 302
        assert then in chief.get(page).content.decode()
    assert keeper.post(f"{page}take/").status_code == 302
    assert "使用中" in keeper.get(page).content.decode()
    picture = keeper.get(f"{page}picture.png")
    assert picture.content.startswith(b"\x89PNG")


def test_an_application_says_what_is_wrong_with_it(seen: Town) -> None:
    sent = {
        "unit_id": seen.unit, "kind": "statutory", "name": "固原市民政局", "width_mm": 42,
        "height_mm": 40, "keeper_post_id": seen.posts["keeper"], "reason": "x",
    }  # fmt: skip
    keeper = browser(seen, "keeper")
    answer = keeper.post("/seals/apply/", sent)
    assert answer.status_code == 422
    assert "没有这样的尺寸" in answer.content.decode()
    bad = {**sent, "height_mm": 42, "picture": file("a.png", png_of("x")[:-9])}
    assert "已损坏" in keeper.post("/seals/apply/", bad).content.decode()


def test_a_document_is_asked_for_approved_and_sealed_on_pages(seen: Town) -> None:
    seal = in_use(seen)
    sent = {"seal_id": seal, "purpose": "印发", "copies": 3, "file": file("通知.ofd", paper())}
    clerk = browser(seen, "clerk")
    page = clerk.post("/seals/uses/request/", sent).headers["Location"]
    assert "待审批" in clerk.get(page).content.decode()
    assert clerk.post(f"{page}approve/").status_code == 403
    approver, keeper = browser(seen, "approver"), browser(seen, "keeper")
    assert approver.post(f"{page}approve/", {"opinion": "同意"}).status_code == 302
    assert keeper.post(f"{page}use/").status_code == 302
    shown = clerk.get(page).content.decode()
    assert "已盖章" in shown
    assert "通知（已盖章）.ofd" in shown
    assert keeper.post(f"{page}use/").status_code == 302, "sent twice it is told of its success"
    assert Use.objects.get().state == "used"


def test_the_log_is_searched_and_saved(seen: Town) -> None:
    seal = in_use(seen)
    use = requested(seen, seal)
    keeper = browser(seen, "keeper")
    number = Use.objects.get(id=use).number
    assert number in keeper.get("/seals/uses/?q=检查").content.decode()
    assert number not in keeper.get("/seals/uses/?q=别的").content.decode()
    saved = keeper.get("/seals/uses/?export=csv")
    body = b"".join(saved) if saved.streaming else saved.content
    assert number in body.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("administrator", {"seals.to_approve"}),
        ("approver", {"seals.use_to_approve"}),
        ("keeper", {"seals.use_to_seal"}),
        ("clerk", set()),
    ],
)
def test_what_waits_for_whom(seen: Town, who: str, kinds: set[str]) -> None:
    seal = in_use(seen)
    requested(seen, seal)
    approved(seen, seal)
    applied(seen, kind="special", line="专用章")
    actor = seen[who]
    own = {key: source for key, source in sources().items() if key.startswith("seals.")}
    found = {key for key, source in own.items() if source.items(actor, now=NOW, limit=9)}
    assert found == kinds
    assert all(own[key].count(actor, now=NOW) == 1 for key in kinds)


@pytest.mark.parametrize("who", ["keeper", "administrator", "clerk"])
def test_certificates_are_the_security_administrators(seen: Town, who: str) -> None:
    assert browser(seen, who).get("/seals/certificates/").status_code == 403


def test_our_revocation_list_is_for_everybody(seen: Town) -> None:
    seal = Seal.objects.get(id=in_use(seen))
    assert seal.certificate
    authority: UUID | None = seal.certificate.issued_by_id
    answer = Client().get(f"/seals/crl/{authority}.crl")
    assert answer.headers["Content-Type"] == "application/pkix-crl"


def test_somebody_of_elsewhere_sees_nothing(seen: Town) -> None:
    seal = in_use(seen)
    outsider = Client()
    assert outsider.get(f"/seals/{seal}/").status_code == 302
    Seal.objects.filter(id=seal).update(unit_id=_other_unit())
    assert browser(seen, "keeper").get(f"/seals/{seal}/").status_code == 404
    assert browser(seen, "keeper").get(f"/seals/{seal}/picture.png").status_code == 404


def _other_unit() -> UUID:
    return city.unit("固原市财政局")
