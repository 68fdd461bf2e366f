"""Open data over a real server: a stranger in a browser, CKAN's own client, files."""

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.machinery.browser import Visit, overflow, violations

from liupan.capabilities.opendata.tests.factories import conditional, not_opened, released, rows
from liupan.capabilities.opendata.tests.factories import town as build
from liupan.kernel import clock

CANARY = "N00003"


@dataclass(frozen=True)
class Made:
    """A site with datasets."""

    address: str


@pytest.fixture
def made(site: str) -> Made:
    from liupan.capabilities.opendata.tests.factories import NOW

    with clock.frozen(NOW):
        place = build()
        released(place, "homes", rows(120))
        conditional(place, "people", title="人员明细")
        not_opened(place, "secret", title="不开放的名录")
    return Made(site)


def fetch(address: str) -> tuple[int, bytes, dict[str, str]]:
    from urllib.error import HTTPError
    from urllib.request import urlopen

    try:
        with urlopen(address) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except HTTPError as error:
        return error.code, error.read(), dict(error.headers)


def files_in(made: Made, encoding: str) -> None:
    status, data, headers = fetch(
        f"{made.address}/opendata/dataset/homes/download/csv?encoding={encoding}"
    )
    assert status == 200
    assert data.startswith(b"\xef\xbb\xbf") is (encoding == "utf-8-sig")
    found = list(csv.reader(io.StringIO(data.decode(encoding))))
    assert found[0][:2] == ["名称", "地址"]
    assert len(found) == 121
    assert "内部编号" not in found[0]
    assert CANARY not in data.decode(encoding)
    assert "attachment" in headers["Content-Disposition"]


def test_files_in_every_form(made: Made) -> None:
    for encoding in ("utf-8", "utf-8-sig", "gbk", "gb18030"):
        files_in(made, encoding)
    home = f"{made.address}/opendata/dataset/homes/download"
    status, data, _headers = fetch(f"{home}/jsonl")
    lines = [json.loads(line) for line in data.decode().splitlines()]
    assert (status, len(lines), lines[0]["床位数"]) == (200, 120, 20)
    assert CANARY not in data.decode()
    _status, book, _headers = fetch(f"{home}/xlsx")
    assert book.startswith(b"PK")
    query = "c=%E5%8E%BF%E5%8C%BA&o=eq&v=%E9%9A%86%E5%BE%B7%E5%8E%BF"
    _status, some, _headers = fetch(f"{home}/csv?encoding=utf-8&{query}")
    assert len(some.decode().splitlines()) == 25
    _status, typed, _headers = fetch(f"{home}/parquet?{query}")
    assert typed[:4] == typed[-4:] == b"PAR1"
    assert "床位数".encode() in typed
    assert not any(one.encode() in typed for one in (CANARY, "内部编号", "泾源县"))
    for bad in ("xml", "csv?encoding=utf-7", "csv?c=%E5%86%85%E9%83%A8%E7%BC%96%E5%8F%B7&v=N"):
        status, data, _headers = fetch(f"{home}/{bad}")
        assert status in (404, 422)
        assert CANARY.encode() not in data
    for code in ("people", "secret"):
        assert fetch(f"{made.address}/opendata/dataset/{code}/download/csv")[0] == 404


def test_ckans_client_reads_everything(made: Made) -> None:
    from ckanapi import NotFound, RemoteCKAN, ValidationError

    for get_only in (False, True):
        with RemoteCKAN(made.address, get_only=get_only) as ckan:
            assert ckan.action.package_list() == ["homes", "people"]
            found = ckan.action.package_search(q="养老", rows=1)
            assert found["count"] == 2 or found["results"][0]["name"] == "homes"
            names = [
                ckan.action.package_search(rows=1, start=n, sort="name asc")["results"][0]["name"]
                for n in range(2)
            ]
            assert names == ["homes", "people"]
            resource = ckan.action.package_show(id="homes")["resources"][0]
            page = ckan.action.datastore_search(resource_id=resource["id"], limit=7)
            assert len(page["records"]) == 7
            assert page["total"] == 120
            words = ckan.action.datastore_search(
                resource_id=resource["id"], q="养老院 隆德县", sort="县区, 床位数 desc", limit=3
            )
            assert words["total"] == 24
            once = ckan.action.datastore_search(
                resource_id=resource["id"], fields="县区", distinct=True
            )
            assert len(once["records"]) == 5
            with pytest.raises(NotFound):
                ckan.action.package_show(id="secret")
            with pytest.raises(ValidationError):
                ckan.action.datastore_search(resource_id=resource["id"], sort="内部编号")
    status, data, _headers = fetch(f"{made.address}/datastore/dump/{resource['id']}?bom=true")
    assert status == 200
    assert data.startswith(b"\xef\xbb\xbf")
    assert CANARY.encode() not in data
    assert fetch(resource["url"])[0] == 200


def test_ckans_command_dumps_all_datasets(made: Made) -> None:
    tools = Path(sys.executable).parent  # not resolved: its workers are found beside it
    done = subprocess.run(
        [tools / "ckanapi", "dump", "datasets", "--all", "-r", made.address, "-p", "1", "-q"],
        check=False, capture_output=True, timeout=120,
        env={**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()[-800:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["name"] for one in found] == ["homes", "people"]


def test_a_stranger_finds_filters_and_downloads(made: Made, visit: Visit) -> None:
    page = visit("/opendata/")
    page.fill("main input[name=q]", "养老")
    page.click("main form[role=search] button")
    page.click("table >> text=养老机构名录")
    page.click("text=查看数据")
    page.select_option("select[name=c]", label="县区")
    page.fill("input#v", "隆德县")
    page.click("form.lp-filter button[type=submit]")
    page.wait_for_selector("text=24 行")
    assert "西吉县" not in page.inner_text("tbody")
    page.click("thead a >> text=床位数")
    assert page.inner_text("tbody tr:first-child td:nth-child(4)") == "22"
    with page.expect_download() as waiting:
        page.click("text=CSV UTF-8 (BOM)")
    lines = waiting.value.path().read_text("utf-8-sig").splitlines()
    assert len(lines) == 25
    assert CANARY not in "".join(lines)


def test_every_page_for_everybody_is_accessible(made: Made, visit: Visit) -> None:
    own = "/opendata/dataset/homes/"
    pages = ["/opendata/", "/opendata/datasets/", "/opendata/datasets/facets/",
             "/opendata/not-opened/", own, f"{own}data/", f"{own}data/values/?column=县区",
             f"{own}chart/", f"{own}map/", f"{own}api/", "/opendata/dataset/people/"]  # fmt: skip
    for width in (1440, 360):
        for path in pages:
            page = visit(path, width=width)
            assert violations(page) == [], path
            assert overflow(page) == 0, (path, width)
