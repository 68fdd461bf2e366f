"""Providers' databases read by the clock: a real PostgreSQL, seen by a name with SELECT alone."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from liupan.capabilities.exchange.gateways import databases
from liupan.capabilities.exchange.models import PullRun, PullSource, Service
from liupan.capabilities.exchange.operations import pulling, reading
from liupan.capabilities.exchange.policies import PULL
from liupan.capabilities.exchange.queries import policy
from liupan.capabilities.exchange.queries.pulling import link_of
from liupan.capabilities.exchange.rules.pulling import Rhythm, Tls, next_due
from liupan.capabilities.exchange.tests import factories as make
from liupan.capabilities.exchange.tests.factories import NOW
from liupan.capabilities.exchange.tests.test_uploads import at, clerk
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.tables.facade import LOAD_TABLES, Question, View, get_page, load_at_once
from liupan.kernel import clock
from liupan.kernel.errors import Refusal

pytestmark = pytest.mark.django_db
CITY = clock.CITY
SAID = {
    "host": "1.1.1.1", "port": 5432, "database": "registry", "username": "reader",
    "password": "canary-password", "tls": "require", "schema": "provider", "relation": "给平台",
    "rhythm": "daily", "at": "02:30", "version": 1,
}  # fmt: skip
VIEW = """
CREATE SCHEMA provider;
CREATE TABLE provider.registrations (man text, woman text, "on" date, seen timestamptz);
INSERT INTO provider.registrations VALUES
 ('示例甲，"一"', E'示例乙\n一', '2017-05-01', '2017-05-01 08:00+00'),
 ('示例甲二', NULL, NULL, NULL);
CREATE VIEW provider."给平台" AS
 SELECT man AS "男方", woman, "on", seen FROM provider.registrations;
CREATE TABLE provider.secret (x int);
GRANT USAGE ON SCHEMA provider TO PUBLIC;
GRANT SELECT ON provider."给平台" TO PUBLIC;
"""
COLUMNS = {"nan_fang": "男方", "nv_fang": "woman", "deng_ji": "on", "nei_bu": ""}


@pytest.fixture
def provider(owner_url: str) -> Iterator[Any]:
    """Runs statements in the provider's database, as whoever owns it."""

    def run(words: str) -> None:
        with psycopg.connect(owner_url, autocommit=True) as link:
            link.execute(words)  # type: ignore[call-overload]

    run("DROP SCHEMA IF EXISTS provider CASCADE")
    run(VIEW)
    yield run
    run("DROP SCHEMA provider CASCADE")


@pytest.fixture
def made(
    place: Any, provider: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Any, Service]]:
    ours = connection.get_connection_params()
    monkeypatch.setattr(databases, "_where", lambda _link: {"host": ours["host"]})
    how = databases._how

    def here(link: databases.Link) -> dict[str, Any]:
        said = {"dbname": ours["dbname"], "user": ours["user"], "password": ""}
        return how(link) | said | {"require_auth": ""}

    monkeypatch.setattr(databases, "_how", here)
    monkeypatch.setattr(reading, "start_load", at_once)
    with clock.frozen(NOW):
        to = make.service(place)
        client = at(clerk(place))
        answer = client.post(reverse("exchange:source-set", args=[to.id]), SAID)
        assert answer.status_code == 302, answer.content.decode()[-4000:]
        assert answer.headers["Location"] == reverse("exchange:source-map", args=[to.id])
        yield client, to


def mapped(made: tuple[Any, Service]) -> PullSource:
    client, to = made
    names = list(COLUMNS)
    told = {f"column-{n}": COLUMNS[name] for n, name in enumerate(names)}
    url = reverse("exchange:source-map", args=[to.id])
    assert client.post(url, {**told, "version": 2}).status_code == 302
    return PullSource.objects.get(service=to)


def act(made: tuple[Any, Service], what: str) -> str:
    client, to = made
    url = reverse("exchange:source-act", args=[to.id])
    return str(client.post(url, {"act": what}, follow=True).content.decode())


class Steps:
    """A job's progress without a job."""

    def __init__(self) -> None:
        self.actor = worker_actor(PULL, LOAD_TABLES)
        self.outcome: dict[str, Any] = {}
        self.now, self.say = clock.now, print


def read(run: PullRun) -> PullRun:
    """What the job does."""
    with suppress(Refusal):
        reading.pull(Steps(), run_id=run.id)  # type: ignore[arg-type]
    run.refresh_from_db()
    return run


def loaded(run: PullRun) -> PullRun:
    """What the exchange hears once the loader has published."""
    assert run.load_id
    reading.end_pull(load_id=run.load_id, actor=worker_actor(PULL), now=NOW)
    run.refresh_from_db()
    return run


def at_once(*, content: Iterator[bytes], encoding: str, delimiter: str, **said: Any) -> UUID:
    """The loader, without its job."""
    assert (encoding, delimiter) == ("utf-8", ",")
    return load_at_once(content=b"".join(content), **said)


def rows(to: Service) -> list[tuple[Any, ...]]:
    assert to.table_id
    seen = View(columns=("nan_fang", "nv_fang", "deng_ji"))
    return sorted(get_page(to.table_id, seen, Question()).rows, key=str)


def test_rows_come_whole_by_the_clock(made: tuple[Any, Service]) -> None:
    source, to = mapped(made), made[1]
    act(made, "start")
    source.refresh_from_db()
    assert source.due_at
    assert f"{source.due_at.astimezone(CITY):%H:%M}" == "02:30"
    assert pulling.pull_due() == 0
    with clock.frozen(source.due_at + timedelta(days=3)):  # missed days are made up once
        assert pulling.pull_due() == 1
        assert pulling.pull_due() == 0
    run = read(PullRun.objects.get())
    assert run.state == "loading"
    loaded(run)
    assert rows(to) == [("示例甲二", None, None), ('示例甲，"一"', "示例乙\n一", date(2017, 5, 1))]
    assert run.state == "done"
    source.refresh_from_db()
    assert source.succeeded_at == NOW


def test_a_killed_run_begins_anew_and_one_handed_over_is_not_read_again(
    made: tuple[Any, Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    mapped(made)
    act(made, "now")
    run = PullRun.objects.get()

    def dies(**_said: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(reading, "hand_over", dies)
        with suppress(KeyboardInterrupt):
            read(run)
    run.refresh_from_db()
    assert run.state == "reading"
    act(made, "now")
    assert PullRun.objects.count() == 1  # no second one beside it
    before = read(run).load_id
    assert run.state == "loading"
    assert loaded(read(run)).load_id == before
    assert len(rows(made[1])) == 2


def test_a_reading_whose_worker_never_came_back_is_given_up(
    made: tuple[Any, Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = mapped(made)
    act(made, "now")
    machine = worker_actor(PULL)
    assert reading.give_up_lost(actor=machine, moment=NOW) == 0
    monkeypatch.setattr(reading, "get_job", lambda *_said: SimpleNamespace(is_open=False))
    assert reading.give_up_lost(actor=machine, moment=NOW) == 1
    assert PullRun.objects.get().state == "failed"
    source.refresh_from_db()
    assert source.failing_since == NOW


FAILURES = {
    "列": 'DROP VIEW provider."给平台"; CREATE VIEW provider."给平台" AS SELECT 1 AS "男方"',
    "权限": 'REVOKE SELECT ON provider."给平台" FROM PUBLIC',
    "没有": 'DROP VIEW provider."给平台"',
}


@pytest.mark.parametrize("what", FAILURES)
def test_what_fails_leaves_the_rows_and_is_told_once(
    made: tuple[Any, Service], provider: Any, what: str
) -> None:
    source, to = mapped(made), made[1]
    provider(FAILURES[what])
    act(made, "now")
    run = read(PullRun.objects.get())
    assert run.state == "failed"
    assert run.reason
    source.refresh_from_db()
    assert source.failing_since
    assert len(rows(to)) == len(make.ROWS)


def test_limits_of_rows_and_time(made: tuple[Any, Service], provider: Any) -> None:
    source = mapped(made)
    columns = dict(source.columns)
    link = link_of(source)
    with pytest.raises(Refusal, match="1"):
        databases.read_rows(replace(link, most_rows=1), columns)
    provider('DROP VIEW provider."给平台"')
    provider('CREATE VIEW provider."给平台" AS SELECT pg_sleep(9)::text AS "男方"')
    provider('GRANT SELECT ON provider."给平台" TO PUBLIC')
    with pytest.raises(Refusal, match="1"):
        list(databases.read_rows(replace(link, seconds=1), {"nan_fang": "男方"})[1])
    provider('DROP VIEW provider."给平台"')
    provider("CREATE SEQUENCE provider.s; GRANT ALL ON provider.s TO PUBLIC")
    provider("""CREATE VIEW provider."给平台" AS SELECT nextval('provider.s')::text AS "男方" """)
    provider('GRANT SELECT ON provider."给平台" TO PUBLIC')
    with pytest.raises(Refusal):  # nothing is written over there
        list(databases.read_rows(link, {"nan_fang": "男方"})[1])
    assert policy.pull_limits(date(2017, 11, 15)).rows == 2_000_000


def test_names_are_names_and_nothing_else(made: tuple[Any, Service]) -> None:
    client, to = made
    url = reverse("exchange:source-set", args=[to.id])
    evil = 'x"; DROP SCHEMA provider CASCADE; --'
    assert client.post(url, {**SAID, "relation": evil, "version": 2}).status_code == 302
    page = client.get(f"{reverse('exchange:source', args=[to.id])}?try=1").content.decode()
    assert "canary-password" not in page
    assert client.post(url, {**SAID, "version": 3}).status_code == 302  # the view is still there
    tried = client.get(f"{reverse('exchange:source', args=[to.id])}?try=1").content.decode()
    assert "4" in tried
    for moved in ({"host": "8.8.8.8"}, {"port": 5433}, {"tls": "disable"}):  # a password stays
        said = {**SAID, "password": "", "version": 4} | moved
        assert client.post(url, said).status_code == 422, moved
    for host in ("127.0.0.1", "169.254.169.254", "10.0.0.1", "::1", "http://x", "-h"):
        assert client.post(url, {**SAID, "host": host, "version": 4}).status_code == 422, host
    source = PullSource.objects.get(service=to)
    assert "canary" not in source.sealed_password


@pytest.mark.parametrize(("tls", "proofs"), [("disable", {"scram-sha-256"}), ("require", None)])
def test_who_is_not_known_gets_no_password(tls: str, proofs: set[str] | None) -> None:
    link = databases.Link(
        host="h", port=1, database="d", username="u", password="p", tls=Tls(tls), schema="s",
        relation="r", seconds=1, most_rows=1,
    )  # fmt: skip
    taken = set(databases._how(link)["require_auth"].split(","))
    assert taken == (proofs or {"scram-sha-256", "md5"})
    assert "password" not in taken


def test_when_it_is_due() -> None:
    friday = datetime(2017, 11, 17, 3, 0, tzinfo=CITY)

    def is_worked(day: date) -> bool:
        return day.weekday() < 5

    said = {
        (Rhythm.HOURLY, 30): "17 03:30", (Rhythm.HOURLY, 0): "17 04:00",
        (Rhythm.DAILY, 150): "18 02:30", (Rhythm.DAILY, 200): "17 03:20",
        (Rhythm.WORKDAYS, 150): "20 02:30", (Rhythm.WORKDAYS, 200): "17 03:20",
    }  # fmt: skip
    for (rhythm, minute), when in said.items():
        assert f"{next_due(rhythm, minute, friday, is_worked):%d %H:%M}" == when
