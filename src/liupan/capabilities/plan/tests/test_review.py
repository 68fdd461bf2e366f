"""A notice is handed in, looked at, changed and confirmed; nothing is a fact before."""

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from liupan.capabilities.plan.gateways import proposal_of_file
from liupan.capabilities.plan.models import Edition, KeyTask, Notice, Plan, ProposedPart
from liupan.capabilities.plan.notices.marking import paragraphs_of
from liupan.capabilities.plan.notices.reshaping import cuts_of, name_of, place_of
from liupan.capabilities.plan.operations.editions import discard_draft
from liupan.capabilities.plan.operations.notices import (
    NoLongerOpen,
    confirm_notice,
    enter_notice,
)
from liupan.capabilities.plan.operations.proposals import (
    add_proposed,
    check_proposed,
    check_section,
    drop_proposed,
    merge_proposed,
    restore_proposed,
    revise_proposed,
    split_proposed,
    undo_change,
)
from liupan.capabilities.plan.queries.notices import NoticeView, ProposedView, get_notice
from liupan.capabilities.plan.tests.factories import NOW, SmallCity, small_city
from liupan.capabilities.plan.views.annex import until
from liupan.foundation.access.facade import actor_for
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.journal.tests.factories import acts
from liupan.kernel import clock
from liupan.kernel.authority import ANONYMOUS, Actor, NotAuthorised
from liupan.kernel.errors import InvalidInput, Missing, StaleVersion

HERE = Path(__file__).parent / "notices"
SAMPLE = HERE / "three-years.txt"


@pytest.fixture(scope="module")
def read() -> dict[str, object]:
    return proposal_of_file("three-years.txt", SAMPLE.read_bytes())


@pytest.fixture
def city(db: None) -> Iterator[SmallCity]:
    with clock.frozen(NOW):
        yield small_city()


@pytest.fixture
def officer(city: SmallCity) -> Actor:
    return actor_for(city.officer)


@pytest.fixture
def browser(city: SmallCity, client: Client) -> Client:
    enter(client, city.officer)
    return client


@pytest.fixture
def notice(officer: Actor, read: dict[str, object]) -> UUID:
    return enter_notice(
        file_name="three-years.txt", division="640400", read=read, actor=officer, now=NOW
    )


def seen(notice: UUID, actor: Actor) -> NoticeView:
    return get_notice(notice, actor)


def task(notice: UUID, actor: Actor, words: str) -> ProposedView:
    return next(p for p in seen(notice, actor).of("task") if words in p.name)


# --- What is read is only proposed --------------------------------------------------------------
def test_a_notice_that_was_read_is_no_fact_of_the_plan(notice: UUID, officer: Actor):
    found = seen(notice, officer)
    assert found.is_open
    assert found.head.said["title"] == "示例市“互联网+政务服务”三年行动计划"
    assert found.head.said["code"] == "guyuan-2016"
    assert found.looked_at == 0
    assert Plan.objects.filter(code="guyuan-2016").count() == 0
    assert acts("plan.notice") == ["plan.notice.proposed"]


def test_every_place_of_a_part_holds_its_words(notice: UUID, officer: Actor):
    found = seen(notice, officer)
    for part in found.of("task"):
        words = "".join(found.text[a:b] for a, b in part.places)
        assert re.sub(r"\W", "", part.name)[:4] in re.sub(r"\W", "", words)


def test_the_code_of_a_plan_that_is_here_is_not_proposed_again(
    city: SmallCity, officer: Actor, read: dict[str, object]
):
    Plan.objects.create(code="guyuan-2016", level="city", division_code="640400")
    again = enter_notice(file_name="a", division="640400", read=read, actor=officer, now=NOW)
    assert seen(again, officer).head.said["code"] == "guyuan-2016-2"


def test_a_countys_notice_carries_out_the_plan_that_it_cites(
    city: SmallCity, officer: Actor, read: dict[str, object]
):
    adopted = Edition.objects.get(plan__level="city")
    cites = [{"title": adopted.title, "number": None, "start": 0, "end": 0}]
    county = enter_notice(
        file_name="a", division="640422", read=read | {"cites": cites}, actor=officer, now=NOW
    )
    assert seen(county, officer).head.said["above"] == adopted.plan.code
    for part in seen(county, officer).parts:
        check_proposed(part_id=part.id, version=part.version, actor=officer, now=NOW)
    version = seen(county, officer).version
    edition = confirm_notice(notice_id=county, version=version, actor=officer, now=NOW)
    assert Edition.objects.get(id=edition).plan.above == adopted.plan


def test_a_citys_notice_has_no_plan_of_its_own_level_above(
    city: SmallCity, officer: Actor, read: dict[str, object]
):
    adopted = Edition.objects.get(plan__level="city")
    cites = [{"title": adopted.title, "number": None, "start": 0, "end": 0}]
    again = enter_notice(
        file_name="a", division="640400", read=read | {"cites": cites}, actor=officer, now=NOW
    )
    assert seen(again, officer).head.said["above"] == ""


def test_only_who_looks_after_the_plan_reads_and_sees_notices(
    city: SmallCity, notice: UUID, officer: Actor, read: dict[str, object]
):
    for actor in (ANONYMOUS, actor_for(city.clerk)):
        with pytest.raises(NotAuthorised):
            enter_notice(file_name="a", division="640400", read=read, actor=actor, now=NOW)
        with pytest.raises(Missing):
            get_notice(notice, actor)
        part = seen(notice, officer).head
        with pytest.raises(NotAuthorised):
            check_proposed(part_id=part.id, version=1, actor=actor, now=NOW)


def test_a_notice_of_a_whole_book_is_refused(officer: Actor, read: dict[str, object]):
    with pytest.raises(InvalidInput, match=r"150,000|150000"):
        enter_notice(
            file_name="a", division="640400", read={**read, "text": "字" * 150_001},
            actor=officer, now=NOW,
        )  # fmt: skip


# --- Changing -----------------------------------------------------------------------------------
def test_a_part_that_is_saved_is_ticked_off(notice: UUID, officer: Actor):
    part = task(notice, officer, "编制事项清单")
    revise_proposed(part_id=part.id, said={"lead": "市政务办"}, version=1, actor=officer, now=NOW)
    after = task(notice, officer, "编制事项清单")
    assert (after.said["lead"], after.is_checked, after.version) == ("市政务办", True, 2)
    assert seen(notice, officer).looked_at == 1
    assert acts("plan.proposal") == ["plan.proposal.revised"]


def test_who_saves_second_sees_both(notice: UUID, officer: Actor):
    part = task(notice, officer, "编制事项清单")
    revise_proposed(part_id=part.id, said={"lead": "甲局"}, version=1, actor=officer, now=NOW)
    with pytest.raises(StaleVersion) as stale:
        revise_proposed(part_id=part.id, said={"lead": "乙局"}, version=1, actor=officer, now=NOW)
    assert stale.value.mine["0"] == "乙局"
    assert stale.value.theirs["0"] == "甲局"
    assert stale.value.theirs["version"] == 2
    for act in (check_proposed, drop_proposed):
        with pytest.raises(StaleVersion):
            act(part_id=part.id, version=1, actor=officer, now=NOW)


def test_two_tasks_become_one_and_two_again(notice: UUID, officer: Actor):
    before = seen(notice, officer)
    one, other = before.of("task")[:2]
    merge_proposed(part_id=one.id, other_id=other.id, version=1, actor=officer, now=NOW)
    merged = task(notice, officer, one.name)
    assert len(seen(notice, officer).of("task")) == len(before.of("task")) - 1
    assert merged.said["lead"] == "市编办"
    assert "各县（区）人民政府" in merged.said["assisting"]
    assert one.said["end_state"] in merged.said["end_state"]
    assert len(merged.places) in (1, 2)
    undo_change(notice_id=notice, version=seen(notice, officer).version, actor=officer, now=NOW)
    after = seen(notice, officer)
    assert [(p.id, p.said, p.places) for p in after.parts] == [
        (p.id, p.said, p.places) for p in before.parts
    ]


def test_one_task_becomes_two_at_a_stop(notice: UUID, officer: Actor):
    one = task(notice, officer, "推进数据共享")
    text = seen(notice, officer).text
    words = "".join(text[a:b] for a, b in one.places)
    at = next(c for c in cuts_of(words) if words[:c].endswith("系统，"))
    second = split_proposed(part_id=one.id, at=at, version=1, actor=officer, now=NOW)
    found = {p.id: p for p in seen(notice, officer).parts}
    first, fresh = found[one.id], found[second]
    assert first.places[-1][1] == fresh.places[0][0]
    assert fresh.name.startswith("年内完成公安")
    assert fresh.said["due_on"] == "2016-12-31"
    assert fresh.said["lead"] == "市信息化办"
    assert fresh.said["section"] == first.said["section"]
    with pytest.raises(InvalidInput):
        split_proposed(part_id=one.id, at=1, version=2, actor=officer, now=NOW)
    undo_change(notice_id=notice, version=seen(notice, officer).version, actor=officer, now=NOW)
    assert second not in {p.id for p in seen(notice, officer).parts}
    assert task(notice, officer, "推进数据共享").said == one.said


def test_what_is_left_out_can_be_taken_back_in(notice: UUID, officer: Actor):
    part = seen(notice, officer).of("task")[0]
    drop_proposed(part_id=part.id, version=1, actor=officer, now=NOW)
    assert seen(notice, officer).of("task")[0].is_dropped
    assert seen(notice, officer).of("task")[1].code == "K01"
    restore_proposed(part_id=part.id, version=2, actor=officer, now=NOW)
    assert seen(notice, officer).of("task")[0].code == "K01"
    with pytest.raises(InvalidInput):
        drop_proposed(part_id=seen(notice, officer).head.id, version=1, actor=officer, now=NOW)


def test_a_task_is_added_from_words_of_the_text(notice: UUID, officer: Actor):
    words = "推行一次告知、\n 限时办结"
    added = add_proposed(notice_id=notice, kind="task", words=words, actor=officer, now=NOW)
    found = seen(notice, officer)
    part = next(p for p in found.parts if p.id == added)
    ((start, end),) = part.places
    assert found.text[start:end] == "推行一次告知、限时办结"
    section = next(s for s in found.of("section") if str(s.id) == part.said["section"])
    assert section.name == "重点任务"
    target = add_proposed(
        notice_id=notice, kind="target", words="办结率达到99.5%以上", actor=officer, now=NOW
    )
    said = next(p for p in seen(notice, officer).parts if p.id == target).said
    assert (said["name"], said["figure"], said["unit"]) == ("办结率", "99.5", "%")
    for kind, said_words in (("head", "字"), ("task", "  ")):
        with pytest.raises(InvalidInput):
            add_proposed(notice_id=notice, kind=kind, words=said_words, actor=officer, now=NOW)


def test_a_whole_section_is_ticked_off_as_it_was_seen(notice: UUID, officer: Actor):
    found = seen(notice, officer)
    section = next(s for s in found.of("section") if found.under(s))
    with pytest.raises(StaleVersion):
        check_section(part_id=section.id, version=99, actor=officer, now=NOW)
    check_section(part_id=section.id, version=found.version, actor=officer, now=NOW)
    after = seen(notice, officer)
    assert all(p.is_checked for p in after.under(section))
    undo_change(notice_id=notice, version=after.version, actor=officer, now=NOW)
    assert seen(notice, officer).looked_at == 0


def test_only_the_last_change_is_taken_back(notice: UUID, officer: Actor):
    part = seen(notice, officer).of("task")[0]
    check_proposed(part_id=part.id, version=1, actor=officer, now=NOW)
    version = seen(notice, officer).version
    with pytest.raises(StaleVersion):
        undo_change(notice_id=notice, version=version - 1, actor=officer, now=NOW)
    undo_change(notice_id=notice, version=version, actor=officer, now=NOW)
    with pytest.raises(InvalidInput):
        undo_change(notice_id=notice, version=version + 1, actor=officer, now=NOW)


# --- Confirming ---------------------------------------------------------------------------------
def test_what_is_confirmed_is_a_draft_with_ways_back_to_the_words(notice: UUID, officer: Actor):
    found = seen(notice, officer)
    gone = found.of("task")[0]
    drop_proposed(part_id=gone.id, version=1, actor=officer, now=NOW)
    found = seen(notice, officer)
    draft = confirm_notice(notice_id=notice, version=found.version, actor=officer, now=NOW)
    edition = Edition.objects.get(id=draft)
    assert (edition.state, edition.plan.code) == ("draft", "guyuan-2016")
    assert edition.issued_on == date(2016, 5, 20)
    tasks = KeyTask.objects.filter(clause__section__edition=edition).order_by("order")
    assert [t.name for t in tasks] == [p.name for p in found.of("task") if not p.is_dropped]
    assert gone.name not in [t.name for t in tasks]
    assert tasks[0].code == ProposedPart.objects.get(id=found.of("task")[1].id).code == "K01"
    assert {s.document_number for s in edition.superiors.all()} == {
        "国发〔2016〕55号", "自政发〔2015〕12号",
    }  # fmt: skip
    assert "plan.notice.confirmed" in acts("plan.notice")
    with pytest.raises(NoLongerOpen):
        confirm_notice(notice_id=notice, version=found.version + 1, actor=officer, now=NOW)
    # A draft that is given up leaves its notice open: nothing that was looked at is lost.
    discard_draft(edition_id=draft, actor=officer, now=NOW)
    assert seen(notice, officer).is_open


def test_what_was_not_seen_is_not_confirmed(notice: UUID, officer: Actor):
    version = seen(notice, officer).version
    part = seen(notice, officer).of("task")[0]
    drop_proposed(part_id=part.id, version=1, actor=officer, now=NOW)
    with pytest.raises(StaleVersion):
        confirm_notice(notice_id=notice, version=version, actor=officer, now=NOW)


def test_a_proposal_that_cannot_stand_names_each_place(notice: UUID, officer: Actor):
    found = seen(notice, officer)
    part = found.of("task")[0]
    revise_proposed(
        part_id=part.id, said={"due_on": "2099-01-01"}, version=1, actor=officer, now=NOW
    )
    version = seen(notice, officer).version
    with pytest.raises(InvalidInput, match=part.name):
        confirm_notice(notice_id=notice, version=version, actor=officer, now=NOW)
    assert seen(notice, officer).is_open
    assert Notice.objects.get(id=notice).edition is None


def test_a_head_without_days_is_not_confirmed(city: SmallCity, officer: Actor):
    read = proposal_of_file("a.txt", "加强督查。\n一、任务\n（一）完善制度，建立台账。".encode())
    notice = enter_notice(file_name="a", division="640400", read=read, actor=officer, now=NOW)
    with pytest.raises(InvalidInput):
        confirm_notice(notice_id=notice, version=1, actor=officer, now=NOW)


# --- Pages --------------------------------------------------------------------------------------
def test_the_pages_lead_from_the_file_to_the_draft(browser: Client):
    file = SimpleUploadedFile("three-years.txt", SAMPLE.read_bytes())
    answer = browser.post("/plan/manage/notices/new/", {"division": "640400", "file": file})
    assert answer.status_code == 302
    page = browser.get(answer["Location"])
    text = page.content.decode()
    row = Notice.objects.get()
    parts = ProposedPart.objects.filter(notice=row)
    for part in parts.exclude(kind="head"):
        assert f'id="p-{part.id}"' in text
        assert f'id="w-{part.id}"' in text
    one = parts.filter(kind="task").first()
    assert one
    opened = browser.get(f"{answer['Location']}?edit={one.id}").content.decode()
    assert 'name="end_state"' in opened
    assert 'name="at"' in opened
    wrong = browser.post(f"/plan/manage/proposed/{one.id}/", {"act": "save", "version": "1"})
    assert wrong.status_code == 422
    sent = {
        "act": "save",
        "version": "1",
        "name": "新名",
        "end_state": "看得见",
        "assisting": "甲局",
    }
    assert browser.post(f"/plan/manage/proposed/{one.id}/", sent).status_code == 302
    stale = browser.post(f"/plan/manage/proposed/{one.id}/", {**sent, "name": "别名"})
    assert stale.status_code == 409
    assert "新名" in stale.content.decode()
    asked = browser.post(f"{answer['Location']}confirm/", {"version": "2"})
    assert "confirmed" in asked.content.decode()
    done = browser.post(f"{answer['Location']}confirm/", {"version": "2", "confirmed": "yes"})
    assert done.status_code == 302
    draft = browser.get(done["Location"]).content.decode()
    assert f"#p-{one.id}" in draft
    assert browser.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("act", ["merge", "split", "nonsense", "check_section", "restore"])
def test_strange_acts_are_refused(browser: Client, notice: UUID, officer: Actor, act: str):
    part = seen(notice, officer).of("task")[0]
    sent = {"act": act, "version": "1", "at": "x", "other": "y"}
    answer = browser.post(f"/plan/manage/proposed/{part.id}/", sent)
    assert answer.status_code in (302, 404)
    assert seen(notice, officer).of("task")[0].said == part.said


HOSTILE = (
    "一、任务<script>alert(1)</script>\n"
    "（一）完善<img src=x onerror=alert(1)>制度。{{ 7 }}{% url %}"
)


def test_hostile_words_are_only_words(browser: Client, officer: Actor):
    read = proposal_of_file("a.txt", HOSTILE.encode())
    notice = enter_notice(
        file_name="<b>a</b>.txt", division="640400", read=read, actor=officer, now=NOW
    )
    answer = browser.get(f"/plan/manage/notices/{notice}/")
    text = answer.content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "<b>a</b>" not in text
    assert "{{ 7 }}" in text
    assert "unsafe-inline" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [("a.exe", b"MZ", 422), ("a.pdf", b"%PDF-1.7 broken", 422), ("a.txt", b" ", 422)],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(
    browser: Client, name: str, data: bytes, status: int
):
    sent = {"division": "640400", "file": SimpleUploadedFile(name, data)}
    answer = browser.post("/plan/manage/notices/new/", sent)
    assert answer.status_code == status
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Notice.objects.exists()


def test_a_long_proposal_asks_no_more_queries_than_a_short_one(
    browser: Client, notice: UUID, officer: Actor
):
    words = "\n".join(f"（{n}）完善制度。建立台账{n}本。" for n in "一二三四五六七八九十")
    read = proposal_of_file("a.txt", f"一、任务\n{words}\n二、任务\n{words}".encode())
    long = enter_notice(file_name="a", division="640400", read=read, actor=officer, now=NOW)
    counted = []
    for one in (notice, long):
        for _visit in range(2):  # what is kept from visit to visit is kept by now
            browser.get(f"/plan/manage/notices/{one}/")
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"/plan/manage/notices/{one}/").status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1]


# --- Words --------------------------------------------------------------------------------------
def test_runs_hold_the_whole_text_and_name_each_part_once():
    text = "甲乙丙丁\n戊己庚辛"
    found = paragraphs_of(text, {"a": [(1, 7)], "b": [(2, 3)]})
    assert ["".join(r.words for r in runs) for runs in found] == text.split("\n")
    assert [k for runs in found for r in runs for k in r.first_of] == ["a", "b"]
    assert found[0][2].part == "b"  # the narrower one


def test_words_are_found_across_lines_and_blanks():
    assert place_of("乙 丙丁", "甲乙\n丙丁") == (1, 5)
    assert place_of("无", "甲乙") is None
    assert name_of("（一）") == "（一）"


# --- The annex ----------------------------------------------------------------------------------
def test_the_annex_comes_out_in_word_and_excel(city: SmallCity, client: Client):
    task = KeyTask.objects.order_by("clause__section__edition", "order").first()
    assert task
    KeyTask.objects.filter(id=task.id).update(name='=HYPERLINK("http://x")', end_state="一\x0b二")
    base = "/plan/plans/guyuan-2015/1/annex"
    document = Document(io.BytesIO(client.get(f"{base}.docx").content))
    (table,) = document.tables
    count = KeyTask.objects.count()
    assert len(table.rows) == count + 1
    assert [c.text for c in table.rows[0].cells] == [
        "序号", "重点任务", "办结标准", "牵头单位", "责任单位", "完成时限",
    ]  # fmt: skip
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    section = document.sections[0]
    assert section.page_width > section.page_height
    fonts = {f.get(qn("w:eastAsia")) for f in document.element.iter(qn("w:rFonts"))}
    assert {"仿宋", "黑体"} <= fonts
    sheet = load_workbook(io.BytesIO(client.get(f"{base}.xlsx").content)).active
    assert sheet.max_row == count + 2
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.page_setup.orientation == "landscape"
    cells = [c for row in sheet.iter_rows() for c in row if str(c.value).startswith("=")]
    assert [(c.data_type, c.quotePrefix) for c in cells] == [("s", True)]
    page = client.get(f"{base}/").content.decode()
    assert page.count("<tr>") == count + 1
    assert client.get(f"{base}.pdf").status_code == 404


def test_the_annex_of_a_draft_is_for_its_keepers(browser: Client, notice: UUID, officer: Actor):
    confirm_notice(notice_id=notice, version=1, actor=officer, now=NOW)
    assert browser.get("/plan/plans/guyuan-2016/1/annex/").status_code == 200
    assert Client().get("/plan/plans/guyuan-2016/1/annex.docx").status_code == 404


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2016, 12, 31), "2016年底前"),
        (date(2017, 6, 30), "2017年6月底前"),
        (date(2017, 6, 15), "2017年6月15日前"),
    ],
)
def test_limits_are_said_as_notices_say_them(day: date, words: str):
    assert until(day) == words
