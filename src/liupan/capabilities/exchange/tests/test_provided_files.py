"""Files of what stays at the provider: page by page, as the grant allows, or not at all."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from unittest import mock

import duckdb
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from liupan.capabilities.catalogue.facade import Mask, MaskPolicy, Mode
from liupan.capabilities.exchange.gateways import Answer, Asked
from liupan.capabilities.exchange.gateways.breakers import REST
from liupan.capabilities.exchange.models import Service, SharedFile
from liupan.capabilities.exchange.operations.files import (
    BeingMade,
    NotMade,
    stop_file,
    write_file,
)
from liupan.capabilities.exchange.queries import delivering, paging, refusals
from liupan.capabilities.exchange.queries.allowing import allow
from liupan.capabilities.exchange.queries.exporting import FILES, GrantChanged, NotHosted
from liupan.capabilities.exchange.queries.feeding import feed
from liupan.capabilities.exchange.rules import files as rules
from liupan.capabilities.exchange.rules.calls import Message, Way
from liupan.capabilities.exchange.tests import factories as make
from liupan.capabilities.exchange.tests.delivering import Made
from liupan.capabilities.exchange.tests.factories import NOW, Town
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.jobs.facade import cancel_job
from liupan.foundation.messaging.facade import Undelivered
from liupan.kernel import clock

PAUSES = paging.PAUSES
TURNS = """
    SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
        AND objid = hashtext(%s)::oid AND classid = hashtext('liupan.exchange.file')::oid
"""
ROWS: tuple[Mapping[str, Any], ...] = tuple(
    {
        "nan_fang": f"示例甲{n}", "nv_fang": "不得外泄", "deng_ji": f"2016-0{n}-01",
        "nei_bu": "不得外泄", "more": "不得外泄",
    }
    for n in range(1, 6)
)  # fmt: skip


class Provider:
    """A provider's system that gives two rows a page, and may do something between two pages."""

    def __init__(self, rows: tuple[Mapping[str, Any], ...] = ROWS) -> None:
        self.rows, self.asked, self.between = rows, 0, lambda: None
        self.fails: list[Exception] = []
        self.is_endless = False

    def __call__(self, asked: Asked) -> Answer:
        self.asked += 1
        if self.fails:
            raise self.fails.pop(0)
        at = int(asked.question["cursor"] or 0)
        if at:
            self.between()
        rest = at + 2 < len(self.rows)
        cursor = "0" if self.is_endless else str(at + 2) if rest else ""
        return Answer(self.rows[at : at + 2], cursor)


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Provider:
    found = Provider()
    monkeypatch.setattr(delivering, "ask_provider", found)
    monkeypatch.setattr(paging, "PAUSES", (0.0, 0.0))
    return found


@pytest.fixture
def made(
    place: Town, told: list[Message], one_connection: None, provider: Provider
) -> Iterator[Made]:
    with clock.frozen(NOW):
        found = Made(place, modes=frozenset({Mode.FILE, Mode.FEED}))
        Service.objects.filter(id=found.service.id).update(
            kind="proxied", table_id=None, address="https://example.com/"
        )
        yield found


class Worker:
    """What a job has of its progress."""

    def __init__(self, made: Made) -> None:
        self.actor, self.now, self.message = made.actor, lambda: clock.now(), ""

    def expect(self, *_told: Any) -> None:
        raise AssertionError("nobody knows how many rows there are")

    def advance(self, _rows: int) -> None:
        """As it goes."""


def written(made: Made, form: str = "csv") -> bytes:
    file_id = made.start(form)
    worker: Any = Worker(made)
    write_file(worker, file_id=file_id)
    return b"".join(made.take(file_id).chunks)


def lines(data: bytes, encoding: str = "utf-8") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))


def test_all_pages_come_in_every_form(made: Made, provider: Provider, tmp_path: Any) -> None:
    wanted = [[f"示例甲{n}", f"2016-0{n}-01"] for n in range(1, 6)]
    for form, encoding in rules.ENCODINGS.items():
        head, *found = lines(written(made, form), encoding)
        assert head == ["nan_fang", "deng_ji", "溯源码"]
        assert [row[:2] for row in found] == wanted
        assert len({row[2] for row in found}) == 5
    sheet = load_workbook(io.BytesIO(written(made, "xlsx"))).active
    assert sheet is not None
    assert [list(row[:2]) for row in sheet.iter_rows(min_row=2, values_only=True)] == wanted
    (tmp_path / "a").write_bytes(written(made, "parquet"))
    rows = duckdb.sql(f"SELECT * FROM read_parquet('{tmp_path / 'a'}')").fetchall()
    assert [list(row[:2]) for row in rows] == wanted
    assert provider.asked == 3 * 6
    for file in SharedFile.objects.all():
        assert "不得外泄".encode() not in b"".join(made.take(file.id).chunks)
        assert file.rows == 5


def test_odd_values_are_written_down(made: Made, provider: Provider) -> None:
    provider.rows = (
        {"nan_fang": "=1+1", "deng_ji": None}, {"nan_fang": "\ud800", "deng_ji": True},
        {"nan_fang": 'a"b\n,c', "deng_ji": 1.5},
    )  # fmt: skip
    found = [row[:2] for row in lines(written(made))[1:]]
    assert found == [["'=1+1", ""], ["?", "是"], ['a"b\n,c', "1.5"]]
    assert written(made, "parquet").startswith(b"PAR1")
    assert written(made, "xlsx")


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("revoked", refusals.GrantNotLive), ("narrowed", GrantChanged), ("moved", GrantChanged),
        ("hosted", GrantChanged),
    ],
)  # fmt: skip
def test_between_two_pages_it_is_asked_anew(
    made: Made, provider: Provider, told: list[Message], how: str, why: type[Exception]
) -> None:
    def less() -> None:
        if how == "revoked":
            made.revoke()
        elif how == "moved":
            Service.objects.update(address="https://another.example/", sealed_secret="new")
        elif how == "hosted":
            Service.objects.update(kind="hosted", address="", table_id=make.table(made.place))
        else:
            make.narrowed(made.place, made.grant.id, {"男方姓名": MaskPolicy(Mask.HIDE)})
        provider.between = lambda: None

    provider.between = less
    file_id, worker = made.start(), Worker(made)
    before = set(FILES.path.glob("*/*"))
    with pytest.raises(why):
        write_file(worker, file_id=file_id)  # type: ignore[arg-type]
    assert provider.asked == 2
    assert SharedFile.objects.get(id=file_id).state == "stopped"
    assert set(FILES.path.glob("*/*")) == before
    assert told[-1].status != 200


def test_a_page_that_does_not_come_is_asked_for_again(made: Made, provider: Provider) -> None:
    provider.fails = [refusals.provider_silent(), refusals.provider_unwell()]
    assert len(lines(written(made))) == 6
    provider.fails = [refusals.provider_silent() for _n in range(3)]
    with pytest.raises(NotMade) as no:
        written(made)
    assert no.value.message == refusals.provider_silent().message
    assert SharedFile.objects.filter(state="stopped").exists()


def test_what_passes_is_waited_for(made: Made, provider: Provider) -> None:
    """An open circuit rests half a minute; meanwhile it is asked whether it is still allowed."""
    allowed, waited, looks = allow(made.call(), now=NOW), [], []
    provider.fails = [amiss(502), refusals.provider_unwell()]
    with mock.patch.object(paging, "PAUSES", PAUSES):
        found = list(paging.pages(allowed, lambda: looks.append(1), wait=waited.append))
    assert sum(map(len, found)) == 5
    assert sum(waited) == sum(PAUSES) > REST
    assert max(waited) <= 1
    assert len(looks) >= 40
    provider.fails = [refusals.provider_busy()]
    assert list(paging.pages(allowed, list, wait=waited.append)) == found
    for wrong in (amiss(404), refusals.provider_amiss()):
        provider.fails = [wrong]
        with pytest.raises(refusals.ProviderAmiss):
            list(paging.pages(allowed, list, wait=waited.append))


def amiss(status: int) -> refusals.ProviderAmiss:
    error = refusals.provider_amiss()
    error.__cause__ = Undelivered("no", status=status)
    return error


def test_a_system_that_never_ends_is_given_up(made: Made, provider: Provider) -> None:
    provider.is_endless = True
    with pytest.raises(paging.TooManyPages):
        written(made)
    assert provider.asked < 5


def test_one_file_of_a_grant_at_a_time(made: Made) -> None:
    file_id = made.start()
    with pytest.raises(BeingMade):
        made.start()
    write_file(Worker(made), file_id=file_id)  # type: ignore[arg-type]
    assert made.start()


def test_one_that_was_stopped_counts_while_its_job_runs(made: Made) -> None:
    file_id = made.start()
    stop_file(file_id=file_id, reason="示例。", actor=made.actor, now=NOW)
    file = SharedFile.objects.get(id=file_id)
    assert file.state == "stopped"
    with pytest.raises(BeingMade):
        made.start()
    assert file.job_id
    cancel_job(job_id=file.job_id, actor=made.actor, now=NOW)
    assert made.start()


def test_who_asks_at_the_same_moment_waits(made: Made) -> None:
    made.start()
    with connection.cursor() as cursor:
        cursor.execute(TURNS, [str(made.grant.id)])
        assert cursor.fetchone() == (1,)


def test_a_small_file_of_before_is_not_read_while_one_waits(made: Made, provider: Provider) -> None:
    file_id = made.start()
    SharedFile.objects.filter(id=file_id).update(state="live")  # the table stood here then
    with pytest.raises(GrantChanged):
        made.take(file_id)
    assert not provider.asked


def test_changes_are_refused_with_a_sentence(made: Made) -> None:
    call = replace(made.call(), way=Way.FEED)
    with pytest.raises(NotHosted) as no:
        feed(allow(call, now=NOW), limit=1)
    assert no.value.message
    client = Client()
    enter(client, made.actor.id)
    page = client.get(reverse("exchange:mine")).content.decode()
    assert reverse("exchange:file-ask", args=[made.grant.id]) in page
    assert reverse("exchange:push-add", args=[made.grant.id]) not in page
    form = client.get(reverse("exchange:file-ask", args=[made.grant.id])).content.decode()
    assert "一页" in form or "page by page" in form or "逐页" in form
