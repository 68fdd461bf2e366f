"""A real city, from nothing: founded, its three administrators signed in, a first unit."""

import http.cookiejar
import re
import time
import urllib.parse
import urllib.request

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.machinery.installations import Installation

pytestmark = pytest.mark.slow

THREE = {"system": "xitong", "security": "anquan", "audit": "shenji"}
FOUND = [
    "found", "--city", "试验市", "--code", "990100",
    *(word for duty, name in THREE.items()
      for word in (f"--{duty}", name, f"--{duty}-name", f"{name}的姓名")),
]  # fmt: skip
PASSWORD = "宁夏六盘山上高峰2017"


class Visitor:
    """A browser without script."""

    def __init__(self, liupan: Installation) -> None:
        self.base = f"http://localhost:{liupan.port}"
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.where = ""
        self.text = ""

    def get(self, path: str) -> str:
        return self._open(urllib.request.Request(self._address(path)))

    def post(self, path: str, **data: str) -> str:
        """What the page at hand would send, with this."""
        (token, *_) = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.text)
        sent = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **data}).encode()
        headers = {"Referer": self.where}
        return self._open(urllib.request.Request(self._address(path), sent, headers))

    def _address(self, path: str) -> str:
        return path if path.startswith("http") else f"{self.base}{path}"

    def _open(self, asked: urllib.request.Request) -> str:
        with self.opener.open(asked, timeout=60) as page:
            self.where, self.text = page.url, page.read().decode()
        return self.text


def arrive(liupan: Installation, username: str, link: str) -> Visitor:
    """First password by the link, first sign-in, second factor; ends at the workbench."""
    visitor = Visitor(liupan)
    visitor.get(link)
    visitor.post(visitor.where, password1=PASSWORD, password2=PASSWORD)
    visitor.get("/account/login/")
    visitor.post("/account/login/", login=username, password=PASSWORD)
    visitor.get("/account/2fa/totp/activate/")
    if "reauthenticate" in visitor.where:
        visitor.post(visitor.where, password=PASSWORD)
        visitor.get("/account/2fa/totp/activate/")
    (secret, *_) = re.findall(r"<code[^>]*>\s*([A-Z2-7]{16,})\s*</code>", visitor.text)
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    visitor.post("/account/2fa/totp/activate/", code=code)
    visitor.get("/work/")
    assert visitor.where.endswith("/work/"), visitor.where
    return visitor


def test_from_nothing_to_a_first_unit(make) -> None:
    liupan: Installation = make(is_empty=True)
    done = liupan.call(*FOUND)
    assert done.returncode == 0, done.stderr
    assert "试验市 is founded" in done.stdout
    links = dict(zip(THREE, re.findall(r"http://\S+", done.stdout), strict=True))

    again = liupan.call(*FOUND)
    assert again.returncode == 1
    assert "serves a city already" in again.stderr

    liupan.run()
    visitors = {duty: arrive(liupan, THREE[duty], links[duty]) for duty in THREE}
    system = visitors["system"]
    [(root,)] = liupan.query("SELECT id FROM organisations_unit")
    [(division,)] = liupan.query("SELECT id FROM organisations_division")
    system.get("/console/units/new/")
    system.post(
        "/console/units/new/", code="990100-02", name="试验市发展和改革委员会", short_name="",
        category="department", parent=str(root), division=str(division), uscc="", order="1",
        valid_from=time.strftime("%Y-01-02"),
    )  # fmt: skip
    assert liupan.query("SELECT 1 FROM organisations_unitname WHERE name LIKE '%发展和改革%'")

    acts = [act for (act,) in liupan.query("SELECT act FROM journal_entry ORDER BY pos")]
    assert "access.setup.closed" in acts
    doctor = liupan.call("doctor")
    assert "试验市" in doctor.stdout


@pytest.mark.parametrize("wrong", [("--code", "990101"), ("--audit", "xitong")])
def test_a_wrong_word_founds_nothing(liupan: Installation, wrong: tuple[str, str]) -> None:
    done = liupan.call(*FOUND, *wrong)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    with liupan.server.used():
        assert liupan.query("SELECT count(*) FROM organisations_installation") == [(0,)]
        assert liupan.query("SELECT count(*) FROM identity_account") == [(0,)]
