"""Catalogues against the shapes that the EU's portal judges by, with a judge that is not ours."""

from dataclasses import replace
from datetime import date

import pytest
from tests.machinery.shapes import VERSIONS, violations

from liupan.kernel.dcat import (
    PREFIXES,
    Catalog,
    Contact,
    Dataset,
    Distribution,
    Licence,
    Place,
    as_graph,
)
from liupan.kernel.linked.writing import WRITERS

DAY = date(2017, 11, 15)
CITY = "https://city.example"
TERMS = Licence(address=f"{CITY}/licence", name="开放协议", says="注明来源即可使用")
WAY = Distribution(
    id=f"{CITY}/1#csv", url=f"{CITY}/1", download=f"{CITY}/1.csv", title="表", format="CSV",
    file_type="CSV", media_type="text/csv", licence=TERMS, issued=DAY, modified=DAY,
)  # fmt: skip
BARE = Dataset(
    id=f"{CITY}/1", identifier="1", title="婚姻登记", description="登记信息",
    publisher="民政局", page=f"{CITY}/1",
)  # fmt: skip
WHOLE = replace(
    BARE, keywords=("婚姻",), themes=((f"{CITY}/#1", "民政"),), issued=DAY, modified=DAY,
    access="PUBLIC", frequency="DAILY", version="2", related=(f"{CITY}/2",), title_en="Marriages",
    eu_themes=("SOCI", "GOVE"), contact=Contact(name="民政局", telephone="0954-2031234"),
    places=(Place(id=f"{CITY}/#p", name="固原市", code="640400"),), covers=(DAY, None),
    conforms_to=f"{CITY}/standard", provenance="来自登记系统",
    distributions=(WAY, Distribution(url=f"{CITY}/api", format="API")),
)  # fmt: skip


def catalog(*datasets: Dataset) -> Catalog:
    return Catalog(
        id=f"{CITY}/#us", title="目录", description="说明", publisher="市政府", page=f"{CITY}/c",
        homepage=f"{CITY}/", datasets=datasets, next=f"{CITY}/c?2", first=f"{CITY}/c", total=2,
        licence=TERMS,
    )  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("form", WRITERS)
def test_nothing_is_violated(form: str, version: str) -> None:
    _media_type, write = WRITERS[form]
    text = write(as_graph(catalog(WHOLE, replace(BARE, id=f"{CITY}/3"))), PREFIXES)
    assert violations(text, form, version) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_the_judge_judges(version: str) -> None:
    text = WRITERS["ttl"][1](as_graph(catalog(replace(BARE, title=""))), PREFIXES)
    assert any("title" in one for one in violations(text, "ttl", version))
