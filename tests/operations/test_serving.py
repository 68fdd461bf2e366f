"""Workers of the page server take from one queue: nobody waits behind a busy one."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

PATIENCE = 30.0
"""Seconds after which a request counts as stuck."""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number: int = taken.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "liupan.config.page_server", "127.0.0.1", str(number), "2",
         "tests.machinery.holding:application"],
        env={**os.environ, "HOLDING_FOLDER": str(tmp_path)}, start_new_session=True,
    )  # fmt: skip
    try:
        wait_for(lambda: len({worker_of(number) for _n in range(8)}) == 2)
        yield number
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def wait_for(is_so) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if is_so():
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError("It did not come about")


def worker_of(port: int, path: str = "/") -> int:
    """Which worker answers."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        client.request("GET", path)
        return int(client.getresponse().read())
    finally:
        client.close()


def test_nobody_waits_behind_a_busy_worker(port: int, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as others:
        held = others.submit(worker_of, port, "/hold/release")
        wait_for((tmp_path / "release.began").exists)
        answered = {worker_of(port) for _n in range(40)}
        assert not held.done()
        (tmp_path / "release").touch()
        assert answered.isdisjoint({held.result()})


def test_whoever_says_nothing_holds_no_worker(port: int) -> None:
    silent = [socket.create_connection(("127.0.0.1", port)) for _n in range(8)]
    try:
        assert worker_of(port)
    finally:
        for one in silent:
            one.close()


def test_whoever_reads_slowly_holds_no_worker(port: int) -> None:
    slow = [socket.create_connection(("127.0.0.1", port)) for _n in range(4)]
    try:
        for one in slow:
            one.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert worker_of(port)
    finally:
        for one in slow:
            one.close()
