"""What rooms promise and imports cannot show: operations leave a fact, pages stand in the layouts,
people read every text in their language."""

import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from liupan.foundation.journal.facade import operations

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/liupan"
ROOMS = [*SOURCE.glob("foundation/*"), *SOURCE.glob("capabilities/*")]


def _writes() -> Iterator[str]:
    """Public functions of the rooms' operations that take actor and moment by name."""
    for room in ROOMS:
        for file in [*room.glob("operations.py"), *room.glob("operations/*.py")]:
            module = import_module(".".join(file.relative_to(SOURCE.parent).with_suffix("").parts))
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == module.__name__ and not name.startswith("_"):
                    parameters = inspect.signature(function).parameters.values()
                    if {"actor", "now"} <= {p.name for p in parameters if p.kind is p.KEYWORD_ONLY}:
                        yield f"{room.name}.{name}"


INSIDE = {
    *(f"calendar.{verb}_clock" for verb in ("start", "pause", "resume", "extend", "stop")),
    *(f"calendar.{verb}_clock" for verb in ("cancel", "hand_over")),
    *(f"numbering.{act}" for act in ("ensure_prefix", "take_number", "use_reserved")),
    "numbering.void_number",
    *(f"documents.{act}" for act in ("keep_file", "withdraw_file", "follow_mark")),
    *(f"workflow.{act}" for act in ("start_process", "deliver_message", "stop_process")),
    "workflow.set_signers",
    "workflow.ship_process",
    "numbering.ensure_series",
    "plan.enter_shipped_plan",
    "correspondence.file_documents",
    "exchange.try_service",
}
"""Steps that only stand within an operation, or do nothing but call one: it leaves the fact."""


def test_who_acts_for_somebody_leaves_a_fact() -> None:
    """`operation` refuses to end without a fact; so whatever takes actor and now must be one."""
    found = list(_writes())
    assert len(found) > 80
    assert sorted(set(found) - set(operations()) - INSIDE) == []


EXTENDS = re.compile(r"{%\s*extends\s+(?:\"([^\"]+)\"|(\w+))")
WHOLE = re.compile(r"<html|<!doctype", re.IGNORECASE)
LETTERS = {"messaging/letter.html"}
"""What is no page: it goes out by mail."""
CHOSEN = {"layout", "frame"}
"""Names of variables that hold a layout of `design`: for paper, for staff or for citizens."""


def _templates() -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for folder in SOURCE.glob("*/*/templates")
        for path in folder.rglob("*.html")
    }


def _stands_in_layouts(name: str, templates: dict[str, str]) -> bool:
    found = EXTENDS.search(templates[name])
    if found is None:
        return not WHOLE.search(templates[name])  # a part, shown within a page
    above = found[1]
    if above is None:
        return found[2] in CHOSEN
    return above.startswith("design/") or _stands_in_layouts(above, templates)


def test_every_page_stands_in_the_layouts() -> None:
    templates = _templates()
    assert len(templates) > 100
    ours = [name for name in templates if not name.startswith("design/")]
    wrong = [name for name in ours if not _stands_in_layouts(name, templates)]
    assert sorted(set(wrong) - LETTERS) == []


@pytest.mark.slow
def test_every_text_is_translated() -> None:
    done = subprocess.run(
        [sys.executable, "tools/messages.py", "--check"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
