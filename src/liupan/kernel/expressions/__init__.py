"""The closed expression language: conditions, decision tables and forms speak it."""

from liupan.kernel.expressions.expression import (
    Expression,
    UnaryTests,
    compile_expression,
    compile_tests,
)
from liupan.kernel.expressions.kinds import Names, Type, TypeLike
from liupan.kernel.expressions.refusals import ExpressionRefused
from liupan.kernel.expressions.values import Value

__all__ = [
    "Expression",
    "ExpressionRefused",
    "Names",
    "Type",
    "TypeLike",
    "UnaryTests",
    "Value",
    "compile_expression",
    "compile_tests",
]
