"""Loading, changing, ending and finding dated rules."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from liupan.foundation.access.facade import installer
from liupan.foundation.organisations.facade import (
    enter_division,
    establish_unit,
    found_installation,
)
from liupan.foundation.rulesets.facade import (
    CHANGE_RULES,
    AgainstHigherRule,
    BadRule,
    Deviation,
    NotFromThere,
    change_rule,
    compare_rules,
    end_rule,
    enter_rule_set,
    find_rule,
    get_rule,
    list_editions,
    list_rule_sets,
    list_rules,
    load_rules,
    overruled,
    rule_history,
    version_of,
)
from liupan.foundation.rulesets.models import Rule
from liupan.foundation.rulesets.tests.factories import LICENSING, NOW, facts, shipped
from liupan.kernel.authority import Actor, ActorKind
from liupan.kernel.errors import Missing, NotAuthorised, StaleVersion
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db

TODAY = date(2017, 11, 15)
CITY = "640400"


@pytest.fixture
def admin() -> Actor:
    return installer()


@pytest.fixture
def law(admin: Actor) -> Iterator[None]:
    load_rules(shipped=[shipped()], actor=admin, now=NOW)
    return


def change(admin: Actor, **changes: Any) -> UUID:
    values: dict[str, Any] = {
        "set_code": LICENSING, "key": "decide", "scope": CITY, "from_on": TODAY, "text": "15",
        "unit": "working_day", "source": "固政办发〔2017〕1号", "reason": "承诺提速",
    }  # fmt: skip
    said = {**values, **changes}
    said.setdefault("version", version_of(said["set_code"], said["key"]))
    return change_rule(**said, actor=admin, now=NOW)


def find(on: date, division: str = CITY) -> str | None:
    found = find_rule(LICENSING, "decide", on=on, division=division)
    return found.text if found else None


def test_a_rule_is_found_on_its_days_only(law: None) -> None:
    assert find(date(2004, 6, 30)) is None
    assert find(date(2004, 7, 1)) == "20"
    assert get_rule(LICENSING, "decide", on=TODAY).citation == (
        "《中华人民共和国行政许可法》（2003-08-27）第四十二条"
    )
    with pytest.raises(Missing):
        get_rule(LICENSING, "nothing", on=TODAY)


def test_editions_stand_side_by_side(admin: Actor) -> None:
    old = shipped(text="15", valid_from=date(2008, 5, 1), valid_to=date(2019, 5, 15))
    new = shipped(text="20", edition="2019", valid_from=date(2019, 5, 15))
    load_rules(shipped=[old, new], actor=admin, now=NOW)
    assert (find(date(2019, 5, 14)), find(date(2019, 5, 15))) == ("15", "20")
    assert list_editions(LICENSING) == [date(2008, 5, 1), date(2019, 5, 15)]
    (difference,) = compare_rules(LICENSING, before=TODAY, after=date(2020, 1, 1))
    assert (difference.before.text, difference.after.text) == ("15", "20")


def test_a_change_is_a_new_row_and_the_old_one_stays(admin: Actor, law: None) -> None:
    change(admin, scope="", text="18", from_on=date(2018, 1, 1))
    assert (find(date(2017, 12, 31)), find(date(2018, 1, 1))) == ("20", "18")
    first, second = rule_history(LICENSING, "decide")
    assert (first.valid_to, second.valid_from, second.reason) == (
        date(2018, 1, 1), date(2018, 1, 1), "承诺提速",
    )  # fmt: skip
    (fact,) = facts("rulesets.rule.changed")
    assert (fact["was"], fact["value"]) == ("20", "18")


def test_a_change_between_two_rows_ends_where_the_next_begins(admin: Actor, law: None) -> None:
    change(admin, scope="", text="10", from_on=date(2019, 1, 1))
    change(admin, scope="", text="18", from_on=date(2018, 1, 1))
    assert [find(date(y, 6, 1)) for y in (2017, 2018, 2019)] == ["20", "18", "10"]


@pytest.mark.parametrize("day", [TODAY - timedelta(1), date(2004, 7, 1), date(2000, 1, 1)])
def test_what_held_in_the_past_stands(admin: Actor, law: None, day: date) -> None:
    if day < date(2004, 7, 1):  # before the rule began there is nothing to change
        change(admin, scope="", text="30", from_on=day)
        assert (find(day), find(date(2004, 7, 1))) == ("30", "20")
        return
    with pytest.raises(NotFromThere):
        change(admin, scope="", from_on=day)


def test_a_rule_changes_once_a_day(admin: Actor, law: None) -> None:
    change(admin, scope="", from_on=TODAY)
    with pytest.raises(NotFromThere):
        change(admin, scope="", text="14", from_on=TODAY)


def test_a_city_promises_less_never_more(admin: Actor, law: None) -> None:
    with pytest.raises(AgainstHigherRule, match="第四十二条"):
        change(admin, text="21")
    with pytest.raises(AgainstHigherRule):
        change(admin, text="15", unit="day")
    change(admin, text="15")
    assert (find(TODAY), find(TODAY, "640402"), find(TODAY, "640500")) == ("15", "15", "20")


def test_a_local_rule_that_the_law_overtakes_no_longer_counts(admin: Actor, law: None) -> None:
    change(admin, text="15")
    change(admin, scope="", text="10", from_on=date(2018, 1, 1), edition="2018")
    assert find(date(2017, 12, 1)) == "15"
    assert find(date(2018, 1, 1)) == "10"
    assert [r.text for r in overruled(LICENSING, on=date(2018, 1, 1), division=CITY)] == ["15"]
    assert overruled(LICENSING, on=TODAY, division=CITY) == []


def test_terms_of_citizens_are_fixed_and_defaults_free(admin: Actor) -> None:
    rows = [
        shipped(key="hearing_request", text="5"),
        shipped(set_code="warnings.clock", key="first", law="", unit="percent", text="50"),
    ]
    load_rules(shipped=rows, actor=admin, now=NOW)
    with pytest.raises(AgainstHigherRule):
        change(admin, key="hearing_request", text="4")
    change(admin, set_code="warnings.clock", key="first", text="40", unit="percent")
    assert find_rule("warnings.clock", "first", on=TODAY, division=CITY).value == 40


@pytest.mark.parametrize("wrong", [{"text": "soon"}, {"text": "-1"}, {"text": "NaN"}])
def test_a_number_is_a_number(admin: Actor, law: None, wrong: dict[str, str]) -> None:
    with pytest.raises(BadRule) as refused:
        change(admin, **wrong)
    assert "text" in refused.value.fields


@pytest.mark.parametrize("missing", ["source", "reason"])
def test_a_change_says_why_and_by_what(admin: Actor, law: None, missing: str) -> None:
    with pytest.raises(BadRule) as refused:
        change(admin, **{missing: " "})
    assert set(refused.value.fields) == {missing}


def test_a_rule_ends(admin: Actor, law: None) -> None:
    rule = get_rule(LICENSING, "decide", on=TODAY)
    end = {
        "rule_id": rule.id,
        "reason": "废止",
        "version": rule.version,
        "actor": admin,
        "now": NOW,
    }
    with pytest.raises(NotFromThere):
        end_rule(**end, ends_on=TODAY - timedelta(1))
    end_rule(**end, ends_on=date(2018, 1, 1))
    end_rule(**end, ends_on=date(2018, 1, 1))
    assert (find(date(2017, 12, 31)), find(date(2018, 1, 1))) == ("20", None)
    assert len(facts("rulesets.rule.ended")) == 1


def test_who_read_before_somebody_changed_is_shown_both(admin: Actor, law: None) -> None:
    read = version_of(LICENSING, "decide")
    change(admin, from_on=date(2018, 1, 1), text="15")
    for scope in (CITY, "640422"):
        with pytest.raises(StaleVersion) as stale:
            change(admin, from_on=date(2018, 2, 1), text="10", scope=scope, version=read)
        assert stale.value.theirs["version"] == version_of(LICENSING, "decide")
    assert find(date(2018, 2, 2)) == "15"
    change(admin, from_on=date(2018, 2, 1), text="10", version=stale.value.theirs["version"])
    assert find(date(2018, 2, 2)) == "10"


def test_who_ends_what_was_ended_otherwise_is_shown_both(admin: Actor, law: None) -> None:
    rule = get_rule(LICENSING, "decide", on=TODAY)
    end = {
        "rule_id": rule.id,
        "reason": "废止",
        "version": rule.version,
        "actor": admin,
        "now": NOW,
    }
    end_rule(**end, ends_on=date(2018, 2, 1))
    with pytest.raises(StaleVersion) as stale:
        end_rule(**end, ends_on=date(2018, 1, 1))
    assert stale.value.theirs == {"ends_on": date(2018, 2, 1), "version": rule.version + 1}
    assert find(date(2018, 1, 15)) == "20"


def test_loading_again_changes_nothing(admin: Actor, law: None) -> None:
    assert load_rules(shipped=[shipped()], actor=admin, now=NOW) == 0
    assert len(facts("rulesets.shipment.loaded")) == 1


def test_an_upgrade_never_overwrites_an_administrator(admin: Actor, law: None) -> None:
    change(admin, scope="", text="18", from_on=date(2018, 1, 1))
    newer = shipped(text="16", edition="2019", valid_from=date(2019, 4, 23))
    other = shipped(key="deliver", text="10")
    assert load_rules(shipped=[shipped(), newer, other], actor=admin, now=NOW) == 1
    assert find(date(2020, 1, 1)) == "18"
    fact = facts("rulesets.shipment.loaded")[-1]
    assert (fact["loaded"], fact["kept"]) == (1, [f"{LICENSING}/decide"])


def test_an_upgrade_brings_a_new_edition(admin: Actor, law: None) -> None:
    newer = shipped(text="16", edition="2019", valid_from=date(2019, 4, 23))
    assert load_rules(shipped=[shipped(), newer], actor=admin, now=NOW) == 1
    assert load_rules(shipped=[shipped(), newer], actor=admin, now=NOW) == 0
    assert (find(date(2019, 4, 22)), find(date(2019, 4, 23))) == ("20", "16")


def test_the_database_refuses_two_sayings_on_one_day(law: None) -> None:
    row = Rule.objects.get()
    row.id, row.valid_from = uuid7(), date(2010, 1, 1)
    with pytest.raises(IntegrityError, match="rule_says_one_thing_a_day"), transaction.atomic():
        row.save(force_insert=True)


def test_an_administrators_own_set(admin: Actor) -> None:
    enter_rule_set(code="limits.local", title="本市承诺时限", actor=admin, now=NOW)
    change(admin, set_code="limits.local", key="reply", title="答复")
    assert list_rules("limits.local", on=TODAY, division=CITY)["reply"].title == "答复"
    assert [(s.code, s.rules) for s in list_rule_sets()] == [("limits.local", 1)]
    with pytest.raises(BadRule):
        enter_rule_set(code="limits.local", title="又", actor=admin, now=NOW)


def test_finding_costs_one_small_query_once_remembered(law: None) -> None:
    find(TODAY)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for _turn in range(3):
            find(TODAY)
    assert len(queries) == 3
    assert all("rulesets_stamp" in q["sql"] for q in queries)


def test_a_rolled_back_change_is_forgotten(admin: Actor, law: None) -> None:
    with transaction.atomic():
        change(admin, text="15")
        assert find(TODAY) == "15"
        transaction.set_rollback(True)
    assert find(TODAY) == "20"
    change(admin, text="12")
    assert find(TODAY) == "12"


def owner_of(admin: Actor, division: str, category: str, parent: UUID | None = None) -> Actor:
    """Somebody who holds the permission over a unit of that kind in that division."""
    division_id = enter_division(
        code=division, name=division, level=2 if division == CITY else 3,
        parent_id=None, valid_from=date(2001, 7, 7),
        actor=admin, now=NOW,
    )  # fmt: skip
    unit_id = establish_unit(
        code=division + category, name="单位", category=category, division_id=division_id,
        parent_id=parent, valid_from=date(2001, 7, 7), actor=admin, now=NOW,
    )  # fmt: skip
    rights = {CHANGE_RULES.code: frozenset({unit_id})}
    return Actor(id=uuid7(), kind=ActorKind.STAFF, rights=rights)


def test_a_county_government_changes_its_own_rules_only(admin: Actor, law: None) -> None:
    county = owner_of(admin, "640402", "government")
    change(county, scope="640402")
    for scope in (CITY, "", "640422"):
        with pytest.raises(NotAuthorised):
            change(county, scope=scope, text="9")


def test_a_department_does_not_change_the_citys_rules(admin: Actor, law: None) -> None:
    with pytest.raises(NotAuthorised):
        change(owner_of(admin, CITY, "department"))
    with pytest.raises(NotAuthorised):
        change(replace(admin, rights={}))


def test_the_citys_owner_records_the_law_too(admin: Actor, law: None) -> None:
    found_installation(
        city_code=CITY, city_name="固原市", is_demo=False, clock_offset=timedelta(), actor=admin,
        now=NOW,
    )  # fmt: skip
    city = owner_of(admin, CITY, "government")
    change(city, scope="", text="19", deviation=Deviation.FIXED)
    assert find(TODAY) == "19"
