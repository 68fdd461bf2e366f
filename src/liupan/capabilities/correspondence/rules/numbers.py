"""How numbers of outgoing documents are written (发文字号): 固政办发〔2017〕12号."""

import re

SERIES = "correspondence.outgoing"
PATTERN = "{prefix}〔{year}〕{n}号"
WITHOUT_CODE = frozenset({"order", "minutes"})
"""Forms that print 第3号 without code and year."""

_WRITTEN = re.compile(r"(?P<code>.*)〔(?P<year>\d{4})〕(?P<serial>\d+)号")


def parts_of_number(text: str) -> tuple[str, int, int]:
    """Code, year and serial of a number as it is written. Raises ValueError."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return found["code"], int(found["year"]), int(found["serial"])
