"""The outside world of `documents`: the program that reads files, and the virus scanner."""

import json
import os
import socket
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

import liupan
from liupan.foundation.documents.comparing import Row
from liupan.foundation.documents.viewing import Words
from liupan.kernel.errors import Fault, Refusal

PATIENCE = 20.0
"""Seconds until a reader or scanner that does not answer is given up."""
SOURCE = Path(liupan.__path__[0]).parent


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rows of two texts; `is_cut` when one is longer than is compared."""

    rows: tuple[Row, ...]
    is_cut: bool


class NoPreview(Refusal):
    """Nothing of the file can be shown here; it can be taken."""

    status = 422


class ScannerSilent(Fault):
    """The virus scanner cannot be reached, or broke off; what waits for it goes on waiting."""


# --- Reading -----------------------------------------------------------------------------------


def drawn(media_type: str, content: Iterable[bytes], page: int, watermark: str) -> bytes:
    """A page as PNG, drawn in a process of its own. Raises `NoPreview`."""
    said, picture = _said("page", media_type, content, str(page), watermark)
    if not picture:
        raise _refusal(str(said.get("refused")))
    return picture


def copied(media_type: str, content: Iterable[bytes], watermark: str, head: str) -> bytes:
    """A PDF or picture as a PDF that bears the watermark on every page, and above what it is.

    Made in a process of its own; the original is not touched. Raises `NoPreview`.
    """
    said, made = _said("copy", media_type, content, "0", f"{watermark}\n{head}")
    if not made:
        raise _refusal(str(said.get("refused")))
    return made


def words(media_type: str, content: Iterable[bytes]) -> Words:
    """The words of a file, read in a process of its own. Raises `NoPreview`."""
    said, _picture = _said("words", media_type, content, "0", "")
    if "lines" not in said:
        raise _refusal(str(said.get("refused")))
    return Words(tuple(said["lines"]), bool(said["is_cut"]))


def count_pages(media_type: str, content: Iterable[bytes]) -> int:
    """How many pages can be drawn. Raises `NoPreview`."""
    said, _picture = _said("count", media_type, content, "0", "")
    if "pages" not in said:
        raise _refusal(str(said.get("refused")))
    return int(said["pages"])


def compared(
    media_types: tuple[str, str], former: Iterable[bytes], latter: Iterable[bytes]
) -> Comparison:
    """The words of two files side by side, read in a process of its own. Raises `NoPreview`."""
    first = b"".join(former)
    both = (first, *latter)
    said, _picture = _said("compare", "|".join(media_types), both, str(len(first)), "")
    if "rows" not in said:
        raise _refusal(str(said.get("refused")))
    return Comparison(tuple(Row(**row) for row in said["rows"]), bool(said["is_cut"]))


def _said(
    act: str, media_type: str, content: Iterable[bytes], page: str, watermark: str
) -> tuple[dict[str, Any], bytes]:
    command = [sys.executable, "-m", "liupan.foundation.documents.viewing"]
    environ = {"PATH": os.defpath, "PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            [*command, act, media_type, page, watermark.replace("\0", "")],
            input=b"".join(content), capture_output=True, timeout=PATIENCE, env=environ,
            check=False,
        )  # fmt: skip
        if done.returncode:
            return {"refused": "unreadable"}, b""
        head, _end, picture = done.stdout.partition(b"\n")
        return dict(json.loads(head)), picture
    except (subprocess.TimeoutExpired, ValueError):
        return {"refused": "unreadable"}, b""


def _refusal(code: str) -> NoPreview:
    sentences = {
        "huge": _("The file is too large to be shown here."),
        "locked": _("The file is protected by a password."),
        "no_page": _("The file has no such page."),
        "no_preview": _("Files of this kind are not shown here."),
        "hostile": _("The file refers to what lies outside of it; such files are not shown."),
    }
    sentence = sentences.get(code, _("The file is damaged or cannot be shown."))
    return NoPreview(sentence, next_step=_("Take the file and open it in your own program."))


# --- Virus scanner -----------------------------------------------------------------------------


def scan(content: Iterable[bytes]) -> str:
    """What `clamd` finds in the content, by INSTREAM; nothing when it is clean.

    Raises `ScannerSilent`.
    """
    with _scanner() as line:
        line.sendall(b"zINSTREAM\0")
        for piece in content:
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        answer = _answer(line)
    if answer.endswith(" OK"):
        return ""
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND").strip()[:200] or "?"
    raise ScannerSilent(_("The virus scanner gave no verdict: %(said)s") % {"said": answer[:200]})


def scanner_version() -> str:
    """What the scanner calls itself. Raises `ScannerSilent`."""
    with _scanner() as line:
        line.sendall(b"zVERSION\0")
        return _answer(line)


@contextmanager
def _scanner() -> Iterator[socket.socket]:
    """A connection to `LIUPAN_CLAMD`: `unix:/PATH` or `HOST:PORT`."""
    try:
        with _connected(settings.LIUPAN_CLAMD) as line:
            yield line
    except OSError as error:
        raise ScannerSilent(
            _("The virus scanner does not answer."),
            next_step=_("The system administrator looks whether clamd runs at LIUPAN_CLAMD."),
        ) from error


def _connected(place: str) -> socket.socket:
    if place.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        line.connect(place.removeprefix("unix:"))
        return line
    host, _colon, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def _answer(line: socket.socket) -> str:
    said = bytearray()
    while not said.endswith(b"\0") and len(said) < 4096:
        piece = line.recv(4096)
        if not piece:
            break
        said += piece
    if not said:
        raise ConnectionError("nothing was said")
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
