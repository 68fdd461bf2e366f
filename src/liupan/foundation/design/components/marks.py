"""Small marks inside a line: icon, state, tag, glyph, supervision sheet."""

from functools import cache

from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

STATES = frozenset({"open", "run", "check", "back", "risk", "late", "pause", "done", "none"})
"""open 待签收, run 办理中, check 待核验, back 已退回, risk 有风险, none 尚未测得."""

SHEETS = frozenset({"blue", "orange", "red"})

Text = str | Promise


@cache
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the sprite; decoration only, so a word must stand beside it or name it.

    Kept: a page draws some dozens, and looking up the sprite's address is dear.
    """
    return format_html(
        '<svg class="lp-icon{}{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        " " if extra else "",
        extra,
        static("liupan/dist/icons.svg"),
        name,
    )


def state(kind: str, label: Text) -> SafeString:
    """What a thing is now: a mark that differs by shape, and a word."""
    _expect(kind, STATES)
    return format_html('<span class="lp-state is-{}">{}</span>', kind, label)


def tag(label: Text, kind: str = "") -> SafeString:
    """What kind of thing it is, never a state. `kind`: "", "line" or "doc" (official document)."""
    _expect(kind, frozenset({"", "line", "doc"}))
    return format_html(
        '<span class="lp-tag{}">{}</span>', f" lp-tag--{kind}" if kind else "", label
    )


def glyph(letter: Text, kind: str = "") -> SafeString:
    """One character in a square for the kind of work; the words stand beside it."""
    _expect(kind, frozenset({"", "doc"}))
    return format_html(
        '<span class="lp-glyph{}" aria-hidden="true">{}</span>',
        f" is-{kind}" if kind else "",
        letter,
    )


def sheet(kind: str, label: Text) -> SafeString:
    """A supervision sheet (督办单), always with its name."""
    _expect(kind, SHEETS)
    return format_html('<span class="lp-sheet is-{}">{}</span>', kind, label)


def _expect(kind: str, known: frozenset[str]) -> None:
    if kind not in known:
        raise ValueError(f"{kind!r} is none of {sorted(known)}")
