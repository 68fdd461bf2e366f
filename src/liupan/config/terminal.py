"""The language of the terminal: English, or Chinese where the operator's locale says so.

Standard library only: tools/bootstrap.py speaks before anything is installed. Texts are read from
this room's catalogue itself, so that the very first start, which compiles it, speaks it too.
"""

import ast
import os
import re
from functools import cache
from pathlib import Path

CATALOGUE = Path(__file__).parent / "locale/zh_Hans/LC_MESSAGES/django.po"
ENTRY = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', re.MULTILINE)


def language() -> str:
    """`zh-hans` or `en`: LIUPAN_LANGUAGE, else the locale of the terminal, else English."""
    names = ("LIUPAN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((found for name in names if (found := os.environ.get(name))), "")
    return "zh-hans" if chosen.lower().startswith("zh") else "en"


def gettext(text: str) -> str:
    """The text in the terminal's language."""
    return _chinese().get(text, text) if language() == "zh-hans" else text


@cache
def _chinese() -> dict[str, str]:
    found = ENTRY.findall(CATALOGUE.read_text("utf-8"))
    texts = ((_joined(text), _joined(said)) for text, said in found)
    return {text: said for text, said in texts if text and said}


def _joined(lines: str) -> str:
    return "".join(ast.literal_eval(line) for line in lines.splitlines())
