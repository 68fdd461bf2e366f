"""What a notice proposes as parts that people can change: plain fields, and places in the text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

HEAD, PAPER, SECTION, TARGET, TASK = "head", "paper", "section", "target", "task"
Place = tuple[int, int]
LEVELS = {
    "nation": re.compile(r"^(?:国|中共中央|中办|中发|发改)|全国|国务院|中央|工信部"),
    "region": re.compile(
        r"自治区|省|^(?:宁|新|藏|桂|内|[黑吉辽冀晋陕甘青鲁豫苏浙皖赣闽鄂湘粤琼川贵云])[政党发]"
    ),
}
LONGEST_NAME = 200
"""Characters a name may have on the forms of a draft."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One proposed part. `section` is the position of its section among the sections, or None."""

    kind: str
    said: dict[str, Any]
    places: tuple[Place, ...]
    section: int | None = None


def drafts_of(data: Mapping[str, Any], *, code: str, above: str = "") -> Iterator[Draft]:
    """The parts of a proposal (`showing.as_data`), sections before what stands in them.

    `code`: the plan's code that is proposed; `above`: that of the plan it carries out.
    """
    sections = [s["title"] for s in data["sections"]]
    yield Draft(HEAD, _head(data, code) | {"above": above}, tuple(_head_places(data)))
    for cited in data["cites"]:
        yield Draft(PAPER, _paper(cited), _place(cited))
    for section in data["sections"]:
        said = {"numeral": _numeral(section["numeral"]), "name": section["title"][:LONGEST_NAME]}
        yield Draft(SECTION, said, _place(section))
    for target in data["targets"]:
        yield Draft(TARGET, _target(target), _place(target), _index(sections, target["section"]))
    for task in data["tasks"]:
        yield Draft(TASK, _task(task), _place(task), _index(sections, task["section"]))


def _head(data: Mapping[str, Any], code: str) -> dict[str, Any]:
    days = [x["deadline"] for x in (*data["targets"], *data["tasks"]) if x["deadline"]]
    starts = data["date"] or ""
    ends = max([*days, data["ends_on"] or ""], default="")
    if starts and ends <= starts:
        ends = date.fromisoformat(starts).replace(month=12, day=31).isoformat()
    return {
        "code": code,
        "title": data["title"] or "",
        "issuer": data["issuer"] or "",
        "document_number": data["number"] or "",
        "issued_on": starts,
        "starts_on": starts,
        "ends_on": ends,
        "summary": "",
    }


def _head_places(data: Mapping[str, Any]) -> Iterator[Place]:
    """Where title, issuer and number stand first; what was put together stands nowhere."""
    for words in filter(None, (data["title"], data["issuer"], data["number"])):
        at = data["text"].find(words)
        if at >= 0:
            yield at, at + len(words)


def _paper(cited: Mapping[str, Any]) -> dict[str, Any]:
    words = f"{cited['number'] or ''} {cited['title'] or ''}"
    sources = [part for part in words.split(" ") if part]
    level = next((k for k, p in LEVELS.items() if any(p.search(s) for s in sources)), "region")
    return {
        "title": cited["title"] or "",
        "document_number": cited["number"] or "",
        "level": level,
    }


def _numeral(numeral: str) -> str:
    return re.sub(r"[、.．\s]+$", "", numeral)[:10]


def _target(target: Mapping[str, Any]) -> dict[str, Any]:
    figure = target["figure"]
    return {
        "name": target["name"][:LONGEST_NAME],
        "comparison": target["comparison"],
        "figure": "" if figure is None else str(figure),
        "unit": target["unit"][:20],
        "deadline_on": target["deadline"] or "",
        "lead": "",
        "clause": "",
        "words": target["text"],
        "is_concluded": target["unit_inferred"],
    }


def _task(task: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": task["name"][:LONGEST_NAME],
        "end_state": task["text"],
        "lead": task["lead"] or "",
        "assisting": list(task["assisting"]),
        "due_on": task["deadline"] or "",
        "clause": task["clause"][:LONGEST_NAME],
    }


def _index(sections: list[str], title: str) -> int | None:
    return sections.index(title) if title in sections else None


def _place(thing: Mapping[str, Any]) -> tuple[Place, ...]:
    start, end = thing["start"], thing["end"]
    return ((start, end),) if start < end else ()
