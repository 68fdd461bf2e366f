"""Pages and entrances of files and pushes: who gets in, what they show, what goes out."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from liupan.capabilities.catalogue.facade import Mode
from liupan.capabilities.exchange import gateways
from liupan.capabilities.exchange.models import SharedFile, Subscription
from liupan.capabilities.exchange.policies import TRACE_FILES
from liupan.capabilities.exchange.rules.calls import Message
from liupan.capabilities.exchange.tests.delivering import Made
from liupan.capabilities.exchange.tests.factories import CASE, NOW, Town
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.jobs.tests.factories import allow as entitled
from liupan.foundation.jobs.tests.factories import person
from liupan.kernel import clock
from liupan.kernel.authority import Actor


@pytest.fixture
def made(place: Town, told: list[Message], one_connection: None) -> Iterator[Made]:
    with clock.frozen(NOW):
        yield Made(place)


def browser(actor: Actor) -> Client:
    """Somebody who is signed in."""
    client = Client()
    enter(client, actor.id)
    return client


def test_a_file_is_asked_for_seen_and_taken(made: Made) -> None:
    client = browser(made.actor)
    page = client.get(reverse("exchange:mine"))
    assert made.grant.number in page.content.decode()
    ask = reverse("exchange:file-ask", args=[made.grant.id])
    form = client.get(ask)
    assert form.status_code == 200
    said = {"form": "csv", "case": CASE, "request_id": "one"}
    answer = client.post(ask, said)
    file = SharedFile.objects.get()
    assert answer.headers["Location"] == reverse("exchange:file", args=[file.id])
    client.post(ask, said)
    assert SharedFile.objects.count() == 1
    assert client.get(answer.headers["Location"]).status_code == 200
    taken = client.get(reverse("exchange:file-content", args=[file.id]))
    data = b"".join(taken.streaming_content)  # type: ignore[attr-defined]
    assert "示例甲一" in data.decode()
    part = client.get(
        reverse("exchange:file-content", args=[file.id]),
        headers={"Range": "bytes=5-9", "If-Range": taken.headers["ETag"]},
    )
    assert (part.status_code, part.headers["Content-Range"]) == (206, f"bytes 5-9/{len(data)}")
    assert b"".join(part.streaming_content) == data[5:10]  # type: ignore[attr-defined]


def test_what_went_wrong_is_said(made: Made) -> None:
    client = browser(made.actor)
    ask = reverse("exchange:file-ask", args=[made.grant.id])
    assert client.post(ask, {"form": "pdf", "case": "", "request_id": "x"}).status_code == 422
    client.post(ask, {"form": "csv", "case": CASE, "request_id": "two"})
    SharedFile.objects.update(state="stopped", reason="授权已撤销。")
    page = client.get(reverse("exchange:file", args=[SharedFile.objects.get().id]))
    assert "授权已撤销。" in page.content.decode()
    content = client.get(reverse("exchange:file-content", args=[SharedFile.objects.get().id]))
    assert content.status_code == 409
    made.revoke()
    assert client.get(ask).status_code == 404
    assert (
        made.grant.number
        not in client.get(reverse("exchange:mine")).content.decode().split('id="files"')[0]
    )


def test_who_has_no_right_gets_nothing(made: Made) -> None:
    file_id = made.start()
    paths = [
        reverse("exchange:mine"),
        reverse("exchange:trace"),
        reverse("exchange:file", args=[file_id]),
        reverse("exchange:file-content", args=[file_id]),
        reverse("exchange:file-ask", args=[made.grant.id]),
    ]
    stranger = browser(person("a.stranger"))
    for path in paths:
        assert stranger.get(path).status_code in (403, 404), path
        assert Client().get(path).status_code in (302, 401, 403), path


def test_rows_are_traced_on_a_page(made: Made) -> None:
    sample = b"".join(made.take(made.start()).chunks).decode()
    tracer = entitled(person("tracer.x"), TRACE_FILES, unit_id=made.place.units["bureau"])
    client = browser(tracer)
    page = client.post(reverse("exchange:trace"), {"sample": sample}).content.decode()
    assert made.actor.name in page
    assert made.grant.number in page
    nothing = client.post(reverse("exchange:trace"), {"sample": "甲,乙"})
    assert nothing.status_code == 200
    assert client.post(reverse("exchange:trace"), {"sample": ""}).status_code == 422


def test_a_push_is_set_up_seen_and_ended(
    place: Town, told: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "liupan.capabilities.exchange.operations.subscribing.may_be_called", lambda _address: ""
    )
    monkeypatch.setattr(gateways, "push", lambda *_a, **_k: None)
    with clock.frozen(NOW):
        made = Made(place, Mode.FEED)
        client = browser(made.actor)
        add = reverse("exchange:push-add", args=[made.grant.id])
        said: dict[str, Any] = {
            "system": str(made.system.id),
            "address": "https://a.example.com/",
            "case": CASE,
        }
        assert client.get(add).status_code == 200
        page = client.post(add, said)
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "no-store"
        found = Subscription.objects.get()
        assert found.sealed_secret not in page.content.decode()
        push = reverse("exchange:push", args=[found.id])
        assert "https://a.example.com/" in client.get(push).content.decode()
        for act in ("pause", "resume", "replay"):
            answer = client.post(reverse("exchange:push-act", args=[found.id]), {"act": act})
            assert answer.status_code == 302
        end = reverse("exchange:push-end", args=[found.id])
        assert client.get(end).status_code == 200
        assert Subscription.objects.get().state == "active"


def test_machines_without_proof_get_nothing(made: Made) -> None:
    base = f"/api/v1/exchange/services/{made.service.code}"
    file_id = made.start()
    for method, path in (
        ("post", f"{base}/files"), ("get", f"{base}/files/{file_id}"),
        ("get", f"{base}/files/{file_id}/content"), ("get", f"{base}/changes"),
    ):  # fmt: skip
        answer = getattr(Client(), method)(path)
        assert answer.status_code == 401, (path, answer.content)
        assert json.loads(answer.content)["code"] == "not_proven"
