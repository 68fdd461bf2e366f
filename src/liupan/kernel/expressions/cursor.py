"""Goes along the tokens of a text, and refuses what does not belong there."""

from liupan.kernel.expressions.refusals import ExpressionRefused
from liupan.kernel.expressions.tokens import Token, tokens_of


class Cursor:
    """A place among the tokens of one text."""

    def __init__(self, text: str) -> None:
        self._tokens = tokens_of(text)
        self._place = 0

    @property
    def _now(self) -> Token:
        return self._tokens[self._place]

    def _ahead(self, count: int) -> Token:
        return self._tokens[min(self._place + count, len(self._tokens) - 1)]

    def _is(self, *values: str) -> bool:
        return self._now.kind in {"sign", "word"} and self._now.value in values

    def _is_bracket(self, count: int) -> bool:
        return self._ahead(count).kind == "sign" and self._ahead(count).value == "("

    def _take(self) -> Token:
        token = self._now
        self._place = min(self._place + 1, len(self._tokens) - 1)
        return token

    def _expect(self, value: str) -> Token:
        if not self._is(value):
            raise self._unexpected()
        return self._take()

    def _end(self) -> None:
        if self._now.kind != "end":
            raise self._unexpected()

    def _unexpected(self) -> ExpressionRefused:
        token = self._now
        if token.kind == "end":
            return ExpressionRefused("ends_early", token.at)
        return ExpressionRefused("unexpected", token.at, sign=token.value)
