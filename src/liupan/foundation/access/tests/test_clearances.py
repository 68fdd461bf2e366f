"""Two who set one person's clearance at the same time: one is shown what the other has set."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from liupan.foundation.access.facade import list_clearances, set_clearance
from liupan.foundation.access.tests.factories import SECURITY, administrator, founded
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel.errors import StaleVersion
from liupan.kernel.secrecy import Secrecy


@pytest.mark.parametrize("version", [0, 1])
def test_of_two_at_once_the_second_sees_what_the_first_has_set(fresh_db: str, version: int) -> None:
    root, who = founded(), city.person()
    one, other = (administrator(SECURITY, root) for _ in range(2))
    said = {"account_id": who, "version": version, "now": city.NOW}
    if version:
        set_clearance(**{**said, "version": 0}, level=Secrecy.INTERNAL, actor=one)
    is_set = Event()

    def first() -> None:
        with transaction.atomic():
            set_clearance(**said, level=Secrecy.PUBLIC, actor=one)
            is_set.set()
            time.sleep(0.5)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(first)
        assert is_set.wait(30)
        with pytest.raises(StaleVersion) as stale:
            set_clearance(**said, level=Secrecy.INTERNAL, actor=other)
        done.result()
    assert stale.value.theirs["version"] == version + 1
    [found] = list_clearances([who])
    assert (found.level, found.version) == (Secrecy.PUBLIC, version + 1)
