"""What comes with the program stands in the tables after an installation."""

from datetime import date

import pytest

from liupan.foundation.access.facade import installer
from liupan.foundation.rulesets.facade import Deviation, find_rule, list_rule_sets
from liupan.foundation.rulesets.facts import shipped
from liupan.foundation.rulesets.installing import install
from liupan.foundation.rulesets.models import Rule
from liupan.foundation.rulesets.shipping import deviations
from liupan.foundation.rulesets.tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_every_shipped_rule_is_there_once() -> None:
    for _turn in range(2):
        install(installer(), NOW)
    assert Rule.objects.count() == sum(len(edition.rows) for edition in shipped())
    assert {s.code for s in list_rule_sets()} == {edition.code for edition in shipped()}


def test_the_law_of_a_day_is_found_with_its_source() -> None:
    install(installer(), NOW)
    before, after = (
        find_rule("limits.disclosure", "answer", on=day, division="640400")
        for day in (date(2019, 5, 14), date(2019, 5, 15))
    )
    assert before
    assert after
    assert (before.value, after.value, after.unit, after.article) == (
        15, 20, "working_day", "第三十三条",
    )  # fmt: skip
    assert after.deviation is Deviation.LESS


def test_deviations_name_shipped_rules_of_law() -> None:
    known = {f"{e.code}/{r.key}" for e in shipped() if e.law for r in e.rows}
    assert set(deviations()) - known == set()
