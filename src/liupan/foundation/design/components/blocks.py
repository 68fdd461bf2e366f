"""Blocks of a page that hold other content: header, card, refusal, note, empty state."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from liupan.foundation.design.components.marks import Text

Crumb = tuple[Text, str]
"""A label and an address; the last crumb has none."""


def pagehead(
    content: SafeString,
    title: Text,
    lead: Text = "",
    line: Sequence[Text] = (),
    crumbs: Sequence[Crumb] = (),
) -> SafeString:
    """What the page is, whose it is (`line`: state, clock, unit); content: what can be done."""
    return render_to_string(
        "design/parts/pagehead.html",
        {"acts": content.strip(), "title": title, "lead": lead, "line": line, "crumbs": crumbs},
    )


def card(
    content: SafeString, title: Text = "", meta: Text = "", key: str = "", extra: str = ""
) -> SafeString:
    """A card with a head. `key` is its id in the page; `extra` further classes of the frame."""
    return render_to_string(
        "design/parts/card.html",
        {"content": content, "title": title, "meta": meta, "key": key, "extra": extra},
    )


def refusal(
    content: SafeString,
    title: Text,
    help: Text = "",  # noqa: A002  the word of the page
    icon_name: str = "lock",
    level: int = 2,
    key: str = "refusal",
) -> SafeString:
    """What is not possible, why, and who can help; content holds the ways out."""
    return render_to_string(
        "design/parts/refusal_box.html",
        {
            "content": content,
            "title": title,
            "help": help,
            "icon_name": icon_name,
            "level": level,
            "key": key,
        },
    )


def note(content: SafeString, kind: str = "", icon_name: str = "info") -> SafeString:
    """Something to know before acting. `kind`: "", "blue", or "warn" when time is at stake."""
    return render_to_string(
        "design/parts/note.html", {"content": content, "kind": kind, "icon_name": icon_name}
    )


def empty(content: SafeString, title: Text, text: Text = "", level: int = 2) -> SafeString:
    """An empty list says how to begin; content holds the buttons."""
    return render_to_string(
        "design/parts/empty.html",
        {"content": content.strip(), "title": title, "text": text, "level": level},
    )
