"""Every account page says who may enter, keeps strangers out and is kept by no cache."""

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from liupan.foundation.design.facade import entrance_of
from liupan.foundation.identity.tests.factories import enter, make_account
from liupan.foundation.identity.urls import urlpatterns

pytestmark = pytest.mark.django_db


def address(pattern: URLPattern) -> str:
    given = {"session_id": 1, "pk": 1, "uidb36": "abc", "key": "def"}
    names = pattern.pattern.regex.groupindex or pattern.pattern.converters
    return reverse(pattern.name, kwargs={name: given[name] for name in names})


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda p: p.name)
def test_a_visitor_enters_public_pages_only(client: Client, pattern: URLPattern) -> None:
    entrance = entrance_of(pattern.callback)
    assert entrance is not None
    url = address(pattern)
    for answer in (client.get(url), client.post(url)):
        if entrance.kind == "signed_in":
            assert answer["Location"].startswith("/account/login/?next=")
        else:
            assert answer.status_code < 500
            assert "no-store" in answer.get("Cache-Control", "no-store")


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda p: p.name)
def test_pages_of_ones_own_are_kept_by_no_cache(client: Client, pattern: URLPattern) -> None:
    enter(client, make_account().id)
    answer = client.get(address(pattern))
    assert answer.status_code < 500
    if answer.status_code == 200:
        assert "no-store" in answer["Cache-Control"]
