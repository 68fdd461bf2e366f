"""Two tasks become one, one becomes two, words that a person chose become one more."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from liupan.capabilities.plan.notices.drafting import LONGEST_NAME, Place
from liupan.capabilities.plan.notices.figures import deadline_in, figures_in
from liupan.capabilities.plan.notices.proposal import NAME_LONGEST
from liupan.capabilities.plan.notices.units import responsible_in, without_brackets

_CUT = re.compile(r"[。；;，,.．\n](?![^（(]*[）)])(?!\d)")


def cuts_of(words: str) -> list[int]:
    """Where words can be cut in two: behind a stop, outside brackets and numbers."""
    return [m.end() for m in _CUT.finditer(words) if 0 < m.end() < len(words.rstrip())]


def task_of(words: str, *, issued_on: date | None) -> dict[str, Any]:
    """The fields of a task, read from its words."""
    responsible = responsible_in(words)
    due = deadline_in(words, issued_on=issued_on)
    said = without_brackets(" ".join(words.split()))
    return {
        "name": name_of(words),
        "end_state": said,
        "lead": responsible.lead or "",
        "assisting": list(responsible.assisting),
        "due_on": due.isoformat() if due else "",
        "clause": "",
    }


def target_of(words: str, *, issued_on: date | None) -> dict[str, Any]:
    """The fields of a target, read from its words: the first figure in them, else a day."""
    figure = next(figures_in(words), None)
    due = deadline_in(words, issued_on=issued_on)
    return {
        "name": figure.name if figure else name_of(words),
        "comparison": figure.comparison if figure else "done_by",
        "figure": f"{figure.figure.normalize():f}" if figure else "",
        "unit": figure.unit if figure else "",
        "deadline_on": due.isoformat() if due else "",
        "lead": responsible_in(words).lead or "",
        "clause": "",
        "words": " ".join(words.split()),
        "is_concluded": bool(figure and figure.unit_inferred),
    }


def name_of(words: str) -> str:
    """A name for words: up to their first stop, at most as long as names are."""
    first = re.split(r"[。；;，.．\n]", without_brackets(words).strip(" 。；，.\n"))[0].strip()
    return first[: max(NAME_LONGEST, 1)] or words.strip()[:NAME_LONGEST]


def merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """One task of two: name and lead of the first, the later day, all units and words."""
    lead = first["lead"] or second["lead"]
    named = [*first["assisting"], second["lead"], *second["assisting"]]
    return {
        **first,
        "lead": lead,
        "assisting": [u for n, u in enumerate(named) if u and u != lead and u not in named[:n]],
        "due_on": max(first["due_on"], second["due_on"]),
        "end_state": _joined(first["end_state"], second["end_state"]),
        "name": first["name"][:LONGEST_NAME],
    }


def merged_places(first: Sequence[Place], second: Sequence[Place]) -> list[list[int]]:
    """The places of both, in order; places that meet become one."""
    found: list[list[int]] = []
    for start, end in sorted([*first, *second]):
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return found


def place_of(words: str, text: str) -> Place | None:
    """Where words that were chosen or typed stand in the text; blanks and lines do not count."""
    letters = [re.escape(c) for c in re.sub(r"\s", "", words)]
    found = re.search(r"\s*".join(letters), text) if letters else None
    return (found.start(), found.end()) if found else None


def _joined(one: str, other: str) -> str:
    stop = "" if one.endswith(("。", "；")) or not one else "；"
    return f"{one}{stop}{other}"
