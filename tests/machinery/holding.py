"""A WSGI application that can be held: `/hold/NAME` answers once the file NAME is there."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

LARGE = 300_000
"""Bytes of `/large`, as a long list has them."""
FOLDER = Path(os.environ.get("HOLDING_FOLDER", "."))


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Says which worker answers."""
    path = environ["PATH_INFO"]
    if path.startswith("/hold/"):
        name = path.removeprefix("/hold/")
        (FOLDER / f"{name}.began").touch()
        while not (FOLDER / name).exists():
            time.sleep(0.01)
    if path == "/large":
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"x" * LARGE]
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
