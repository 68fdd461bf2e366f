"""A throw-away Liupan to measure: its own folder, its own ports, the demo city in it."""

import http.cookiejar
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

LIUPAN = Path(sys.executable).with_name("liupan")
READY = "Liupan is ready"


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
            if READY in line:
                return time.perf_counter() - began
        raise RuntimeError("Liupan did not start:\n" + "".join(said[-20:]))

    def stop(self) -> None:
        """Stop it and wait."""
        if self.process:
            self.process.send_signal(signal.SIGINT)
            self.process.communicate(timeout=60)
            self.process = None

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
