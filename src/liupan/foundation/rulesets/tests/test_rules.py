"""Which rule wins, and what a more local one may say."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liupan.foundation.rulesets.rules import (
    Deviation,
    Rule,
    differences,
    permits,
    scopes,
    winner,
)


def rule(scope: str = "", text: str = "20", deviation: Deviation = Deviation.LESS, **more) -> Rule:
    values = {
        "id": uuid4(), "set_code": "limits.x", "key": "decide", "title": "", "unit": "working_day",
        "law": "法", "edition": "", "article": "", "source": "", "sureness": "V", "note": "",
        "reason": "", "is_shipped": True, "valid_from": date(2004, 7, 1), "valid_to": None,
    }  # fmt: skip
    value = None if text.isalpha() else Decimal(text)
    return Rule(**{**values, **more}, scope=scope, text=text, value=value, deviation=deviation)


CHAIN = scopes("640402")


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("", ("",)),
        ("640000", ("", "640000")),
        ("640400", ("", "640000", "640400")),
        ("640402", ("", "640000", "640400", "640402")),
        ("640402001", ("", "640000", "640400", "640402", "640402001")),
    ],
)
def test_scopes_lead_from_the_nation_to_the_place(code: str, chain: tuple[str, ...]) -> None:
    assert scopes(code) == chain


@pytest.mark.parametrize(
    ("deviation", "local", "unit", "allowed"),
    [
        (Deviation.LESS, "15", "working_day", True),
        (Deviation.LESS, "20", "working_day", True),
        (Deviation.LESS, "21", "working_day", False),
        (Deviation.LESS, "15", "day", False),
        (Deviation.MORE, "21", "working_day", True),
        (Deviation.MORE, "19", "working_day", False),
        (Deviation.FIXED, "20", "working_day", False),
        (Deviation.FREE, "99", "day", True),
        (Deviation.LESS, "soon", "working_day", False),
    ],
)
def test_what_a_local_rule_may_say(
    deviation: Deviation, local: str, unit: str, allowed: bool
) -> None:
    assert permits(rule(deviation=deviation), rule("640400", local, unit=unit)) is allowed


def test_the_most_local_permitted_rule_wins() -> None:
    law, region, city = rule(), rule("640000", "15"), rule("640400", "10")
    assert winner([city, law, region], CHAIN) is city


def test_a_county_is_bound_by_the_citys_promise_not_only_by_the_law() -> None:
    law, city, county = rule(), rule("640400", "10"), rule("640402", "12")
    assert winner([law, city, county], CHAIN) is city


def test_other_places_do_not_count() -> None:
    assert winner([rule(), rule("640500", "5")], CHAIN).scope == ""
    assert winner([], CHAIN) is None


@given(st.lists(st.integers(1, 40), min_size=1, max_size=4))
def test_no_chain_of_local_rules_ever_exceeds_the_law(limits: list[int]) -> None:
    rules = [rule(s, str(n)) for s, n in zip(CHAIN, limits, strict=False)]
    best = winner(rules, CHAIN)
    assert best
    assert best.value <= limits[0]
    assert winner(reversed(rules), CHAIN) is best


def test_a_comparison_names_what_came_went_and_changed() -> None:
    old = [rule(key="decide"), rule(key="deliver", text="10"), rule(key="gone")]
    new = [rule(key="decide", text="15"), rule(key="deliver", text="10"), rule(key="new")]
    found = {d.key: (d.before and d.before.text, d.after and d.after.text) for d in
             differences(old, new)}  # fmt: skip
    assert found == {"decide": ("20", "15"), "gone": ("20", None), "new": (None, "20")}
