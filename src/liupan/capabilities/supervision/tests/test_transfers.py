"""Items as a file: out, in, and what is wrong with a row."""

import pytest

from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.tests.factories import DAY, NOW, Town, with_part, working
from liupan.capabilities.supervision.transfers import ItemsTable
from liupan.kernel.transfers import Row, RowsRefused, unobserved

TABLE = ItemsTable()


def row(number: int, **cells: str) -> Row:
    values = {
        "title": "平台上云", "end_state": "38个系统上云", "lead": "固原市公安局",
        "supervising": "固原市人民政府办公室", "due_on": "2017-11-30", **cells,
    }  # fmt: skip
    return Row(number, {c.key: values.get(c.key, "") for c in TABLE.columns})


def test_new_rows_become_items_with_parts(place: Town) -> None:
    rows = [
        row(2, order="1", origin="媒体反映", assisting="固原市信息化建设办公室"),
        row(3, order="1-1", weight="3"),
        row(4, order="1-1-1", optional="1"),
        row(5, order="2", due_on="", origin="note"),
    ]
    done = TABLE.apply(rows, actor=place.officer, now=NOW, report=unobserved)
    assert done.added == 4
    found = {i.code: i for i in Item.objects.all()}
    assert set(found) == {"1", "1-1", "1-1-1", "2"}
    assert (found["1"].origin, found["1-1"].weight) == ("press", 3)
    assert not found["1-1-1"].is_mandatory
    assert found["1"].assistings.count() == 1


def test_what_went_out_comes_in_and_changes_nothing(place: Town) -> None:
    with_part(place, working(place))
    out = list(TABLE.rows(actor=place.officer, day=DAY))
    assert TABLE.count(actor=place.officer, day=DAY) == len(out) == 2
    rows = [Row(n, {k: str(v or "") for k, v in cells.items()}) for n, cells in enumerate(out, 2)]
    found = TABLE.apply(rows, actor=place.officer, now=NOW, report=unobserved)
    assert (found.added, found.unchanged) == (0, 2)
    assert Item.objects.count() == 2


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"title": ""}, "title"),
        ({"lead": "火星局"}, "lead"),
        ({"supervising": ""}, "supervising"),
        ({"assisting": "火星局"}, "assisting"),
        ({"due_on": "明天"}, "due_on"),
        ({"due_on": "2017-05-01"}, "due_on"),
        ({"weight": "0"}, "weight"),
        ({"origin": "梦"}, "origin"),
        ({"order": "7-1"}, "order"),
    ],
)
def test_what_is_wrong_is_named(place: Town, cells: dict[str, str], column: str) -> None:
    label = next(str(c.label) for c in TABLE.columns if c.key == column)
    wrong = row(2, **{"order": "1", **cells})
    found = TABLE.check([wrong], actor=place.officer, now=NOW, report=unobserved)
    assert [error.column for error in found.errors] == [label]
    with pytest.raises(RowsRefused):
        TABLE.apply([wrong], actor=place.officer, now=NOW, report=unobserved)
