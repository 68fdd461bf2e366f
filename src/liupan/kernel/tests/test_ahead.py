"""What is foreseen is worked out by another process, and counts for equal arguments only."""

import os

import pytest

from liupan.kernel import ahead
from liupan.kernel.ahead import aside, foreseen


@foreseen
def whose(number: int) -> tuple[int, int]:
    if number < 0:
        raise ValueError(number)
    return number, os.getpid()


@foreseen
def ends(number: int) -> int:
    if os.getpid() != HERE:
        os._exit(1)
    return number


HERE = os.getpid()


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "CORES", 1)


def test_what_is_foreseen_is_worked_out_by_another_process() -> None:
    here = os.getpid()
    with aside():
        whose.foresee(1)
        whose.foresee(2)
        assert whose(3) == (3, here), "nobody foresaw it"
        number, process = whose(2)
        assert (number, process != here) == (2, True)
        assert whose(2) == (2, here), "an answer is given once"
        assert whose(1)[1] == process
    whose.foresee(1)
    assert whose(1) == (1, here)


def test_what_fails_there_fails_where_it_is_called() -> None:
    with aside():
        whose.foresee(-1)
        with pytest.raises(ValueError, match="-1"):
            whose(-1)


def test_a_process_that_is_lost_is_not_waited_for() -> None:
    with aside():
        ends.foresee(1)
        ends.foresee(2)
        assert ends(1) == 1
        assert ends(2) == 2
        whose.foresee(1)
        assert whose(1) == (1, os.getpid())


def test_with_one_core_there_is_no_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "CORES", 10_000)
    with aside():
        whose.foresee(1)
        assert whose(1) == (1, os.getpid())
