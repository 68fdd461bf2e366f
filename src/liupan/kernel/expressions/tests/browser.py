"""The browser's half of the language, run by Node beside the tests."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ANSWERING = Path(__file__).with_name("answering.mjs")


class Browser:
    """One Node process that answers questions, one line each."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, what: str, **question: Any) -> dict[str, Any]:
        """The answer: a result, or what was refused where."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"ask": what, **question}) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert "broken" not in answer, answer["broken"]
        return answer


@contextmanager
def browser() -> Iterator[Browser]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not here: what browsers make of expressions is not tested")
    with subprocess.Popen(
        [node, "--max-old-space-size=256", str(ANSWERING)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        try:
            yield Browser(process)
        finally:
            process.kill()
