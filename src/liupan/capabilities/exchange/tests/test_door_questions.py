"""Questions at the doors: filters, order, pages; and that nothing ungranted leaves, whatever is
asked."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.capabilities.exchange.models import Usage
from liupan.capabilities.exchange.tests.calling import Program, by_hmac
from liupan.capabilities.exchange.tests.factories import NOW, Town, grant, resource, service, system
from liupan.kernel import clock

pytestmark = pytest.mark.django_db

CANARY = "不得外泄"
DAY = "登记日期"
SECRETS = ("nei_bu", "nan_fang", "内部备注", CANARY)


@pytest.fixture(autouse=True)
def at_the_time() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def made(place: Town) -> Any:
    """The service's table has a column that no grant gives."""
    of = resource(place)
    return service(place, of), grant(place, of), by_hmac(system(place))


def days(program: Program, code: str, **query: str) -> list[str]:
    answer = program.v1(code, query)
    assert answer.status_code == 200, answer.content
    return [row[DAY] for row in answer.json()["rows"]]


def test_filters_order_and_pages(made: Any) -> None:
    to, _has, program = made
    first, second, third = "2016-03-01", "2016-07-01", "2017-02-01"
    assert days(program, to.code, sort=DAY) == [first, second, third]
    assert days(program, to.code, sort=f"-{DAY}") == [third, second, first]
    assert days(program, to.code, **{f"{DAY}__ge": second, "sort": DAY}) == [second, third]
    assert days(program, to.code, 男方姓名__eq="示例甲二") == [second]
    page = program.v1(to.code, {"limit": "2", "sort": DAY, "count": "1"}).json()
    assert (len(page["rows"]), page["count"]) == (2, {"value": 3, "is_exact": True})
    rest = program.v1(to.code, {"limit": "2", "sort": DAY, "cursor": page["next"]}).json()
    assert (len(rest["rows"]), rest["next"]) == (1, None)


def test_the_same_by_a_body(made: Any) -> None:
    to, _has, program = made
    said = {
        "filters": [{"item": DAY, "op": "in", "values": ["2016-03-01", "2017-02-01"]}],
        "sort": f"-{DAY}", "limit": 5, "count": True,
    }  # fmt: skip
    answer = program.r1(to.code, method="POST", body=json.dumps(said).encode())
    assert answer.status_code == 200, answer.content
    assert [row[DAY] for row in answer.json()["rows"]] == ["2017-02-01", "2016-03-01"]
    assert answer.json()["count"]["value"] == 2


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"limit": "0"}, "unreadable"), ({"limit": "1001"}, "unreadable"),
        ({"limit": "x"}, "unreadable"), ({"other": "1"}, "unreadable"),
        ({f"{DAY}__near": "1"}, "unreadable"), ({f"{DAY}__ge": "nonsense"}, "bad_filter"),
        ({"nei_bu__eq": "1"}, "bad_filter"), ({"nothing__eq": "1"}, "bad_filter"),
        ({"sort": "nei_bu"}, "bad_filter"), ({"cursor": "x"}, "bad_cursor"),
        ({"case": ""}, "case_not_named"), ({"grant": "无此号"}, "no_grant"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused_and_uses_nothing_up(
    made: Any, query: dict[str, str], code: str
) -> None:
    to, has, program = made
    answer = program.v1(to.code, query)
    assert (answer.json()["code"], answer.json()["fault"]) == (code, "caller")
    assert 400 <= answer.status_code < 500
    assert not Usage.objects.filter(grant_id=has.id, calls__gt=0).exists()


def test_an_ungranted_item_and_an_absent_one_are_alike(made: Any) -> None:
    to, _has, program = made
    there, nowhere = (
        program.v1(to.code, {f"{name}__eq": "1"}).json()["title"] for name in ("nei_bu", "nei_bx")
    )
    assert there.replace("nei_bu", "…") == nowhere.replace("nei_bx", "…")


@pytest.mark.parametrize(
    "body",
    [b"[", b"[]", b'{"x":1}', b'{"filters":1}', b'{"filters":[{"item":[]}]}', b'{"limit":true}',
     b'{"filters":[{"x":1}]}', b"[" * 5000, b'{"sort":"\\ud800"}', b"\xff", b"1" * 65_536],
)  # fmt: skip
def test_a_body_that_is_none(made: Any, body: bytes) -> None:
    to, _has, program = made
    answer = program.r1(to.code, method="POST", body=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")
    long = program.r1(to.code, method="POST", body=b" " * 65_537)
    assert (long.status_code, long.json()["code"]) == (413, "body_too_large")


WORDS = st.sampled_from(
    ["nei_bu", "内部备注", "nan_fang", DAY, "*", "'; --", "c4", "t.c4", "n", "男方姓名",
     "不得外泄1", "%", "\\", "1", "2016-03-01", "$1", "%s", "grant", ""]
) | st.text(max_size=8)  # fmt: skip
NAMES = st.one_of(
    WORDS,
    st.sampled_from(["sort", "limit", "cursor", "count", "grant", "fields", "columns", "select"]),
    st.builds("{}__{}".format, WORDS, st.sampled_from(["eq", "ge", "in", "contains", "starts"])),
)


@pytest.mark.timeout(300)
def test_whatever_is_asked_nothing_ungranted_leaves(made: Any) -> None:
    to, _has, program = made

    @settings(
        max_examples=250, derandomize=True, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(query=st.dictionaries(NAMES, WORDS, max_size=4), in_body=st.booleans())
    def holds(query: dict[str, str], in_body: bool) -> None:
        if in_body:
            filters = [{"item": name, "op": "contains", "value": v} for name, v in query.items()]
            body = json.dumps({"filters": filters, "sort": next(iter(query), "")}).encode()
            answer = program.r1(to.code, method="POST", body=body)
        else:
            answer = program.v1(to.code, {k: v for k, v in query.items() if "\0" not in k + v})
        assert answer.status_code < 500, answer.content
        if answer.status_code == 200:
            text = answer.content.decode()
            assert not any(secret in text for secret in SECRETS)
        else:  # a refusal may say back what was sent, never what is stored
            assert "不得外泄2" not in answer.content.decode()

    holds()
