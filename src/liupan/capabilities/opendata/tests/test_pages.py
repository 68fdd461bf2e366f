"""Every page of the office and of the public's acts, for who may and who may not."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from liupan.capabilities.opendata.models import Application, Dataset, Submission
from liupan.capabilities.opendata.operations.applying import set_agreement
from liupan.capabilities.opendata.tests.factories import NOW, Town, conditional, draft, released
from liupan.foundation.identity.tests.factories import enter
from liupan.kernel import clock
from liupan.kernel.authority import Actor

pytestmark = pytest.mark.django_db


def client_of(actor: Actor | None) -> Client:
    client = Client()
    if actor:
        enter(client, actor.id)
    return client


@pytest.fixture
def at_work() -> object:
    with clock.frozen(NOW):
        yield


def test_the_office_s_pages(place: Town, at_work: object) -> None:
    made = draft(place)
    unit, strange = client_of(place.drawer), client_of(place.foreign)
    page = unit.get(reverse("opendata:staff-dataset", args=[made]))
    assert page.status_code == 200
    assert unit.get(reverse("opendata:staff-datasets")).status_code == 200
    for name in ("revise", "load", "check", "hand-in"):
        url = reverse(f"opendata:{name}", args=[made])
        assert unit.get(url).status_code == 200
        assert strange.get(url).status_code == 404
    sent = unit.post(reverse("opendata:hand-in", args=[made]), {"words": ""})
    assert sent.status_code == 302
    chief = client_of(place.chief)
    assert chief.post(reverse("opendata:release", args=[made]), {}).status_code == 302
    assert Dataset.objects.get(id=made).state == "published"
    assert unit.get(reverse("opendata:staff-dataset", args=[made])).status_code == 200


def test_drawn_up_by_form(place: Town, at_work: object) -> None:
    unit = client_of(place.drawer)
    resource = Dataset.objects.get(id=draft(place)).resource_id
    assert unit.get(reverse("opendata:draw-up")).status_code == 200
    url = reverse("opendata:draw-up-from", args=[resource])
    assert unit.get(url).status_code == 200
    said = {
        "title": "养老机构", "code": "homes-by-form", "abstract": "摘要", "keywords": "养老，机构",
        "theme": "welfare", "openness": "open", "licence": "by", "update_cycle": "monthly",
        "contact": "民政局", "columns": ["名称", "县区"],
    }  # fmt: skip
    assert unit.post(url, said).status_code == 302
    made = Dataset.objects.get(code="homes-by-form")
    assert made.keywords == ["养老", "机构"]
    assert unit.post(url, said | {"columns": ["内部编号"]}).status_code == 422
    assert unit.post(url, said).status_code == 409


def test_the_public_s_pages(place: Town, at_work: object) -> None:
    set_agreement(text="协议。", actor=place.chief, now=NOW)
    one, other = released(place), conditional(place)
    citizen, nobody = client_of(place.citizen), client_of(None)
    for name in ("ask", "report-error", "follow"):
        url = reverse(f"opendata:{name}", args=[one.code])
        assert citizen.get(url).status_code == 200
        assert nobody.get(url).status_code == 302
    words = {"title": "问", "text": "何时更新？"}
    assert citizen.post(reverse("opendata:ask", args=[one.code]), words).status_code == 302
    apply = reverse("opendata:apply", args=[other.code])
    assert citizen.get(apply).status_code == 200
    told = {"purpose": "研究", "agreement": "1", "agrees": "on"}
    assert citizen.post(apply, told).status_code == 302
    assert citizen.get(reverse("opendata:apply", args=[one.code])).status_code == 404
    mine = citizen.get(reverse("opendata:my-acts"))
    assert "何时更新" not in client_of(place.other_citizen).get(mine.request["PATH_INFO"]).text
    for name in ("gallery", "requests", "agreement"):
        assert nobody.get(reverse(f"opendata:{name}")).status_code == 200
    for name in ("request-data", "gallery-submit"):
        assert citizen.get(reverse(f"opendata:{name}")).status_code == 200
    download = reverse("opendata:conditional-download", args=[other.code])
    assert citizen.post(download).status_code == 403
    assert nobody.post(download).status_code in (302, 401, 403)


def handled(place: Town) -> tuple[UUID, UUID]:
    set_agreement(text="协议。", actor=place.chief, now=NOW)
    one, other = released(place), conditional(place)
    citizen = client_of(place.citizen)
    citizen.post(reverse("opendata:ask", args=[one.code]), {"title": "问", "text": "何时？"})
    told = {"purpose": "研究", "agreement": "1", "agrees": "on"}
    citizen.post(reverse("opendata:apply", args=[other.code]), told)
    return Submission.objects.get().id, Application.objects.get().id


def test_those_who_answer(place: Town, at_work: object) -> None:
    asked, applied = handled(place)
    unit, chief, strange = (
        client_of(who) for who in (place.drawer, place.chief, place.foreign)
    )  # fmt: skip
    for name in ("submissions", "applications"):
        assert unit.get(reverse(f"opendata:{name}")).status_code == 200
    for name, thing in (("submission", asked), ("application", applied)):
        assert unit.get(reverse(f"opendata:{name}", args=[thing])).status_code == 200
        assert strange.get(reverse(f"opendata:{name}", args=[thing])).status_code == 404
    for name in ("accept", "refuse", "extend"):
        url = reverse(f"opendata:application-{name}", args=[applied])
        assert unit.get(url).status_code == 200
        assert strange.post(url, {"words": "x"}).status_code == 404
    answer = reverse("opendata:submission-answer", args=[asked])
    assert unit.post(answer, {"words": "年底。"}).status_code == 302
    assert chief.get(reverse("opendata:submission-show", args=[asked])).status_code == 200
    assert chief.post(reverse("opendata:submission-show", args=[asked])).status_code == 302
    assert Submission.objects.get(id=asked).visibility == "shown"
