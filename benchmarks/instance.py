"""A throw-away Liupan to measure: its own folder, its own ports, the demo city in it."""

import http.cookiejar
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.load import drive
from liupan.config.servers import pages

LIUPAN = Path(sys.executable).with_name("liupan")
READY = "Liupan is ready"
QUIET = 0.15
"""The share of one core that an idle instance may use."""
TICKS = os.sysconf("SC_CLK_TCK")
SERVING = (b"liupan-pages", b"liupan-long-cal", b"postgres")
"""Names of the processes that answer."""
CHILD = """
import json, sys, django
django.setup()
from importlib import import_module
print("RESULT" + json.dumps(import_module("benchmarks." + sys.argv[1]).run(float(sys.argv[2]))))
"""


class Instance:
    """A running installation at `home`, serving pages at `port`."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.environment = {
            **os.environ,
            "LIUPAN_HOME": str(home),
            "PORT": str(port),
            "LIUPAN_DEMO_PASSWORD": "only-for-measuring",
        }
        self.process: subprocess.Popen[str] | None = None
        self.said = ""

    def start(self) -> float:
        """Start it; seconds until it says that it is ready."""
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [str(LIUPAN), "run"], env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        said = []
        for line in self.process.stdout or ():
            said.append(line)
            self.said = "".join(said)
            if READY in line:
                return time.perf_counter() - began
        raise RuntimeError("Liupan did not start:\n" + "".join(said[-20:]))

    def stop(self) -> None:
        """Stop it and wait."""
        if self.process:
            self.process.send_signal(signal.SIGINT)
            self.process.communicate(timeout=60)
            self.process = None

    def measure(self, module: str, scale: float) -> Any:
        """`benchmarks.MODULE.run(scale)` in a process of its own on this instance's database."""
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", CHILD, module, str(scale)],
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "liupan.config.settings"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        for line in done.stdout.splitlines():
            if line.startswith("RESULT"):
                return json.loads(line.removeprefix("RESULT"))
        return {"failed": done.stderr.strip().splitlines()[-3:]}

    @contextmanager
    def bare(self) -> Iterator[int]:
        """The bare page, served beside Liupan by the same kind of server; its port."""
        port = self.port + 7
        command = [*pages("127.0.0.1", port)[:-1], "benchmarks.bare:application"]
        server = subprocess.Popen(
            command, env={**self.environment, "LIUPAN_POOL": "1"}, start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _await(port)
            yield port
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)

    def processor_seconds(self, *, serving: bool = True) -> float:
        """Processor time that page servers and database, or all of it, have used so far."""
        wanted = SERVING if serving else (b"",)
        found = {pid: self._words(pid) for pid in _pids()}
        return sum(seconds_of(p) for p, words in found.items() if words and _any(words, wanted))

    def cost(self, url: str, cookie: str) -> float:
        """Processor time of one answer in ms, servers and database: true on a busy machine."""
        before = self.processor_seconds()
        asked = drive(self.port, [url], cookie=cookie, users=1, think=0, seconds=1.0)
        return round(1000 * (self.processor_seconds() - before) / max(len(asked.seconds), 1), 1)

    def settle(self, patience: float = 600.0) -> float:
        """Wait until the worker has heard what was written and all is quiet; how many seconds."""
        began = time.monotonic()
        while time.monotonic() - began < patience:
            before = self.processor_seconds(serving=False)
            time.sleep(3.0)
            if self.processor_seconds(serving=False) - before < QUIET * 3.0:
                break
        return round(time.monotonic() - began, 1)

    def _words(self, pid: int) -> bytes:
        """The name of a process of this instance; empty for others."""
        folder = Path(f"/proc/{pid}")
        try:
            environment = (folder / "environ").read_bytes().split(b"\0")
            is_ours = os.fsencode(f"LIUPAN_HOME={self.home}") in environment
            if is_ours or (folder / "cwd").readlink().is_relative_to(self.home):
                return (folder / "comm").read_bytes()
        except OSError:
            pass
        return b""

    def cookie(self, username: str) -> str:
        """Sign in as a demo person, the way the sign-in page does; the cookie to send."""
        jar = http.cookiejar.CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        base = f"http://localhost:{self.port}"
        page = opener.open(f"{base}/account/login/").read().decode()
        form = next(f for f in re.findall(r"<form.*?</form>", page, re.S) if username in f)
        action = re.search(r'action="([^"]+)"', form)
        fields = dict(re.findall(r'name="([^"]+)"[^>]*value="([^"]*)"', form))
        body = urllib.parse.urlencode(fields).encode()
        target = urllib.parse.urljoin(base, action[1] if action else "/account/login/")
        request = urllib.request.Request(target, body, {"Referer": base})
        opener.open(request)
        return "; ".join(f"{c.name}={c.value}" for c in jar)


def _pids() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]


def _any(words: bytes, wanted: tuple[bytes, ...]) -> bool:
    return any(word in words for word in wanted)


def seconds_of(pid: int) -> float:
    """Processor time that a process has used so far."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _await(port: int, patience: float = 60.0) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://localhost:{port}/", timeout=10).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"Nobody answers at port {port}")


@contextmanager
def instance(port: int = 18400) -> Iterator[Instance]:
    """An instance in a private temporary folder; everything goes with it."""
    home = Path(tempfile.mkdtemp(prefix="liupan-bench-"))
    made = Instance(home, port)
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(home, ignore_errors=True)
