"""How numbers are written."""

import pytest

from liupan.foundation.numbering.rules import faults, write

OFFICIAL = "{prefix}〔{year}〕{n}号"


def test_a_number_reads_as_an_office_writes_it() -> None:
    assert write(OFFICIAL, prefix="固督", year=2017, n=71) == "固督〔2017〕71号"
    assert write("{year}{n:05}", prefix="", year=2017, n=71) == "201700071"


@pytest.mark.parametrize(
    ("pattern", "is_yearly", "found"),
    [
        (OFFICIAL, True, []),
        ("{prefix}-{n}", False, []),
        ("{prefix}-{n}", True, ["without_year"]),
        ("{prefix}", True, ["without_n", "without_year"]),
        ("{n", True, ["syntax"]),
        ("{n:x.y}", False, ["syntax"]),
        ("{prefix.__class__}{n}", False, ["unknown"]),
        ("{n.real}{n}", False, ["unknown"]),
        ("{0}{n}", False, ["unknown"]),
        ("{n!r}{secret}", False, ["unknown"]),
        ("{}", False, ["unknown"]),
    ],
)
def test_a_pattern_that_cannot_be_written_is_named(
    pattern: str, is_yearly: bool, found: list[str]
) -> None:
    assert faults(pattern, is_yearly=is_yearly) == found
