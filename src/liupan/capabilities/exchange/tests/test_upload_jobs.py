"""Uploaded files that jobs load: refused whole, merged by key, a table made of the first one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from liupan.capabilities.exchange.models import PullSource, Upload
from liupan.capabilities.exchange.operations import reading
from liupan.capabilities.exchange.operations.pulling import pull_due
from liupan.capabilities.exchange.queries.uploads import UPLOADS
from liupan.capabilities.exchange.tests import factories as make
from liupan.capabilities.exchange.tests.factories import NOW
from liupan.capabilities.exchange.tests.test_uploads import CSV, at, book, choose, clerk, page_of
from liupan.foundation.jobs.facade import get_job
from liupan.foundation.jobs.tests.factories import run_queued
from liupan.foundation.tables.facade import Question as Asked
from liupan.foundation.tables.facade import View as Seen
from liupan.foundation.tables.facade import get_load, get_page, get_table
from liupan.kernel import clock


@pytest.fixture
def kept(fresh_db: None) -> Iterator[make.Town]:
    """In a database where everything is committed, for jobs."""
    with clock.frozen(NOW):
        yield make.town()


@pytest.fixture
def before() -> set[Path]:
    """What other tests keep."""
    return set(UPLOADS.path.glob("*/*"))


def load(client: Client, where: str, **said: Any) -> UUID:
    told = {"mode": "replace", "allowed_wrong": 0, **said}
    assert client.post(where, told).status_code == 302
    found = Upload.objects.get(id=where.rstrip("/").rsplit("/", 1)[1])
    assert found.load_id
    return found.load_id


def run(load_id: UUID) -> None:
    job_id = get_load(load_id).job_id
    assert job_id
    run_queued(job_id)


def rows(table_id: UUID, *columns: str) -> list[tuple[Any, ...]]:
    return list(get_page(table_id, Seen(columns=columns), Asked()).rows)


def test_files_are_loaded_by_a_job(kept: make.Town, before: set[Path]) -> None:
    place = kept
    actor, made = clerk(place), make.service(place)
    client = at(actor)
    where = page_of(choose(client, made, f"{CSV}示例丙二,x,没有这一天\n".encode("gb18030")))
    first = load(client, where)
    run(first)
    assert get_load(first).state == "refused"
    job_id = get_load(first).job_id
    assert job_id
    assert [one.role for one in get_job(actor, job_id).files] == ["errors"]
    assert len(rows(made.table_id, "nan_fang")) == len(make.ROWS)  # what was there stays
    again = page_of(choose(client, made, f"{CSV}示例丙二,x,没有这一天\n".encode("gb18030")))
    second = load(client, again, mode="upsert", allowed_wrong=1)
    assert set(UPLOADS.path.glob("*/*")) <= before
    assert f"/{get_load(second).job_id}/" in page_of(client.get(again))
    run(second)
    found = get_load(second)
    assert (found.state, found.added, found.wrong) == ("published", 1, 1)
    quality = client.get(reverse("exchange:service-quality", args=[made.id])).content.decode()
    assert "deng_ji" in quality


def test_a_table_is_made_of_a_first_file(kept: make.Town) -> None:
    place = kept
    made = make.service(place, table_id=None, state="preparing")
    client = at(clerk(place))
    sheet = book(["男方姓名", "登记日期", "备注"], ["示例丙一", "2017-03-01", "'=1+1"])
    run(load(client, page_of(choose(client, made, sheet, "登记.xlsx")), key="男方姓名"))
    made.refresh_from_db()
    table = get_table(made.table_id)
    assert next((one.name, one.key) for one in table.columns) == ("男方姓名", 1)
    assert rows(table.id, "男方姓名", "备注") == [("示例丙一", "=1+1")]


def test_a_reading_by_the_clock_is_two_jobs_of_the_machine(
    kept: make.Town, before: set[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.service(kept)
    source = PullSource.objects.create(
        service=made, host="1.1.1.1", database="d", username="u", sealed_password="", minute=0,
        relation="r", columns={"nan_fang": "man"}, is_running=True, due_at=NOW, made_at=NOW,
    )  # fmt: skip
    content = b"nan_fang\n" + "示例丙一\n".encode()
    monkeypatch.setattr(reading, "read_rows", lambda *_said: (1, iter([content])))
    monkeypatch.setattr(reading, "link_of", lambda _source: None)
    assert pull_due() == 1
    one = source.runs.get()
    assert one.job_id
    run_queued(one.job_id)
    assert made.table_id
    assert len(rows(made.table_id, "nan_fang")) == len(make.ROWS)  # readers see what was there
    one.refresh_from_db()
    assert one.load_id
    run(one.load_id)
    assert rows(made.table_id, "nan_fang") == [("示例丙一",)]
    assert set(UPLOADS.path.glob("*/*")) <= before
