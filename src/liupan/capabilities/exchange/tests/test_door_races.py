"""Quota and nonces when many call at once: exact."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings

from liupan.capabilities.exchange.models import Nonce, Usage
from liupan.capabilities.exchange.operations.admitting import admit
from liupan.capabilities.exchange.tests.calling import caller
from liupan.capabilities.exchange.tests.factories import NOW
from liupan.kernel.errors import Refusal
from liupan.kernel.ids import uuid7

THREADS = 50


def at_once(act: Any, times: int) -> list[str]:
    """What came of so many at once: nothing, or the name of the refusal."""

    def one(number: int) -> str:
        try:
            act(number)
        except Refusal as error:
            return type(error).__name__
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(times)))


@pytest.mark.timeout(120)
def test_fifty_at_once_get_what_the_quota_allows(fresh_db: None) -> None:
    with override_settings(LIUPAN_CALL_RATE=10_000):
        grant_id = uuid7()
        held: Any = type("Grant", (), {"id": grant_id, "quota": 120})()

        def call(number: int) -> None:
            admit(caller(f"n{number}"), held, now=NOW)

        came = at_once(call, 200)
    assert (came.count(""), came.count("QuotaUsed")) == (120, 80)
    assert Usage.objects.get(grant_id=grant_id).calls == 120
    assert Nonce.objects.count() == 200


@pytest.mark.timeout(120)
def test_one_nonce_fifty_times_at_once_is_one_call(fresh_db: None) -> None:
    who = caller("the-same")
    held: Any = type("Grant", (), {"id": uuid7(), "quota": 1_000})()
    came = at_once(lambda _number: admit(who, held, now=NOW), THREADS)
    assert (came.count(""), came.count("Replayed")) == (1, THREADS - 1)
    assert Usage.objects.get(grant_id=held.id).calls == 1
