"""When things go out."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.foundation.messaging import rules
from liupan.foundation.messaging.signing import hmac_sm3
from liupan.kernel.clock import CITY

MOMENTS = st.integers(0, 15 * 366 * 86400).map(
    lambda seconds: datetime(2015, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def at(hour: int, minute: int = 0, day: int = 15) -> datetime:
    return datetime(2017, 11, day, hour, minute, tzinfo=CITY).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "quiet", "due"),
    [
        (at(21, 59), (22, 7), at(21, 59)),
        (at(22), (22, 7), at(7, day=16)),
        (at(6, 59), (22, 7), at(7)),
        (at(7), (22, 7), at(7)),
        (at(13), (12, 14), at(14)),
        (at(14), (12, 14), at(14)),
        (at(11), (12, 14), at(11)),
        (at(11), (12, 12), at(11)),
    ],
)
def test_quiet_hours(now: datetime, quiet: tuple[int, int], due: datetime) -> None:
    assert rules.end_of_quiet(now, time(quiet[0]), time(quiet[1])) == due


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MOMENTS, st.times(), st.times())
def test_quiet_hours_end_within_a_day_and_end_for_good(
    now: datetime, begin: time, end: time
) -> None:
    due = rules.end_of_quiet(now, begin, end)
    assert now <= due <= now + timedelta(days=1)
    assert rules.end_of_quiet(due, begin, end) == due


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MOMENTS)
def test_the_digest_comes_at_eight(now: datetime) -> None:
    due = rules.next_digest(now)
    assert now < due <= now + timedelta(days=1)
    assert due.astimezone(CITY).time() == time(8)


def test_pauses_grow_to_two_hours_and_end() -> None:
    pauses = [rules.pause_after(n) for n in range(1, 10)]
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(seconds=15)
    assert rules.pause_after(99) == timedelta(hours=2)
    assert not rules.is_given_up(9)
    assert rules.is_given_up(10)


def test_hmac_sm3_agrees_with_the_library() -> None:
    from cryptography.hazmat.primitives.hashes import SM3
    from cryptography.hazmat.primitives.hmac import HMAC

    for key, text in [(b"k", b""), (b"k" * 64, b"abc"), (b"k" * 65, b"x" * 1000)]:
        worker = HMAC(key, SM3())
        worker.update(text)
        assert hmac_sm3(key, text) == worker.finalize()
