"""Files of a grant: only what is granted, in every form; stopped with the grant; whose they are."""

import csv
import io
import random
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from openpyxl import load_workbook

from liupan.capabilities.exchange.models import Service, SharedFile
from liupan.capabilities.exchange.operations.files import (
    OutOfRange,
    cancel_file,
    start_file,
)
from liupan.capabilities.exchange.policies import TAKE_FILES, TRACE_FILES
from liupan.capabilities.exchange.queries.acting import system_actor
from liupan.capabilities.exchange.queries.refusals import CaseNotNamed, GrantNotLive, WrongWay
from liupan.capabilities.exchange.queries.tracing import trace
from liupan.capabilities.exchange.rules import files as rules
from liupan.capabilities.exchange.rules.calls import Message, Way
from liupan.capabilities.exchange.rules.files import Span, read_range
from liupan.capabilities.exchange.tests import factories as make
from liupan.capabilities.exchange.tests.delivering import Made
from liupan.capabilities.exchange.tests.factories import CASE, NOW, Town
from liupan.foundation.jobs.tests.factories import allow as entitled
from liupan.foundation.jobs.tests.factories import person, state_of
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised
from liupan.kernel.ids import uuid7

WANTED = [["示例甲一", "2016-03-01"], ["示例甲二", "2016-07-01"], ["示例甲三", "2017-02-01"]]


@pytest.fixture
def made(place: Town, told: list[Message], one_connection: None) -> Iterator[Made]:
    """Within a transaction that is undone."""
    with clock.frozen(NOW):
        yield Made(place)


def rows(data: bytes, encoding: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))


def test_only_what_is_granted_leaves_in_every_form(made: Made, tmp_path: Any) -> None:
    for form, encoding in rules.ENCODINGS.items():
        taken = made.take(made.start(form))
        found = rows(b"".join(taken.chunks), encoding)
        assert [row[:2] for row in found[1:]] == WANTED
        assert found[0][2] == "溯源码"
    book = load_workbook(io.BytesIO(b"".join(made.take(made.start("xlsx")).chunks)))
    assert book.active is not None
    assert [row[0] for row in book.active.iter_rows(min_row=2, values_only=True)] == [
        row[0] for row in WANTED
    ]
    (tmp_path / "a").write_bytes(b"".join(made.take(made.start("parquet")).chunks))
    found_ = duckdb.sql(f"SELECT * FROM read_parquet('{tmp_path / 'a'}')").fetchall()
    assert [[row[0], str(row[1])] for row in found_] == WANTED
    for file_id in SharedFile.objects.values_list("id", flat=True):
        data = b"".join(made.take(file_id).chunks)
        assert "不得外泄".encode() not in data
        assert "示例乙".encode() not in data


def test_each_file_is_a_message_with_its_rows_and_bytes(made: Made, told: list[Message]) -> None:
    data = b"".join(made.take(made.start()).chunks)
    (message,) = told
    assert (message.rows, message.sent, message.status) == (3, len(data), 200)
    assert (message.way, message.door, message.case) == (Way.FILE, "page", CASE)
    assert message.grant_id == made.grant.id
    assert message.consumer_id == made.place.units["police"]
    with pytest.raises(CaseNotNamed):
        made.start(case="")


def test_nobody_else_takes_it(made: Made) -> None:
    file_id = made.start()
    stranger = person("a.stranger")
    with pytest.raises(NotAuthorised):
        made.take(file_id, actor=stranger)
    bureau = entitled(person("bureau.clerk"), TAKE_FILES, unit_id=made.place.units["bureau"])
    with pytest.raises(Missing):
        made.take(file_id, actor=bureau)
    with pytest.raises(NotAuthorised):
        start_file(call=made.call(), form="csv", actor=bureau, now=clock.now())
    with pytest.raises(Missing):
        made.take(file_id, actor=system_actor(made.system.id))


def test_a_system_takes_its_own_and_asks_once(made: Made) -> None:
    actor = system_actor(made.system.id)
    call = made.call(system_id=made.system.id, unit_id=None)
    file_id = start_file(call=call, form="csv", actor=actor, now=clock.now())
    assert start_file(call=call, form="csv", actor=actor, now=clock.now()) == file_id
    assert b"".join(made.take(file_id, actor=actor).chunks)


def test_what_cannot_be_given_is_said(made: Made) -> None:
    with pytest.raises(InvalidInput):
        made.start("pdf")
    query = make.grant(made.place, made.service.resource_id)
    with pytest.raises(WrongWay):
        made.start(grant=query.number)


def test_a_download_goes_on_where_it_broke_off(made: Made, told: list[Message]) -> None:
    file_id = made.start("xlsx")
    whole = made.take(file_id)
    data = b"".join(whole.chunks)
    rest = made.take(file_id, part="bytes=100-", if_range=f'"{whole.etag}"')
    assert rest.span == Span(100, len(data) - 1)
    assert data[:100] + b"".join(rest.chunks) == data
    assert [(one.status, one.sent) for one in told] == [(200, len(data)), (206, len(data) - 100)]
    other = made.take(file_id, part="bytes=100-", if_range='"another"')
    assert b"".join(other.chunks) == data
    with pytest.raises(OutOfRange):
        made.take(file_id, part="bytes=9999999-")


def test_a_file_ends_with_its_grant(made: Made, told: list[Message]) -> None:
    file_id = made.start()
    made.revoke()
    with pytest.raises(GrantNotLive):
        made.take(file_id)
    with pytest.raises(GrantNotLive):
        made.start()


def test_who_asked_may_stop_it(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "LARGE", 2)
    file_id = made.start()
    cancel_file(file_id=file_id, actor=made.actor, now=clock.now())
    row = SharedFile.objects.get(id=file_id)
    assert row.state == "stopped"
    assert row.job_id
    assert state_of(row.job_id) == "cancelled"


def test_one_row_in_a_hundred_says_whose_file_it_is(made: Made) -> None:
    table_id = make.table(
        made.place, [(f"示例{n}", f"示例乙{n}", "2016-03-01", "") for n in range(10_000)]
    )
    Service.objects.filter(id=made.service.id).update(table_id=table_id)
    mine, other = made.start(), made.start("xlsx")
    lines = b"".join(made.take(mine).chunks).decode().splitlines()[1:]
    assert len(lines) == 10_000
    random.seed(4)
    sample = "\n".join(random.sample(lines, 100))
    found = trace(sample, actor=_tracer(made))
    assert [(one.file_id, one.hits) for one in found.files] == [(mine, 100)]
    assert found.marks == 100
    assert found.files[0].asked_by == made.actor.name
    assert other not in {one.file_id for one in found.files}
    mixed = sample.replace("m", "M").lower()
    assert trace(mixed, actor=_tracer(made)).files[0].file_id == mine
    assert trace("没有标记的文字", actor=_tracer(made)).files == ()


def _tracer(made: Made) -> Actor:
    name = f"tracer{uuid7().hex[-6:]}"
    return entitled(person(name), TRACE_FILES, unit_id=made.place.units["bureau"])


def test_only_over_ones_own_services_is_traced(made: Made) -> None:
    text = b"".join(made.take(made.start()).chunks).decode()
    police = entitled(person("police.tracer"), TRACE_FILES, unit_id=made.place.units["police"])
    assert trace(text, actor=police).files == ()
    with pytest.raises(NotAuthorised):
        trace(text, actor=made.actor)


def test_ranges() -> None:
    assert read_range("bytes=0-", 10) == Span(0, 9)
    assert read_range("bytes=2-3", 10) == Span(2, 3)
    assert read_range("bytes=-4", 10) == Span(6, 9)
    assert read_range("bytes=5-99", 10) == Span(5, 9)
    for odd in ("", "bytes=", "bytes=-", "bytes=3-1", "bytes=1-2,4-5", "lines=1-2", "bytes=a-"):
        assert read_range(odd, 10) == rules.WHOLE
    assert read_range("bytes=10-", 10) is None
    assert read_range("bytes=-0", 10) is None
