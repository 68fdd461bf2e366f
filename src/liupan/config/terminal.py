"""The language of the terminal: English, or Chinese where the operator's locale says so.

Standard library only: tools/bootstrap.py speaks before anything is installed. Texts are read from
this room's catalogue itself, so that the very first start, which compiles it, speaks it too.
"""

import ast
import os
import re
from functools import cache
from pathlib import Path

PLACE = "locale/zh_Hans/LC_MESSAGES/django.po"
CATALOGUE = Path(__file__).parent / PLACE
ENTRY = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', re.MULTILINE)


def language() -> str:
    """`zh-hans` or `en`: LIUPAN_LANGUAGE, else the locale of the terminal, else English."""
    return "zh-hans" if _chosen().lower().startswith("zh") else "en"


def is_silent() -> bool:
    """Whether nobody said which language: neither LIUPAN_LANGUAGE nor a locale that is one."""
    return _chosen().partition(".")[0] in ("", "C", "POSIX")


def _chosen() -> str:
    names = ("LIUPAN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    return next((found for name in names if (found := os.environ.get(name))), "")


def gettext(text: str) -> str:
    """The text in the terminal's language."""
    return chinese(CATALOGUE).get(text, text) if language() == "zh-hans" else text


@cache
def chinese(catalogue: Path) -> dict[str, str]:
    """What a room's catalogue says, by English text."""
    found = ENTRY.findall(catalogue.read_text("utf-8"))
    texts = ((_joined(text), _joined(said)) for text, said in found)
    return {text: said for text, said in texts if text and said}


def _joined(lines: str) -> str:
    return "".join(ast.literal_eval(line) for line in lines.splitlines())
