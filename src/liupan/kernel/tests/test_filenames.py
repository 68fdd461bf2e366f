"""No name that came from outside does harm."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.kernel.filenames import safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\名册.xlsx", "名册.xlsx"),
        ('a"b\r\nSet-Cookie: x.csv', "abSet-Cookie x.csv"),
        ("\u202excod.exe", "xcod.exe"),
        ("...", "file"),
        ("", "file"),
        ("固" * 300 + ".csv", "固" * 116 + ".csv"),
    ],
)
def test_names_are_made_harmless(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text())
def test_no_name_leads_anywhere_or_breaks_a_header(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert len(safe) <= 120
    assert not set(safe) & set('/\\\r\n\0"<>|:*?')
    assert safe not in (".", "..")
