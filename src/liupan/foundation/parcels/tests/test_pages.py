"""Pages: a parcel walked from sender to courier, taken in, compared; who gets in."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liupan.foundation.access.facade import actor_for
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.parcels.models import Incoming, Outgoing
from liupan.foundation.parcels.operations.sending import CHECKS
from liupan.foundation.parcels.tests.factories import NOW, Far, Town, peopled, trusted
from liupan.kernel import clock
from liupan.kernel.secrecy import Zone
from liupan.kernel.work import sources

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(place: Town) -> Iterator[dict[str, UUID]]:
    made = peopled(place)
    with clock.frozen(NOW + timedelta(minutes=1)):
        yield made


def browser(people: dict[str, UUID], who: str) -> Client:
    client = Client()
    enter(client, people[who])
    return client


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_files_are_sent_reviewed_and_taken_out(place: Town, people: dict[str, UUID]) -> None:
    far = Far(Zone.INTERNET)
    peer = trusted(place, far)
    sender, reviewer = browser(people, "sender"), browser(people, "reviewer")
    courier = browser(people, "courier")
    assert sender.get("/parcels/send/").status_code == 200
    sent = {
        "peer_id": peer, "unit_id": place.unit, "level": "0", "purpose": "公开放假安排",
        "attachments": upload("安排.txt", "放假三天。".encode()),
    }  # fmt: skip
    answer = sender.post("/parcels/send/", sent)
    page = answer.headers["Location"]
    assert "待保密审查" in sender.get(page).content.decode()
    assert sender.post(f"{page}release/").status_code == 403
    waiting = sources()["parcels.to_release"]
    with clock.frozen(NOW + timedelta(minutes=1)):
        [item] = waiting.items(actor_for(people["reviewer"]), now=NOW, limit=9)
    assert item.url == page
    assert reviewer.get(f"{page}release/").status_code == 200
    assert reviewer.post(f"{page}release/", {"opinion": "同意"}).status_code == 422
    part = reviewer.get(f"{page}parts/0/")
    assert b"".join(part) == "放假三天。".encode()
    good = {"opinion": "同意", "checks": list(CHECKS)}
    assert reviewer.post(f"{page}release/", good).status_code == 302
    seen = courier.get(page).content.decode()
    assert "待导出" in seen
    assert "安排.txt" not in seen, "who carries it reads nothing"
    file = b"".join(courier.post(f"{page}file/"))
    _head, inside = far.opened(file)
    assert "放假三天。".encode() in inside
    assert "摆渡中" in courier.get("/parcels/").content.decode()


def test_a_level_above_the_target_cannot_be_sent(place: Town, people: dict[str, UUID]) -> None:
    peer = trusted(place, Far(Zone.INTERNET))
    trusted(place, Far(Zone.INTRANET))
    sent = {
        "peer_id": peer, "unit_id": place.unit, "level": "1", "purpose": "x",
        "attachments": upload("a.txt", b"x"),
    }  # fmt: skip
    assert browser(people, "sender").post("/parcels/send/", sent).status_code == 422
    assert not Outgoing.objects.exists()


def test_files_with_two_marks_go_in_one_parcel(place: Town, people: dict[str, UUID]) -> None:
    peer = trusted(place, Far(Zone.INTRANET))
    sender = browser(people, "sender")
    sent = {
        "peer_id": peer, "unit_id": place.unit, "level": "0", "purpose": "报送材料",
        "attachments": upload("公开.txt", "可以公开。".encode()),
        "attachments_2": upload("内部.txt", "内部掌握。".encode()),
    }  # fmt: skip
    assert sender.post("/parcels/send/", sent).status_code == 422  # whose level nobody said
    assert not Outgoing.objects.exists()
    for name, content in (("attachments", "可以公开。"), ("attachments_2", "内部掌握。")):
        sent[name] = upload(f"{name}.txt", content.encode())
    assert sender.post("/parcels/send/", sent | {"level_2": "1"}).status_code == 302
    parts = Outgoing.objects.get().parts
    assert [(one["name"], one["mark"]["level"]) for one in parts] == [
        ("attachments.txt", 0), ("attachments_2.txt", 1),
    ]  # fmt: skip


def test_a_parcel_is_taken_in_and_compared(place: Town, people: dict[str, UUID]) -> None:
    far = Far()
    peer = trusted(place, far)
    courier = browser(people, "courier")
    assert courier.get("/parcels/incoming/import/").status_code == 200
    file = far.parcel({"通知.txt": "按期报送。".encode()})
    for words in ("远方市", "此包已于"):
        answer = courier.post("/parcels/incoming/import/", {"file": upload("a.parcel", file)})
        assert words in courier.get(answer.headers["Location"]).content.decode()
    answer = courier.post("/parcels/incoming/import/", {"file": upload("b.parcel", file[:-9])})
    assert "不完整" in courier.get(answer.headers["Location"]).content.decode()
    assert courier.get("/parcels/incoming/").content.decode().count("拒收") >= 1
    own = courier.post(f"/parcels/stations/{peer}/statement/")
    assert own.content.startswith(b'{"format":"liupan-statement/1"')
    sent = {"file": upload("a.statement", far.statement())}
    answer = courier.post("/parcels/compare/", sent)
    assert "发送方台账没有" in answer.content.decode()
    wrong = courier.post("/parcels/compare/", {"file": upload("a.statement", b"{}")})
    assert wrong.status_code == 422
    entry = Incoming.objects.get(state="arrived").id
    page = f"/parcels/incoming/{entry}/"
    assert "通知.txt" in browser(people, "sender").get(page).content.decode()
    assert "通知.txt" not in courier.get(page).content.decode(), "who carries it reads nothing"


def test_without_a_station_the_page_explains(people: dict[str, UUID]) -> None:
    assert "尚无" in browser(people, "sender").get("/parcels/send/").content.decode()


@pytest.mark.parametrize("who", ["sender", "reviewer", "courier", "nobody"])
def test_keys_and_trust_are_the_security_administrators(people: dict[str, UUID], who: str) -> None:
    client = browser(people, who)
    for page in ("card/", "keys/"):
        assert client.get(f"/parcels/stations/{page}").status_code == 403
    assert client.post("/parcels/stations/found/").status_code == 403


def test_who_has_no_part_in_it_gets_nowhere(place: Town, people: dict[str, UUID]) -> None:
    trusted(place, Far())
    client = browser(people, "nobody")
    for page in ("", "send/", "incoming/", "incoming/import/", "compare/", "stations/"):
        assert client.get(f"/parcels/{page}").status_code == 403
