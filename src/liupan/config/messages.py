"""Translations: every room keeps its own catalogue; compiled ones are made when needed."""

import os
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.reloader import translation_file_changed

PACKAGE = Path(__file__).resolve().parent.parent
CATALOGUES = "locale/*/LC_MESSAGES/django.po"


def catalogues(root: Path = PACKAGE) -> Iterator[Path]:
    """The .po files of all rooms below `root`, sorted."""
    yield from sorted(root.glob(f"**/{CATALOGUES}"))


def compile_all(root: Path = PACKAGE) -> list[Path]:
    """Compile each catalogue that is newer than its compiled file; returns what was written."""
    return [compiled for source in catalogues(root) if (compiled := _compile(source))]


def read_anew() -> None:
    """Forget what this process has read before it was compiled; as Django's own reloader does."""
    translation_file_changed(None, Path("django.mo"))


def _compile(source: Path) -> Path | None:
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return None
    # Written aside and moved, so that a server starting now never reads half a file.
    fresh = compiled.with_suffix(f".mo.{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(fresh))
    fresh.chmod(0o644)  # beside the source, not in the home: other accounts may run it
    fresh.replace(compiled)
    return compiled
