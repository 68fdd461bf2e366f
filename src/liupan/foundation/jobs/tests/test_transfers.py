"""Tables in and out: the dry run, the confirmation, exactly once, files that mean harm."""

import csv
import io
import zipfile
from datetime import UTC, datetime
from uuid import UUID

import pytest
from openpyxl import Workbook, load_workbook

from liupan.foundation.jobs.models import Job, JobFile
from liupan.foundation.jobs.operations import take_file
from liupan.foundation.jobs.queries import get_job
from liupan.foundation.jobs.tests import trial_jobs
from liupan.foundation.jobs.tests.factories import allow, person, run_queued, unit
from liupan.foundation.jobs.transferring import (
    UPLOAD_LIMIT,
    NotCheckedYet,
    TooLarge,
    confirm_import,
    export_table,
    hand_in_table,
)
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing, NotAuthorised
from liupan.kernel.sheets import UnreadableFile

NOW = datetime(2017, 11, 15, 2, 0, tzinfo=UTC)
GOOD = "姓名,数\n张三,2\n李四,4\n".encode()
BAD = "姓名,数\n张三,2\n李四,3\n王五,5\n".encode()

pytestmark = pytest.mark.usefixtures("fresh_db")


@pytest.fixture
def clerk(fresh_db: str) -> Actor:
    trial_jobs.Names.written.clear()
    return allow(person(), trial_jobs.MAY_COUNT, unit_id=unit())


def hand_in(clerk: Actor, content: bytes, name: str = "names.csv") -> UUID:
    return hand_in_table(
        table="trials.names", file_name=name, content=content, actor=clerk, now=NOW
    )


def content(clerk: Actor, job_id: UUID, role: str) -> bytes:
    return b"".join(take_file(job_id=job_id, role=role, actor=clerk, now=NOW).content)


def test_a_right_file_is_looked_at_then_taken_in_once(clerk: Actor) -> None:
    check = hand_in(clerk, GOOD)
    with pytest.raises(NotCheckedYet):
        confirm_import(check_id=check, actor=clerk, now=NOW)
    assert run_queued(check).state == "done"
    assert trial_jobs.Names.written == []
    found = get_job(clerk, check)
    assert (found.outcome["added"], found.outcome["errors"], found.outcome["rows"]) == (2, 0, 2)

    applied = confirm_import(check_id=check, actor=clerk, now=NOW)
    assert confirm_import(check_id=check, actor=clerk, now=NOW) == applied
    job = run_queued(applied)
    assert (job.state, job.outcome["added"]) == ("done", 2)
    assert trial_jobs.Names.written == ["张三", "李四"]

    # Killed between its commit and its end, the job is run again and writes nothing.
    Job.objects.filter(id=applied).update(state="running", outcome={})
    assert run_queued(applied).outcome["added"] == 2
    assert trial_jobs.Names.written == ["张三", "李四"]


def test_wrong_rows_come_back_with_their_reasons(clerk: Actor) -> None:
    check = hand_in(clerk, BAD)
    run_queued(check)
    found = get_job(clerk, check)
    assert found.outcome["errors"] == 2
    assert found.outcome["first_errors"][0] == {
        "row": 3, "column": "数", "value": "3", "reason": "不是偶数",
    }  # fmt: skip
    with pytest.raises(NotCheckedYet):
        confirm_import(check_id=check, actor=clerk, now=NOW)
    book = load_workbook(io.BytesIO(content(clerk, check, "errors")))
    lines = list(book.worksheets[0].iter_rows(values_only=True))
    assert lines[0][:2] == ("姓名", "数")
    assert [line[0] for line in lines[1:]] == ["李四", "王五"]
    assert lines[1][2] == "数: 不是偶数"


def test_a_colleague_cannot_confirm_or_take_anothers_file(clerk: Actor) -> None:
    check = hand_in(clerk, GOOD)
    run_queued(check)
    other = person("other")
    with pytest.raises(Missing):
        confirm_import(check_id=check, actor=other, now=NOW)
    with pytest.raises(Missing):
        content(other, check, "upload")
    with pytest.raises(NotAuthorised):
        hand_in(other, GOOD)


@pytest.mark.parametrize("form", ["csv", "csv-gb18030", "xlsx"])
def test_an_export_is_safe_to_open_and_comes_in_again(clerk: Actor, form: str) -> None:
    job_id = export_table(table="trials.names", form=form, actor=clerk, now=NOW)
    job = run_queued(job_id)
    assert (job.state, job.outcome) == ("done", {"rows": 3}), job.message
    data = content(clerk, job_id, "result")
    assert len(data) == JobFile.objects.get(job_id=job_id).size
    if form == "xlsx":
        cells = list(load_workbook(io.BytesIO(data)).worksheets[0].iter_rows())
        assert cells[2][0].value == "=cmd|'/C calc'!A0"
        assert cells[2][0].data_type in ("s", "inlineStr")
        assert cells[3][0].value == "𫖯喆"
    else:
        text = data.decode("gb18030" if form == "csv-gb18030" else "utf-8-sig")
        lines = list(csv.reader(io.StringIO(text)))
        assert lines[2][0] == "'=cmd|'/C calc'!A0"
        assert lines[3][0] == "𫖯喆"
    check = hand_in(clerk, data)
    assert run_queued(check).outcome["errors"] == 0


@pytest.mark.parametrize(
    "harm",
    [b"", b"   \n", b"%PDF-1.4", b"\xd0\xcf\x11\xe0", b"MZ\0\0\0", b"\0" * 100],
)
def test_what_is_no_table_is_refused_at_the_door(clerk: Actor, harm: bytes) -> None:
    with pytest.raises(UnreadableFile):
        hand_in(clerk, harm, "honest.xlsx")
    assert not Job.objects.exists()


def test_too_large_a_file_is_refused_at_the_door(clerk: Actor) -> None:
    with pytest.raises(TooLarge):
        hand_in(clerk, b"x" * (UPLOAD_LIMIT + 1))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(clerk: Actor) -> None:
    bomb = io.BytesIO()
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(300):
            part.write(b"0" * 1024 * 1024)
    assert len(bomb.getvalue()) < 1024 * 1024
    job = run_queued(hand_in(clerk, bomb.getvalue(), "bomb.xlsx"))
    assert job.state == "failed"


def test_a_damaged_workbook_ends_with_a_sentence(clerk: Actor) -> None:
    job = run_queued(hand_in(clerk, b"PK\x03\x04" + b"\xff" * 500))
    assert job.state == "failed"
    assert job.message
    assert "Traceback" not in job.message


def test_a_huge_cell_neither_breaks_the_check_nor_the_page(clerk: Actor) -> None:
    book = Workbook()
    book.active.append(["姓名", "数"])
    book.active.append(["长" * 30_000, "3"])
    packed = io.BytesIO()
    book.save(packed)
    check = hand_in(clerk, packed.getvalue(), "huge.xlsx")
    job = run_queued(check)
    assert job.outcome["errors"] == 1
    assert len(str(job.outcome)) < 2000
    assert load_workbook(io.BytesIO(content(clerk, check, "errors")))
