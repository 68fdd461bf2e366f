"""The page for auditors is what the program obeys."""

from tools.permissions import PAGE

from tests.permissions.page import written


def test_the_page_for_auditors_is_current() -> None:
    assert PAGE.read_text("utf-8") == written(), "run python tools/permissions.py"
