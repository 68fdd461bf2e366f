"""Rows of the demo fit every kind of entry, in real divisions."""

from random import Random

from liupan.capabilities.opendata.demo.things import TOWNS
from liupan.capabilities.opendata.demo.values import made_up


def test_rows_stand_in_towns_of_their_county() -> None:
    names = ("名称", "地址", "床位数", "备案日期")
    letters = dict(zip(names, "CCND", strict=True))
    rows = list(made_up("养老机构信息", names, letters, Random(1), 200))
    assert len({row[0] for row in rows}) > 100
    for row in rows:
        county = next(one for one in TOWNS if one in row[1])
        assert any(town in row[1] for town in TOWNS[county])
        assert 0 < int(row[2]) < 300
