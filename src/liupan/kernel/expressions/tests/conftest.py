import pytest

from liupan.kernel.expressions.tests.browser import browser


@pytest.fixture(scope="session")
def node():
    with browser() as running:
        yield running
