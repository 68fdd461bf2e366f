"""How much one expression may be, and how much one evaluation may spend. The same in the browser
(`assets/js/expressions/limits.js`)."""

SOURCE = 4_000
"""Characters of an expression."""
DEPTH = 60
"""Levels of an expression's tree."""
VALUE_DEPTH = 20
"""Levels of a value handed in, so that nothing recurses further."""
STEPS = 100_000
"""Steps of one evaluation: one for each part evaluated and each item looked at, one more for every
`GRAIN` characters made or compared. It bounds time and memory together."""
GRAIN = 64
TEXT = 100_000
"""Characters of one text."""
ITEMS = 10_000
"""Items of one list."""
WHOLE, PLACES = 15, 12
"""Digits of a number before and after the point."""
EXPONENT = 100
SECONDS = 10**12
"""Of one duration: some thirty thousand years."""
MONTHS = 120_000
