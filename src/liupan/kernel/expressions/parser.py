"""Reads an expression into its tree and checks its types on the way.

Precedence climbing: one round of calls for each level of nesting, and levels are counted.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal

from liupan.kernel.expressions import nodes
from liupan.kernel.expressions.arithmetic import result_type
from liupan.kernel.expressions.cursor import Cursor
from liupan.kernel.expressions.functions import FUNCTION_WORDS, FUNCTIONS
from liupan.kernel.expressions.kinds import (
    ANY,
    BOOLEAN,
    KEYWORDS,
    NULL,
    NUMBER,
    TEXT,
    Kind,
    Type,
    checked_name,
    joined,
)
from liupan.kernel.expressions.limits import DEPTH
from liupan.kernel.expressions.nodes import Node
from liupan.kernel.expressions.refusals import ExpressionRefused
from liupan.kernel.expressions.tokens import Token
from liupan.kernel.expressions.values import ORDERED

_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_STRENGTH = {
    "or": 1, "and": 2,
    "=": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "in": 3, "between": 3,
    "+": 4, "-": 4, "*": 5, "/": 5, "**": 6,
}  # fmt: skip
_ABOVE_COMPARISONS = 4
_NEGATION = 7


@dataclass(slots=True)
class _Inner:
    """Names that a loop, a filter or a test adds: its own, or the fields of its item."""

    slot: int
    type: Type
    name: str
    with_fields: bool = False
    is_used: bool = field(default=False)


class Parser(Cursor):
    """One text, read once from left to right."""

    def __init__(self, text: str, names: Mapping[str, Type]) -> None:
        super().__init__(text)
        self._names = names
        self._inner: list[_Inner] = []
        self._level = 0
        self._plain_end = False
        """Within a range's ends: `[` is no filter there."""
        self.used: set[str] = set()

    def whole_expression(self) -> Node:
        """The expression, and nothing behind it. Raises `ExpressionRefused`."""
        node = self._expression()
        self._end()
        return node

    def whole_tests(self, given: Type) -> nodes.Tests:
        """A cell of a decision table: `-`, `not(…)`, or tests with commas between them."""
        at = self._now.at
        if self._now.kind == "end" or (self._is("-") and self._ahead(1).kind == "end"):
            return nodes.Tests(at=at, tests=())
        with self._within(_Inner(len(self._inner), given, "?")):
            if self._is("not") and self._is_bracket(1):
                tests = self._negated(given, at)
            else:
                tests = nodes.Tests(at=at, tests=tuple(self._tests(given)))
        self._end()
        return tests

    # expressions

    def _expression(self, strength: int = 0) -> Node:
        """An expression whose signs bind more strongly than `strength`."""
        self._level += 1
        if self._level > DEPTH:
            raise ExpressionRefused("too_deep", self._now.at)
        left = self._postfix(self._prefix())
        while self._now.kind in {"sign", "word"}:
            sign = self._now.value
            if _STRENGTH.get(sign, 0) <= strength:
                break
            left = self._infix(left, sign)
        self._level -= 1
        return left

    def _inside(self) -> Node:
        """An expression within brackets or between words, where everything is allowed again."""
        before, self._plain_end = self._plain_end, False
        node = self._expression()
        self._plain_end = before
        return node

    def _infix(self, left: Node, sign: str) -> Node:
        token = self._take()
        if sign in {"and", "or"}:
            return self._junction(left, token)
        if sign == "in":
            return self._in(left, token.at)
        if sign == "between":
            return self._between(left, token.at)
        right = self._expression(_STRENGTH[sign])
        if sign in _COMPARISONS:
            self._comparable(sign, left.type, right.type, token.at)
            return nodes.Comparison(
                at=token.at, type=BOOLEAN, depth=self._above(left, right, at=token.at),
                sign=sign, left=left, right=right,
            )  # fmt: skip
        return nodes.Arithmetic(
            at=token.at, type=result_type(sign, left.type, right.type, token.at),
            depth=self._above(left, right, at=token.at), sign=sign, left=left, right=right,
        )  # fmt: skip

    def _junction(self, left: Node, token: Token) -> Node:
        strength = _STRENGTH[token.value]
        parts = [left, self._expression(strength)]
        while self._is(token.value):
            self._take()
            parts.append(self._expression(strength))
        for part in parts:
            self._want(part, Kind.BOOLEAN)
        return nodes.Junction(
            at=token.at, type=BOOLEAN, depth=self._above(*parts, at=token.at),
            is_and=token.value == "and", parts=tuple(parts),
        )  # fmt: skip

    def _between(self, left: Node, at: int) -> Node:
        low = self._expression(_ABOVE_COMPARISONS - 1)
        self._expect("and")
        high = self._expression(_ABOVE_COMPARISONS - 1)
        for end in (low, high):
            self._comparable("<=", left.type, end.type, at)
        within = nodes.Within(
            at=at, depth=self._above(low, high, at=at),
            low=low, high=high, with_low=True, with_high=True,
        )  # fmt: skip
        return self._member(left, nodes.Tests(at=at, depth=within.depth, tests=(within,)), at)

    def _in(self, left: Node, at: int) -> Node:
        with self._within(_Inner(len(self._inner), left.type, "?")):
            if self._is("(") and not self._is_range():
                self._take()
                found = tuple(self._tests(left.type))
                self._expect(")")
            else:
                found = (self._test(left.type, _ABOVE_COMPARISONS - 1),)
        depth = max(test.depth for test in found) + 1
        return self._member(left, nodes.Tests(at=at, depth=depth, tests=found), at)

    def _member(self, left: Node, tests: nodes.Tests, at: int) -> Node:
        depth = self._held(max(left.depth, tests.depth) + 1, at)
        return nodes.Membership(at=at, type=BOOLEAN, depth=depth, of=left, tests=tests)

    def _prefix(self) -> Node:
        token = self._now
        if token.kind == "number":
            self._take()
            return nodes.Literal(at=token.at, type=NUMBER, held=Decimal(token.value) or Decimal(0))
        if token.kind == "text":
            self._take()
            return nodes.Literal(at=token.at, type=TEXT, held=token.value)
        if token.kind == "word":
            return self._word(token)
        match token.value:
            case "-" if token.kind == "sign":
                return self._negation()
            case "(":
                return self._parenthesis()
            case "[":
                return self._list()
            case "{":
                return self._context()
            case "?":
                return self._question()
        raise self._unexpected()

    def _negation(self) -> Node:
        at = self._take().at
        of = self._expression(_NEGATION)
        kinds = {Kind.NUMBER, Kind.DAYS, Kind.MONTHS, Kind.ANY, Kind.NULL}
        if of.type.kind not in kinds:
            raise self._wrong(at, of.type.kind, Kind.NUMBER)
        return nodes.Negation(at=at, type=of.type, depth=self._above(of, at=at), of=of)

    def _parenthesis(self) -> Node:
        self._take()
        node = self._inside()
        self._expect(")")
        return node

    def _list(self) -> Node:
        at = self._take().at
        items: list[Node] = []
        while not self._is("]"):
            if items:
                self._expect(",")
            items.append(self._inside())
        self._take()
        item = NULL
        for each in items:
            item = joined(item, each.type)
        return nodes.ListOf(
            at=at, type=Type(Kind.LIST, item=None if item is NULL else item),
            depth=self._above(*items, at=at), items=tuple(items),
        )  # fmt: skip

    def _context(self) -> Node:
        at = self._take().at
        entries: dict[str, Node] = {}
        while not self._is("}"):
            if entries:
                self._expect(",")
            key, place = self._key(), self._now.at
            self._expect(":")
            if key in entries:
                raise ExpressionRefused("bad_name", place, name=key)
            entries[key] = self._inside()
        self._take()
        return nodes.ContextOf(
            at=at, type=Type(Kind.CONTEXT, fields={k: n.type for k, n in entries.items()}),
            depth=self._above(*entries.values(), at=at), entries=tuple(entries.items()),
        )  # fmt: skip

    def _key(self) -> str:
        at = self._now.at
        if self._now.kind == "text":
            return self._take().value
        words: list[str] = []
        while self._now.kind == "word" and self._now.value not in KEYWORDS:
            words.append(self._take().value)
        if not words:
            raise self._unexpected()
        try:
            return checked_name(" ".join(words))
        except ExpressionRefused as refused:
            raise ExpressionRefused("bad_name", at, **refused.details) from None

    def _question(self) -> Node:
        token = self._take()
        for inner in reversed(self._inner):
            if inner.name == "?":
                inner.is_used = True
                return nodes.Local(at=token.at, type=inner.type, slot=inner.slot)
        raise ExpressionRefused("unknown_name", token.at, name="?")

    # words

    def _word(self, token: Token) -> Node:
        if (call := self._function()) is not None:
            return call
        match token.value:
            case "true" | "false":
                self._take()
                return nodes.Literal(at=token.at, type=BOOLEAN, held=token.value == "true")
            case "null":
                self._take()
                return nodes.Literal(at=token.at, type=NULL, held=None)
            case "if":
                return self._choice()
            case "some" | "every":
                return self._quantified()
            case "for":
                return self._loop()
        if token.value in KEYWORDS and token.value != "item":
            raise self._unexpected()
        return self._name()

    def _function(self) -> Node | None:
        """A call, where words that name a function stand before a bracket."""
        for count in range(FUNCTION_WORDS, 0, -1):
            if self._is_bracket(count):
                words = [self._ahead(n) for n in range(count)]
                if all(word.kind == "word" for word in words):
                    name = " ".join(word.value for word in words)
                    if name in FUNCTIONS:
                        return self._call(name, count)
        name = self._now.value
        if self._is_bracket(1) and name not in KEYWORDS:
            raise ExpressionRefused("unknown_function", self._now.at, name=name)
        return None

    def _call(self, name: str, words: int) -> Node:
        at, function = self._now.at, FUNCTIONS[name]
        self._place += words + 1
        given: list[Node] = []
        while not self._is(")"):
            if given:
                self._expect(",")
            given.append(self._inside())
        self._take()
        if not function.accepts(len(given)):
            raise ExpressionRefused("wrong_arguments", at, name=name)
        for place, argument in enumerate(given):
            self._want(argument, function.wanted(place, len(given)).kind)
        return nodes.Call(
            at=at, type=function.result(tuple(argument.type for argument in given)),
            depth=self._above(*given, at=at), function=function, arguments=tuple(given),
        )  # fmt: skip

    def _choice(self) -> Node:
        at = self._take().at
        condition = self._inside()
        self._want(condition, Kind.BOOLEAN)
        self._expect("then")
        then = self._inside()
        self._expect("else")
        otherwise = self._expression()
        return nodes.Choice(
            at=at, type=joined(then.type, otherwise.type),
            depth=self._above(condition, then, otherwise, at=at),
            condition=condition, then=then, otherwise=otherwise,
        )  # fmt: skip

    def _quantified(self) -> Node:
        token = self._take()
        name, base = self._domain()
        self._expect("satisfies")
        with self._within(_Inner(len(self._inner), self._item_of(base), name)):
            condition = self._expression()
        self._want(condition, Kind.BOOLEAN)
        return nodes.Quantified(
            at=token.at, type=BOOLEAN, depth=self._above(base, condition, at=token.at),
            is_every=token.value == "every", base=base, condition=condition,
        )  # fmt: skip

    def _loop(self) -> Node:
        at = self._take().at
        name, base = self._domain()
        self._expect("return")
        with self._within(_Inner(len(self._inner), self._item_of(base), name)):
            result = self._expression()
        return nodes.Loop(
            at=at, type=Type(Kind.LIST, item=result.type), depth=self._above(base, result, at=at),
            base=base, result=result,
        )  # fmt: skip

    def _domain(self) -> tuple[str, Node]:
        """`x in list`, or `x in 1..5`."""
        name = self._key()
        self._expect("in")
        first = self._inside()
        if not self._is(".."):
            return name, first
        at = self._take().at
        last = self._inside()
        for end in (first, last):
            self._want(end, Kind.NUMBER)
        return name, nodes.Series(
            at=at, type=Type(Kind.LIST, item=NUMBER), depth=self._above(first, last, at=at),
            first=first, last=last,
        )  # fmt: skip

    def _item_of(self, base: Node) -> Type:
        return base.type.of if base.type.kind is Kind.LIST else ANY

    # names

    def _name(self) -> Node:
        """The longest run of words that is a name here."""
        words: list[str] = []
        while self._ahead(len(words)).kind == "word" and len(words) < 20:
            word = self._ahead(len(words)).value
            if word in KEYWORDS and not (word == "item" and not words):
                break
            words.append(word)
        for count in range(len(words), 0, -1):
            node = self._named(" ".join(words[:count]), self._now.at)
            if node is not None:
                self._place += count
                return node
        raise ExpressionRefused("unknown_name", self._now.at, name=self._now.value)

    def _named(self, name: str, at: int) -> Node | None:
        for inner in reversed(self._inner):
            local = nodes.Local(at=at, type=inner.type, slot=inner.slot)
            if inner.name == name:
                inner.is_used = True
                return local
            if inner.with_fields and name in (inner.type.fields or {}):
                inner.is_used = True
                return self._path(local, name, at)
        if name not in self._names:
            return None
        self.used.add(name)
        return nodes.Name(at=at, type=self._names[name], name=name)

    def _postfix(self, node: Node) -> Node:
        while True:
            if self._is("."):
                at = self._take().at
                node = self._path(node, self._part(node.type), at)
            elif self._is("[") and not self._plain_end:
                node = self._filter(node)
            else:
                return node

    def _part(self, base: Type) -> str:
        """The name of a part: of declared ones the longest, otherwise one word."""
        if self._now.kind != "word":
            raise self._unexpected()
        fields = (base.of if base.kind is Kind.LIST else base).fields or {}
        words: list[str] = []
        while self._ahead(len(words)).kind == "word" and len(words) < 20:
            words.append(self._ahead(len(words)).value)
        for count in range(len(words), 1, -1):
            if " ".join(words[:count]) in fields:
                self._place += count
                return " ".join(words[:count])
        return self._take().value

    def _path(self, base: Node, name: str, at: int) -> Node:
        return nodes.Path(
            at=at, type=self._part_type(base.type, name, at), depth=self._above(base, at=at),
            base=base, name=name,
        )  # fmt: skip

    def _part_type(self, base: Type, name: str, at: int) -> Type:
        if base.kind in {Kind.ANY, Kind.NULL}:
            return ANY
        if base.kind is Kind.LIST:
            item = base.of
            inner = ANY if item.kind is Kind.LIST else self._part_type(item, name, at)
            return Type(Kind.LIST, item=inner)
        if base.kind is Kind.CONTEXT:
            if base.fields is None:
                return ANY
            if name in base.fields:
                return base.fields[name]
        elif name in nodes.PARTS.get(base.kind, {}):
            return NUMBER
        raise ExpressionRefused("no_such_part", at, kind=base.kind.value, name=name)

    def _filter(self, base: Node) -> Node:
        """`[…]` behind a list: a number picks one item, a condition keeps some."""
        at = self._take().at
        item = self._item_of(base)
        inner = _Inner(len(self._inner), item, "item", with_fields=True)
        with self._within(inner):
            wanted = self._inside()
        self._expect("]")
        depth = self._above(base, wanted, at=at)
        if wanted.type.kind is Kind.NUMBER:
            if inner.is_used:
                raise self._wrong(wanted.at, Kind.NUMBER, Kind.BOOLEAN)
            return nodes.Index(at=at, type=item, depth=depth, base=base, place=wanted)
        self._want(wanted, Kind.BOOLEAN)
        kept = base.type if base.type.kind is Kind.LIST else Type(Kind.LIST)
        return nodes.Filter(at=at, type=kept, depth=depth, base=base, condition=wanted)

    # tests

    def _tests(self, given: Type) -> Iterator[nodes.Test]:
        yield self._test(given)
        while self._is(","):
            self._take()
            yield self._test(given)

    def _negated(self, given: Type, at: int) -> nodes.Tests:
        self._place += 2
        found = tuple(self._tests(given))
        self._expect(")")
        return nodes.Tests(at=at, tests=found, is_not=True)

    def _test(self, given: Type, strength: int = 0) -> nodes.Test:
        at = self._now.at
        if self._is(*_COMPARISONS):
            sign = self._take().value
            limit = self._expression(_ABOVE_COMPARISONS - 1)
            self._comparable(sign, given, limit.type, at)
            return nodes.Compared(at=at, depth=self._above(limit, at=at), sign=sign, limit=limit)
        if self._is("]") or (self._is("(", "[") and self._is_range()):
            return self._range(given, at)
        return self._meant(given, strength, at)

    def _meant(self, given: Type, strength: int, at: int) -> nodes.Test:
        question = next(inner for inner in reversed(self._inner) if inner.name == "?")
        before, question.is_used = question.is_used, False
        node = self._expression(strength)
        is_asked, question.is_used = question.is_used, before
        depth = self._above(node, at=at)
        if is_asked:
            self._want(node, Kind.BOOLEAN)
            return nodes.Asked(at=at, depth=depth, condition=node)
        wanted = node.type
        if wanted.kind is Kind.LIST and given.kind is not Kind.LIST:
            return nodes.Same(at=at, depth=depth, wanted=node)
        self._comparable("=", given, wanted, at)
        return nodes.Same(at=at, depth=depth, wanted=node)

    def _is_range(self) -> bool:
        """Whether `..` follows this bracket before it is closed: looked at, not tried."""
        open_brackets, place = 0, self._place + 1
        while self._tokens[place].kind != "end":
            token = self._tokens[place]
            place += 1
            if token.kind != "sign":
                continue
            if token.value in {"(", "[", "{"}:
                open_brackets += 1
            elif token.value in {")", "]", "}"}:
                open_brackets -= 1
            elif open_brackets == 0 and token.value in {"..", ","}:
                return token.value == ".."
            if open_brackets < 0:
                return False
        return False

    def _range(self, given: Type, at: int) -> nodes.Test:
        with_low = self._take().value == "["
        before, self._plain_end = self._plain_end, True
        low = self._expression(_ABOVE_COMPARISONS - 1)
        self._expect("..")
        high = self._expression(_ABOVE_COMPARISONS - 1)
        self._plain_end = before
        if not self._is(")", "]", "["):
            raise self._unexpected()
        with_high = self._take().value == "]"
        for end in (low, high):
            self._comparable("<=", given, end.type, at)
        return nodes.Within(
            at=at, depth=self._above(low, high, at=at),
            low=low, high=high, with_low=with_low, with_high=with_high,
        )  # fmt: skip

    # checks

    @contextmanager
    def _within(self, inner: _Inner) -> Iterator[None]:
        self._inner.append(inner)
        try:
            yield
        finally:
            self._inner.pop()

    def _above(self, *below: Node, at: int) -> int:
        return self._held(max((node.depth for node in below), default=0) + 1, at)

    def _held(self, depth: int, at: int) -> int:
        if depth > DEPTH:
            raise ExpressionRefused("too_deep", at)
        return depth

    def _want(self, node: Node, kind: Kind) -> None:
        if kind is not Kind.ANY and node.type.kind not in {kind, Kind.ANY, Kind.NULL}:
            raise self._wrong(node.at, node.type.kind, kind)

    def _comparable(self, sign: str, left: Type, right: Type, at: int) -> None:
        if sign not in {"=", "!="}:
            for side in (left.kind, right.kind):
                if side not in ORDERED and side not in {Kind.ANY, Kind.NULL}:
                    raise self._wrong(at, side, Kind.NUMBER)
        kinds = {left.kind, right.kind} - {Kind.ANY, Kind.NULL}
        if len(kinds) > 1:
            raise self._wrong(at, right.kind, left.kind)

    def _wrong(self, at: int, found: Kind, wanted: Kind) -> ExpressionRefused:
        return ExpressionRefused("wrong_type", at, found=found.value, wanted=wanted.value)
