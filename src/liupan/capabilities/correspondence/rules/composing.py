"""The plain notation in which the body of a document is written, and the blocks it stands for.

A line is a paragraph. 一、 （一） 1. （1） at its beginning make it a heading of level 1 to 4: the
number is only read, documents count their headings themselves. A heading goes on after its first
full stop, or where something strong begins. `**words**` are strong. Lines that begin with `|` are
the rows of a table, the first its head; `|=` is its caption, `|~` the shares of its columns.
`\\` takes the next character as it is.

Blocks are in the JSON form of `documents`, so that what was read can be handed on as it is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Block = dict[str, Any]
Runs = list[dict[str, Any]]

FIGURES = "零一二三四五六七八九"
HEADINGS = (
    re.compile(r"[一二三四五六七八九十百]{1,4}、\s*"),
    re.compile(r"[（(][一二三四五六七八九十百]{1,4}[）)]\s*、?\s*"),
    re.compile(r"\d{1,2}(?:[.．](?!\d)|、)\s*"),
    re.compile(r"[（(]\d{1,2}[）)]\s*、?\s*"),
)
"""What headings of level 1 to 4 begin with. `1.5` begins a figure, not a heading."""
MOST = 99
STOP = "。"
STRONG = "**"
RULE = re.compile(r"\s*:?-+:?\s*")
"""A cell of the line that other notations draw below a head."""
INVISIBLE = re.compile(r"[\u200b\u200e\u200f\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]")
"""Comes along from programs that texts are pasted from; cannot be printed."""
SPACES = re.compile(r"[\s\u3000]+")


def read_text(text: str) -> list[Block]:
    """The blocks that a text stands for. Every text stands for some."""
    blocks = list[Block]()
    table = list[str]()
    for line in [*INVISIBLE.sub("", text).splitlines(), ""]:
        words = line.strip()
        if words.startswith("|"):
            if words.startswith("|=") and table:
                blocks += _table(table)
                table = []
            table.append(words)
            continue
        blocks += _table(table)
        table = []
        if words:
            blocks += _line(words)
    return blocks


def write_text(blocks: Iterable[Mapping[str, Any]]) -> str:
    """The text that stands for these blocks; headings bear the numbers they are counted to."""
    counts, lines = [0, 0, 0, 0], list[str]()
    for block in blocks:
        if "head" in block:
            # A blank line keeps apart what would be read as one table.
            if lines and lines[-1].startswith("|"):
                lines.append("")
            lines += _table_lines(block)
        elif "level" in block:
            lines.append(_heading_line(block, counts))
        else:
            lines.append(_paragraph_line(block))
    return "\n".join(lines)


def words_of(blocks: Iterable[Mapping[str, Any]]) -> list[str]:
    """One line for each block, and for each row of a table, without any notation."""
    text = write_text(blocks)
    return [_plain(line) for line in text.splitlines() if line.strip()]


def number_of(level: int, count: int) -> str:
    """What the heading of a level begins with."""
    count = min(count, MOST)  # in this notation; what is printed goes on counting
    chinese = _chinese(count)
    return (f"{chinese}、", f"（{chinese}）", f"{count}.", f"（{count}）")[level - 1]


# --- Lines ---------------------------------------------------------------------------------------


def _line(words: str) -> Iterator[Block]:
    level, rest = _number(words)
    pieces = _runs(rest)
    if not pieces:
        return
    if level:
        yield _heading(level, pieces)
    else:
        yield {"runs": pieces}


def _number(words: str) -> tuple[int, str]:
    """The level that a line's number makes it, and what follows; 0 for a paragraph."""
    for level, pattern in enumerate(HEADINGS, 1):
        if found := pattern.match(words):
            rest = words[found.end() :]
            return (level, rest) if rest else (0, words)
    return 0, words


def _heading(level: int, pieces: Runs) -> Block:
    """A heading's own words are plain and end with its first full stop."""
    first = pieces[0]
    if first["strong"]:
        return {"level": level, "text": "", "runs": pieces}
    head, stop, rest = first["text"].partition(STOP)
    left = [{"text": rest, "strong": False}] if rest else []
    return {"level": level, "text": head + stop, "runs": [*left, *pieces[1:]]}


def _runs(words: str) -> Runs:
    """Pieces of a line, each plain or strong; neighbours differ."""
    found: list[tuple[list[str], bool]] = []  # joined at the end: a line may be very long
    is_strong = False
    for kind, piece in _tokens(words):
        if kind == STRONG:
            is_strong = not is_strong
        elif found and found[-1][1] == is_strong:
            found[-1][0].append(piece)
        else:
            found.append(([piece], is_strong))
    return _trimmed([{"text": "".join(text), "strong": strong} for text, strong in found])


def _trimmed(runs: Runs) -> Runs:
    """Without white space at both ends, and with single spaces within."""
    for run in runs:
        run["text"] = SPACES.sub(" ", run["text"])
    while runs and not runs[0]["text"].strip():
        runs.pop(0)
    while runs and not runs[-1]["text"].strip():
        runs.pop()
    if runs:
        runs[0]["text"] = runs[0]["text"].lstrip()
        runs[-1]["text"] = runs[-1]["text"].rstrip()
    return runs


def _tokens(words: str) -> Iterator[tuple[str, str]]:
    """The signs of the notation, and characters that stand for themselves."""
    at = 0
    while at < len(words):
        if words[at] == "\\" and at + 1 < len(words):
            yield "", words[at + 1]
            at += 2
        elif words.startswith(STRONG, at):
            yield STRONG, ""
            at += 2
        else:
            yield "", words[at]
            at += 1


def _heading_line(block: Mapping[str, Any], counts: list[int]) -> str:
    level = block["level"]
    counts[level - 1] += 1
    counts[level:] = [0] * (4 - level)
    own = [{"text": block["text"], "strong": False}] if block["text"] else []
    words = _written([*own, *block.get("runs", ())])
    guard = "\\" if words[:1].isdigit() or words.startswith("、") else ""
    return number_of(level, counts[level - 1]) + guard + words


def _paragraph_line(block: Mapping[str, Any]) -> str:
    line = _written(block["runs"])
    return f"\\{line}" if _number(line)[0] or line.startswith("|") else line


def _written(runs: Sequence[Mapping[str, Any]]) -> str:
    return "".join(
        f"{STRONG}{_escaped(run['text'])}{STRONG}" if run.get("strong") else _escaped(run["text"])
        for run in runs
    )


def _escaped(text: str) -> str:
    return re.sub(r"([\\*])", r"\\\1", SPACES.sub(" ", text))


def _plain(line: str) -> str:
    if line.startswith("|"):
        return line
    return "".join(piece for _kind, piece in _tokens(line))


# --- Tables --------------------------------------------------------------------------------------


def _table(lines: Sequence[str]) -> Iterator[Block]:
    """One table of its lines; rows are filled up to the longest."""
    caption, widths, rows = "", list[float](), list[list[str]]()
    for line in lines:
        if line.startswith("|="):
            caption = _cell(line[2:])
        elif line.startswith("|~"):
            widths = _widths(line[2:])
        else:
            cells = _cells(line[1:])
            if not all(RULE.fullmatch(cell) for cell in cells):
                rows.append([_cell(cell) for cell in cells])
    if not rows:
        return
    across = max(len(row) for row in rows)
    head, *rest = ([*row, *[""] * (across - len(row))] for row in rows)
    yield {
        "head": head,
        "rows": rest,
        "widths": widths if len(widths) == across else [],
        "caption": caption,
    }


def _cells(line: str) -> list[str]:
    """The cells of a row as they are written."""
    cells, at = [""], 0
    while at < len(line):
        if line[at] == "\\" and at + 1 < len(line):
            cells[-1] += line[at : at + 2]
            at += 2
            continue
        if line[at] == "|":
            cells.append("")
        else:
            cells[-1] += line[at]
        at += 1
    # The bar at the end closes the last cell.
    return cells[:-1] if len(cells) > 1 and not cells[-1].strip() else cells


def _cell(written: str) -> str:
    plain = re.sub(r"\\(.)", r"\1", written)
    return SPACES.sub(" ", plain).strip()


def _widths(written: str) -> list[float]:
    found = [part.strip() for part in written.split("|") if part.strip()]
    try:
        return [float(part) for part in found if 0 < float(part) < 1000]
    except ValueError:
        return []


def _table_lines(block: Mapping[str, Any]) -> Iterator[str]:
    if block.get("caption"):
        yield f"|= {_guarded(block['caption'])}"
    if block.get("widths"):
        yield "|~ " + " | ".join(f"{width:g}" for width in block["widths"])
    for row in (block["head"], *block["rows"]):
        yield "| " + " | ".join(_guarded(cell) for cell in row) + " |"


def _guarded(cell: str) -> str:
    plain = SPACES.sub(" ", cell).strip()
    guarded = re.sub(r"([\\|])", r"\\\1", plain)
    return f"\\{guarded}" if RULE.fullmatch(guarded) else guarded


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else FIGURES[tens] + "十"
    return lead + (FIGURES[ones] if ones or not tens else "")
