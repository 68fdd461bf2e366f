"""`UnitTree` is always the closure of "stands under", however the city is reformed."""

from collections import defaultdict
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.foundation.organisations import facade
from liupan.foundation.organisations.models import Succession, Unit, UnitTree
from liupan.foundation.organisations.tests import factories as make
from liupan.kernel.errors import LiupanError

pytestmark = pytest.mark.django_db

STEP = st.tuples(
    st.sampled_from(["establish", "move", "abolish", "merge", "split"]),
    st.integers(0, 30),
    st.integers(0, 30),
)


def closure_by_recursion() -> set[tuple]:
    """What the tree must be, computed from the rows in plain Python."""
    above = defaultdict(set)
    successors = defaultdict(set)
    for succession in Succession.objects.all():
        successors[succession.predecessor_id].add(succession.successor_id)
    for unit in Unit.objects.all():
        if unit.valid_to and successors[unit.id]:
            above[unit.id] = successors[unit.id]
        elif unit.parent_id:
            above[unit.id] = {unit.parent_id}
    pairs = set()
    for unit in Unit.objects.all():
        level, depth = {unit.id}, 0
        nearest: dict = {}
        while level:
            for ancestor in level:
                nearest.setdefault(ancestor, depth)
            level, depth = {x for u in level for x in above[u]}, depth + 1
            assert depth < 100, "a ring"
        pairs |= {(ancestor, unit.id, depth) for ancestor, depth in nearest.items()}
    return pairs


def stored() -> set[tuple]:
    return set(UnitTree.objects.values_list("ancestor_id", "descendant_id", "depth"))


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(STEP, min_size=3, max_size=12))
def test_the_tree_is_the_closure_after_any_reforms(steps):
    units = [make.unit() for _ in range(3)]
    day = make.BEGINNING
    for act, first, second in steps:
        day += timedelta(days=1)
        one, other = units[first % len(units)], units[second % len(units)]
        try:
            if act == "establish":
                units.append(make.unit(parent_id=one, valid_from=day))
            elif act == "move":
                facade.move_unit(
                    unit_id=one,
                    parent_id=other,
                    effective_on=day,
                    actor=make.almighty(),
                    now=make.NOW,
                )
            elif act == "abolish":
                facade.abolish_unit(
                    unit_id=one, effective_on=day, actor=make.almighty(), now=make.NOW
                )
            elif act == "merge":
                facade.merge_units(
                    unit_ids=[one],
                    into_id=other,
                    effective_on=day,
                    actor=make.almighty(),
                    now=make.NOW,
                )
            else:
                units += _split(one, day, len(units))
        except LiupanError:
            pass  # refused; the tree must be right all the same
        assert stored() == closure_by_recursion()


def _split(unit_id, day, count):
    parts = {
        facade.NewUnit(
            code=f"P{count}{n}",
            name=f"分局{count}{n}",
            category="department",
            division_id=make.division(),
            parent_id=facade.find_root().id,
            valid_from=day,
        ): []
        for n in (1, 2)
    }
    return facade.split_unit(
        unit_id=unit_id, parts=parts, effective_on=day, actor=make.almighty(), now=make.NOW
    )


def test_a_unit_cannot_stand_under_itself():
    upper = make.unit()
    lower = make.unit(parent_id=upper)
    with pytest.raises(facade.UnderItself):
        facade.move_unit(
            unit_id=upper,
            parent_id=lower,
            effective_on=make.TODAY,
            actor=make.almighty(),
            now=make.NOW,
        )


def test_the_past_of_a_merged_unit_lies_within_its_successor():
    health, family = make.unit("卫生局"), make.unit("人口计生局")
    facade.merge_units(
        unit_ids=[family],
        into_id=health,
        effective_on=make.TODAY,
        actor=make.almighty(),
        now=make.NOW,
    )
    assert facade.is_within(family, [health])
    assert not facade.is_within(health, [family])
