"""The pages of the plan office, as strangers, clerks and plan officers meet them."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from liupan.capabilities.plan.models import Edition, KeyTask, Target
from liupan.capabilities.plan.tests.factories import NOW, SmallCity, small_city
from liupan.foundation.identity.tests.factories import enter, signed_in_at
from liupan.kernel import clock
from liupan.kernel.coverage import coverage_of


@pytest.fixture
def city(db: None) -> Iterator[SmallCity]:
    with clock.frozen(NOW):
        yield small_city()


@pytest.fixture
def officer(city: SmallCity, client: Client) -> Client:
    enter(client, city.officer)
    return client


PAGES = [
    "/plan/",
    "/plan/?standing=not_measured",
    "/plan/?county=640422",
    "/plan/targets/T20/",
    "/plan/targets/T20/records/",
    "/plan/targets/T20/records/?counted=no&county=640422",
    "/plan/targets/T01/records/",
    "/plan/map/",
    "/plan/map/?state=partly",
    "/plan/map/?plan=guyuan-2015",
    "/plan/tasks/",
    "/plan/tasks/?due=past&sort=due",
    "/plan/tasks/?due=x&lead=x",
    "/plan/tasks.csv",
    "/plan/targets.csv",
    "/plan/targets/T20/trend.svg",
    "/plan/targets/T20/trend.csv",
    "/plan/targets/T20/trend.svg?plan=guyuan-2015",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_everybody_may_read(city: SmallCity, client: Client, page: str, language: str) -> None:
    client.cookies["liupan_language"] = language
    assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    "page", ["/plan/targets/T99/", "/plan/targets/T99/records/", "/plan/targets/T01/trend.svg"]
)
def test_what_is_not_there_is_missing(city: SmallCity, client: Client, page: str) -> None:
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("query", ["standing=x", "county=1", "county=%27", "page=-1", "page=x9"])
def test_strange_queries_are_ignored(city: SmallCity, client: Client, query: str) -> None:
    assert client.get(f"/plan/?{query}").status_code == 200
    assert client.get(f"/plan/targets/T20/records/?{query}").status_code == 200


def test_before_any_plan_the_board_says_so(db: None, client: Client) -> None:
    with clock.frozen(NOW):
        response = client.get("/plan/")
    assert response.status_code == 200
    assert "还没有现行规划" in response.content.decode()


def test_the_value_is_the_quotient_of_the_records(city: SmallCity, client: Client) -> None:
    page = client.get("/plan/targets/T20/").content.decode()
    assert "33.3" in page
    assert "1 ÷ 3" in page
    counted = client.get("/plan/targets/T20/records/?counted=yes").content.decode()
    assert "固原市教育局" in counted
    assert "西吉县教育局" not in counted


def test_doing_the_work_moves_the_figure(city: SmallCity, officer: Client) -> None:
    def value() -> str:
        return next(t for t in officer.get("/api/v1/plan/targets").json() if t["code"] == "T20")[
            "value"
        ]

    assert Decimal(value()) == Decimal("33.3")
    signed_in_at(city.officer, NOW)
    assert officer.post("/plan/manage/compute/").status_code == 302
    assert Decimal(value()) == Decimal("66.7")


def test_what_is_not_measured_is_null_and_says_so(city: SmallCity, client: Client) -> None:
    targets = {t["code"]: t for t in client.get("/api/v1/plan/targets").json()}
    assert len(targets) >= 14
    assert targets["T01"]["value"] is None
    assert targets["T01"]["standing"] == "not_measured"
    for target in targets.values():
        assert {"code", "name", "threshold", "value", "formula", "as_of", "evidence_url"} <= set(
            target
        )
    page = client.get("/plan/targets/T01/").content.decode()
    assert "尚未测得" in page


def test_every_page_of_the_map_opens(city: SmallCity, officer: Client) -> None:
    for declared in coverage_of("guyuan-2015").values():
        for coverage in declared:
            response = officer.get(reverse(coverage.page), follow=True)
            assert response.status_code in (200, 403), coverage


@pytest.mark.parametrize(
    "page",
    ["/plan/manage/", "/plan/manage/targets/T20/", "/plan/manage/tasks/K01/"],
)
def test_only_officers_manage(city: SmallCity, client: Client, page: str) -> None:
    assert client.get(page).status_code == 302  # to the sign-in page
    enter(client, city.clerk)
    assert client.get(page).status_code == 403
    enter(client, city.officer)
    assert client.get(page).status_code == 200


def test_an_officer_sets_steps_and_says_why(officer: Client) -> None:
    target = Target.objects.get(code="T20", clause__section__edition__state="in_force")
    form = {
        "version": target.version,
        "measure": target.measure,
        "steps-TOTAL_FORMS": 2,
        "steps-INITIAL_FORMS": 0,
        "steps-0-day": "2018-12-31",
        "steps-0-figure": "90",
        "steps-1-day": target.deadline_on.isoformat(),
        "steps-1-figure": "100",
    }
    refused = officer.post("/plan/manage/targets/T20/", form)
    assert refused.status_code == 422
    saved = officer.post("/plan/manage/targets/T20/", form | {"reason": "按季度会商调整"})
    assert saved.status_code == 302
    assert target.steps.count() == 2
    stale = officer.post("/plan/manage/targets/T20/", form | {"reason": "再调", "measure": ""})
    assert stale.status_code == 409


def test_a_draft_is_entered_adopted_and_another_discarded(officer: Client) -> None:
    for act in ("adopt", "discard"):
        officer.post("/plan/manage/enter/")
        draft = Edition.objects.get(state="draft")
        assert officer.get(f"/plan/manage/editions/{draft.id}/{act}/").status_code == 200
        assert officer.post(f"/plan/manage/editions/{draft.id}/{act}/").status_code == 302
    states = sorted(Edition.objects.values_list("state", flat=True))
    assert states == ["in_force", "superseded"]


def test_a_task_gets_another_lead(officer: Client) -> None:
    task = KeyTask.objects.filter(code="K01").latest("id")
    form = {"version": 1, "lead": "固原市财政局", "due_on": "2018-06-30", "end_state": "已完成"}
    assert officer.post("/plan/manage/tasks/K01/", form | {"due_on": "x"}).status_code == 422
    assert officer.post("/plan/manage/tasks/K01/", form).status_code == 302
    task.refresh_from_db()
    assert task.lead == "固原市财政局"
    assert officer.post("/plan/manage/tasks/K01/", form | {"lead": "x"}).status_code == 409


def test_forms_are_not_for_get(officer: Client) -> None:
    for page in ("/plan/manage/enter/", "/plan/manage/compute/"):
        assert officer.get(page).status_code == 405


def test_the_plan_is_found_by_everybody(city: SmallCity, client: Client) -> None:
    page = client.get("/search/", {"q": "上云"}).content.decode()
    assert "/plan/targets/T02/" in page
    assert client.get("/search/", {"q": "没有这样的词"}).status_code == 200


def test_a_superseded_edition_is_found_no_more(officer: Client) -> None:
    officer.post("/plan/manage/enter/")
    draft = Edition.objects.get(state="draft")
    officer.post(f"/plan/manage/editions/{draft.id}/adopt/")
    page = officer.get("/search/", {"q": "上云"}).content.decode()
    assert page.count("/plan/targets/T02/") == 1


def _steps(*rows: tuple[str, str], **more: object) -> dict[str, object]:
    target = Target.objects.get(code="T20", clause__section__edition__state="in_force")
    form: dict[str, object] = {
        "version": target.version,
        "measure": target.measure,
        "reason": "按季度会商调整",
        "steps-TOTAL_FORMS": len(rows),
        "steps-INITIAL_FORMS": 0,
    }
    for n, (day, figure) in enumerate(rows):
        form |= {f"steps-{n}-day": day, f"steps-{n}-figure": figure}
    return form | more


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("2018-12-31", "170")], "应在0到100之间"),
        ([("2018-12-31", "-1")], "应在0到100之间"),
        ([("2010-12-31", "70")], "请选择"),
        ([("2017-12-31", "70"), ("2017-12-31", "80")], "这一天已有阶段值"),
        ([("2017-12-31", "80"), ("2018-12-31", "70")], "比前一个阶段值离目标更远"),
        ([("2018-12-31", "")], "is-invalid"),
        ([("2018-12-31", "99999999999999999999")], "is-invalid"),
    ],
)
def test_a_step_that_cannot_be_is_refused_at_its_field(
    officer: Client, rows: list[tuple[str, str]], said: str
) -> None:
    refused = officer.post("/plan/manage/targets/T20/", _steps(*rows))
    assert refused.status_code == 422
    assert said in refused.content.decode()


def test_steps_may_be_entered_in_any_order(officer: Client) -> None:
    form = _steps(("2019-12-31", "95"), ("2017-12-31", "70"))
    assert officer.post("/plan/manage/targets/T20/", form).status_code == 302


def test_a_line_is_added_and_deleted_without_saving(officer: Client) -> None:
    rows = [("2017-12-31", "70"), ("2018-12-31", "81"), ("", "")]
    more = officer.post("/plan/manage/targets/T20/", _steps(*rows, add_step="1"))
    assert more.status_code == 200
    assert 'name="steps-3-day"' in more.content.decode()
    less = officer.post("/plan/manage/targets/T20/", _steps(*rows, drop_step="0"))
    page = less.content.decode()
    assert "2018-12-31" in page
    assert 'value="2017-12-31"' not in page
    assert "按季度会商调整" in page
    kept = Target.objects.get(code="T20", clause__section__edition__state="in_force")
    assert 81 not in kept.steps.values_list("figure", flat=True)


def test_who_was_slower_sees_all_that_differs(officer: Client) -> None:
    mine = _steps(("2017-12-31", "74"), reason="我的理由")
    theirs = _steps(("2017-12-31", "72"), reason="对方的理由")
    assert officer.post("/plan/manage/targets/T20/", theirs).status_code == 302
    stale = officer.post("/plan/manage/targets/T20/", mine)
    assert stale.status_code == 409
    page = stale.content.decode()
    for said in ("74%", "72%", "我的理由", "对方的理由", "officer", "11月15日"):
        assert said in page
    assert "organisations.units_online" not in page.split("<table")[1].split("</table")[0]
    assert officer.post("/plan/manage/targets/T20/", mine | {"version": 2}).status_code == 302


def test_records_say_where_they_are_and_why_they_do_not_count(
    city: SmallCity, client: Client
) -> None:
    page = client.get("/plan/targets/T20/records/?counted=no").content.decode()
    assert "西吉县" in page
    assert "无人任职" in page
    assert "在任人员均未登录过" in page


def test_tasks_are_chosen_by_their_day_and_downloaded(city: SmallCity, client: Client) -> None:
    everything = client.get("/plan/tasks.csv").content.decode().splitlines()
    past = client.get("/plan/tasks.csv?due=past").content.decode().splitlines()
    assert len(everything) - 1 == KeyTask.objects.count()
    assert 1 < len(past) < len(everything)
    assert "is-late" in client.get("/plan/tasks/?due=past").content.decode()


def test_the_api_speaks_chinese_unless_asked_for_english(city: SmallCity, client: Client) -> None:
    def t20(language: str) -> dict[str, str]:
        headers = {"Accept-Language": language} if language else {}
        found: dict[str, str] = client.get("/api/v1/plan/targets/T20", headers=headers).json()
        return found

    assert t20("")["name"] == t20("zh-CN,zh;q=0.9,en;q=0.8")["name"] == "机构上线率"
    assert t20("en")["name"] == t20("")["name_en"]
    assert "÷" in t20("")["formula"]


def test_the_english_pages_say_that_clauses_are_chinese(city: SmallCity, client: Client) -> None:
    client.cookies["liupan_language"] = "en"
    assert "given in Chinese" in client.get("/plan/map/").content.decode()


def test_the_map_leads_nobody_to_a_closed_page(city: SmallCity, client: Client) -> None:
    entrance = f'href="{reverse("correspondence:records")}"'
    assert entrance in client.get("/plan/map/").content.decode()
    enter(client, city.officer)
    assert entrance not in client.get("/plan/map/").content.decode()
