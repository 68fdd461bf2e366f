"""The console's pages do what their buttons say."""

import re
from datetime import date
from math import inf

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.permissions.city import POSTS, build_city

from liupan.foundation.access.facade import actor_for, list_grants
from liupan.foundation.organisations import facade as organisations
from liupan.foundation.organisations import installation
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel import clock
from liupan.kernel.authority import ANYWHERE, may
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
REFORM = "2017-03-01"


@pytest.fixture
def place():
    made = build_city()
    with clock.frozen(city.NOW):
        yield made


@pytest.fixture
def system(place):
    return place.client("system")


@pytest.fixture
def security(place):
    return place.client("security")


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_unit_is_renamed_and_the_past_stays(place, system):
    url = f"/console/units/{place.unit}/"
    answer = system.post(f"{url}rename/", {"name": "固原市民政厅", "effective_on": REFORM})
    assert answer.headers["Location"] == url
    assert "固原市民政厅" in text(system.get(url))
    (then,) = organisations.list_units_on(date(2017, 2, 28), ids=[place.unit])
    assert then.name == "固原市民政局"
    assert "固原市民政局" in text(system.get("/console/units/?day=2017-02-28"))
    again = system.post(f"{url}rename/", {"name": "固原市民政厅", "effective_on": REFORM})
    assert again.status_code == 302  # sent twice, done once
    assert len(organisations.list_names(place.unit)) == 2


def test_what_is_refused_stands_at_the_field_and_nothing_typed_is_lost(place, system):
    url = f"/console/units/{place.unit}/rename/"
    answer = system.post(url, {"name": "明日之名", "effective_on": "2018-01-01"})
    assert answer.status_code == 422
    assert "明日之名" in text(answer)
    assert 'aria-invalid="true"' in text(answer)


def test_two_people_correcting_one_unit_see_both(place, system):
    url = f"/console/units/{place.unit}/correct/"
    data = {"version": 1, "name": "固原市民政局", "category": "department", "order": 1}
    assert system.post(url, {**data, "short_name": "甲"}).status_code == 302
    stale = system.post(url, {**data, "short_name": "乙"})
    assert stale.status_code == 409
    assert "甲" in text(stale)
    assert "乙" in text(stale)
    over = system.post(url, {**data, "version": 2, "short_name": "乙"})
    assert over.status_code == 302
    assert organisations.list_units([place.unit])[place.unit].short_name == "乙"


def test_a_post_sent_twice_is_one_post(place, system):
    url = f"/console/units/{place.unit}/posts/new/"
    data = {
        "new_id": uuid7(),
        "title": "新岗",
        "kind": "clerk",
        "order": 0,
        "valid_from": REFORM,
    }
    for _ in range(2):
        assert system.post(url, data).status_code == 302
    titles = [post.title for post in organisations.list_posts([place.unit], city.TODAY)]
    assert titles.count("新岗") == 1


def test_somebody_is_appointed_by_name_and_leaves_again(place, system):
    who = city.person("柳石泉")
    post = city.post(place.unit, "科员")
    data = {"person": "柳石泉", "valid_from": REFORM}
    assert system.post(f"/console/posts/{post}/appoint/", data).status_code == 302
    (held,) = organisations.list_appointments(who)
    assert "柳石泉" in text(system.get(f"/console/units/{place.unit}/"))
    answer = system.post(
        f"/console/appointments/{held.appointment_id}/end/", {"effective_on": "2017-11-01"}
    )
    assert answer.status_code == 302
    assert organisations.list_posts_held(who, city.TODAY) == []


def test_a_merger_names_what_it_touches_and_does_it(place, system):
    other = city.unit("另一局")
    url = f"/console/units/{place.unit}/merge/"
    assert str(len(POSTS)) in text(system.get(url))
    third = city.unit("第三局")
    moved = city.post(third, "档案员")
    data = {"into": other, "others": [third], "effective_on": REFORM}
    asked = text(system.post(url, data))
    assert "岗位和人员的去向" in asked
    assert "档案员" in asked
    assert "第三局" in asked
    assert organisations.list_successions(place.unit) == []  # nothing was done yet
    data["confirmed"] = "yes"
    # The three administrators' posts would go on without their roles: that takes a second person.
    assert "/proposals/" in system.post(url, data)["Location"]
    assert organisations.list_successions(place.unit) == []
    fourth = city.unit("第四局")
    assert system.post(f"/console/units/{fourth}/merge/", data).status_code == 302
    assert organisations.list_successions(fourth)[0].successor_id == other
    assert organisations.list_successions(third)[0].successor_id == other
    assert moved not in {post.id for post in organisations.list_posts([other], city.TODAY)}
    assert "档案员" in {post.title for post in organisations.list_posts([other], city.TODAY)}


def test_a_unit_is_split_into_three_with_each_post_where_it_was_sent(place, system):
    unit = city.unit("大局")
    ids = [city.post(unit, title) for title in ("甲岗", "乙岗", "丙岗", "丁岗")]
    organisations.appoint(
        post_id=ids[1],
        account_id=city.person(),
        valid_from=city.BEGINNING,
        actor=city.almighty(),
        now=city.NOW,
    )
    url = f"/console/units/{unit}/split/?parts=3"
    assert "第3个单位的名称" in text(system.get(url))
    data = {"effective_on": REFORM}
    for n, name in enumerate(("一局", "二局", "三局"), 1):
        data |= {f"code_{n}": f"part{n}", f"name_{n}": name}
    data |= {f"post_{post}": part for post, part in zip(ids, ("1", "2", "3", "end"), strict=True)}
    asked = text(system.post(url, data))
    assert "随单位撤销" in asked
    assert "二局" in asked
    assert len(organisations.list_posts([unit], city.TODAY)) == 4
    assert system.post(url, {**data, "confirmed": "yes"}).status_code == 302
    parts = [s.successor_id for s in organisations.list_successions(unit)]
    posts = organisations.list_posts(parts, city.TODAY)
    assert {(p.unit_name, p.title) for p in posts} == {
        ("一局", "甲岗"), ("二局", "乙岗"), ("三局", "丙岗"),
    }  # fmt: skip
    assert len(organisations.list_holders([p.id for p in posts], city.TODAY)) == 1


def test_a_unit_administrator_changes_posts_of_the_own_unit_only(place):
    contact, other = place.client("contact"), city.unit()
    data = {"new_id": uuid7(), "title": "岗", "kind": "clerk", "order": 0, "valid_from": REFORM}
    assert contact.post(f"/console/units/{place.unit}/posts/new/", data).status_code == 302
    data["new_id"] = uuid7()
    assert contact.post(f"/console/units/{other}/posts/new/", data).status_code == 403
    assert contact.get(f"/console/units/{place.unit}/rename/").status_code == 403


def test_no_form_is_opened_that_can_only_be_refused(place):
    contact, other = place.client("contact"), city.unit()
    refused = contact.get(f"/console/units/{other}/posts/new/")
    assert refused.status_code == 403
    assert "请由该单位的管理员办理" in text(refused)


def test_a_refusal_names_the_administrator_whose_business_it_is(place, system):
    refused = text(system.get("/console/journal/"))
    assert "此项由安全审计员办理" in refused
    assert "三员分设" in refused
    assert "此项由系统管理员办理" in text(place.client("clerk").get("/console/units/"))


def test_several_people_that_fit_are_named(place, system):
    for name in ("柳石泉", "柳石湾"):
        city.person(name)
    url = f"/console/posts/{city.post(place.unit, '科员')}/appoint/"
    answer = system.post(url, {"person": "柳石", "valid_from": REFORM})
    assert answer.status_code == 422
    assert "柳石泉" in text(answer)
    assert "<datalist" in text(answer)


def test_a_unit_is_chosen_by_a_part_of_its_name(place, system):
    city.unit("固原市水务局")
    url = f"/console/units/{place.unit}/move/"
    data = {"parent": "水务", "division": str(city.division()), "effective_on": REFORM}
    assert system.post(url, data).status_code == 302
    assert system.post(url, {**data, "parent": "无此单位"}).status_code == 422


def test_an_empty_form_says_what_to_fill_in(place, system):
    answer = text(system.post("/console/units/new/", {}))
    assert "请填写代码。" in answer
    assert "这个字段" not in answer


def test_a_role_is_granted_works_and_is_revoked(place, security):
    clerk = place.accounts["clerk"]
    data = {
        "role": "unit-administrator",
        "person": "试clerk",
        "unit": place.unit,
        "valid_from": REFORM,
    }
    for _ in range(2):
        assert security.post("/console/grants/new/", data).status_code == 302
    (grant,) = list_grants(tops={ANYWHERE}, account_id=clerk)
    assert may(actor_for(clerk), organisations.STAFF_UNIT, unit_id=place.unit)
    page = text(security.get(f"/console/people/{clerk}/"))
    assert "试security" in page  # by whom
    url = f"/console/grants/{grant.id}/revoke/"
    assert security.post(url, {}).status_code == 422  # a reason is needed
    assert security.post(url, {"reason": "调离"}).status_code == 302
    assert not may(actor_for(clerk), organisations.STAFF_UNIT, unit_id=place.unit)


def test_the_wall_is_told_at_the_form(place, security):
    data = {
        "role": "audit-administrator",
        "person": "试system",
        "unit": place.root,
        "valid_from": REFORM,
    }
    answer = security.post("/console/grants/new/", data)
    assert answer.status_code == 409
    assert "试system" in text(answer)


def test_a_role_of_the_citys_own(place, security):
    data = {"code": "desk", "name": "窗口", "permits": ["organisations.unit.staff"]}
    assert security.post("/console/roles/new/", data).status_code == 302
    assert security.post("/console/roles/new/", data).status_code == 422  # the code is taken
    change = {**data, "version": 1, "name": "窗口岗"}
    assert security.post("/console/roles/desk/change/", change).status_code == 302
    assert "窗口岗" in text(security.get("/console/roles/desk/"))
    assert security.post("/console/roles/desk/change/", change).status_code == 409


def test_each_administrator_sees_only_the_own_part(place):
    parts = {
        person: re.findall(r'id="part-\d">([^<]+)', text(place.client(person).get("/console/")))
        for person in ("system", "security", "auditor", "contact")
    }
    assert all(len(found) == 1 for found in parts.values())
    assert len({found[0] for found in parts.values()}) == 4


def test_who_may_do_this_over_a_unit_and_why(place, security):
    page = text(security.get(f"/console/permissions/organisations.unit.staff/?unit={place.unit}"))
    assert "试contact" in page
    assert "试clerk" not in page


@pytest.mark.parametrize(
    ("person", "url"),
    [
        ("system", "/console/"),
        ("system", "/console/units/"),
        ("system", "/console/units/?q=局"),
        ("system", "/console/divisions/"),
        ("security", "/console/grants/?state=now"),
        ("security", "/console/roles/"),
        ("security", "/console/permissions/"),
        ("security", "/console/people/?q=试"),
        ("security", "/console/clearances/?q=试"),
        ("auditor", "/console/"),
    ],
)
def test_a_list_costs_the_same_for_any_length(place, person, url, monkeypatch):
    # What is read anew every few seconds would meet one measurement or the other.
    monkeypatch.setattr(installation, "KEEP", inf)
    client = place.client(person)

    def queries():
        quiet = {"X-Liupan-Poll": "1"}  # once a minute the session notes that it was used
        client.get(url, headers=quiet)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url, headers=quiet).status_code == 200
        return len(seen)

    before = queries()
    for _ in range(5):
        unit = city.unit()
        who, _appointment = city.appointed(unit)
        city.division(f"6404{len(organisations.list_divisions(city.TODAY)) + 10:02}", "某县", 3)
        from liupan.foundation.access.tests.factories import granted

        granted("staff", account_id=who, unit_id=unit)
    assert queries() == before <= 20
