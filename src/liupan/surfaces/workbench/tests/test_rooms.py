"""Pages of notices, jobs, tables and search: who may enter, what they show, what they cost."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liupan.foundation.jobs.facade import list_my_jobs, start_job
from liupan.foundation.jobs.tests import trial_jobs
from liupan.foundation.jobs.tests.factories import allow, person, run_queued, unit
from liupan.foundation.messaging.facade import count_unread, list_notices, notify, wishes_of
from liupan.foundation.search.handlers import follow
from liupan.foundation.search.tests.factories import indexed
from liupan.kernel.authority import Actor

NOW = datetime(2017, 11, 15, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("fresh_db")


def client_of(actor: Actor) -> Client:
    from django.contrib.auth import get_user_model

    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.id))
    return client


def tell(*people: Actor, **more: str) -> None:
    notify([p.id for p in people], title="事项已办结", kind="jobs.finished", now=NOW, **more)


NAMES = ("notices", "wishes", "jobs", "search", "search_suggest")


@pytest.mark.parametrize("name", NAMES)
def test_strangers_are_sent_to_sign_in_and_staff_enter(name: str) -> None:
    url = reverse(f"workbench:{name}")
    assert Client().get(url).status_code == 302
    assert client_of(person()).get(url).status_code == 200


def test_a_notice_is_read_by_following_it() -> None:
    owner, other = person(), person("other")
    tell(owner, url="/work/jobs/")
    notice = list_notices(owner)[0]
    url = reverse("workbench:notice", args=[notice.id])
    assert client_of(other).post(url).status_code == 404
    assert client_of(owner).get(url).status_code == 200
    assert count_unread(owner) == 1
    answer = client_of(owner).post(url)
    assert (answer.status_code, answer["Location"]) == (302, "/work/jobs/")
    assert count_unread(owner) == 0


def test_a_notice_leads_nowhere_else() -> None:
    owner = person()
    tell(owner, url="https://elsewhere.example/")
    url = reverse("workbench:notice", args=[list_notices(owner)[0].id])
    assert client_of(owner).post(url)["Location"] == reverse("workbench:notices")


def test_the_list_costs_the_same_for_one_and_for_many() -> None:
    owner = person()
    client = client_of(owner)
    tell(owner)
    url = reverse("workbench:notices")
    client.get(url)

    def once() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    def cost() -> int:
        return min(once() for _ in range(3))  # what is remembered for seconds may run out

    few = cost()
    for number in range(20):
        tell(owner, group=str(number))
    assert cost() == few


def test_wishes_are_kept_and_urgent_ones_cannot_be_muted() -> None:
    owner = person()
    url = reverse("workbench:wishes")
    answer = client_of(owner).post(
        url, {"quiet_from": "22:00", "quiet_to": "07:00", "wanted": ["jobs.finished:email"]}
    )
    assert answer.status_code == 302
    found = wishes_of(owner)
    assert ("jobs.finished", "in_app") in found.muted
    assert ("jobs.finished", "email") not in found.muted
    assert not any(kind == "jobs.worker_silent" for kind, _channel in found.muted)
    assert client_of(owner).post(url, {"quiet_from": "22:00"}).status_code == 200


def test_wishes_from_two_windows_are_shown_side_by_side() -> None:
    owner = person()
    client, url = client_of(owner), reverse("workbench:wishes")
    first = {"wanted": ["jobs.finished:email"], "digest": "on"}
    for _sent_twice in range(2):
        assert client.post(url, first).status_code == 302
    assert 'name="version" value="1"' in client.get(url).content.decode()
    second = {"quiet_from": "22:00", "quiet_to": "07:00"}
    stale = client.post(url, second)
    assert stale.status_code == 409
    for word in ("22:00", "每日汇总邮件", "免打扰开始"):
        assert word in stale.content.decode()
    assert wishes_of(owner).digest
    assert client.post(url, {**second, "version": "1"}).status_code == 302
    found = wishes_of(owner)
    assert (found.version, found.digest, f"{found.quiet_from:%H:%M}") == (2, False, "22:00")


def test_a_table_goes_the_whole_way() -> None:
    trial_jobs.Names.written.clear()
    clerk = allow(person(), trial_jobs.MAY_COUNT, unit_id=unit())
    client = client_of(clerk)
    url = reverse("workbench:table_import", args=["trials", "names"])
    assert client_of(person("stranger")).get(url).status_code == 403
    assert client.get(url).status_code == 200

    wrong = SimpleUploadedFile("x.csv", b"%PDF")
    answer = client.post(url, {"file": wrong})
    assert answer.status_code == 422
    assert "is-invalid" in answer.content.decode() or "errorlist" in answer.content.decode()

    good = SimpleUploadedFile("x.csv", "姓名,数\n张三,2\n".encode())
    check = client.post(url, {"file": good})["Location"]
    page = client.get(check)
    assert page.status_code == 200
    assert "hx-get" in page.content.decode()
    run_queued(list_my_jobs(clerk)[0].id)
    assert (
        reverse("workbench:job_confirm", args=[list_my_jobs(clerk)[0].id])
        in client.get(check).content.decode()
    )
    confirmed = client.post(f"{check}confirm/")["Location"]
    assert client.post(f"{check}confirm/")["Location"] == confirmed  # a second press
    run_queued(list_my_jobs(clerk)[0].id)
    assert trial_jobs.Names.written == ["张三"]
    assert client.get(confirmed).status_code == 200


def test_a_file_is_its_owners_and_comes_as_an_attachment() -> None:
    clerk = allow(person(), trial_jobs.MAY_COUNT, unit_id=unit())
    job_id = start_job("trials.guarded", {}, owner=clerk, now=NOW)
    run_queued(job_id)
    url = reverse("jobs:file", args=[job_id, "result"])
    answer = client_of(clerk).get(url)
    assert answer.status_code == 200
    head = answer["Content-Disposition"]
    assert head.startswith("attachment;")
    assert "\n" not in head
    assert "/" not in head.replace("utf-8''", "")
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert body.decode() == "甲,乙\r\n"
    assert int(answer["Content-Length"]) == len(body)
    assert client_of(person("other")).get(url).status_code == 404
    assert (
        client_of(person("third")).get(reverse("workbench:job", args=[job_id])).status_code == 404
    )
    assert Client().get(url).status_code == 302


def test_a_job_is_cancelled_and_tried_again_by_its_owner() -> None:
    owner = person()
    job_id = start_job("trials.refuse", {}, owner=owner, now=NOW)
    client = client_of(owner)
    state = reverse("jobs:state", args=[job_id])
    assert "hx-get" in client.get(state).content.decode()
    assert client.get(reverse("jobs:cancel", args=[job_id])).status_code == 405
    assert client.post(reverse("jobs:cancel", args=[job_id])).status_code == 302
    assert list_my_jobs(owner)[0].state == "cancelled"
    assert client.get(state, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert client.post(reverse("jobs:retry", args=[job_id])).status_code == 302
    assert list_my_jobs(owner)[0].state == "queued"
    away = client.post(reverse("jobs:cancel", args=[job_id]), {"next": "https://x.example/"})
    assert away["Location"].startswith("/work/jobs/")


def test_search_marks_what_was_found_and_escapes_the_rest() -> None:
    indexed("<script>固原</script>信息", "关于<b>信息</b>共享")
    page = client_of(person()).get(reverse("workbench:search"), {"q": "信息"}).content.decode()
    assert "<mark>信息</mark>" in page
    assert "<script>固原" not in page
    assert "&lt;b&gt;" in page
    told = client_of(person("other")).get(reverse("workbench:search_suggest"), {"q": "信息"}).json()
    assert told["suggestions"][0]["title"] == "<script>固原</script>信息"


def test_the_public_search_shows_public_things_to_everybody_alike() -> None:
    indexed("公开信息")
    indexed("内部信息", is_public=False)
    staff = person()
    for client in (Client(), client_of(staff)):
        page = client.get(reverse("portal:search"), {"q": "信息"}).content.decode()
        assert "公开<mark>信息</mark>" in page
        assert "内部" not in page


def test_a_unit_is_found_by_name_and_shown_to_staff_only() -> None:
    found = unit()
    follow({found})
    client = client_of(person())
    page = client.get(reverse("workbench:search"), {"q": "试验市人民"}).content.decode()
    assert reverse("workbench:unit", args=[found]) in page
    assert client.get(reverse("workbench:unit", args=[found])).status_code == 200
    assert (
        Client().get(reverse("portal:search"), {"q": "试验市"}).content.decode().count("<mark>")
        == 0
    )
