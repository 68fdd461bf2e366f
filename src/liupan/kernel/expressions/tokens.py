"""The words and signs of an expression."""

import re
from dataclasses import dataclass
from typing import Literal

from liupan.kernel.expressions.kinds import WORD
from liupan.kernel.expressions.limits import PLACES, SOURCE, WHOLE
from liupan.kernel.expressions.refusals import ExpressionRefused

_PARTS = re.compile(
    rf"""(?P<space>[ \t\r\n]+)
    |(?P<number>[0-9]+(?:\.[0-9]+)?)
    |(?P<word>{WORD})
    |(?P<text>"(?:[^"\\]|\\.)*")
    |(?P<sign>\.\.|<=|>=|!=|\*\*|[<>=+\-*/()\[\]{{}},:.?])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "r": "\r", "t": "\t"}
_FULL_WIDTH = re.compile(r"[\uff01-\uff5e“”‘’。、【】×÷\u3000]")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Token:
    """One part; `value` is a text's content, everything else as it was written."""

    kind: Literal["number", "word", "text", "sign", "end"]
    value: str
    at: int


def tokens_of(source: str) -> list[Token]:
    """All parts of an expression. Raises `ExpressionRefused`."""
    if len(source) > SOURCE:
        raise ExpressionRefused("too_long")
    found: list[Token] = []
    at = 0
    while at < len(source):
        match = _PARTS.match(source, at)
        if match is None:
            raise _unknown(source, at)
        if match.lastgroup != "space":
            found.append(_token(match, at))
        at = match.end()
    return [*found, Token("end", "", at)]


def has_surrogates(text: str) -> bool:
    """Whether a text holds halves of characters, which no two languages count alike."""
    return not text.isascii() and _SURROGATES.search(text) is not None


def _token(match: re.Match[str], at: int) -> Token:
    written = match.group()
    match match.lastgroup:
        case "text":
            return Token("text", _content(written, at), at)
        case "number":
            whole, _, places = written.partition(".")
            if len(whole) > WHOLE or len(places) > PLACES:
                raise ExpressionRefused("bad_number", at)
            return Token("number", written, at)
        case "word":
            return Token("word", written, at)
    return Token("sign", written, at)


def _content(written: str, at: int) -> str:
    if has_surrogates(written):
        raise ExpressionRefused("bad_text", at)

    def plain(escape: re.Match[str]) -> str:
        if escape[1] not in _ESCAPES:
            raise ExpressionRefused("bad_escape", at + 1 + escape.start())
        return _ESCAPES[escape[1]]

    return re.sub(r"\\(.)", plain, written[1:-1], flags=re.DOTALL)


def _unknown(source: str, at: int) -> ExpressionRefused:
    sign = source[at]
    if sign == '"':
        return ExpressionRefused("unended_text", at)
    if _FULL_WIDTH.match(sign):
        return ExpressionRefused("full_width_sign", at, sign=sign)
    return ExpressionRefused("unexpected", at, sign=sign)
