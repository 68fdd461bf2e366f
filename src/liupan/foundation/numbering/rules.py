"""Pure decisions: how a number is written."""

from string import Formatter

FIELDS = {"prefix", "year", "n"}


def write(pattern: str, *, prefix: str, year: int, n: int) -> str:
    """The number as people read it: `{prefix}〔{year}〕{n}号` → 固督〔2017〕71号 (GB/T 9704)."""
    return pattern.format(prefix=prefix, year=year, n=n)


def faults(pattern: str, *, is_yearly: bool) -> list[str]:
    """What is wrong with a pattern: `syntax`, `unknown`, `without_n`, `without_year`."""
    try:
        parts = list(Formatter().parse(pattern))
        names = {name for _literal, name, _spec, _conversion in parts if name is not None}
        if names - FIELDS:
            return ["unknown"]
        write(pattern, prefix="", year=2017, n=1)
    except (ValueError, IndexError, KeyError, AttributeError):
        return ["syntax"]
    found = []
    if "n" not in names:
        found.append("without_n")
    if is_yearly and "year" not in names:
        found.append("without_year")
    return found
