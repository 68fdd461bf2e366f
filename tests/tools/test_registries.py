"""Whatever a test registers, the next one starts from what start-up registered."""

import pytest

from liupan.kernel import authority, work
from tests.machinery import registries

CODE = "trials.registry.read"


@pytest.mark.parametrize("_time", ["first", "second"])
def test_what_a_test_declares_is_unknown_to_the_next(_time: str) -> None:
    authority.declare(CODE, "read")
    work.sources()


def test_what_was_taken_away_or_replaced_is_back() -> None:
    code, *_others = authority.permissions()
    with registries.restored():
        authority._permissions.clear()
        authority.declare(code, "another")
    assert str(authority.permissions()[code].label) != "another"
    assert len(authority.permissions()) > 10
