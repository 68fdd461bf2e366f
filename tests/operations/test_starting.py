"""Starting and stopping a real Liupan."""

import signal
import socket
import time

import pytest

from tests.machinery.installations import Installation, wait_for

pytestmark = pytest.mark.slow


def test_starts_from_nothing_under_a_poor_locale(make) -> None:
    liupan: Installation = make("空 home", is_empty=True, environ={"LC_ALL": "C"})
    liupan.run()
    assert f"Liupan is ready: http://localhost:{liupan.port}/" in liupan.text
    liupan.await_answer()
    assert 200 <= liupan.get("/") < 500
    assert liupan.end() == 0
    assert liupan.processes() == {}


def test_a_run_from_its_start_to_its_end(liupan: Installation) -> None:
    """One run for all of it: starting takes longer than they do."""
    liupan.run()
    a_second_start_does_nothing_twice(liupan)
    long_calls_are_served_too(liupan)
    one_home_runs_once(liupan)
    commands_work_beside_a_running_one(liupan)
    a_termination_stops_everything(liupan)
    commands_work_without_one(liupan)


def a_second_start_does_nothing_twice(liupan: Installation) -> None:
    steps = [line for line in liupan.text.splitlines() if " s  " in line]
    assert [
        s.rpartition(" s  ")[2] for s in steps if s.split()[0] in ("Texts", "Static", "Tables")
    ] == ["up to date"] * 3


def long_calls_are_served_too(liupan: Installation) -> None:
    """They start when the others answer."""
    wait_for(lambda: bool(liupan.pids("^liupan-long-cal:")), liupan)


def a_termination_stops_everything(liupan: Installation) -> None:
    assert len(liupan.processes()) > 6
    assert liupan.end(signal.SIGTERM) == 0
    assert liupan.processes() == {}
    assert liupan.text.rstrip().endswith("Liupan has stopped.")
    assert not list(liupan.server.sockets.glob(".s.PGSQL.*"))


def test_a_signal_while_it_starts_stops_everything(make) -> None:
    liupan: Installation = make(is_empty=True)
    liupan.start()
    wait_for(lambda: "Database" in liupan.text, liupan)
    assert liupan.end() == 0
    assert "Liupan is ready" not in liupan.text
    assert liupan.processes() == {}


def test_a_second_signal_forces(liupan: Installation) -> None:
    liupan.run()
    for pid in liupan.pids("^liupan-(pages|long-cal|worker):"):
        import os

        os.kill(pid, signal.SIGSTOP)  # deaf to every polite request
    assert liupan.process
    began = time.monotonic()
    liupan.process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    liupan.end()
    assert time.monotonic() - began < 8  # seconds; less than the children's patience
    assert liupan.processes() == {}
    assert "by force" in liupan.text


def test_two_run_side_by_side(make) -> None:
    first, second = make("first"), make("second")
    first.start()
    second.start()
    for each in (first, second):
        each.await_ready()
        each.await_answer()
    first.query("CREATE TABLE mine AS SELECT 1 AS a")
    assert second.query("SELECT to_regclass('mine')") == [(None,)]
    first.end()
    second.await_answer()


def one_home_runs_once(liupan: Installation) -> None:
    again = Installation(liupan.home)
    done = again.call("run")
    assert done.returncode == 1
    assert "already runs in" in done.stderr
    assert f"http://localhost:{liupan.port}/" in done.stderr
    liupan.await_answer()


def test_a_port_in_use_is_said(liupan: Installation) -> None:
    with socket.create_server(("127.0.0.1", liupan.port)):
        done = liupan.call("run")
    assert done.returncode == 1
    assert done.stderr.startswith(f"liupan: Port {liupan.port} on 127.0.0.1 is in use")
    assert "PORT=" in done.stderr
    assert liupan.processes() == {}


def commands_work_beside_a_running_one(liupan: Installation) -> None:
    assert liupan.call("doctor").returncode == 0
    liupan.await_answer()


def commands_work_without_one(liupan: Installation) -> None:
    done = liupan.call("doctor")
    assert "ok    tables" in done.stdout
    assert liupan.processes() == {}
