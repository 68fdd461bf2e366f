"""Keep each room's translations complete: `python tools/messages.py [--check] [ROOM...]`.

A room is a folder of `src/liupan` with an `apps.py`; `kernel` and `config` are rooms too.
Without `--check` the room's `locale/zh_Hans/LC_MESSAGES/django.po` is brought up to date: new texts
are added empty, unused ones removed, kept ones untouched. `--check` changes nothing and fails on a
text that is missing, untranslated, fuzzy or unused, on placeholders that differ, and on words in a
template that no translation tag surrounds.
"""

import argparse
import ast
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src/liupan"
sys.path.insert(0, str(ROOT / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liupan.config.settings")

import polib  # noqa: E402
from babel.messages.extract import DEFAULT_KEYWORDS, extract  # noqa: E402
from django.utils.translation.template import templatize  # noqa: E402

LANGUAGE = "zh_Hans"
SILENT = {"tests", "migrations", "static", "locale", "__pycache__"}
ARGUMENTS = {
    "gettext": ("single",),
    "ngettext": ("single", "plural"),
    "pgettext": ("context", "single"),
    "npgettext": ("context", "single", "plural"),
}
"""Django's functions and what their first arguments are; `_lazy` and `_noop` forms likewise."""

SPEAKING = {"django.utils.translation", "liupan.config.terminal"}
"""The modules that have them; the second speaks on terminals."""

KEYWORDS = {**DEFAULT_KEYWORDS, "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
"""The same for the Python that Django makes of a template."""

Key = tuple[str | None, str]
"""Context and English text."""


@dataclass
class Text:
    """One text as found in the sources."""

    key: Key
    plural: str = ""
    places: list[str] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rooms", nargs="*", type=Path, metavar="ROOM")
    parser.add_argument("--check", action="store_true", help="change nothing, fail on any gap")
    options = parser.parse_args(arguments)
    chosen = [room.resolve() for room in options.rooms] or list(rooms())
    if not options.check:
        for room in chosen:
            update(room)
        return 0
    problems = [problem for room in chosen for problem in check(room)]
    problems += conflicts(rooms())
    print(*problems, sep="\n")
    print(f"{len(chosen)} rooms, {len(problems)} problems")
    return 1 if problems else 0


def rooms() -> Iterator[Path]:
    """All rooms."""
    yield from (PACKAGE / "config", PACKAGE / "kernel")
    yield from sorted(path.parent for path in PACKAGE.glob("*/*/apps.py"))


# --- Finding texts -----------------------------------------------------------------------------
def texts(room: Path) -> dict[Key, Text]:
    """Every translatable text of a room, in the order of its files."""
    found: dict[Key, Text] = {}
    for path in sources(room):
        for key, plural, line in texts_of(path):
            text = found.setdefault(key, Text(key, plural))
            text.plural = text.plural or plural
            base = PACKAGE if path.is_relative_to(PACKAGE) else ROOT
            text.places.append(f"{path.relative_to(base)}:{line}")
    return found


def sources(room: Path) -> Iterator[Path]:
    """The files of a room that may hold texts for people; `config` speaks for the bootstrap too."""
    if room == PACKAGE / "config":
        yield ROOT / "tools/bootstrap.py"
    for path in sorted(room.rglob("*")):
        inside = path.relative_to(room).parts
        if path.suffix in (".py", ".html", ".txt") and not SILENT & set(inside):
            yield path


def texts_of(path: Path) -> Iterator[tuple[Key, str, int]]:
    """(key, plural, line) of each text in one file."""
    code = path.read_text("utf-8")
    yield from _of_python(code) if path.suffix == ".py" else _of_template(code, path)


def _of_python(code: str) -> Iterator[tuple[Key, str, int]]:
    """Calls of Django's functions, under whatever name the file imports them."""
    tree = ast.parse(code)
    known = {name: name for name in ARGUMENTS}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in SPEAKING:
            known |= {alias.asname or alias.name: alias.name for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (found := _text_of(node, known)):
            yield *found, node.lineno
        elif isinstance(node, ast.Call) and (said := _option_help(node)):
            yield (None, said), "", node.lineno
        if isinstance(node, ast.FunctionDef):
            yield from _helps_of(node)


def _helps_of(function: ast.FunctionDef) -> Iterator[tuple[Key, str, int]]:
    """The help of a command of the terminal and of its options; `config.helping` says it."""
    calls = [one for one in function.decorator_list if isinstance(one, ast.Call)]
    verbs = {getattr(call.func, "attr", "") for call in calls}
    if verbs & {"command", "group"} and (said := ast.get_docstring(function)):
        yield (None, said.strip()), "", function.lineno


def _option_help(call: ast.Call) -> str:
    """The help of an option, wherever it is declared."""
    if getattr(call.func, "attr", "") != "option":
        return ""
    given = (word.value for word in call.keywords if word.arg == "help")
    return next((str(one.value) for one in given if isinstance(one, ast.Constant)), "")


def _text_of(call: ast.Call, known: dict[str, str]) -> tuple[Key, str] | None:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    shape = ARGUMENTS.get(known.get(name, "").removesuffix("_lazy").removesuffix("_noop"))
    given = [getattr(arg, "value", None) for arg in call.args[: len(shape or ())]]
    if not shape or len(given) < len(shape) or not all(isinstance(one, str) for one in given):
        return None
    parts = dict(zip(shape, map(str, given), strict=True))
    return (parts.get("context"), parts["single"]), parts.get("plural", "")


def _of_template(code: str, path: Path) -> Iterator[tuple[Key, str, int]]:
    # Python reads indents; a template's mean nothing.
    lines = "\n".join(line.strip() for line in templatize(code, str(path)).split("\n"))
    for line, message, _, context in extract("python", BytesIO(lines.encode()), keywords=KEYWORDS):
        single, plural = message if isinstance(message, tuple) else (message, "")
        if single:
            yield (context, single), plural or "", line


# --- The catalogue -----------------------------------------------------------------------------
def catalogue_of(room: Path) -> Path:
    return room / "locale" / LANGUAGE / "LC_MESSAGES/django.po"


def update(room: Path) -> None:
    """Bring the room's catalogue up to date; a room without texts has none."""
    found = texts(room)
    path = catalogue_of(room)
    if not found:
        return
    old = {_key(entry): entry for entry in _open(path)}
    new = polib.POFile(wrapwidth=98)
    new.metadata = {
        "Language": LANGUAGE,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for key, text in found.items():
        new.append(_entry(text, old.get(key)))
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path))
    open_ones = sum(1 for entry in new if not entry.translated())
    print(f"{path.relative_to(ROOT)}: {len(new)} texts, {open_ones} to translate")


def _entry(text: Text, old: polib.POEntry | None) -> polib.POEntry:
    context, single = text.key
    # Places name the file only: line numbers would change with every edit.
    places = sorted({(place.rpartition(":")[0], "") for place in text.places})
    entry = polib.POEntry(msgid=single, msgctxt=context, occurrences=places)
    if "%(" in single:
        entry.flags = ["python-format"]
    if text.plural:
        entry.msgid_plural = text.plural
        entry.msgstr_plural = {0: _kept_plural(old)}
    elif old:
        entry.msgstr = old.msgstr or _kept_plural(old)
    return entry


def _kept_plural(old: polib.POEntry | None) -> str:
    if old is None:
        return ""
    return str(old.msgstr_plural.get(0, "") or old.msgstr)


def _open(path: Path) -> Iterable[polib.POEntry]:
    return polib.pofile(str(path)) if path.exists() else ()


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


# --- The check ---------------------------------------------------------------------------------
def check(room: Path) -> Iterator[str]:
    """One sentence per gap of the room."""
    name = room.relative_to(PACKAGE).as_posix() if room.is_relative_to(PACKAGE) else room.name
    found = texts(room)
    kept = {_key(entry): entry for entry in _open(catalogue_of(room)) if not entry.obsolete}
    for key in found.keys() - kept.keys():
        yield f"{name}: not in the catalogue: {key[1]!r} ({found[key].places[0]})"
    for key in kept.keys() - found.keys():
        yield f"{name}: no longer used: {key[1]!r}"
    for key in found.keys() & kept.keys():
        yield from (f"{name}: {what}: {key[1]!r}" for what in _faults(kept[key]))
    for path in sources(room):
        if path.suffix == ".html":
            yield from (f"{name}: {path.relative_to(room)}: {what}" for what in bare_words(path))


def conflicts(everything: Iterable[Path]) -> Iterator[str]:
    """Texts that two rooms translate differently: Django would show one of them everywhere."""
    seen: dict[Key, tuple[str, str]] = {}
    for room in everything:
        for entry in _open(catalogue_of(room)):
            ours = _kept_plural(entry) if entry.msgid_plural else entry.msgstr
            other, theirs = seen.setdefault(_key(entry), (room.name, ours))
            if ours and theirs and theirs != ours:
                yield f"{room.name}: {entry.msgid!r} is {ours!r} here and {theirs!r} in {other}"


def _faults(entry: polib.POEntry) -> Iterator[str]:
    if "fuzzy" in entry.flags:
        yield "fuzzy"
    elif not entry.translated():
        yield "not translated"
    wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    for translated in [entry.msgstr, *entry.msgstr_plural.values()]:
        if translated and placeholders(translated) != wanted:
            yield f"placeholders differ in {translated!r}"


def placeholders(text: str) -> set[str]:
    """`%(name)s` and `{name}` in a text."""
    return set(re.findall(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w*\}", text or ""))


# --- Words that no tag surrounds ---------------------------------------------------------------
SHOWN = {"alt", "title", "aria-label", "placeholder", "summary"}
PROPER = {"English", "中文", "六盘", "Liupan"}
"""Names that stand untranslated in every language."""

_TAGS = re.compile(
    r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}|"
    r"{%\s*block \w*class\s*%}.*?{%\s*endblock\s*%}|"
    r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
_WORDS = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z]{3,}")


def bare_words(path: Path) -> Iterator[str]:
    """Words of a template that people would read untranslated."""
    # Tags become a private character: two half words around one are not a word.
    code = _TAGS.sub(lambda match: "\ue000" + "\n" * match[0].count("\n"), path.read_text("utf-8"))
    parser = _Reader()
    parser.feed(code)
    found = [*parser.found, *_chinese_in_tags(path)]
    for line, text in found:
        words = [word for word in _WORDS.findall(text.replace("\ue000", " ")) if word not in PROPER]
        if words:
            yield f"line {line}: words outside a translation tag: {' '.join(text.split())!r}"


def _chinese_in_tags(path: Path) -> Iterator[tuple[int, str]]:
    """Chinese handed to a tag: the sources speak English, so no catalogue has seen it."""
    code = path.read_text("utf-8")
    for tag in re.finditer(r"{%(?!\s*(?:comment|blocktrans)).*?%}", code, re.DOTALL):
        if re.search(r"[\u4e00-\u9fff]", tag[0]):
            yield code.count("\n", 0, tag.start()) + 1, tag[0]


class _Reader(HTMLParser):
    """Collects what people read: text between tags and the attributes that are read aloud."""

    SILENT = frozenset({"script", "style", "code", "kbd", "pre"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.SILENT:
            self._open.append(tag)
        self.found += [
            (self.getpos()[0], value) for name, value in attrs if name in SHOWN and value
        ]

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._open and data.strip():
            self.found.append(
                (self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n"), data)
            )


if __name__ == "__main__":
    sys.exit(main())
