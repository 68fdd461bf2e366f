"""The list of what takes long names what is there, and sorts whole modules."""

from types import SimpleNamespace

from tests.machinery.databases import ROOT
from tests.machinery.order import LONG, pytest_collection_modifyitems


def test_what_is_said_to_take_long_is_there() -> None:
    assert [long for long in LONG if not (ROOT / long).exists()] == []


def test_long_modules_come_first_and_keep_the_order_of_their_tests() -> None:
    short, long = "src/liupan/kernel/tests/test_ids.py", f"{LONG[0]}test_one.py"
    names = [f"{short}::b", f"{short}::a", f"{long}::b", f"{long}::a"]
    items = [SimpleNamespace(nodeid=name) for name in names]
    pytest_collection_modifyitems(items)  # type: ignore[arg-type]
    assert [item.nodeid for item in items] == [*names[2:], *names[:2]]
