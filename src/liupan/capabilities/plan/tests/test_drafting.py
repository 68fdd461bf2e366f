"""A plan is made by the pages: head, sections, clauses, targets, tasks; compared, adopted."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liupan.capabilities.plan.facts import guyuan_2015
from liupan.capabilities.plan.facts.texts import (
    EditionText,
    as_json,
    as_yaml,
    faults_of,
    flat,
    read_text,
    shipped_text,
)
from liupan.capabilities.plan.models import Clause, Edition, KeyTask, Plan, Section, Target
from liupan.capabilities.plan.operations.editions import adopt_edition, draft_next_edition
from liupan.capabilities.plan.queries.texts import text_of
from liupan.capabilities.plan.rules import Change, differences
from liupan.capabilities.plan.tests.factories import NOW, SmallCity, small_city
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.journal.tests.factories import acts
from liupan.kernel import clock
from liupan.kernel.factfiles import BadFactFile

HEAD = {
    "code": "guyuan-2021",
    "level": "city",
    "division": "640400",
    "above": "",
    "title": "固原市数字政府建设方案",
    "issuer": "固原市人民政府办公室",
    "issued_on": "2017-11-01",
    "starts_on": "2017-11-01",
    "ends_on": "2020-11-01",
}
TARGET = {
    "code": "T01", "name": "机构上线率", "comparison": ">=", "figure": "95", "unit": "%",
    "baseline_on": "2017-11-01", "deadline_on": "2019-12-31", "lead": "固原市人民政府办公室",
    "office": "correspondence", "measure": "organisations.units_online",
    "formula": "上线机构 ÷ 全部机构", "numerator": "上线机构",
    "evidence": "登录记录", "steps-TOTAL_FORMS": "1",
    "steps-INITIAL_FORMS": "0", "steps-0-day": "2018-12-31", "steps-0-figure": "80",
}  # fmt: skip
TASK = {
    "code": "K01", "name": "全部上线", "end_state": "人人登录过", "lead": "固原市人民政府办公室",
    "assisting": "市政府各部门\n各县（区）人民政府", "due_on": "2018-06-30",
    "office": "correspondence", "targets": ["T01"],
}  # fmt: skip


@pytest.fixture
def city(db: None) -> Iterator[SmallCity]:
    with clock.frozen(NOW):
        yield small_city()


@pytest.fixture
def officer(city: SmallCity, client: Client) -> Client:
    enter(client, city.officer)
    return client


@pytest.fixture
def draft(officer: Client) -> str:
    assert officer.post("/plan/manage/new/", HEAD).status_code == 302
    return f"/plan/manage/editions/{Edition.objects.get(plan__code='guyuan-2021').id}/"


def filled(officer: Client, draft: str) -> None:
    assert officer.post(f"{draft}add/section/", {"code": "1", "name": "目标"}).status_code == 302
    section = Section.objects.get(edition__plan__code="guyuan-2021")
    clause = {"code": "1.1", "name": "上线", "gist": "机构都上线", "office": "plan"}
    assert officer.post(f"{draft}add/clause/?under={section.id}", clause).status_code == 302
    row = Clause.objects.get(section=section)
    assert officer.post(f"{draft}add/target/?under={row.id}", TARGET).status_code == 302
    assert officer.post(f"{draft}add/task/?under={row.id}", TASK).status_code == 302


def test_a_plan_is_made_from_nothing_and_adopted(officer: Client, draft: str) -> None:
    assert officer.get(draft).status_code == 200
    refused = officer.post(f"{draft}adopt/")
    assert refused.status_code == 409
    filled(officer, draft)
    page = officer.get(draft).content.decode()
    assert "机构上线率" in page
    assert "全部上线" in page
    target = Target.objects.get(clause__section__edition__plan__code="guyuan-2021")
    assert (target.figure, target.office_name) == (Decimal(95), "公文")
    assert target.steps.count() == 1
    task = KeyTask.objects.get(clause=target.clause)
    assert task.assisting == ["市政府各部门", "各县（区）人民政府"]
    assert list(task.targets.all()) == [target]
    assert officer.post(f"{draft}adopt/").status_code == 302
    assert acts("plan.part").count("plan.part.added") == 4
    board = officer.get("/plan/?plan=guyuan-2021").content.decode()
    assert "机构上线率" in board


def test_forms_say_what_is_wrong(officer: Client, draft: str) -> None:
    assert officer.post("/plan/manage/new/", HEAD).status_code == 422  # the code is taken
    wrong = HEAD | {"code": "other", "ends_on": "2016-01-01"}
    assert officer.post("/plan/manage/new/", wrong).status_code == 422
    filled(officer, draft)
    clause = Clause.objects.get(section__edition__plan__code="guyuan-2021")
    for bad in (
        {"code": "T01"},  # stands twice
        {"code": "T02", "figure": ""},  # at least nothing
        {"code": "T02", "proposal": "3"},  # two numbers
        {"code": "T02", "deadline_on": "2030-01-01"},  # after the plan's end
        {"code": "T02", "comparison": "done_by"},  # a day has no number
        {"code": "T02", "steps-0-day": "2010-01-01"},  # before the baseline
        {"code": "T02", "measure": "no.such"},
    ):
        answer = officer.post(f"{draft}add/target/?under={clause.id}", TARGET | bad)
        assert answer.status_code == 422, bad
    assert Target.objects.filter(clause=clause).count() == 1
    assert officer.post(f"{draft}add/clause/?under=x", {}).status_code == 422
    assert officer.get(f"{draft}add/poem/").status_code == 404


def test_parts_are_changed_and_a_stale_write_is_noticed(officer: Client, draft: str) -> None:
    filled(officer, draft)
    target = Target.objects.get(clause__section__edition__plan__code="guyuan-2021")
    url = f"/plan/manage/parts/target/{target.id}/"
    assert officer.get(url).status_code == 200
    assert officer.post(url, TARGET | {"version": 1, "figure": "96"}).status_code == 302
    target.refresh_from_db()
    assert (target.figure, target.version) == (96, 2)
    assert officer.post(url, TARGET | {"version": 1, "figure": "97"}).status_code == 409
    assert acts("plan.part")[-1] == "plan.part.revised"
    task = KeyTask.objects.get(clause=target.clause)
    changed = TASK | {"version": 1, "targets": []}
    assert officer.post(f"/plan/manage/parts/task/{task.id}/", changed).status_code == 302
    assert not task.targets.exists()
    for kind, row in (("section", target.clause.section), ("clause", target.clause)):
        assert officer.get(f"/plan/manage/parts/{kind}/{row.id}/").status_code == 200


def test_a_part_is_taken_out_after_confirming(officer: Client, draft: str) -> None:
    filled(officer, draft)
    clause = Clause.objects.get(section__edition__plan__code="guyuan-2021")
    url = f"/plan/manage/parts/clause/{clause.id}/remove/"
    assert officer.post(url).status_code == 200
    assert Clause.objects.filter(id=clause.id).exists()
    assert officer.post(url, {"confirmed": "yes"}).status_code == 302
    assert not Target.objects.filter(clause_id=clause.id).exists()
    assert acts("plan.part")[-1] == "plan.part.removed"


def test_what_is_in_force_has_no_parts_to_change(officer: Client) -> None:
    target = Target.objects.get(code="T20", clause__section__edition__state="in_force")
    assert officer.get(f"/plan/manage/parts/target/{target.id}/").status_code == 404
    assert officer.post(f"/plan/manage/parts/target/{target.id}/remove/").status_code == 404


def test_the_head_changes(officer: Client, draft: str) -> None:
    assert officer.get(f"{draft}head/").status_code == 200
    said = {k: v for k, v in HEAD.items() if k not in ("code", "level", "division", "above")}
    said |= {"title": "新题名", "version": 1, "document_number": "固政办发〔2017〕1号"}
    assert officer.post(f"{draft}head/", said).status_code == 302
    edition = Edition.objects.get(plan__code="guyuan-2021")
    assert (edition.title, edition.document_number) == ("新题名", "固政办发〔2017〕1号")
    assert officer.post(f"{draft}head/", said | {"title": "又改"}).status_code == 409


def test_a_plan_goes_with_its_only_draft(officer: Client, draft: str) -> None:
    assert officer.post(f"{draft}discard/").status_code == 302
    assert not Plan.objects.filter(code="guyuan-2021").exists()


def test_the_next_edition_is_a_copy_and_the_comparison_tells_the_change(
    city: SmallCity, officer: Client
) -> None:
    first = Edition.objects.get(plan__level="city", state="in_force")
    assert officer.post(f"/plan/manage/editions/{first.id}/copy/").status_code == 302
    second = Edition.objects.get(state="draft")
    assert text_of(second.id) == text_of(first.id)
    target = Target.objects.get(code="T01", clause__section__edition=second)
    Target.objects.filter(id=target.id).update(figure=Decimal(90))
    KeyTask.objects.get(code="K57", clause__section__edition=second).delete()
    changes = differences(flat(text_of(first.id)), flat(text_of(second.id)))
    assert [(c.kind, c.code, c.change) for c in changes] == [
        ("target", "T01", Change.CHANGED),
        ("task", "K57", Change.REMOVED),
    ]
    assert changes[0].fields == (("figure", Decimal(85), Decimal(90)),)
    page = officer.get("/plan/plans/guyuan-2015/compare/").content.decode()
    assert "<del>85</del>" in page
    assert "<ins>90</ins>" in page
    adopt_edition(edition_id=second.id, actor=city.actor, now=NOW)
    assert officer.get("/plan/plans/guyuan-2015/compare/?before=1&after=2").status_code == 200


@pytest.mark.parametrize("write", [as_yaml, as_json])
def test_an_export_comes_back_as_it_was(city: SmallCity, write: object) -> None:
    first = Edition.objects.get(plan__level="city", state="in_force")
    written = write(text_of(first.id))  # type: ignore[operator]
    again = read_text(written, "file")
    assert again == text_of(first.id)
    assert write(again) == written  # type: ignore[operator]


def test_a_file_is_entered_by_the_page(officer: Client) -> None:
    exported = officer.get("/plan/plans/guyuan-2015/1.yaml").content
    file = SimpleUploadedFile("plan.yaml", exported)
    assert officer.post("/plan/manage/import/", {"file": file}).status_code == 302
    first, second = Edition.objects.order_by("number")
    assert text_of(first.id) == text_of(second.id)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"[1, 2", b"plan: 3", b"{}", b"sections: []\nsections: []"],
)
def test_a_bad_file_is_refused_at_the_field(officer: Client, content: bytes) -> None:
    file = SimpleUploadedFile("plan.yaml", content)
    assert officer.post("/plan/manage/import/", {"file": file}).status_code == 422


def test_a_text_that_contradicts_itself_is_refused(officer: Client) -> None:
    text = shipped_text(guyuan_2015())
    wrong = replace(text, targets=(*text.targets, replace(text.targets[0], clause="9.9")))
    assert {f.what for f in faults_of(wrong)} == {"code_twice", "unknown_clause"}
    file = SimpleUploadedFile("plan.yaml", as_yaml(wrong).encode())
    assert officer.post("/plan/manage/import/", {"file": file}).status_code == 422


def test_what_a_plan_serves_must_stand_above(city: SmallCity, officer: Client) -> None:
    text = shipped_text(guyuan_2015())
    head = replace(text.plan, code="below", above="guyuan-2015")
    lost = replace(text.targets[0], serves="T99")
    below = EditionText(plan=head, sections=text.sections, targets=(lost,))
    file = SimpleUploadedFile("plan.yaml", as_yaml(below).encode())
    assert officer.post("/plan/manage/import/", {"file": file}).status_code == 422
    found = replace(lost, serves="T01")
    file = SimpleUploadedFile("plan.yaml", as_yaml(replace(below, targets=(found,))).encode())
    assert officer.post("/plan/manage/import/", {"file": file}).status_code == 302


def test_shipped_texts_have_no_fault() -> None:
    assert faults_of(shipped_text(guyuan_2015())) == []
    with pytest.raises(BadFactFile):
        read_text("plan: {colour: red}", "x")


def test_drafting_costs_the_same_however_long(
    city: SmallCity, django_assert_num_queries: object
) -> None:
    first = Edition.objects.get(plan__level="city", state="in_force")
    draft = draft_next_edition(edition_id=first.id, actor=city.actor, now=NOW)
    with django_assert_num_queries(8):  # type: ignore[operator]
        text_of(draft)
