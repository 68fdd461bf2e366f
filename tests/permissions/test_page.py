"""The page for auditors is what the program obeys."""

from tools.permissions import PAGE

from liupan.foundation.design.problems import SYSTEMS
from tests.permissions.addresses import addresses
from tests.permissions.page import written


def test_the_page_for_auditors_is_current() -> None:
    assert PAGE.read_text("utf-8") == written(), "run python tools/permissions.py"


def test_straight_doors_are_for_systems_alone() -> None:
    """Where no session and no account is looked at, nobody but a system has an entrance."""
    found = [one for one in addresses() if one.route.startswith(SYSTEMS)]
    kinds = {mark.kind if mark else "" for one in found for _method, mark in one.marks}
    assert found
    assert kinds == {"system"}
