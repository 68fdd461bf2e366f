"""A read expression, ready to be worked out again and again."""

from collections.abc import Mapping
from dataclasses import dataclass

from liupan.kernel.expressions.kinds import ANY, Names, Type, TypeLike, read_names, read_type
from liupan.kernel.expressions.nodes import Node, Tests, truth
from liupan.kernel.expressions.parser import Parser
from liupan.kernel.expressions.values import Run, Value, read


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression of the closed language (docs/reference/expressions.md).

    `names` are those of the declared names that it uses.
    """

    text: str
    names: frozenset[str]
    type: Type
    root: Node
    declared: Mapping[str, Type]

    def evaluate(self, context: Mapping[str, object]) -> Value:
        """Worked out with these values; names without a value hold null.

        Lists come back as tuples, numbers as `Decimal`, moments in the city's time without a zone.
        Raises `ExpressionRefused`.
        """
        return self.root.value(Run(context, self.declared))

    def is_true(self, context: Mapping[str, object]) -> bool:
        """As a condition; null is not true. Raises `ExpressionRefused`."""
        return truth(self.evaluate(context), self.root.at) is True


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """Tests of one value, as a cell of a decision table has them: `< 10`, `"a","b"`, `-`."""

    text: str
    names: frozenset[str]
    given: Type
    root: Tests
    declared: Mapping[str, Type]

    def matches(self, value: object, context: Mapping[str, object]) -> bool | None:
        """Whether the value passes; None where null leaves it open. Raises `ExpressionRefused`."""
        run = Run(context, self.declared)
        return self.root.passes(read(value, self.given, run, name="?"), run)


def compile_expression(text: str, names: Names = ()) -> Expression:
    """Read and check an expression that may use these names.

    Args:
        text: the expression, at most 4,000 characters.
        names: names, or names with types: `{"金额": "number", "明细": {"list": {"fields": …}}}`.

    Raises `ExpressionRefused` with a code, a place and a sentence.
    """
    declared = read_names(names)
    parser = Parser(text, declared)
    root = parser.whole_expression()
    return Expression(text, frozenset(parser.used), root.type, root, declared)


def compile_tests(text: str, names: Names = (), given: TypeLike = ANY) -> UnaryTests:
    """Read and check a cell of a decision table about a value of type `given`.

    Raises `ExpressionRefused`.
    """
    declared, value = read_names(names), read_type(given)
    parser = Parser(text, declared)
    root = parser.whole_tests(value)
    return UnaryTests(text, frozenset(parser.used), value, root, declared)
