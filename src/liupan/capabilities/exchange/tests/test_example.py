"""The example in the interface's description does what it says."""

import io
import re
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from liupan.capabilities.exchange.tests.calling import SECRET, by_hmac
from liupan.capabilities.exchange.tests.factories import NOW, Town, grant, resource, service, system
from liupan.kernel import clock

PAGE = Path(__file__).resolve().parents[5] / "docs/reference/exchange-api.md"


@pytest.mark.django_db
def test_the_example_is_answered(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    of = resource(place)
    to, _has, program = service(place, of), grant(place, of), by_hmac(system(place))
    found = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found
    code = found[1].replace('"KEY", "SECRET"', repr((program.key_id, SECRET))[1:-1])
    monkeypatch.setattr(urllib.request, "urlopen", _to_django)
    said: dict[str, Any] = {}
    with clock.frozen(NOW):
        exec(code.replace("services/marriages/", f"services/{to.code}/"), said)
    assert [row["登记日期"] for row in said["page"]["rows"]] == ["2017-02-01"]


def _to_django(request: urllib.request.Request) -> io.BytesIO:
    answer = Client().generic(
        request.get_method(), request.selector, request.data or b"",
        headers=dict(request.header_items()),
    )  # fmt: skip
    assert answer.status_code == 200, answer.content
    return io.BytesIO(answer.content)
