"""The outside world of the plan office: files that people hand in."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from liupan.capabilities.plan import notices
from liupan.kernel.errors import InvalidInput

PATIENCE = 20.0
"""Seconds until a reader that does not answer is ended."""
SOURCE = Path(notices.__file__).parents[4]


class UnreadableNotice(InvalidInput):
    """The file is no notice that can be read."""


def words_of_file(name: str, data: bytes) -> str:
    """The text of a text, DOCX or PDF file, read in a process of its own.

    Raises `UnreadableNotice` with what to do instead.
    """
    return str(_said(name, data)["text"])


def proposal_of_file(name: str, data: bytes, units: Sequence[str] = ()) -> dict[str, Any]:
    """What a notice proposes, as `notices.showing.as_data` writes it.

    Parsing and reading both happen in the bounded process: words may be made to be slow, too.
    `units`: full names of units that the house knows. Raises `UnreadableNotice`.
    """
    return _said(name, data, "--propose", *units)


def _said(name: str, data: bytes, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "liupan.capabilities.plan.notices.files"]
    environ = {"PATH": os.defpath, "PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            [*command, name[-120:], *arguments],
            input=data, capture_output=True, timeout=PATIENCE, env=environ, check=False,
        )  # fmt: skip
        said = json.loads(done.stdout) if done.returncode == 0 else {"refused": "unreadable"}
    except (subprocess.TimeoutExpired, ValueError):
        said = {"refused": "unreadable"}
    if "refused" in said:
        raise _refusal(said["refused"])
    return dict(said)


def _refusal(code: str) -> UnreadableNotice:
    sentences = {
        "empty": (_("The file is empty."), _("Choose the file again.")),
        "huge": (
            _("The file is too large: at most 20 MB and 400 pages."),
            _("Leave pictures and annexes out and try again."),
        ),
        "unknown_kind": (
            _("Only text (.txt), Word (.docx) and PDF files are read."),
            _("Save the notice as one of these."),
        ),
        "mislabelled": (
            _("The file is not what its name says."),
            _("Open it in the program it comes from and save it anew as .docx, .pdf or .txt."),
        ),
        "old_or_encrypted": (
            _("This is an old Word file (.doc) or one with a password."),
            _("Save it as .docx without a password."),
        ),
        "encrypted": (_("The file is protected by a password."), _("Save it without a password.")),
        "no_words": (
            _("There is no text in the file; perhaps it holds scanned pages."),
            _("Have the pages recognised as text (OCR), or type the text in."),
        ),
        "unreadable": (
            _("The file is damaged or cannot be read."),
            _("Open it in the program it comes from and save it anew."),
        ),
    }
    sentence, advice = sentences.get(code, sentences["unreadable"])
    return UnreadableNotice(sentence, fields={"file": [sentence]}, next_step=advice)
