"""Standing work runs again and again, each in its thread, whatever befalls one of them."""

import threading

import pytest

from liupan.kernel import background


@pytest.fixture(autouse=True)
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "_chores", {})


def test_a_chore_is_repeated_until_stopped() -> None:
    stop, calls = threading.Event(), [0]

    def work() -> None:
        calls[0] += 1
        if calls[0] == 3:
            stop.set()

    background.register("test.work", 0.001, work)
    for thread in background.start(stop):
        thread.join(10)
        assert not thread.is_alive()
    assert calls == [3]


def test_a_failing_or_slow_chore_stops_neither_itself_nor_others() -> None:
    stop, slow_may_end, calls = threading.Event(), threading.Event(), [0]

    def failing() -> None:
        calls[0] += 1
        if calls[0] == 3:
            slow_may_end.set()
            stop.set()
        raise ZeroDivisionError

    background.register("test.failing", 0.001, failing)
    background.register("test.slow", 0.001, lambda: slow_may_end.wait(10))
    for thread in background.start(stop):
        thread.join(10)
        assert not thread.is_alive()
    assert calls == [3]


def test_a_name_is_taken_once() -> None:
    background.register("test.work", 1, print)
    with pytest.raises(ValueError, match="twice"):
        background.register("test.work", 1, print)
    assert list(background.chores()) == ["test.work"]
