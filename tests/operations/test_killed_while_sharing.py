"""Killed with SIGKILL in the middle of a push, a scheduled pull, a harvest, a parcel's packing: the
next worker goes on exactly there. No row twice, none lost.

Each program is a process of its own that stands still where it hurts most. The making of a file is
killed in a real worker in exchange/tests/test_file_jobs.py.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from liupan.capabilities.catalogue.facade import Mode
from liupan.capabilities.catalogue.models import Harvested, Run
from liupan.capabilities.catalogue.operations import harvesting
from liupan.capabilities.catalogue.operations.harvesting import Said, add_source, start_run
from liupan.capabilities.exchange import gateways
from liupan.capabilities.exchange.models import Batch, PullRun, PullSource, Service, Subscription
from liupan.capabilities.exchange.operations import deliveries, reading, subscribing
from liupan.capabilities.exchange.operations.pulling import pull_due
from liupan.capabilities.exchange.rules import feeds
from liupan.capabilities.exchange.tests import factories as make
from liupan.capabilities.exchange.tests.delivering import Made
from liupan.capabilities.exchange.tests.factories import NOW
from liupan.foundation.jobs.tests.factories import broker_of, run_queued
from liupan.foundation.journal.facade import dispatch_all, link_all
from liupan.foundation.organisations.tests.factories import NOW as PARCELS_NOW
from liupan.foundation.parcels.models import Outgoing, Peer
from liupan.foundation.parcels.operations.keeping import NotNow
from liupan.foundation.parcels.queries.logs import known_files
from liupan.foundation.parcels.stores import PARCELS
from liupan.foundation.parcels.tests import factories as parcels
from liupan.foundation.tables.facade import Question, View, get_load, get_page
from liupan.kernel import clock
from liupan.kernel.secrecy import Zone
from tests.machinery.killing import killed_in

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.usefixtures("fresh_db")]

HEAD = """
import json, sys, time, django
django.setup()
from datetime import datetime
from uuid import UUID
from liupan.foundation.jobs import running
from liupan.kernel import clock
NOW = datetime.fromisoformat(sys.argv[1])
frozen = clock.frozen(NOW)
frozen.__enter__()
def stand_still():
    print("here", flush=True)
    time.sleep(120)
"""
PUSHING = """
from liupan.capabilities.exchange import gateways
from liupan.capabilities.exchange.operations import deliveries
from liupan.capabilities.exchange.rules import feeds
feeds.BATCH = 2
taken = []
def push(address, *, batch_id, body, **more):
    taken.append(batch_id)
    with open(sys.argv[2], "a") as out:
        out.write(json.dumps([str(batch_id), body["changes"]]) + "\\n")
    if len(taken) == 2:
        stand_still()
gateways.push = push
deliveries.deliver_due()
"""
PULLING = """
from liupan.capabilities.exchange.operations import reading
def half():
    yield b"nan_fang,nv_fang,deng_ji,nei_bu\\n"
    yield "新一,,2017-05-01,\\n".encode()
    stand_still()
reading.read_rows = lambda link, columns: (3, half())
reading.link_of = lambda source: None
running.run_job(UUID(sys.argv[2]), int(sys.argv[3]))
"""
PAGES = """
from liupan.capabilities.catalogue.rules.harvesting import Page, Told
CATALOG = "https://county.example/catalog.ttl"
def page_at(where):
    start = int(where.partition("?")[2] or 0)
    told = [Told(foreign_id=f"{CATALOG}#{n}", title=f"县级信息{n}")
            for n in range(start, min(start + 10, 35))]
    after = f"{CATALOG}?{start + 10}" if start + 10 < 35 else ""
    return Page(told=told, next=after, total=35)
"""
HARVESTING = f"""{PAGES}
from liupan.capabilities.catalogue.operations import harvesting
def give(kind, url, where):
    if where.endswith("?20"):
        stand_still()
    return page_at(where)
harvesting.read_page = give
running.run_job(UUID(sys.argv[2]), int(sys.argv[3]))
"""
PACKING = """
from liupan.foundation.parcels.operations import sending
from liupan.foundation.parcels.tests.factories import CHECKS, another
whole = sending.write_parcel
def half(**said):
    yield next(whole(**said))
    stand_still()
sending.write_parcel = half
sending.release_parcel(
    parcel_id=UUID(sys.argv[2]), opinion="同意", checks=CHECKS, actor=another(), now=NOW)
"""
NEW = ("新一", "新二", "新三")


def kill_in(program: str, now: object, *arguments: object) -> None:
    """The program comes to its place and is killed there."""
    with killed_in(HEAD + program, str(now), *map(str, arguments)):
        pass


@pytest.fixture
def place() -> Iterator[make.Town]:
    with clock.frozen(NOW):
        yield make.town()


def test_push_pull_and_harvest(
    place: make.Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One town for all three: building it takes longer than they do."""
    made = Made(place, Mode.FEED, valid_until=date(2040, 1, 1))
    pushed_in_order(made, monkeypatch, tmp_path / "received")
    pulled_once(made.service, monkeypatch)
    harvested_once(place, monkeypatch)


# --- A push of changes -------------------------------------------------------------------------
def pushed_in_order(made: Made, monkeypatch: pytest.MonkeyPatch, received: Path) -> None:
    """Killed when the other side has taken a batch and we have not noted it."""
    rows = [(f"示例{n}", "", "2016-03-01", "") for n in range(5)]
    table_id = make.table(made.place, rows)
    Service.objects.filter(id=made.service.id).update(table_id=table_id)
    monkeypatch.setattr(subscribing, "may_be_called", lambda _address: "")
    call = made.call(system_id=made.system.id, unit_id=None)
    address = "https://receiver.example.com/changes"
    to, _secret = subscribing.subscribe(call=call, address=address, actor=made.actor, now=NOW)
    kill_in(PUSHING, NOW, received)
    assert [one.state for one in Batch.objects.order_by("begun_at", "id")] == ["taken", "waiting"]
    half_way = Subscription.objects.get(id=to).position

    def push(_address: str, *, batch_id: UUID, body: dict[str, Any], **_more: Any) -> None:
        with received.open("a") as out:
            out.write(json.dumps([str(batch_id), body["changes"]]) + "\n")

    monkeypatch.setattr(gateways, "push", push)
    monkeypatch.setattr(feeds, "BATCH", 2)
    assert deliveries.deliver_due() == 0, "the lease of the killed one still runs"
    push_on(to)
    given = [json.loads(line) for line in received.read_text().splitlines()]
    ids = [batch for batch, _changes in given]
    assert ids == [ids[0], ids[1], ids[1], ids[3]], "sent again under the same id"
    assert given[1] == given[2]
    told = [one["row"]["男方姓名"] for _id, changes in dict(given).items() for one in changes]
    assert sorted(told) == [row[0] for row in rows]
    assert Subscription.objects.get(id=to).position != half_way
    push_on(to)
    assert len(received.read_text().splitlines()) == 4, "nothing comes once more"


def push_on(subscription_id: UUID) -> None:
    """The lease is over."""
    over = clock.real_now() - timedelta(seconds=1)
    Subscription.objects.filter(id=subscription_id).update(due_at=over)
    deliveries.deliver_due()
    assert not Batch.objects.exclude(state="taken").exists()


# --- A scheduled pull --------------------------------------------------------------------------
def pulled_once(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed in the middle of the rows: readers have the old ones until all new ones are there."""
    service.refresh_from_db()
    PullSource.objects.create(
        service=service, host="db.example.invalid", database="registry", username="reader",
        sealed_password="-", relation="rows", columns={"nan_fang": "man"}, minute=0,
        is_running=True, due_at=NOW, made_at=NOW,
    )  # fmt: skip
    assert pull_due() == 1
    run = PullRun.objects.get()
    kill_in(PULLING, NOW, run.job_id, broker_of(job(run)))
    run.refresh_from_db()
    assert run.state == "reading"
    assert len(men(service)) == 5

    def whole() -> Iterator[bytes]:
        yield b"nan_fang,nv_fang,deng_ji,nei_bu\n"
        yield "".join(f"{name},,2017-05-01,\n" for name in NEW).encode()

    monkeypatch.setattr(reading, "read_rows", lambda _link, _columns: (3, whole()))
    monkeypatch.setattr(reading, "link_of", lambda _source: None)
    assert pull_due() == 0, "no second reading beside it"
    run_queued(job(run))
    run.refresh_from_db()
    assert run.state == "loading"
    assert run.load_id
    load = get_load(run.load_id)
    assert load.job_id
    run_queued(load.job_id)
    link_all()
    dispatch_all()
    run.refresh_from_db()
    assert (run.state, PullRun.objects.count()) == ("done", 1)
    assert men(service) == sorted(NEW)


def job(run: PullRun) -> UUID:
    assert run.job_id
    return run.job_id


def men(service: Service) -> list[str]:
    """The key of every row that readers have now."""
    assert service.table_id
    rows = get_page(service.table_id, View(columns=("nan_fang",)), Question()).rows
    return sorted(str(row[0]) for row in rows)


# --- A catalogue's harvest ---------------------------------------------------------------------
def harvested_once(place: make.Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed while it waits for the third of four pages."""
    names: dict[str, Any] = {}
    exec(PAGES, names)
    said = Said(name="西吉县目录", kind="dcat", url=names["CATALOG"], unit_id=place.root)
    source = add_source(said=said, actor=place.authority, now=NOW)
    job_id = start_run(source_id=source, actor=place.authority, now=NOW)
    run = Run.objects.get()
    kill_in(HARVESTING, NOW, job_id, broker_of(job_id))
    run.refresh_from_db()
    assert (run.state, run.added) == (Run.State.READING, 20)
    asked: list[str] = []

    def give(_kind: str, _url: str, where: str) -> Any:
        asked.append(where.partition("?")[2])
        return names["page_at"](where)

    monkeypatch.setattr(harvesting, "read_page", give)
    run_queued(job_id)
    run.refresh_from_db()
    assert asked == ["20", "30"]
    assert (run.state, run.added, run.changed, run.unchanged) == (Run.State.DONE, 35, 0, 0)
    assert Harvested.objects.values("foreign_id").distinct().count() == 35
    assert Harvested.objects.count() == 35


# --- A ferry's packing -------------------------------------------------------------------------
def test_packing() -> None:
    """Killed when half the file is written: the number is not used up, the half is swept."""
    with clock.frozen(PARCELS_NOW):
        place, far = parcels.town(), parcels.Far(Zone.INTERNET)
        peer = parcels.trusted(place, far)
        content = "按期报送。".encode() * 1000
        parcel = parcels.prepared(place, peer, parcels.part("表.txt", content))
        kill_in(PACKING, PARCELS_NOW, parcel)
        row = Outgoing.objects.get(id=parcel)
        assert (row.state, row.number, row.file_id) == ("waiting", None, None)
        assert Peer.objects.get(id=peer).sent == 0
        parcels.released(place, parcel)
        row.refresh_from_db()
        assert (row.state, row.number) == ("packed", 1)
        _head, inside = far.opened(parcels.file_of(place, parcel))
        assert inside.count(content) == 1
        PARCELS.sweep(known_files)
        assert inside in far.opened(parcels.file_of(place, parcel)), "what is known is not swept"
        with pytest.raises(NotNow):
            parcels.released(place, parcel)
        assert Peer.objects.get(id=peer).sent == 1
