"""Where links in letters begin: told, or made of what is told besides."""

import pytest

from liupan.config.environment import environment
from liupan.config.sentences import NotReady

TOLD = ("LIUPAN_ORIGIN", "LIUPAN_HOSTS", "LIUPAN_HTTPS", "PORT")


@pytest.mark.parametrize(
    ("told", "origin"),
    [
        ({}, "http://localhost:8000"),
        ({"PORT": "8191"}, "http://localhost:8191"),
        (
            {"LIUPAN_HOSTS": "city.gov.cn,localhost", "LIUPAN_HTTPS": "1", "LIUPAN_PROXIES": "1"},
            "https://city.gov.cn",
        ),
        ({"LIUPAN_HOSTS": ".gov.cn"}, "http://gov.cn:8000"),
        ({"LIUPAN_ORIGIN": "https://city.gov.cn:8443/"}, "https://city.gov.cn:8443"),
    ],
)
def test_the_origin(told, origin, monkeypatch):
    for name in TOLD:
        monkeypatch.delenv(name, raising=False)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert environment.__wrapped__().origin == origin


@pytest.mark.parametrize(
    "wrong", ["city.gov.cn", "ftp://city.gov.cn", "https://city.gov.cn/a", "x"]
)
def test_what_is_no_site_is_refused(wrong, monkeypatch):
    monkeypatch.setenv("LIUPAN_ORIGIN", wrong)
    with pytest.raises(NotReady):
        environment.__wrapped__()
