"""Versions: each is kept and cited, says what changed; rows of old ones only where they are kept
and may still show."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from liupan.capabilities.opendata.models import Dataset, Version
from liupan.capabilities.opendata.operations.keeping import NotNow
from liupan.capabilities.opendata.operations.public_keeping import NotShowable
from liupan.capabilities.opendata.operations.releasing import withdraw_dataset
from liupan.capabilities.opendata.operations.versions import drop_version, sweep_versions
from liupan.capabilities.opendata.policies import WATCH
from liupan.capabilities.opendata.queries.public.datasets import get_shown
from liupan.capabilities.opendata.queries.public.versions import list_versions
from liupan.capabilities.opendata.rules.versions import Change, State, changed
from liupan.capabilities.opendata.tests.factories import (
    NOW,
    Town,
    conditional,
    draft,
    fill,
    out,
    rows,
)
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.tables.facade import DEFINE_TABLES, fill_table, get_table
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, Missing
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
SHOWN = "名称,县区\n"


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.frozen(NOW + timedelta(days=9)):
        yield


@pytest.fixture
def dataset(place: Town) -> Dataset:
    """Released with twelve rows."""
    made = draft(place)
    out(place, made)
    return Dataset.objects.get(id=made)


def load(place: Town, dataset: Dataset, count: int, day: int) -> None:
    """New data of so many rows, after so many days."""
    fill(place, dataset.id, rows(count), NOW + timedelta(days=day))


def get(name: str, *args: object) -> Any:
    return Client().get(reverse(f"opendata:{name}", args=args))


def file_of(dataset: Dataset, number: int) -> str:
    answer = get("version-download", dataset.code, number, "jsonl")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def status_of(dataset: Dataset, number: int) -> int:
    return int(get("version-download", dataset.code, number, "jsonl").status_code)


def test_what_changed() -> None:
    before = State(rows=10, columns=("甲", "乙"), licence="by", title="名录")
    after = State(rows=7, columns=("乙", "丙"), licence="by-sa", title="名录")
    assert changed(before, after) == Change(
        rows=-3, added=("丙",), removed=("甲",), licence=("by", "by-sa")
    )
    assert changed(before, before) == Change(rows=0)


def test_each_release_and_load_is_a_version(place: Town, dataset: Dataset) -> None:
    load(place, dataset, 15, 1)
    told = list(Version.objects.filter(dataset=dataset).order_by("number"))
    assert [(one.number, one.why, one.check_of.rows) for one in told] == [
        (1, "release", 12), (2, "load", 15),
    ]  # fmt: skip
    page = get("versions", dataset.code).content.decode()
    assert "V2" in page
    assert "V1" in page
    one = get("version", dataset.code, 1).content.decode()
    assert f"{dataset.title}: V1[DS/OL]" in one
    assert "/versions/1/" in one
    assert get("version", dataset.code, 3).status_code == 404
    assert "V2" in get("dataset", dataset.code).content.decode()


def test_rows_of_kept_versions_are_given_of_older_ones_not(place: Town, dataset: Dataset) -> None:
    for day, count in enumerate((15, 16, 17), start=1):
        load(place, dataset, count, day)
    lengths = [file_of(dataset, number).count("养老院") for number in (2, 3, 4)]
    assert lengths == [15, 16, 17]
    assert status_of(dataset, 1) == 404
    assert get("version", dataset.code, 1).status_code == 200
    gone = Version.objects.get(dataset=dataset, number=1)
    assert not get_table(gone.table_id).is_closed
    worker = worker_actor(WATCH, DEFINE_TABLES)
    assert sweep_versions(actor=worker, now=NOW + timedelta(days=4)) == 1
    assert get_table(gone.table_id).is_closed
    assert sweep_versions(actor=worker, now=NOW + timedelta(days=4)) == 0


def test_the_unshown_column_is_in_no_version(place: Town, dataset: Dataset) -> None:
    load(place, dataset, 15, 1)
    assert "N0000" not in file_of(dataset, 1) + file_of(dataset, 2)


def test_a_version_is_dropped_for_a_reason(place: Town, dataset: Dataset) -> None:
    load(place, dataset, 15, 1)
    now = NOW + timedelta(days=2)
    with pytest.raises(NotNow):
        drop_version(dataset_id=dataset.id, number=2, reason="错", actor=place.drawer, now=now)
    with pytest.raises(Missing):
        drop_version(dataset_id=dataset.id, number=1, reason="错", actor=place.foreign, now=now)
    client = client_of(place.drawer)
    url = reverse("opendata:drop-version", args=[dataset.id, 1])
    assert client.post(url, {"words": ""}).status_code == 422
    assert client.post(url, {"words": "误将内部备注写入地址"}).status_code == 302
    assert status_of(dataset, 1) == 404
    assert "误将内部备注写入地址" in get("version", dataset.code, 1).content.decode()
    assert client.post(url, {"words": "再次"}).status_code == 404


def test_the_authority_may_drop_one_too(place: Town, dataset: Dataset) -> None:
    load(place, dataset, 15, 1)
    now = NOW + timedelta(days=2)
    drop_version(dataset_id=dataset.id, number=1, reason="含错误", actor=place.chief, now=now)
    assert status_of(dataset, 1) == 404
    assert file_of(dataset, 2)


def test_of_what_is_withdrawn_no_version_is_given(place: Town, dataset: Dataset) -> None:
    load(place, dataset, 15, 1)
    withdraw_dataset(
        dataset_id=dataset.id, reason="口径有变", actor=place.drawer, now=NOW + timedelta(days=2)
    )
    assert status_of(dataset, 1) == status_of(dataset, 2) == 404
    assert get("versions", dataset.code).status_code == 404
    worker = worker_actor(WATCH, DEFINE_TABLES)
    assert sweep_versions(actor=worker, now=NOW + timedelta(days=3)) == 2
    tables = Version.objects.filter(dataset=dataset).values_list("table_id", flat=True)
    assert all(get_table(one).is_closed for one in tables)
    assert client_of(place.drawer).get(
        reverse("opendata:staff-dataset", args=[dataset.id])
    ).status_code == 200  # fmt: skip


def test_what_was_withdrawn_before_can_be_dropped_too(place: Town, dataset: Dataset) -> None:
    Dataset.objects.filter(id=dataset.id).update(state="withdrawn", withdrawn_at=NOW, reason="旧")
    now = NOW + timedelta(days=2)
    drop_version(dataset_id=dataset.id, number=1, reason="已下架", actor=place.drawer, now=now)
    assert Version.objects.get(dataset=dataset).dropped_at == now


@pytest.mark.parametrize(
    ("reason", "refusal"),
    [("误含电话13909540001", NotShowable), ("误" * 301, InvalidInput), ("<b>误", InvalidInput),
     ("", InvalidInput)],
)  # fmt: skip
def test_a_reason_that_everybody_reads_is_looked_through(
    place: Town, dataset: Dataset, reason: str, refusal: type[Exception]
) -> None:
    load(place, dataset, 15, 1)
    now = NOW + timedelta(days=2)
    with pytest.raises(refusal):
        drop_version(dataset_id=dataset.id, number=1, reason=reason, actor=place.drawer, now=now)
    assert Version.objects.get(dataset=dataset, number=1).dropped_at is None


def test_of_what_is_given_on_application_no_earlier_rows_are_kept(place: Town) -> None:
    dataset = conditional(place)
    for day, count in enumerate((15, 16), start=1):
        load(place, dataset, count, day)
    told = Version.objects.filter(dataset=dataset, dropped_at=None)
    assert list(told.values_list("number", flat=True)) == [2]
    page = get("versions", dataset.code).content.decode()
    assert "有条件开放" in page
    assert "按申请提供" in page
    assert "保留当前版本" not in page
    assert "按申请提供" in get("version", dataset.code, 2).content.decode()


def test_the_list_ends_and_what_changed_is_said_of_its_last(
    place: Town, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liupan.capabilities.opendata.queries.public.versions.LISTED", 1)
    load(place, dataset, 15, 1)
    lines = get("versions", dataset.code).context["lines"]
    assert [(one.number, one.change) for one, *_more in lines] == [(2, Change(rows=3))]
    assert lines[0][0].is_current
    assert get("version", dataset.code, 10**12).status_code == 404


def test_a_dataset_without_versions_has_an_empty_list(place: Town, dataset: Dataset) -> None:
    shown = get_shown(dataset.code, now=clock.now())
    assert list_versions(replace(shown, line=replace(shown.line, id=uuid7())), now=NOW) == []


def test_rows_that_no_check_has_seen_are_not_given(place: Town, dataset: Dataset) -> None:
    load(place, dataset, 15, 1)
    before = Version.objects.get(dataset=dataset, number=1).table_id
    row = {"名称": "私下加的", "地址": "某处", "县区": "原州区", "床位数": "5",
           "设立日期": "2015-01-01", "经度": "106.1", "纬度": "36.0"}  # fmt: skip
    names = [column.name for column in get_table(before).columns]
    fill_table(
        table_id=before, names=names, rows=[[row[name] for name in names]], actor=place.drawer,
        now=NOW + timedelta(days=2),
    )  # fmt: skip
    assert status_of(dataset, 1) == 404


def test_the_database_keeps_what_a_version_says(dataset: Dataset) -> None:
    for change in ({"title": "别的"}, {"number": 9}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Version.objects.filter(dataset=dataset).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.filter(dataset=dataset).delete()


def client_of(actor: Actor) -> Client:
    client = Client()
    enter(client, actor.id)
    return client
