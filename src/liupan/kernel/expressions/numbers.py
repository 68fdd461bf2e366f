"""Numbers: decimals of at most 15 digits before and 12 after the point, rounded half to even.

Every result is brought back to 12 places, so that Python's `Decimal` and the browser's `BigInt`
agree to the last digit.
"""

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation

from liupan.kernel.expressions.limits import EXPONENT, PLACES, WHOLE
from liupan.kernel.expressions.refusals import ExpressionRefused

_CONTEXT = Context(prec=60, rounding=ROUND_HALF_EVEN)
"""Digits enough that a product is exact and that a quotient is never rounded twice to another
value: two 27-digit numbers cannot have a quotient nearer to a tie than 10**-40."""
_QUANTUM = Decimal(1).scaleb(-PLACES)
_BOUND = Decimal(10) ** WHOLE
_WRITTEN = re.compile(rf"-?[0-9]{{1,{WHOLE}}}(?:\.[0-9]{{1,{PLACES}}})?")
ZERO = Decimal(0)
ONE = Decimal(1)


def fitted(number: Decimal, at: int = 0) -> Decimal:
    """The number with 12 places. Raises `ExpressionRefused` (`number_too_large`)."""
    try:
        number = number.quantize(_QUANTUM, context=_CONTEXT)
    except InvalidOperation:
        raise ExpressionRefused("number_too_large", at) from None
    if abs(number) >= _BOUND:
        raise ExpressionRefused("number_too_large", at)
    return number if number else ZERO


def add(a: Decimal, b: Decimal, at: int) -> Decimal:
    return fitted(_CONTEXT.add(a, b), at)


def subtract(a: Decimal, b: Decimal, at: int) -> Decimal:
    return fitted(_CONTEXT.subtract(a, b), at)


def multiply(a: Decimal, b: Decimal, at: int) -> Decimal:
    return fitted(_CONTEXT.multiply(a, b), at)


def divide(a: Decimal, b: Decimal, at: int) -> Decimal:
    if not b:
        raise ExpressionRefused("division_by_zero", at)
    return fitted(_CONTEXT.divide(a, b), at)


def power(base: Decimal, exponent: Decimal, at: int) -> Decimal:
    """By squaring, each step rounded as any other product."""
    times = whole(exponent)
    if times is None or abs(times) > EXPONENT:
        raise ExpressionRefused("bad_exponent", at)
    result, left = ONE, abs(times)
    while left:
        if left & 1:
            result = multiply(result, base, at)
        left >>= 1
        if left:
            base = multiply(base, base, at)
    return divide(ONE, result, at) if times < 0 else result


def modulo(a: Decimal, b: Decimal, at: int) -> Decimal:
    """What is left of `a`, with the sign of `b` as FEEL has it."""
    if not b:
        raise ExpressionRefused("division_by_zero", at)
    rest = _CONTEXT.remainder(a, b)
    return fitted(rest + b if rest and (rest < 0) != (b < 0) else rest, at)


def rounded(number: Decimal, places: int, rounding: str, at: int) -> Decimal:
    """To so many places; negative ones round to tens, hundreds and so on."""
    return fitted(number.quantize(Decimal(1).scaleb(-places), rounding, _CONTEXT), at)


def whole(number: Decimal) -> int | None:
    """The whole number, or None where it has a fraction."""
    return int(number) if number == number.to_integral_value() else None


def find_number(text: str) -> Decimal | None:
    """A number as people write it, without grouping; None where it is none."""
    return fitted(Decimal(text)) if _WRITTEN.fullmatch(text) else None


def written(number: Decimal) -> str:
    """Plain notation without trailing zeros."""
    return format(number.normalize(_CONTEXT), "f") if number else "0"
