"""A program that stands still in the middle of its work, to be killed there."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

HERE = "here"
"""What the program prints where it stands still."""


@contextmanager
def killed_in(program: str, *arguments: str) -> Iterator[None]:
    """The program has reached its place within, and is killed afterwards (kill -9)."""
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments], text=True, stdout=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == f"{HERE}\n"
            yield
        finally:
            process.kill()
