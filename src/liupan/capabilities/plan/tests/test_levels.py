"""The city's plan and its counties': derived, serving, rolled up; who may touch which."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.test import Client

from liupan.capabilities.plan.facts import guyuan_2015
from liupan.capabilities.plan.facts.texts import COUNTIES, for_county, shipped_text
from liupan.capabilities.plan.models import Clause, Edition, KeyTask, Plan, Target
from liupan.capabilities.plan.operations.counties import (
    AlreadyDrafted,
    NothingForCounties,
    derive_county_edition,
)
from liupan.capabilities.plan.operations.editions import (
    adopt_edition,
    draft_next_edition,
    enter_edition,
)
from liupan.capabilities.plan.operations.parts import revise_part
from liupan.capabilities.plan.policies import MANAGE_PLAN, kept_by
from liupan.capabilities.plan.queries.board import list_targets_of
from liupan.capabilities.plan.queries.editions import find_edition, list_in_force
from liupan.capabilities.plan.queries.parts import Part
from liupan.capabilities.plan.tests.factories import DAY, NOW, SmallCity, small_city
from liupan.foundation.access.facade import actor_for, define_role, grant_role
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.journal.tests.factories import acts
from liupan.kernel import clock
from liupan.kernel.authority import Duty
from liupan.kernel.errors import InvalidInput, NotAuthorised

XIJI = "640422"
Counting = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def city(db: None) -> Iterator[SmallCity]:
    with clock.frozen(NOW):
        yield small_city()


@pytest.fixture
def county_planner(city: SmallCity) -> UUID:
    common = {"actor": city.actor, "now": NOW}
    define_role(
        code="test-county", name="县规划", duty=Duty.BUSINESS, permits=[MANAGE_PLAN.code], **common
    )  # type: ignore[arg-type]
    grant_role(
        role_code="test-county", unit_id=city.units["xiji"], account_id=city.clerk,
        valid_from=DAY, **common,
    )  # type: ignore[arg-type]  # fmt: skip
    return city.clerk


def derived(city: SmallCity, *, adopt: bool = True) -> UUID:
    above = Edition.objects.get(plan__level="city", state="in_force")
    draft = derive_county_edition(
        edition_id=above.id, division_code=XIJI, is_example=True, actor=city.actor, now=NOW
    )
    if adopt:
        adopt_edition(edition_id=draft, actor=city.actor, now=NOW)
    return draft


def test_what_concerns_counties_is_what_names_them() -> None:
    text = shipped_text(guyuan_2015())
    head = replace(text.plan, code="x")
    own = for_county(text, head=head, government="西吉县人民政府")
    named = [k.code for k in text.tasks if COUNTIES in (k.lead, *k.assisting)]
    assert [k.code for k in own.tasks] == named
    assert {t.code for t in own.targets} >= {"T09", "T12", "T17", "T19", "T20", "T22"}
    assert {c.code for c in own.clauses} == {
        *(k.clause for k in own.tasks), *(t.clause for t in own.targets)
    }  # fmt: skip
    assert {t.lead for t in own.targets} == {"西吉县人民政府"}
    assert all(t.serves == t.code and t.figure is None for t in own.targets)
    by_code = {t.code: t for t in text.targets}
    assert all(t.proposal == by_code[t.code].threshold for t in own.targets)


def test_a_countys_edition_remembers_what_it_serves(city: SmallCity) -> None:
    draft = derived(city, adopt=False)
    edition = Edition.objects.get(id=draft)
    assert edition.is_example
    assert edition.plan.above == Plan.objects.get(level="city")
    assert edition.plan.unit_id == city.units["xiji"]
    targets = Target.objects.filter(clause__section__edition=draft)
    assert all(t.serves and t.serves.code == t.code for t in targets.select_related("serves"))
    assert not Clause.objects.filter(section__edition=draft, serves__isnull=True).exists()
    assert KeyTask.objects.filter(clause__section__edition=draft, lead="西吉县人民政府").exists()
    assert acts("plan.edition")[-1] == "plan.edition.derived"


def test_one_draft_for_a_county_at_a_time(city: SmallCity) -> None:
    derived(city, adopt=False)
    with pytest.raises(AlreadyDrafted):
        derived(city)


def test_only_a_county_and_only_what_is_in_force(city: SmallCity) -> None:
    above = Edition.objects.get(plan__level="city", state="in_force")
    with pytest.raises(InvalidInput):
        derive_county_edition(
            edition_id=above.id, division_code="640400", actor=city.actor, now=NOW
        )
    draft = draft_next_edition(edition_id=above.id, actor=city.actor, now=NOW)
    with pytest.raises(InvalidInput):
        derive_county_edition(edition_id=draft, division_code=XIJI, actor=city.actor, now=NOW)


def test_a_plan_that_names_no_county_gives_nothing(city: SmallCity) -> None:
    text = shipped_text(guyuan_2015())
    alone = replace(text, plan=replace(text.plan, code="alone"), tasks=())
    draft = enter_edition(text=alone, actor=city.actor, now=NOW)
    adopt_edition(edition_id=draft, actor=city.actor, now=NOW)
    with pytest.raises(NothingForCounties):
        derive_county_edition(edition_id=draft, division_code=XIJI, actor=city.actor, now=NOW)


def test_the_countys_planner_keeps_the_countys_plan_alone(
    city: SmallCity, county_planner: UUID
) -> None:
    draft = derived(city, adopt=False)
    planner = actor_for(county_planner)
    assert {e.plan.level for e in Edition.objects.filter(kept_by(planner))} == {"county"}
    target = Target.objects.get(code="T20", clause__section__edition=draft)
    said = {"part_id": target.id, "kind": Part.TARGET, "version": 1, "now": NOW}
    revise_part(values={"proposal": Decimal(90)}, steps=(), actor=planner, **said)  # type: ignore[arg-type]
    adopt_edition(edition_id=draft, actor=planner, now=NOW)
    above = Edition.objects.get(plan__level="city", state="in_force")
    with pytest.raises(NotAuthorised):
        draft_next_edition(edition_id=above.id, actor=planner, now=NOW)
    with pytest.raises(NotAuthorised):
        adopt_edition(edition_id=above.id, actor=planner, now=NOW)


def test_the_countys_planner_sees_no_acts_above(
    city: SmallCity, county_planner: UUID, client: Client
) -> None:
    own = derived(city)
    enter(client, county_planner)
    page = client.get("/plan/manage/").content.decode()
    assert "guyuan-2015-640422" in page
    assert f"/plan/manage/editions/{own}/copy/" in page
    above = Edition.objects.get(plan__level="city", state="in_force")
    assert f"/plan/manage/editions/{above.id}/copy/" not in page
    assert client.get("/plan/manage/targets/T20/").status_code == 403
    assert client.get("/plan/manage/targets/T20/?plan=guyuan-2015-640422").status_code == 200
    assert client.post(f"/plan/manage/editions/{above.id}/copy/").status_code == 403
    draft = draft_next_edition(edition_id=above.id, actor=city.actor, now=NOW)
    for page in ("", "head/", "add/section/", "adopt/", "discard/"):
        assert client.get(f"/plan/manage/editions/{draft}/{page}").status_code == 404
    assert client.get("/plan/plans/guyuan-2015/2.yaml").status_code == 404
    assert "2" not in client.get("/plan/plans/guyuan-2015/compare/").content.decode().split(
        "<main"
    )[1].split("</form>")[0].replace("2015", "")


def test_the_citys_target_lists_what_counties_make_of_it(city: SmallCity, client: Client) -> None:
    draft = derived(city, adopt=False)
    target = Target.objects.get(code="T20", clause__section__edition=draft)
    revise_part(
        part_id=target.id, kind=Part.TARGET, values={"proposal": Decimal(90)}, steps=(),
        version=1, actor=city.actor, now=NOW,
    )  # fmt: skip
    adopt_edition(edition_id=draft, actor=city.actor, now=NOW)
    page = client.get("/plan/targets/T20/").content.decode()
    assert "各县（区）自定目标" in page
    assert "/plan/targets/T20/?plan=guyuan-2015-640422" in page
    assert "≥ 90" in page
    assert "示例" in page
    below = client.get("/plan/targets/T20/?plan=guyuan-2015-640422").content.decode()
    assert "落实市级目标" in below
    assert "各县（区）自定目标" not in below


def test_a_new_edition_above_keeps_the_counties(city: SmallCity, client: Client) -> None:
    derived(city)
    above = Edition.objects.get(plan__level="city", state="in_force")
    draft = draft_next_edition(edition_id=above.id, actor=city.actor, now=NOW)
    adopt_edition(edition_id=draft, actor=city.actor, now=NOW + timedelta(minutes=1))
    assert "guyuan-2015-640422" in client.get("/plan/targets/T20/").content.decode()


def test_a_countys_value_is_the_countys(city: SmallCity, client: Client) -> None:
    derived(city)
    found = client.get("/api/v1/plan/targets", {"level": "county"}).json()
    by_code = {t["code"]: t for t in found}
    assert len(found) == len(by_code)
    online = by_code["T20"]
    assert Decimal(online["value"]) == 0  # the county's bureau is not online, the city's is
    assert (online["plan"], online["division"]) == ("guyuan-2015-640422", XIJI)
    assert (online["serves"], online["serves_plan"]) == ("T20", "guyuan-2015")
    same = client.get("/api/v1/plan/targets", {"plan": "guyuan-2015-640422"}).json()
    assert {t["code"]: t["value"] for t in same} == {c: t["value"] for c, t in by_code.items()}
    assert client.get(online["evidence_url"]).status_code == 200
    assert client.get("/api/v1/plan/targets", {"division": "640499"}).json() == []


def test_plans_by_api(city: SmallCity, client: Client) -> None:
    derived(city)
    plans = client.get("/api/v1/plan/plans").json()
    assert [(p["code"], p["level"], p["above"]) for p in plans] == [
        ("guyuan-2015", "city", None),
        ("guyuan-2015-640422", "county", "guyuan-2015"),
    ]
    assert plans[1]["is_example"]
    assert client.get(plans[1]["targets_url"]).status_code == 200
    assert len(client.get("/api/v1/plan/plans?level=city").json()) == 1


def test_targets_of_many_plans_cost_the_same(
    city: SmallCity, django_assert_num_queries: Counting
) -> None:
    for plans in (1, 2):
        editions = list_in_force(DAY)
        assert len(editions) == plans
        with django_assert_num_queries(6):
            list_targets_of(editions, DAY)
        if plans == 1:
            derived(city)


def test_the_plan_is_read_as_of_any_day(city: SmallCity, client: Client) -> None:
    later = NOW + timedelta(days=30)
    first = Edition.objects.get(plan__level="city", state="in_force")
    second = draft_next_edition(edition_id=first.id, actor=city.actor, now=later)
    adopt_edition(edition_id=second, actor=city.actor, now=later)

    def on(day: object) -> UUID | None:
        found = find_edition(day=day)  # type: ignore[arg-type]
        return found.id if found else None

    assert on(None) == second
    assert on(DAY) == first.id
    assert on(DAY + timedelta(days=30)) == second
    assert on(DAY - timedelta(days=1)) is None
    with clock.frozen(later):
        page = client.get("/plan/", {"day": DAY.isoformat()}).content.decode()
        assert "截至2017年11月15日" in page
        gone = client.get("/plan/", {"day": "2017-01-01"})
        assert gone.status_code == 200
        assert "没有现行规划" in gone.content.decode()
        assert client.get("/plan/targets/T20/?day=2017-01-01").status_code == 404
        assert client.get("/plan/?day=nonsense").status_code == 200


PAGES = [
    "/plan/levels/",
    "/plan/plans/guyuan-2015/",
    "/plan/plans/guyuan-2015-640422/",
    "/plan/plans/guyuan-2015/compare/",
    "/plan/plans/guyuan-2015/1.yaml",
    "/plan/plans/guyuan-2015-640422/1.json",
    "/plan/?plan=guyuan-2015-640422",
    "/plan/?q=上云",
    "/plan/tasks/?plan=guyuan-2015-640422",
    "/plan/targets/T20/?plan=guyuan-2015-640422",
    "/plan/targets/T20/records/?plan=guyuan-2015-640422&counted=no",
    "/plan/targets.csv?plan=guyuan-2015-640422",
]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_everybody_may_read_the_levels(city: SmallCity, client: Client, language: str) -> None:
    derived(city)
    client.cookies["liupan_language"] = language
    for page in PAGES:
        assert client.get(page).status_code == 200, page


def test_what_is_not_there_is_missing(city: SmallCity, client: Client) -> None:
    for page in (
        "/plan/?plan=none", "/plan/plans/none/", "/plan/plans/none/compare/",
        "/plan/plans/guyuan-2015/9.yaml", "/plan/plans/guyuan-2015/1.exe",
    ):  # fmt: skip
        assert client.get(page).status_code == 404, page


def test_the_tree_names_what_is_not_at_hand(city: SmallCity, client: Client) -> None:
    page = client.get("/plan/levels/").content.decode()
    assert "国办发〔2014〕66号" in page
    assert "正文不在手边" in page
    assert "题名不详" in page
    assert "未录入规划" in page  # the county has none yet


def test_the_county_goes_up_to_the_citys_clause(city: SmallCity, client: Client) -> None:
    derived(city)
    page = client.get("/plan/plans/guyuan-2015-640422/").content.decode()
    assert "/plan/plans/guyuan-2015/#c4.18" in page
    assert 'id="c4.18"' in client.get("/plan/plans/guyuan-2015/").content.decode()
