"""Files become tables whole or not at all, and say what is wrong with them."""

import io
import re
import threading
import zipfile
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, connections
from openpyxl import Workbook, load_workbook

from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.jobs.tests.factories import file_of, person
from liupan.foundation.journal.tests.factories import acts
from liupan.foundation.tables import loading
from liupan.foundation.tables.facade import (
    AboveCeiling,
    Column,
    NoContent,
    NoKey,
    Question,
    StructureChanged,
    Type,
    UnfitColumns,
    close_table,
    count_rows,
    define_table,
    get_page,
    get_table,
    index_column,
    list_loads,
    redefine_table,
)
from liupan.foundation.tables.models import Content, Load
from liupan.foundation.tables.operations import FILES, begin_filling
from liupan.foundation.tables.policies import SWEEP_TABLES
from liupan.foundation.tables.sweeping import sweep
from liupan.foundation.tables.tests.factories import (
    NOW,
    hand_in,
    keeper,
    load,
    run,
    table,
    whole,
)
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing, NotAuthorised
from liupan.kernel.secrecy import Secrecy

pytestmark = pytest.mark.usefixtures("fresh_db")
CODE = Column(name="代码", key=1, length=20)
NAME = Column(name="名称")
COUNT = Column(name="数量", type=Type.INTEGER)
SOME = "代码,名称,数量\n007,甲,1\n008,乙,2\n"


@pytest.fixture
def owner() -> tuple[Actor, UUID]:
    return keeper()


def rows(table_id: UUID) -> list[tuple[object, ...]]:
    return list(get_page(table_id, whole(table_id), Question(limit=1000)).rows)


class TestDefining:
    def test_a_table_and_its_facts(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, CODE, NAME)
        load(owner[0], made, "代码,名称\n1,甲\n")
        found = get_table(made)
        assert [c.name for c in found.columns] == ["代码", "名称"]
        assert (found.rows, found.unit_id) == (1, owner[1])
        assert acts("tables.table") == ["tables.table.defined"]
        assert acts("tables.load") == ["tables.load.started", "tables.load.published"]

    def test_what_is_no_table(self, owner: tuple[Actor, UUID]) -> None:
        for columns in (
            (),
            (Column(name="甲"), Column(name="甲")),
            (Column(name=" 甲"),),
            (Column(name="甲\n乙"),),
            (Column(name="甲", pattern="("),),
            (Column(name="甲", pattern=r"(.)\1"),),
            (Column(name="甲", type=Type.NOTE, key=1),),
            (Column(name="甲", key=2),),
            (Column(name="甲", length=501),),
            tuple(Column(name=str(n)) for n in range(401)),
        ):
            with pytest.raises(UnfitColumns):
                table(*owner, *columns)

    def test_only_who_may_and_only_what_the_network_may_hold(
        self, owner: tuple[Actor, UUID]
    ) -> None:
        made = table(*owner, NAME)
        stranger = person("li.si")
        with pytest.raises(NotAuthorised):
            table(stranger, owner[1], NAME)
        with pytest.raises(NotAuthorised):
            hand_in(stranger, made, SOME)
        with pytest.raises((AboveCeiling, NotAuthorised)):
            define_table(
                title="密", unit_id=owner[1], columns=[NAME], secrecy=Secrecy.SECRET,
                actor=owner[0], now=NOW,
            )  # fmt: skip

    def test_four_hundred_long_texts_fit(self, owner: tuple[Actor, UUID]) -> None:
        columns = [Column(name=f"列{n}", type=Type.NOTE) for n in range(400)]
        made = table(*owner, *columns)
        text = ",".join(c.name for c in columns) + "\n" + ",".join(["固" * 900] * 400) + "\n"
        assert load(owner[0], made, text).state == "done"
        assert rows(made)[0][399] == "固" * 900


class TestReadingFiles:
    def test_encodings_and_separators(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, CODE, NAME, COUNT)
        encodings = ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le"]
        separators = [",", "\t", ";", "|", ",", ","]
        for encoding, separator in zip(encodings, separators, strict=True):
            text = SOME.replace(",", separator).replace("乙", '"乙\n""二"')
            assert load(owner[0], made, text.encode(encoding)).state == "done"
            assert rows(made) == [("007", "甲", 1), ("008", '乙\n"二', 2)]

    def test_gbk_far_below_ascii(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, Column(name="a"))
        data = b"a\n" + b"plain\n" * 100_000 + "固原".encode("gbk") + b"\n"
        assert load(owner[0], made, data).state == "done"
        assert get_page(made, whole(made), Question(limit=1, descending=True)).rows == (("固原",),)

    def test_an_encoding_a_person_corrects(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, Column(name="名"))
        assert load(owner[0], made, "名\n固原\n".encode("gbk"), encoding="utf-8").state == "failed"
        assert load(owner[0], made, "名\n固原\n".encode("gbk"), encoding="gbk").state == "done"

    def test_values_arrive_as_they_are(self, owner: tuple[Actor, UUID]) -> None:
        kinds = {t: Column(name=t.value, type=t) for t in Type}
        made = table(*owner, *kinds.values())
        given = {
            "C": "0042", "N": "12345678901234567890.10", "Y": '"1,234.50"', "D": "2017年1月5日",
            "T": "2017-01-05 08:30", "L": "是", "M": "\\N\\. '甲", "G": "'=1+1", "B": "1e3",
            "I": "-9", "F": "0.1",
        }  # fmt: skip
        text = ",".join(given) + "\n" + ",".join(given.values()) + "\n" + "," * 10 + "\n"
        assert load(owner[0], made, text).state == "done"
        found = dict(zip([c.name for c in get_table(made).columns], rows(made)[0], strict=True))
        assert {key: str(value) for key, value in found.items()} == {
            "C": "0042", "N": "12345678901234567890.10", "Y": "1234.50", "D": "2017-01-05",
            "T": "2017-01-05 08:30:00", "L": "True", "M": "\\N\\. '甲", "G": "=1+1", "B": "1000.0",
            "I": "-9", "F": "0.1",
        }  # fmt: skip

    def test_a_workbook_keeps_its_zeros(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, CODE, NAME, COUNT)
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["代码", "名称", "数量"])
        sheet.append([7, "甲", 3.0])
        sheet["A2"].number_format = "000"
        file = io.BytesIO()
        book.save(file)
        assert load(owner[0], made, file.getvalue()).state == "done"
        assert rows(made) == [("007", "甲", 3)]

    def test_refused_with_a_sentence(
        self, owner: tuple[Actor, UUID], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("django.conf.settings.LANGUAGE_CODE", "en")
        made = table(*owner, CODE, NAME)
        for content, said in (
            (b"", "empty"),
            (b"\xef\xbb\xbf\r\n\r\n", "empty"),
            (b"%PDF-1.4\n", "neither"),
            (b"PK\x03\x04broken", "damaged"),
            ("代码,代码\n1,2\n".encode(), "twice"),
            ("代码,\n1,2\n".encode(), "are wrong"),
            ("名称\n甲\n".encode(), "lacks"),
            ("代码,外来\n1,2\n".encode(), "外来"),
            (b"\xff\xfe\x00", "empty|encoding|UTF-16"),
            (b"a\n\x81\xff\xff\n", "encoding"),
            (",".join(f"列{n}" for n in range(16_000)).encode() + b"\n1\n", "16,000"),
            ('代码,名称\n1,"'.encode() + b"x" * 200_000, "no end"),
        ):
            job = load(owner[0], made, content)
            assert job.state == "failed", (content[:20], job.message)
            assert re.search(said, job.message), (content[:20], job.message)
        with pytest.raises(NoContent):
            count_rows(made, whole(made))

    def test_a_bomb_is_not_unpacked(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, CODE)
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
        assert load(owner[0], made, file.getvalue()).state == "failed"


class TestWrongRows:
    BAD = "代码,名称,数量\n1,甲,一\n2,乙,2\n2,丙,3\n,丁,4\n5,戊,5,多\n6,己\n"

    def test_one_wrong_row_refuses_the_file_and_says_which(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, CODE, NAME, COUNT)
        job = load(owner[0], made, self.BAD)
        assert job.state == "failed"
        (found,) = list_loads(made)
        assert (found.state, found.rows_read, found.wrong) == ("refused", 6, 4)
        assert {(q.column, q.flaw.value, q.count) for q in found.quality} == {
            ("数量", "format", 1), ("代码", "key_twice", 1), ("代码", "key_missing", 1),
            ("", "ragged", 1),
        }  # fmt: skip
        sheet = load_workbook(io.BytesIO(file_of(job.id, "errors", owner[0]))).active
        assert sheet is not None
        assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [2, 4, 5, 6]
        assert Content.objects.get().state == "dropped"
        assert not FILES.has(found.id)

    def test_as_many_as_were_allowed_stay_out(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, CODE, NAME, COUNT)
        assert load(owner[0], made, self.BAD, allowed_wrong=4).state == "done"
        assert rows(made) == [("2", "乙", 2), ("6", "己", None)]

    def test_what_is_only_noted_comes_in(self, owner: tuple[Actor, UUID]) -> None:
        made = table(
            *owner,
            Column(name="性别", codes=("1", "2"), is_required=True),
            Column(name="年龄", type=Type.INTEGER, least=0, most=150),  # type: ignore[arg-type]
            Column(name="电话", pattern="[0-9]{11}"),
        )
        text = "性别,年龄,电话\n1,30,13800000000\n9,-1,x\n,200,\n"
        assert load(owner[0], made, text).state == "done"
        assert len(rows(made)) == 3
        (found,) = list_loads(made)
        assert {(q.column, q.flaw.value, q.count) for q in found.quality} == {
            ("性别", "missing", 1), ("性别", "not_a_code", 1), ("年龄", "out_of_range", 2),
            ("电话", "pattern", 1),
        }  # fmt: skip


class TestModes:
    def test_append_takes_no_known_key(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, CODE, NAME, COUNT)
        load(owner[0], made, SOME)
        assert load(owner[0], made, "代码,数量\n008,9\n", mode="append").state == "failed"
        assert load(owner[0], made, "代码,数量\n009,9\n", mode="append").state == "done"
        assert [row[0] for row in rows(made)] == ["007", "008", "009"]
        assert get_table(made).rows == 3

    def test_without_a_key_nothing_is_updated(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, NAME)
        with pytest.raises(NoKey):
            hand_in(owner[0], made, "名称\n甲\n", mode="upsert")
        load(owner[0], made, "名称\n甲\n")
        load(owner[0], made, "名称\n甲\n", mode="append")
        assert rows(made) == [("甲",), ("甲",)]
        load(owner[0], made, "名称\n乙\n")
        assert rows(made) == [("乙",)]

    def test_replacing_by_key_changes_what_differs(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, CODE, NAME, COUNT)
        load(owner[0], made, SOME)
        load(owner[0], made, "代码,名称,数量\n008,乙,2\n007,甲,5\n010,丙,\n")
        done = list_loads(made)[0]
        assert (done.added, done.changed, done.removed) == (1, 1, 0)
        load(owner[0], made, "代码,名称,数量\n010,丙,\n")
        assert list_loads(made)[0].removed == 2
        assert rows(made) == [("010", "丙", None)]

    def test_other_columns_come_with_the_next_replacement(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, CODE, NAME, COUNT)
        load(owner[0], made, SOME)
        redefine_table(table_id=made, columns=[CODE, COUNT], actor=owner[0], now=NOW)
        assert len(rows(made)[0]) == 3
        with pytest.raises(StructureChanged):
            hand_in(owner[0], made, "代码,数量\n1,1\n", mode="append")
        assert load(owner[0], made, "代码,数量\n1,1\n").state == "done"
        assert rows(made) == [("1", 1)]


class TestWholeOrNotAtAll:
    def test_killed_in_the_middle_nothing_is_seen_and_it_starts_anew(
        self, owner: tuple[Actor, UUID]
    ) -> None:
        made = table(*owner, CODE, NAME, COUNT)
        load(owner[0], made, SOME)
        load_id = hand_in(owner[0], made, "代码\n1\n2\n3\n")
        half = begin_filling(load_id, NOW)[1]
        from liupan.foundation.tables import physical

        physical.copy_in(half, [b"1\t1\t1\t\t\n"])
        assert len(rows(made)) == 2  # what a dead run left is not seen
        assert run(load_id).state == "done"
        assert [row[0] for row in rows(made)] == ["1", "2", "3"]
        assert Content.objects.get(number=half).state == "dropped"

    def test_run_twice_it_is_done_once(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, NAME)
        load(owner[0], made, "名称\n甲\n")
        load_id = hand_in(owner[0], made, "名称\n乙\n", mode="append")
        run(load_id)
        loading.load(None, load_id=str(load_id))  # type: ignore[arg-type]
        assert rows(made) == [("甲",), ("乙",)]

    def test_two_at_once(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, CODE, NAME, COUNT)
        load(owner[0], made, SOME)
        both = [
            hand_in(owner[0], made, f"代码,数量\n{n}\n008,{n}\n".replace(f"{n}\n", f"{n},{n}\n", 1),
                    mode="upsert")
            for n in (21, 22)
        ]  # fmt: skip

        def work(load_id: UUID) -> None:
            try:
                run(load_id)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work, args=(each,)) for each in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        found = {row[0]: row[2] for row in rows(made)}
        assert set(found) == {"007", "008", "21", "22"}
        assert found["008"] in (21, 22)
        assert get_table(made).rows == 4
        positions = sorted((each.first_n, each.last_n) for each in Load.objects.filter(id__in=both))
        assert positions[0][1] == positions[1][0]

    def test_what_was_replaced_goes_when_nobody_reads_it(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, NAME)
        load(owner[0], made, "名称\n甲\n")
        old = get_table(made).content
        load(owner[0], made, "名称\n乙\n")
        sweeper, later = worker_actor(SWEEP_TABLES), NOW.replace(year=2030)
        from liupan.foundation.tables.physical import name

        link = connections.create_connection("default")
        with link.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(f"SELECT * FROM {name(old or 0)}")
            assert sweep(actor=sweeper, now=later) == 0
        link.close()
        assert sweep(actor=sweeper, now=later) == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)", [name(old or 0)])
            assert cursor.fetchone() == (None,)
        assert rows(made) == [("乙",)]

    def test_a_closed_table_is_not_read(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, NAME)
        load(owner[0], made, "名称\n甲\n")
        view = whole(made)
        close_table(table_id=made, reason="并入他表", actor=owner[0], now=NOW)
        with pytest.raises(Missing):
            get_page(made, view, Question())
        with pytest.raises(Missing):
            hand_in(owner[0], made, "名称\n甲\n")
        assert get_table(made).is_closed

    def test_an_index_stays_through_loads(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, CODE, NAME, COUNT)
        load(owner[0], made, SOME)
        index_column(table_id=made, column="名称", actor=owner[0], now=NOW)
        assert _indexes(get_table(made).content) == 3
        redefine_table(
            table_id=made, columns=[NAME, *get_table(made).columns[:1]], actor=owner[0], now=NOW
        )
        index_column(table_id=made, column="名称", actor=owner[0], now=NOW)
        load(owner[0], made, "代码,名称\n1,甲\n")
        assert _indexes(get_table(made).content) == 3


class TestRights:
    def test_the_servers_role_makes_nothing_itself(self, owner: tuple[Actor, UUID]) -> None:
        made = table(*owner, NAME)
        load(owner[0], made, "名称\n甲\n")
        for statement in (
            "CREATE TABLE hosted.mine (a int)",
            "DROP TABLE hosted.t{n}",
            "ALTER TABLE hosted.t{n} ADD COLUMN x int",
            "TRUNCATE hosted.t{n}",
            "SELECT tables_make(-1, 'C')",
            "SELECT tables_make(9999, 'C); DROP TABLE x; --')",
        ):
            with pytest.raises(DatabaseError), connection.cursor() as cursor:
                cursor.execute(statement.format(n=get_table(made).content))


def _indexes(content: int | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_indexes WHERE schemaname = 'hosted' AND tablename = %s",
            [f"t{content}"],
        )
        return int(cursor.fetchone()[0])
