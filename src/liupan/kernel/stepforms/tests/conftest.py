import pytest
from django.utils.translation import override

from liupan.kernel.expressions.tests.browser import browser


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture(scope="session")
def node():
    with browser() as running:
        yield running
