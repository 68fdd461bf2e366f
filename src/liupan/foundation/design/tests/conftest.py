"""The city's clock stands still in these tests."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from liupan.foundation.design import frames, navigation
from liupan.kernel import clock


@pytest.fixture(autouse=True)
def city_time() -> Iterator[datetime]:
    """15 November 2017, 9:40 in the city."""
    with clock.frozen(datetime(2017, 11, 15, 9, 40, tzinfo=clock.CITY)) as moment:
        yield moment


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> frames.Installation:
    """A demo city, as the frames show it; no room above has added a place to go."""
    monkeypatch.setattr(navigation, "_entries", {})
    here = frames.Installation(
        city="固原市",
        site="固原市政务服务平台",
        owner="固原市人民政府",
        contact="办事有疑问，请拨打12345。",
        is_demo=True,
    )
    monkeypatch.setattr(frames, "_source", lambda: here)
    monkeypatch.setattr(frames, "_post_of", lambda _actor: "督查室 科员")
    return here
