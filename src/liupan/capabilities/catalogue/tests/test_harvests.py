"""Catalogues of others: read page by page, resumed exactly, never believed when they shrink."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from liupan.capabilities.catalogue import gateways
from liupan.capabilities.catalogue.gateways import SourceSilent, read_page
from liupan.capabilities.catalogue.models import Harvested, Run, Source, Wrong
from liupan.capabilities.catalogue.operations import harvesting
from liupan.capabilities.catalogue.operations.harvesting import (
    NothingToSettle,
    Said,
    Unsettled,
    add_source,
    change_source,
    end_source,
    read_source,
    settle_run,
    start_run,
)
from liupan.capabilities.catalogue.queries import linked
from liupan.capabilities.catalogue.queries.harvested import list_elsewhere
from liupan.capabilities.catalogue.rules.harvesting import Amiss, Page, Told
from liupan.capabilities.catalogue.tests.factories import (
    DAY,
    NOW,
    Town,
    published,
    registered,
)
from liupan.foundation.calendar.tests.factories import facts
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.search.facade import search
from liupan.kernel import clock
from liupan.kernel.authority import ANONYMOUS
from liupan.kernel.errors import NotAuthorised

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
CATALOG = "https://county.example/catalog.ttl"


def told(n: int, **more: Any) -> Told:
    return Told(foreign_id=f"https://county.example/{n}", title=f"县级信息{n}", **more)


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Place to page, as the other side would give them."""
    found: dict[str, Any] = {}

    def give(_kind: str, _url: str, where: str) -> Page:
        page = found[where]
        if isinstance(page, BaseException):
            raise page
        return page

    monkeypatch.setattr(harvesting, "read_page", give)
    return found


def said(place: Town, **more: Any) -> Said:
    common = {"name": "西吉县目录", "kind": "dcat", "url": CATALOG, "unit_id": place.root}
    return Said(**{**common, **more})


def source_of(place: Town, **more: Any) -> UUID:
    return add_source(said=said(place, **more), actor=place.authority, now=NOW)


def run_once(place: Town, source: UUID) -> Run:
    start_run(source_id=source, actor=place.authority, now=LATER)
    run = Run.objects.filter(source=source).latest("id")
    read_source(run_id=run.id, actor=place.authority, moment=lambda: LATER)
    return Run.objects.get(id=run.id)


def figures(run: Run) -> tuple[int, int, int, int, int]:
    return run.added, run.changed, run.unchanged, run.gone, run.wrong


def spread(pages: dict[str, Any], count: int, size: int = 10, **more: Any) -> None:
    """Pages with so many entries."""
    pages.clear()
    starts = range(0, count, size) or [0]
    places = [CATALOG, *(f"{CATALOG}?{n}" for n in starts[1:]), ""]
    for place, start, after in zip(places, starts, places[1:], strict=False):
        some = [told(n) for n in range(start, min(start + size, count))]
        pages[place] = Page(told=some, next=after, total=count, **more)


def test_the_same_source_twice_changes_nothing(place: Town, pages: dict[str, Any]) -> None:
    source = source_of(place)
    spread(pages, 25)
    assert figures(run_once(place, source)) == (25, 0, 0, 0, 0)
    before = list(Harvested.objects.order_by("id").values("id", "changed_at", "digest"))
    heard = len(facts("catalogue.upstream.read"))
    assert figures(run_once(place, source)) == (0, 0, 25, 0, 0)
    assert list(Harvested.objects.order_by("id").values("id", "changed_at", "digest")) == before
    assert len(facts("catalogue.upstream.read")) == heard


def test_a_change_and_a_deletion_upstream_arrive(place: Town, pages: dict[str, Any]) -> None:
    source = source_of(place)
    spread(pages, 25)
    run_once(place, source)
    spread(pages, 23)
    pages[CATALOG] = replace(
        pages[CATALOG], told=[told(0, abstract="新"), *pages[CATALOG].told[1:]]
    )
    run = run_once(place, source)
    assert (run.state, figures(run)) == (Run.State.DONE, (0, 1, 22, 2, 0))
    assert Harvested.objects.filter(gone_at=None).count() == 23
    assert search(ANONYMOUS, "县级信息24").count == 0
    spread(pages, 25)
    assert figures(run_once(place, source)) == (0, 3, 22, 0, 0)
    assert search(ANONYMOUS, "县级信息24").count == 1


def test_a_killed_run_goes_on_where_it_was(place: Town, pages: dict[str, Any]) -> None:
    source = source_of(place)
    spread(pages, 35)
    whole = dict(pages)
    pages[f"{CATALOG}?20"] = KeyboardInterrupt()  # the process dies while it waits for a page
    start_run(source_id=source, actor=place.authority, now=LATER)
    run = Run.objects.get()
    with pytest.raises(KeyboardInterrupt):
        read_source(run_id=run.id, actor=place.authority, moment=lambda: LATER)
    run.refresh_from_db()
    assert (run.state, run.place, run.added) == (Run.State.READING, f"{CATALOG}?20", 20)
    pages.clear()
    pages.update({where: whole[where] for where in (f"{CATALOG}?20", f"{CATALOG}?30")})
    start_run(source_id=source, actor=place.authority, now=LATER)
    assert Run.objects.count() == 1
    read_source(run_id=run.id, actor=place.authority, moment=lambda: LATER)
    run.refresh_from_db()
    assert (run.state, run.pages, figures(run)) == (Run.State.DONE, 4, (35, 0, 0, 0, 0))


def test_a_page_is_taken_in_once(place: Town, pages: dict[str, Any]) -> None:
    source = source_of(place)
    spread(pages, 5)
    start_run(source_id=source, actor=place.authority, now=LATER)
    run = Run.objects.get()
    common: dict[str, Any] = {"run_id": run.id, "place": CATALOG, "page": pages[CATALOG]}
    assert harvesting.take_page(**common, actor=place.authority, now=LATER)
    assert not harvesting.take_page(**common, actor=place.authority, now=LATER)
    run.refresh_from_db()
    assert (run.pages, run.added) == (1, 5)


def test_a_broken_page_removes_nothing(place: Town, pages: dict[str, Any]) -> None:
    source = source_of(place)
    spread(pages, 25)
    run_once(place, source)
    pages[f"{CATALOG}?20"] = SourceSilent("没有应答")
    start_run(source_id=source, actor=place.authority, now=LATER)
    run = Run.objects.latest("id")
    with pytest.raises(SourceSilent):
        read_source(run_id=run.id, actor=place.authority, moment=lambda: LATER)
    run.refresh_from_db()
    assert (run.state, run.reason, run.gone) == (Run.State.FAILED, "没有应答", 0)
    assert Harvested.objects.filter(gone_at=None).count() == 25


def test_half_an_answer_removes_nothing(place: Town, pages: dict[str, Any]) -> None:
    source = source_of(place)
    spread(pages, 25)
    run_once(place, source)
    pages[f"{CATALOG}?10"] = replace(pages[f"{CATALOG}?10"], told=[])
    run = run_once(place, source)
    assert (run.state, run.gone) == (Run.State.FAILED, 0)
    assert "25" in run.reason
    assert Harvested.objects.filter(gone_at=None).count() == 25


def test_an_entry_given_twice_hides_no_missing_one(place: Town, pages: dict[str, Any]) -> None:
    source = source_of(place)
    spread(pages, 4, size=2)
    run_once(place, source)
    pages[f"{CATALOG}?2"] = replace(pages[f"{CATALOG}?2"], told=[told(1), told(2)])
    run = run_once(place, source)
    assert (run.state, run.gone, run.unchanged) == (Run.State.FAILED, 0, 3)


def test_an_id_longer_than_an_index_holds_is_told(place: Town, loopback: None) -> None:
    text = f"@prefix d: <http://www.w3.org/ns/dcat#> . <urn:{'长' * 800}> a d:Dataset ."
    with served({"/c": (200, "text/turtle", text.encode())}) as address:
        assert read_page("dcat", f"{address}/c", f"{address}/c").amiss == [Amiss("", "too_long")]


def test_errors_are_told_by_entry_and_keep_what_was_there(
    place: Town, pages: dict[str, Any]
) -> None:
    source = source_of(place)
    spread(pages, 3)
    run_once(place, source)
    pages[CATALOG] = replace(
        pages[CATALOG], told=[told(0), told(1)], amiss=[Amiss(told(2).foreign_id, "no_title")]
    )
    run = run_once(place, source)
    assert (run.state, figures(run)) == (Run.State.DONE, (0, 0, 2, 0, 1))
    assert list(Wrong.objects.values_list("foreign_id", flat=True)) == [told(2).foreign_id]
    pages[CATALOG] = replace(pages[CATALOG], told=[told(0)], amiss=[Amiss("", "no_id")] * 2)
    run = run_once(place, source)
    assert (run.state, run.gone) == (Run.State.FAILED, 0)
    assert Harvested.objects.filter(gone_at=None).count() == 3


def test_a_source_that_shrinks_waits_for_somebody(place: Town, pages: dict[str, Any]) -> None:
    source = source_of(place, shrink_limit=10)
    spread(pages, 20)
    run_once(place, source)
    spread(pages, 17)
    held = run_once(place, source)
    assert (held.state, held.gone) == (Run.State.HELD, 3)
    assert Harvested.objects.filter(gone_at=None).count() == 20
    with pytest.raises(Unsettled):
        start_run(source_id=source, actor=place.authority, now=LATER)
    with pytest.raises(NotAuthorised):
        settle_run(run_id=held.id, is_confirmed=True, actor=place.editor, now=LATER)
    settle_run(run_id=held.id, is_confirmed=False, actor=place.authority, now=LATER)
    assert Harvested.objects.filter(gone_at=None).count() == 20
    with pytest.raises(NothingToSettle):
        settle_run(run_id=held.id, is_confirmed=True, actor=place.authority, now=LATER)
    again = run_once(place, source)
    settle_run(run_id=again.id, is_confirmed=True, actor=place.authority, now=LATER)
    assert Harvested.objects.filter(gone_at=None).count() == 17
    assert search(ANONYMOUS, "县级信息19").count == 0


def test_who_sees_what_was_found(place: Town, pages: dict[str, Any]) -> None:
    source = source_of(place, is_public=False)
    spread(pages, 3)
    run_once(place, source)

    def titles(actor: Any) -> list[str]:
        return [line.title for line in list_elsewhere(actor).every(sort="title")]

    assert len(titles(place.authority)) == 3
    assert titles(ANONYMOUS) == titles(place.stranger) == []
    assert search(ANONYMOUS, "县级信息").count == 0
    change_source(
        source_id=source, said=said(place, is_public=True), version=1, actor=place.authority,
        now=LATER,
    )  # fmt: skip
    assert titles(ANONYMOUS) == ["县级信息0", "县级信息1", "县级信息2"]
    assert search(ANONYMOUS, "县级信息").count == 3
    end_source(source_id=source, actor=place.authority, now=LATER)
    assert titles(place.authority) == []
    assert search(ANONYMOUS, "县级信息").count == 0


def test_only_who_harvests_names_a_source(place: Town) -> None:
    with pytest.raises(NotAuthorised):
        add_source(said=said(place), actor=place.editor, now=NOW)
    assert not Source.objects.exists()


# --- Over the wire ---------------------------------------------------------------------------


@contextmanager
def served(answers: dict[str, tuple[int, str, bytes]]) -> Iterator[str]:
    """A machine on this one that gives these answers by path and query; its address."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, media_type, body = answers.get(self.path, (404, "text/plain", b""))
            self.send_response(status)
            if status in (301, 302):
                self.send_header("Location", media_type)
            self.send_header("Content-Type", media_type)
            self.send_header(
                "Content-Length", str(len(body) + answers.get("more", (0, "", b""))[0])
            )
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def loopback(settings: Any) -> None:
    settings.LIUPAN_WEBHOOKS_TO_LOOPBACK = True
    settings.ALLOWED_HOSTS = ["*"]


@pytest.mark.parametrize("form", ["ttl", "rdf", "jsonld"])
def test_a_liupan_harvests_another(
    place: Town, loopback: None, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(linked, "ROWS", 2)
    for category in ("101001", "301003", "301003"):
        published(place, registered(place, category=category, title=f'信息<{category}>&"甲"'))
    registered(place)  # a draft
    published(place, registered(place, zone="extranet"))
    answers: dict[str, Any] = {}
    with served(answers) as address, clock.frozen(LATER):
        path = reverse("catalogue:catalog", args=[form])
        while path:
            answer = Client().get(path, headers={"host": address.removeprefix("http://")})
            assert answer.status_code == 200
            answers[path] = (200, answer["Content-Type"], answer.content)
            page = read_page("dcat", address, address + path)
            path = page.next.removeprefix(address)
        assert len(answers) == 2
        source = source_of(place, url=f"{address}{reverse('catalogue:catalog', args=[form])}")
        run = run_once(place, source)
        assert (run.state, run.announced, figures(run)) == (Run.State.DONE, 3, (3, 0, 0, 0, 0))
        assert figures(run_once(place, source)) == (0, 0, 3, 0, 0)
    entry = Harvested.objects.order_by("foreign_id").first()
    assert entry is not None
    assert entry.foreign_id == f"{address}/catalogue/entry/101001/000001/"
    assert entry.title == '信息<101001>&"甲"'
    assert entry.provider == "固原市民政局"
    assert entry.keywords == ["女方姓名", "男方姓名", "登记日期"]
    assert entry.modified_on == DAY


def test_a_ckan_site_is_read(place: Town, loopback: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateways, "ROWS", 2)
    packages = [
        {
            "id": f"id-{n}", "name": f"set-{n}", "title": f"数据{n}", "notes": "说明",
            "organization": {"title": "西吉县民政局"}, "tags": [{"name": "民政"}],
            "resources": [{"name": "表", "format": "CSV", "url": "https://x.example/a.csv"}],
            "metadata_modified": "2017-05-01T10:00:00",
        }
        for n in range(3)
    ]  # fmt: skip

    def result(value: Any) -> tuple[int, str, bytes]:
        return 200, "application/json", json.dumps({"success": True, "result": value}).encode()

    query = "/api/3/action/package_search?rows=2&start={}&sort=id%20asc"
    answers = {
        query.format(0): result({"count": 3, "results": packages[:2]}),
        query.format(2): result({"count": 3, "results": packages[2:]}),
        "/api/3/action/package_list": result(["set-0", "set-1", "set-2"]),
        **{f"/api/3/action/package_show?id=set-{n}": result(packages[n]) for n in range(3)},
    }
    with served(answers) as address:
        source = source_of(place, kind="ckan", url=address)
        assert figures(run_once(place, source)) == (3, 0, 0, 0, 0)
        entry = Harvested.objects.get(foreign_id="id-1")
        assert entry.url == f"{address}/dataset/set-1"
        assert entry.files == [["表", "CSV", "https://x.example/a.csv"]]
        answers.pop(query.format(0))  # a site without a search: its packages one by one
        monkeypatch.setattr(gateways, "SHOWN", 2)
        assert figures(run_once(place, source)) == (0, 0, 3, 0, 0)
        answers.pop("/api/3/action/package_show?id=set-2")
        run = run_once(place, source)
        assert (run.state, run.gone, run.wrong) == (Run.State.FAILED, 0, 1)


TTL = (200, "text/turtle", b"@prefix dcat: <http://www.w3.org/ns/dcat#> . <a> a dcat:Dataset .")


@pytest.mark.parametrize(
    "answers",
    [
        {"/c": (500, "text/plain", b"")},
        {"/c": (200, "text/turtle", b"<a> <b> ")},
        {"/c": (200, "text/html", b"<html><body>Please sign in</body></html>")},
        {"/c": (200, "application/ld+json", b'{"@context": "https://elsewhere.example/"}')},
        {"/c": (200, "application/rdf+xml", b'<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>')},
        {"/c": (200, "text/turtle", b"\xff\xfe")},
        {"/c": (302, "http://169.254.169.254/secrets", b"")},
        {"/c": (302, "file:///etc/passwd", b"")},
        {"/c": (302, "/c", b"")},
        {"/c": TTL, "more": (5, "", b"")},
    ],
)
def test_what_is_no_catalogue_is_refused(loopback: None, answers: dict[str, Any]) -> None:
    with served(answers) as address, pytest.raises(SourceSilent):
        read_page("dcat", f"{address}/c", f"{address}/c")


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1/", "https://10.0.0.1/", "ftp://county.example/", "https://[::1]/"],
)
def test_addresses_inside_are_not_called(address: str) -> None:
    with pytest.raises(SourceSilent):
        read_page("dcat", address, address)


def test_a_redirection_is_followed_and_the_next_page_stays_at_home(loopback: None) -> None:
    hydra = b"<> <http://www.w3.org/ns/hydra/core#next> <https://other.example/2> ."
    answers = {"/c": (302, "/d", b""), "/d": (200, "text/turtle", TTL[2] + hydra)}
    with served(answers) as address:
        page = read_page("dcat", f"{address}/c", f"{address}/c")
        assert [one.reason for one in page.amiss] == ["no_title"]
        with pytest.raises(SourceSilent):
            read_page("dcat", f"{address}/c", page.next)


# --- Pages ------------------------------------------------------------------------------------


def test_the_pages_of_a_source(place: Town, pages: dict[str, Any]) -> None:
    client = Client()
    enter(client, place.authority.id)
    spread(pages, 25)
    sent = {
        "name": "西吉县目录", "kind": "dcat", "url": CATALOG, "unit_id": str(place.root),
        "is_public": "on", "shrink_limit": "10",
    }  # fmt: skip
    with clock.frozen(LATER):
        assert client.get(reverse("catalogue:source-add")).status_code == 200
        tried = client.post(reverse("catalogue:source-add"), {**sent, "try": "1"})
        assert "县级信息4" in tried.content.decode()
        assert not Source.objects.exists()
        assert client.post(reverse("catalogue:source-add"), sent).status_code == 302
        source = Source.objects.get()
        url = reverse("catalogue:source", args=[source.id])
        assert client.post(f"{url}run/").status_code == 302
        read_source(run_id=Run.objects.get().id, actor=place.authority, moment=lambda: LATER)
        spread(pages, 5)
        held = run_once(place, source.id)
        shown = client.get(url).content.decode()
        assert reverse("catalogue:source-settle", args=[source.id, held.id]) in shown
        settled = client.post(f"{url}{held.id}/settle/", {"verdict": "confirm"})
        assert settled.status_code == 302
        assert "西吉县目录" in client.get(reverse("catalogue:sources")).content.decode()
        sent |= {"version": "1", "is_nightly": "on"}
        assert client.post(f"{url}change/", sent).status_code == 302
        source.refresh_from_db()
        assert (source.is_nightly, source.version) == (True, 2)
        entry = Harvested.objects.filter(gone_at=None)[0]
        listed = Client().get(reverse("catalogue:elsewhere"), {"q": "县级信息"}).content.decode()
        page = reverse("catalogue:elsewhere-entry", args=[entry.id])
        assert page in listed
        assert entry.title in Client().get(page).content.decode()
        assert client.post(f"{url}end/", {"confirmed": "1"}).status_code in (200, 302)


def test_strangers_do_not_see_sources(place: Town) -> None:
    source = source_of(place)
    client = Client()
    enter(client, place.editor.id)
    with clock.frozen(LATER):
        for name, args in (("sources", []), ("source", [source]), ("source-add", [])):
            assert client.get(reverse(f"catalogue:{name}", args=args)).status_code == 403
