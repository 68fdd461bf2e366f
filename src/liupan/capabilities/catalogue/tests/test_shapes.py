"""The public catalogue as DCAT, judged by the EU's shapes."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.machinery.shapes import VERSIONS, violations

from liupan.capabilities.catalogue.tests.factories import NOW, Town, published
from liupan.kernel import clock
from liupan.kernel.linked.writing import WRITERS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with clock.frozen(NOW):
        yield


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("form", WRITERS)
def test_nothing_is_violated(place: Town, form: str, version: str) -> None:
    published(place)
    answer = Client().get(reverse("catalogue:catalog", args=[form]))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Dataset" in text
    assert violations(text, form, version) == []
