"""A provider's files: looked at, refused or loaded, seen by its keeper alone."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from liupan.capabilities.exchange.models import Service, Upload
from liupan.capabilities.exchange.operations.uploads import sweep_uploads
from liupan.capabilities.exchange.policies import KEEP_SERVICES, READ, SWEEP_FILES
from liupan.capabilities.exchange.tests import factories as make
from liupan.capabilities.exchange.tests.factories import NOW, Town
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.jobs.tests.factories import allow, person
from liupan.foundation.tables.facade import (
    DEFINE_TABLES,
    LOAD_TABLES,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor

pytestmark = pytest.mark.django_db
HEAD = "nan_fang,nv_fang,deng_ji"
ROW = "示例丙一,示例丁一,2017-03-01"
CSV = f"{HEAD}\n{ROW}\n"


@pytest.fixture(autouse=True)
def _frozen() -> Any:
    with clock.frozen(NOW):
        yield


def clerk(place: Town, unit: str = "bureau") -> Actor:
    return allow(
        person(f"clerk{place.units[unit].hex[-6:]}"), READ, KEEP_SERVICES, DEFINE_TABLES,
        LOAD_TABLES, unit_id=place.units[unit],
    )  # fmt: skip


def at(actor: Actor) -> Client:
    client = Client()
    enter(client, actor.id)
    return client


def choose(client: Client, to: Service, content: bytes, name: str = "登记.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("exchange:upload-add", args=[to.id]), {"file": file})


def page_of(answer: Any) -> str:
    return str(answer.headers["Location"])


def book(*rows: Any) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A workbook whose texts swell a thousand times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"0" * (97 * 1024**2))
    return out.getvalue()


WIDE = ",".join(f"c{n}" for n in range(16_000)).encode()
HOSTILE = {
    "16,000": WIDE,
    "解压": bomb(),
    "B2": book(["nan_fang", "nv_fang"], ["甲", "=1+1"]),
    "引号": b'nan_fang,nv_fang\n"' + b"x" * 200_000,
    "CSV": b"%PDF-1.4 \n",
    "空": b"",
}


@pytest.mark.parametrize("said", HOSTILE)
def test_what_is_no_table_is_refused_with_a_sentence(place: Town, said: str) -> None:
    made = make.service(place)
    answer = choose(at(clerk(place)), made, HOSTILE[said], "表.xlsx")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Upload.objects.filter(service=made).exists()


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8-sig", "utf-8"])
def test_columns_are_matched_by_name(place: Town, encoding: str) -> None:
    client = at(clerk(place))
    answer = choose(client, make.service(place), CSV.encode(encoding))
    page = client.get(page_of(answer)).content.decode()
    assert "示例丙一" in page
    assert "nei_bu" in page  # stays empty, and says so


def test_a_heading_without_a_column_is_named_and_nothing_loaded(place: Town) -> None:
    client = at(clerk(place))
    answer = choose(client, make.service(place), b"nan_fang,mi_mi\n1,2\n")
    page = client.get(page_of(answer)).content.decode()
    assert "mi_mi" in page
    assert 'name="mode"' not in page


def test_nobody_else_sees_a_file(place: Town) -> None:
    made = make.service(place)
    where = page_of(choose(at(clerk(place)), made, CSV.encode()))
    other = at(clerk(place, "third"))
    assert other.get(where).status_code == 404
    assert other.post(where, {"mode": "replace", "allowed_wrong": 0}).status_code == 404
    assert other.post(f"{where}drop/").status_code == 404
    assert choose(other, made, CSV.encode()).status_code == 404
    assert at(place.stranger).get(where).status_code == 403


def test_a_file_that_is_not_wanted_goes_at_once_or_after_a_day(place: Town) -> None:
    client, made = at(clerk(place)), make.service(place)
    first, second = (page_of(choose(client, made, CSV.encode())) for _n in range(2))
    assert client.post(f"{first}drop/").status_code == 302
    assert client.get(first).status_code == 404
    machine = worker_actor(SWEEP_FILES)
    assert sweep_uploads(actor=machine, moment=NOW + timedelta(hours=1)) == 0
    assert sweep_uploads(actor=machine, moment=NOW + timedelta(days=2)) == 1
    assert client.get(second).status_code == 404


def test_files_are_found_again_at_their_service_by_its_keeper_alone(place: Town) -> None:
    made, client = make.service(place), at(clerk(place))
    waiting = page_of(choose(client, made, CSV.encode(), "十一月.csv"))
    choose(client, made, CSV.encode(), "误传.csv")
    Upload.objects.filter(file_name="误传.csv").update(state=Upload.State.DROPPED)
    where = reverse("exchange:service", args=[made.id])
    page = client.get(where).content.decode()
    assert waiting in page
    assert "十一月.csv" in page
    assert "误传.csv" not in page
    for other in (clerk(place, "police"), allow(person("city.reader"), READ, unit_id=place.root)):
        assert "十一月.csv" not in at(other).get(where).content.decode()
