"""Small files loaded without a job: visible at once, or not at all."""

from uuid import UUID

import pytest

from liupan.foundation.tables import at_once
from liupan.foundation.tables.facade import (
    Column,
    FileTooLarge,
    Question,
    TooManyWrong,
    Type,
    UnreadableFile,
    get_page,
    list_loads,
    load_at_once,
)
from liupan.foundation.tables.tests.factories import NOW, keeper, table, whole
from liupan.kernel.authority import Actor
from liupan.kernel.errors import InvalidInput, NotAuthorised

pytestmark = pytest.mark.django_db
COLUMNS = (Column(name="编号", type=Type.INTEGER, key=1), Column(name="姓名", codes=("甲", "乙")))


@pytest.fixture
def made() -> tuple[Actor, UUID]:
    actor, unit_id = keeper()
    return actor, table(actor, unit_id, *COLUMNS)


def bring(made: tuple[Actor, UUID], text: str, mode: str = "replace", allowed: int = 0) -> UUID:
    return load_at_once(
        table_id=made[1], mode=mode, file_name="名册.csv", content=text.encode(),
        allowed_wrong=allowed, actor=made[0], now=NOW,
    )  # fmt: skip


def rows(made: tuple[Actor, UUID]) -> list[object]:
    return sorted(get_page(made[1], whole(made[1]), Question()).rows)


def test_rows_come_are_changed_and_go(made: tuple[Actor, UUID]) -> None:
    bring(made, "编号,姓名\n1,甲\n2,乙\n")
    bring(made, "编号,姓名\n2,甲\n3,乙\n", "upsert")
    assert rows(made) == [(1, "甲"), (2, "甲"), (3, "乙")]
    bring(made, "编号,姓名\n3,丙\n")
    assert rows(made) == [(3, "丙")]
    newest = list_loads(made[1])[0]
    assert (newest.rows_read, newest.removed) == (1, 2)
    assert [(one.column, one.count) for one in newest.quality] == [("姓名", 1)]


def test_what_is_wrong_leaves_what_was_there(made: tuple[Actor, UUID]) -> None:
    bring(made, "编号,姓名\n1,甲\n")
    for text, why in (("编号,姓名\nx,甲\n", TooManyWrong), ("别的\n1\n", UnreadableFile)):
        with pytest.raises(why):
            bring(made, text)
    with pytest.raises(InvalidInput):
        bring(made, "编号,姓名\n1,甲\n", "other")
    assert rows(made) == [(1, "甲")]
    bring(made, "编号,姓名\nx,甲\n5,甲\n", allowed=1)
    assert rows(made) == [(5, "甲")]


def test_not_too_much_and_not_by_anybody(
    made: tuple[Actor, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = Actor(id=made[0].id, kind=made[0].kind)
    with pytest.raises(NotAuthorised):
        bring((stranger, made[1]), "编号,姓名\n1,甲\n")
    monkeypatch.setattr(at_once, "LARGEST", 10)
    with pytest.raises(FileTooLarge):
        bring(made, "编号,姓名\n1,甲\n")
