"""moto's server as an S3 service, in a process of its own, once for a session and a worker.

It is no real S3: what it says of rights, room and lost lines is played by `answering`.
"""

import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

KEY_ID, SECRET = "AKIATESTS", "geheim/+="
READY = 60.0
AWAY = "http://127.0.0.1:9"
"""Nobody listens there."""


@dataclass(frozen=True, slots=True)
class TrialBucket:
    """A fresh bucket; `environ` is what an operator sets."""

    endpoint: str
    name: str

    @property
    def environ(self) -> dict[str, str]:
        """LIUPAN_S3_…"""
        url = f"{self.endpoint}/{self.name}/liupan?region=us-east-1"
        return {
            "LIUPAN_S3_URL": url, "LIUPAN_S3_KEY_ID": KEY_ID, "LIUPAN_S3_SECRET": SECRET,
        }  # fmt: skip


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of the service."""
    # No proxy of the machine stands between a test and this machine.
    environ = {**os.environ, "MOTO_PORT": "0", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
    with subprocess.Popen(
        command, env=environ, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as server:
        try:
            yield _address(server)
        finally:
            server.kill()


def _address(server: subprocess.Popen[str]) -> str:
    """What werkzeug says it runs on; the rest of what it says is read away."""
    assert server.stderr
    for line in server.stderr:
        if "Running on" in line:
            threading.Thread(target=server.stderr.read, daemon=True).start()
            address = line.split("Running on ")[1].split()[0]
            _wait_for(address)
            return address
    raise AssertionError("moto's server did not start")


def _wait_for(address: str) -> None:
    until = time.monotonic() + READY
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=READY).read()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("moto's server does not answer")


@pytest.fixture
def trial_bucket(s3: str) -> TrialBucket:
    """A bucket of one's own."""
    from boto3 import client

    from liupan.kernel.ids import uuid7

    made = TrialBucket(s3, f"trial-{uuid7().hex}")
    said = {"aws_access_key_id": KEY_ID, "aws_secret_access_key": SECRET}
    client("s3", endpoint_url=s3, region_name="us-east-1", **said).create_bucket(Bucket=made.name)
    return made


@contextmanager
def set_up(endpoint: str, name: str, settings: Any) -> Iterator[None]:
    """Contents go into this bucket."""
    from django.test import override_settings

    options = {
        "endpoint_url": endpoint, "bucket_name": name, "location": "liupan/",
        "region_name": "us-east-1", "addressing_style": "path", "access_key": KEY_ID,
        "secret_key": SECRET,
    }  # fmt: skip
    backend = {"BACKEND": "liupan.foundation.documents.buckets.Bucket", "OPTIONS": options}
    with override_settings(STORAGES={**settings.STORAGES, "documents": backend}):
        yield


Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def answering(answer: Callable[[str], Answer]) -> Iterator[str]:
    """A service that says what `answer` says to each method; its address.

    A body shorter than its Content-Length is a line that breaks.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, headers, body = answer(self.command)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)
            self.close_connection = True

        do_GET = do_PUT = do_HEAD = do_DELETE = _answer  # noqa: N815

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def refusing(status: int, code: str) -> Callable[[str], Answer]:
    """An answer that is always this error of S3."""
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>x</Message></Error>"
    return lambda _method: (status, {"Content-Type": "application/xml"}, body.encode())
