"""Alarms once and ended once; who sees which message; retention; the sharing rate."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from liupan.capabilities.catalogue.tests.factories import Town
from liupan.capabilities.exchange import measures
from liupan.capabilities.exchange.models import Alarm, Archive, Daily, Message
from liupan.capabilities.exchange.operations import retaining
from liupan.capabilities.exchange.operations.messages import record_messages
from liupan.capabilities.exchange.operations.sequencing import link_all
from liupan.capabilities.exchange.operations.verifying import verify_log
from liupan.capabilities.exchange.operations.watching import watch_services
from liupan.capabilities.exchange.policies import HOLD_LOG, RETAIN_LOG
from liupan.capabilities.exchange.queries.log import get_message, list_messages, prove
from liupan.capabilities.exchange.queries.policy import days_online
from liupan.capabilities.exchange.queries.traffic import list_services, list_systems
from liupan.capabilities.exchange.rules import verify_exchange_log as script
from liupan.capabilities.exchange.rules.calls import Fault
from liupan.capabilities.exchange.rules.histograms import BUCKETS, added, bucket_of, percentile_ms
from liupan.capabilities.exchange.tests.messages import NOW, message
from liupan.capabilities.exchange.tests.watchers import service, system
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.jobs.facade import worker_actor
from liupan.kernel import clock
from liupan.kernel.authority import ANONYMOUS, Actor, ActorKind
from liupan.kernel.errors import Missing, NotAuthorised

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def _between(place: Town, **more: Any) -> Any:
    sides = {"consumer_id": place.units["police"], "provider_id": place.units["bureau"]}
    return message(**(sides | more))


def _notices() -> list[str]:
    return list(apps.get_model("messaging", "Notice").objects.values_list("title", flat=True))


def test_an_alarm_is_raised_once_and_ended_once(place: Town) -> None:
    of = service(place).id
    bad = {"service_id": of, "fault": Fault.PROVIDER, "status": 502}
    record_messages(_between(place, **bad) for _ in range(2))
    assert watch_services() == 0  # two calls say nothing
    record_messages(_between(place, **bad) for _ in range(9))
    assert watch_services() == 1
    told = len(_notices())
    assert told == 2  # the provider's reader and the overseer; not the consumer's
    assert [watch_services() for _ in range(3)] == [0, 0, 0]
    after = NOW + timedelta(minutes=6)
    with clock.frozen(after):
        assert watch_services() == 0  # silence is no recovery
        record_messages(_between(place, service_id=of, at=after) for _ in range(5))
        assert watch_services() == 0
    later = after + timedelta(minutes=5)
    with clock.frozen(later):
        record_messages(_between(place, service_id=of, at=later) for _ in range(5))
        assert watch_services() == 1
        assert watch_services() == 0
    assert len(_notices()) == told * 2
    row = Alarm.objects.get()
    assert (row.kind, row.failures, row.ended_at) == ("silent", 11, later)


def test_callers_own_errors_raise_nothing(place: Town) -> None:
    of = service(place).id
    record_messages(_between(place, service_id=of, fault=Fault.CALLER) for _ in range(50))
    assert watch_services() == 0


def test_a_share_of_failures_raises(place: Town) -> None:
    of = service(place).id
    record_messages(_between(place, service_id=of) for _ in range(9))
    record_messages(
        _between(place, service_id=of, fault=Fault.PLATFORM, status=500) for _ in range(3)
    )
    assert watch_services() == 1
    assert Alarm.objects.get().kind == "failing"


def test_units_see_their_own_messages(place: Town) -> None:
    record_messages([_between(place, request_id="ours"), message(request_id="of others")])
    record_messages([_between(place, request_id="nobody's", consumer_id=None, provider_id=None)])
    seen = {
        name: sorted(
            one.request_id
            for one in list_messages(place.people[name]).page(
                sort="-at_us", before="", after="", size=10
            ).rows
        )
        for name in ("consumer_reader", "provider_reader", "outside_reader", "overseer", "stranger")
    }  # fmt: skip
    assert seen == {  # a narrow overseer is a reader
        "consumer_reader": ["ours"], "provider_reader": ["ours"], "outside_reader": [],
        "overseer": ["nobody's", "of others", "ours"], "stranger": [],
    }  # fmt: skip
    other = Message.objects.get(request_id="of others").id
    with pytest.raises(Missing):
        get_message(place.people["consumer_reader"], other)


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ("q=r-7", 1), ("q=A-9", 2), ("q=nothing", 0), ("fault=provider", 1), ("way=query", 4),
        ("since=2017-06-02", 1), ("until=2017-06-01", 3), ("service=others", 1),
        ("code=x.y", 1),
        ("grant=00000000-0000-0000-0000-000000000005", 4), ("grant=rubbish", 0),
        ("system=hukou", 0),
        ("service=%00", 4), ("q=%00", 4),
    ],
)  # fmt: skip
def test_messages_are_searched(place: Town, chosen: str, found: int) -> None:
    record_messages(
        [
            message(request_id="r-7"), message(case="A-9"),
            message(case="A-9", fault=Fault.PROVIDER, code="x.y"),
            message(NOW + timedelta(days=1), service="others"),
        ]
    )  # fmt: skip
    rows = list_messages(place.overseer).filtered(QueryDict(chosen))
    assert rows.count_up_to(10) == found


def test_pages_go_on_by_key(place: Town) -> None:
    record_messages(_between(place, request_id=f"r{n}") for n in range(5))
    rows, seen, after = list_messages(place.overseer), [], ""
    for _ in range(3):
        page = rows.page(sort="-at_us", before="", after=after, size=2)
        seen += [one.request_id for one in page.rows]
        after = page.after
    assert sorted(seen) == [f"r{n}" for n in range(5)]
    assert after == ""


def test_one_message_is_proved(place: Town) -> None:
    record_messages(_between(place, request_id=f"r{n}") for n in range(3))
    view = get_message(place.overseer, Message.objects.get(request_id="r1").id)
    assert (view.place, prove(view)) == (None, None)
    link_all()
    view = get_message(place.overseer, view.line.id)
    assert view.place
    assert (view.place.seq, view.place.root) == (2, 1)
    proof = prove(view)
    assert proof
    assert proof.is_right


def _client(place: Town, person: str) -> Client:
    client = Client()
    enter(client, place.people[person].id)
    return client


def test_pages_and_api(place: Town) -> None:
    of, by = service(place), system(place)
    record_messages(
        _between(place, service_id=of.id, system_id=by.id, case="案1") for _ in range(3)
    )
    link_all()
    one = Message.objects.first()
    assert one
    client = _client(place, "overseer")
    shown = client.get(reverse("exchange:messages"), follow=True).content.decode()
    assert "案1" in shown
    shown = client.get(reverse("exchange:message", args=[one.id]) + "?check=1").content.decode()
    assert shown.count("is-done") >= 4
    assert "is-back" not in shown
    for query in ("", "?by=system"):
        shown = client.get(reverse("exchange:traffic") + query).content.decode()
        assert ("户籍系统" if query else "结婚登记信息") in shown
    found = client.get("/api/v1/exchange/messages?limit=2").json()
    assert (len(found["messages"]), bool(found["next"])) == (2, True)
    detail = client.get(f"/api/v1/exchange/messages/{one.id}").json()
    assert all(detail["proof"].values())
    assert json.loads(detail["text"])[1] == str(one.id)
    csv = client.get(reverse("exchange:messages") + "?export=csv&q=r-1")
    assert csv.status_code == 200
    other = _client(place, "outside_reader")
    assert other.get(reverse("exchange:message", args=[one.id])).status_code == 404
    assert other.get(f"/api/v1/exchange/messages/{one.id}").status_code == 404
    assert other.get("/api/v1/exchange/messages").json()["messages"] == []
    stranger = _client(place, "stranger")
    for name in ("messages", "traffic"):
        assert stranger.get(reverse(f"exchange:{name}")).status_code == 403


def test_traffic_is_each_unit_s_own(place: Town) -> None:
    of, by = service(place), system(place)
    record_messages(_between(place, service_id=of.id, system_id=by.id) for _ in range(3))
    record_messages([_between(place, service_id=of.id, system_id=uuid4())])
    link_all()
    calls = {
        name: [(one.calls, one.failed) for one in list_services(place.people[name], NOW)]
        for name in ("consumer_reader", "provider_reader", "outside_reader", "overseer")
    }
    assert calls == {
        "consumer_reader": [(3, 0)], "provider_reader": [(4, 0)], "outside_reader": [],
        "overseer": [(4, 0)],
    }  # fmt: skip
    (line,) = list_systems(place.overseer, NOW)
    assert (line.calls, line.hours[-1], line.days[-1], line.p50_ms) == (3, 3, 3, 3.5)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(retaining, "folder", lambda: tmp_path)
    return tmp_path


def test_months_past_their_time_are_archived_and_removed(place: Town, folder: Path) -> None:
    old = NOW - timedelta(days=days_online(clock.on(NOW)) + 40)
    record_messages([_between(place, at=old), _between(place, at=old + timedelta(hours=1))])
    link_all(1)
    record_messages([_between(place)])
    keeper = worker_actor(RETAIN_LOG)
    link_all()
    assert retaining.retain(actor=keeper, moment=NOW) == 1
    (file,) = folder.glob("*.jsonl")
    assert script.Checker().check(script.lines_of(str(file))).wrong == []
    assert Message.objects.count() == 1
    verdict = verify_log()
    assert (verdict.wrong, verdict.messages, verdict.first_root) == ([], 1, 3)
    assert Archive.objects.get().dropped_at == NOW
    assert retaining.retain(actor=keeper, moment=NOW) == 0
    with pytest.raises(NotAuthorised):
        retaining.retain(actor=place.overseer, moment=NOW + timedelta(days=400))


def test_held_or_unsigned_days_stay(place: Town, folder: Path) -> None:
    old = NOW - timedelta(days=300)
    record_messages([_between(place, at=old)])
    link_all()
    held = retaining.hold_log(
        first_on=clock.on(old),
        last_on=clock.on(old),
        reason="案件调查",
        actor=place.overseer,
        now=NOW,
    )
    keeper, month = worker_actor(RETAIN_LOG, HOLD_LOG), f"{clock.on(old):y%Ym%m}"
    assert retaining.retain(actor=keeper, moment=NOW) == 0
    with pytest.raises(retaining.NotRemovable):
        retaining.archive_month(month=month, actor=keeper, now=NOW)
    retaining.lift_hold(hold_id=held, reason="已结案", actor=keeper, now=NOW)
    retaining.archive_month(month=month, actor=keeper, now=NOW)
    record_messages([_between(place, at=old)])  # came after: not written out
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT exchange_drop_month(%s)", [month])
    assert Message.objects.count() == 2


GRANTS = [uuid4() for _ in range(3)]
A, B, X, Y, Z = (uuid4() for _ in range(5))


def _main(grant: UUID, consumer: UUID, *items: UUID) -> Any:
    return SimpleNamespace(grant_id=grant, provider_id=A, consumer_id=consumer, item_ids=items)


def _rate(day: Any) -> tuple[int, int]:
    sql, values = measures.SharingRate().records(day)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    return sum(row[3] for row in rows), sum(row[4] for row in rows)


def test_sharing_rate_is_what_plain_reckoning_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    given = [_main(GRANTS[0], A, X, Y), _main(GRANTS[1], B, X, Z), _main(GRANTS[2], B, X)]
    named = [SimpleNamespace(id=one, number="数授1", title="示例") for one in GRANTS]
    monkeypatch.setattr(measures, "list_main_items_granted", lambda _day: given)
    monkeypatch.setattr(measures, "list_grants_issued", lambda _day: named)
    day = clock.on(NOW)
    assert _rate(day) == (0, 4)  # B's X is demanded twice and counts once
    record_messages([message(grant_id=GRANTS[0]), message(grant_id=GRANTS[0])])
    record_messages([message(grant_id=GRANTS[1], fault=Fault.PROVIDER)])
    link_all()
    assert _rate(day) == (2, 4)
    record_messages([message(NOW + timedelta(days=1), grant_id=GRANTS[2])])
    link_all()
    assert _rate(day) == (2, 4)
    assert _rate(day + timedelta(days=1)) == (3, 4)
    assert _rate(day + timedelta(days=365)) == (1, 4)  # the first deliveries are too old
    assert _rate(day + timedelta(days=366)) == (0, 4)
    monkeypatch.setattr(measures, "list_main_items_granted", lambda _day: [])
    assert _rate(day) == (0, 0)
    assert Daily.objects.count() == 3


@pytest.mark.django_db
def test_a_record_leads_to_its_grant_only_where_that_opens() -> None:
    measure = measures.SharingRate()
    assert not measure.opened(GRANTS, ANONYMOUS)
    sees = Actor(id=A, kind=ActorKind.STAFF, rights={"catalogue.request.read": frozenset({B})})
    assert not measure.opened(GRANTS, sees)  # grants of others, or none


def test_histograms() -> None:
    assert [bucket_of(us) for us in (0, 999, 1000, 4_200, 10**9)] == [0, 0, 1, 2, BUCKETS - 1]
    assert percentile_ms([0] * BUCKETS, 0.5) is None
    one = [0, 0, 10, *[0] * (BUCKETS - 3)]
    assert percentile_ms(one, 0.5) == 3.5
    assert percentile_ms(added([one, one]), 1) == 5.0
