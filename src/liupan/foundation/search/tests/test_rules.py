"""The normal form, tokens, terms, snippets."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.foundation.search import rules

HAN = st.text("固原市政务信息共享平台数据", max_size=40)
MIXED = st.text("固原市a1B ，.ＡＢ①", max_size=40)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(text=HAN, query=st.text("固原市政务信息共享平台数据", min_size=1, max_size=6))
def test_chinese_is_found_exactly_where_the_substring_is(text: str, query: str) -> None:
    assert rules.contains(text, query) == (query in text)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(text=MIXED, query=MIXED)
def test_having_the_phrase_implies_having_the_tokens(text: str, query: str) -> None:
    if rules.contains(text, query):
        needed = {token for term in rules.terms(query) for token in term.tokens}
        assert needed <= rules.tokens(text)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(text=MIXED, query=MIXED)
def test_a_single_token_is_proof(text: str, query: str) -> None:
    found = rules.terms(query)
    if len(found) == 1 and found[0].is_exact:
        assert (found[0].tokens[0] in rules.tokens(text)) == rules.contains(text, query)


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("固原市政务服务中心", "政务服务", True),
        ("固原市政务，服务中心", "政务服务", False),
        ("固原市政务，服务中心", "政务 服务", True),
        ("ＯＦＤ版式文件", "ofd", True),
        ("OFD版式文件", "ofd版式", True),
        ("OFD版式文件", "版式ofd", False),
        ("planet", "plan", False),
        ("公文〔2017〕15号", "〔2017〕15号", True),
        ("公文〔2017〕15号", "017", False),
        ("⼭⽔", "山水", True),  # Kangxi radicals
        ("赵喆𫖯", "喆𫖯", True),
        ("海", "海", True),
        ("上海", "海", True),
        ("文件", "，。", False),
        ("STRASSE", "straße", True),
        ("", "固", False),
    ],
)
def test_what_is_found(text: str, query: str, found: bool) -> None:
    assert rules.contains(text, query) is found


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(text=MIXED, query=MIXED)
def test_a_snippet_shows_the_text_itself(text: str, query: str) -> None:
    parts = rules.snippet(text, query)
    shown = "".join(part for part, _match in parts).strip("…")
    assert shown in text
    if rules.contains(text, query):
        assert any(match for _part, match in parts)


def test_a_snippet_lies_around_the_match() -> None:
    text = "前" * 500 + "信息共享" + "后" * 500
    parts = rules.snippet(text, "信息共享", length=60)
    assert ("信息共享", True) in parts
    assert sum(len(part) for part, _match in parts) <= 62
