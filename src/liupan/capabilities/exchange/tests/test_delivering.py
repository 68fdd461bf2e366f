"""What comes out of a service: granted items of granted rows, masked, whatever is asked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from time import sleep
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.capabilities.catalogue.facade import Condition, Mask, MaskPolicy
from liupan.capabilities.catalogue.facade import Operator as Compare
from liupan.capabilities.exchange import gateways
from liupan.capabilities.exchange.gateways import breakers
from liupan.capabilities.exchange.models import Service
from liupan.capabilities.exchange.queries import refusals
from liupan.capabilities.exchange.queries.allowing import Allowed, allow
from liupan.capabilities.exchange.queries.delivering import query
from liupan.capabilities.exchange.queries.provided import is_meant, masked
from liupan.capabilities.exchange.rules.calls import Call, Fault, Way
from liupan.capabilities.exchange.tests.factories import (
    CASE,
    COLUMNS,
    NOW,
    ROWS,
    Town,
    call,
    grant,
    narrowed,
    resource,
    revoked,
    service,
    suspended,
    system,
    table,
)
from liupan.foundation.messaging.facade import Fetched, Undelivered
from liupan.foundation.tables.facade import (
    BadFilter,
    Filter,
    MaskKind,
    NoContent,
    Operator,
    Question,
    UnknownColumn,
)
from liupan.foundation.tables.facade import Mask as TableMask
from liupan.kernel.errors import LiupanError

pytestmark = pytest.mark.django_db
SINCE = Condition("登记日期", Compare.FROM, ("2016-06-01",))
SHOWN = {"男方姓名": MaskPolicy(Mask.KEEP, 1, 1), "登记日期": MaskPolicy()}
NEVER = ("不得外泄", "示例乙", "示例甲", "2016-03-01")
"""What nobody may see: a column that is no item, an item not granted, a masked value in clear, a
row outside the grant's."""


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    breakers.forget()
    yield
    breakers.forget()


@pytest.fixture
def made(place: Town) -> Any:
    of = resource(place)
    has = grant(place, of)
    narrowed(place, has.id, SHOWN, (SINCE,))
    return service(place, of), has, system(place)


def proxied(to: Service) -> None:
    Service.objects.filter(id=to.id).update(
        kind="proxied", table_id=None, address="https://provider.example/rows", timeout_ms=1000
    )


def answering(monkeypatch: pytest.MonkeyPatch, answer: Any) -> list[dict[str, Any]]:
    """The provider's system answers so; what it was asked."""
    asked: list[dict[str, Any]] = []

    def ask(url: str, *, body: bytes, **_said: Any) -> Fetched:
        asked.append(json.loads(body))
        if isinstance(answer, Exception):
            raise answer
        text = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        return Fetched(text, "application/json", url)

    monkeypatch.setattr(gateways, "ask", ask)
    return asked


def told() -> list[dict[str, Any]]:
    """All rows as a careless system would give them."""
    return [dict(zip((one.name for one in COLUMNS), row, strict=True)) for row in ROWS]


def allowed_by(made: Any) -> Allowed:
    to, _has, of = made
    return allow(call(of, to), now=NOW)


def test_granted_items_of_granted_rows_masked(made: Any) -> None:
    page = query(allowed_by(made), Question())
    assert [one.name for one in page.columns] == ["nan_fang", "deng_ji"]
    assert [row[0] for row in page.rows] == ["示**二", "示**三"]


def test_a_careless_provider_gives_no_more(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    proxied(made[0])
    asked = answering(monkeypatch, {"rows": told(), "cursor": "further"})
    wanted = Filter("deng_ji", Operator.LESS, ("2017-01-01",))
    page = query(allowed_by(made), Question(filters=(wanted,)))
    assert page.rows == (("示**二", "2016-07-01"),)
    assert page.cursor == "further"
    (question,) = asked
    assert question["columns"] == ["nan_fang", "deng_ji"]
    assert [one["values"] for one in question["filters"]] == [["2016-06-01"], ["2017-01-01"]]


NAMES = st.sampled_from([*(one.name for one in COLUMNS), "nan_fang", "deng_ji", "没有"]) | st.text(
    max_size=5
)
VALUES = st.sampled_from(["2016-03-01", "示", "示例甲二", "不", "", "%", "2017"]) | st.text(
    max_size=5
)
FILTERS = st.builds(
    Filter, NAMES, st.sampled_from(list(Operator)), st.lists(VALUES, max_size=2).map(tuple)
)
QUESTIONS = st.builds(
    Question,
    filters=st.lists(FILTERS, max_size=3).map(tuple),
    sort=st.just("") | NAMES,
    descending=st.booleans(),
    limit=st.integers(-1, 5),
    offset=st.integers(-1, 2),
    cursor=st.just("") | st.text(max_size=10),
)
FUZZ = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FUZZ
@given(question=QUESTIONS)
def test_whatever_is_asked_of_a_hosted_table(made: Any, question: Question) -> None:
    _nothing_leaks(allowed_by(made), question)


VALUE = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | VALUES
ROWS_TOLD = st.lists(
    st.dictionaries(st.sampled_from([one.name for one in COLUMNS]), VALUE), max_size=4
)


@FUZZ
@given(question=QUESTIONS, rows=ROWS_TOLD | st.just(told()))
def test_whatever_a_provider_answers(made: Any, question: Question, rows: Any) -> None:
    proxied(made[0])
    with pytest.MonkeyPatch.context() as patch:
        answering(patch, {"rows": rows})
        breakers.forget()
        found = _nothing_leaks(allowed_by(made), question)
    assert all(str(row[1]) >= "2016-06-01" for row in found)


def _nothing_leaks(allowed: Allowed, question: Question) -> Any:
    try:
        page = query(allowed, question)
    except LiupanError as error:
        said = f"{error}{error.next_step}"
        return () if not any(word in said for word in ("乙", "外泄1")) else pytest.fail(said)
    assert [one.name for one in page.columns] == ["nan_fang", "deng_ji"]
    out = "".join(str(cell) for row in page.rows for cell in row) + page.cursor
    assert not any(word in out for word in NEVER)
    return page.rows


@FUZZ
@given(
    way=st.sampled_from(list(Way)),
    key=st.sampled_from(["", "number", "id", "other", "\0"]) | st.text(max_size=4),
    case=st.sampled_from([CASE, "", "  "]) | st.text(max_size=3),
    unit=st.sampled_from(["police", "third"]),
    done=st.sampled_from(["", "suspended", "revoked", "ended"]),
)
def test_whatever_the_call(
    place: Town, made: Any, way: Way, key: str, case: str, unit: str, done: str
) -> None:
    from django.db import transaction

    to, has, _of = made
    named = {"number": has.number, "id": str(has.id), "other": "授〔2016〕9号"}.get(key, key)
    with transaction.atomic():
        {"suspended": suspended, "revoked": revoked}.get(done, _nothing)(place, has.id)
        said = Call(
            request_id="r", system_id=system(place, unit).id, service=to.code, way=way,
            grant=named, case=case,
        )  # fmt: skip
        now = NOW.replace(year=2018, month=7) if done == "ended" else NOW
        may = unit == "police" and not done and way in (Way.QUERY, Way.META)
        may = may and key in ("", "number", "id")
        may = may and (way is Way.META or bool(case.strip() and case.isprintable()))
        if may:
            assert allow(said, now=now).grant.id == has.id
        else:
            with pytest.raises(LiupanError):
                allow(said, now=now)
        transaction.set_rollback(True)


def _nothing(*_said: object) -> None:
    """The grant stays as it is."""


@pytest.mark.parametrize("name", ["nv_fang", "nei_bu", "没有", "t.n", "n"])
def test_what_is_not_granted_cannot_be_asked_by(made: Any, name: str) -> None:
    for question in (Question(sort=name), Question(filters=(Filter(name, Operator.FILLED),))):
        with pytest.raises(UnknownColumn):
            query(allowed_by(made), question)


def test_what_is_masked_cannot_be_asked_by(made: Any) -> None:
    wanted = Filter("nan_fang", Operator.STARTS, ("示例甲二",))
    for question in (Question(sort="nan_fang"), Question(filters=(wanted,))):
        with pytest.raises(BadFilter):
            query(allowed_by(made), question)


def test_a_table_that_does_not_fit_is_the_providers_fault(made: Any, place: Town) -> None:
    to, _has, _of = made
    allowed = allowed_by(made)
    other = table(place, [("1",)], columns=(replace(COLUMNS[0], name="别的"),))
    with pytest.raises(refusals.NothingDelivered) as caught:
        query(replace(allowed, table_id=other), Question())
    assert refusals.fault_of(caught.value) is Fault.PROVIDER
    unfit = replace(allowed.view, scope=(Filter("deng_ji", Operator.STARTS, ("2016",)),))
    with pytest.raises(refusals.RowsUnfit):
        query(replace(allowed, view=unfit), Question())
    assert refusals.fault_of(NoContent()) is Fault.PROVIDER
    assert refusals.fault_of(ValueError()) is Fault.PLATFORM
    assert to.table_id != other


# --- The provider's system -----------------------------------------------------------------------
@pytest.mark.parametrize(
    "answer",
    [
        b"<html>", b"[]", b"{}", b'{"rows": {}}', b'{"rows": [[]]}', b'{"rows": [{"a": []}]}',
        b'{"rows": [{"a": NaN}]}', b'{"rows": [], "cursor": 1}', b"[" * 100_000,
        json.dumps({"rows": [{}] * 51}).encode(),
    ],
)  # fmt: skip
def test_an_answer_that_is_none(made: Any, monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    proxied(made[0])
    answering(monkeypatch, answer)
    with pytest.raises(refusals.ProviderAmiss) as caught:
        query(allowed_by(made), Question())
    assert refusals.fault_of(caught.value) is Fault.PROVIDER


def test_failures_open_the_circuit_and_it_closes_again(
    made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = made[0]
    proxied(to)
    asked = answering(monkeypatch, Undelivered("timed out"))
    for _n in range(breakers.FAILURES):
        with pytest.raises(refusals.ProviderSilent):
            query(allowed_by(made), Question())
    with pytest.raises(refusals.ProviderUnwell):
        query(allowed_by(made), Question())
    assert len(asked) == breakers.FAILURES
    now = breakers.breaker_of(to.id).since + breakers.REST
    breakers.breaker_of(to.id).clock = lambda: now
    with pytest.raises(refusals.ProviderSilent):  # one tries, and fails
        query(allowed_by(made), Question())
    with pytest.raises(refusals.ProviderUnwell):
        query(allowed_by(made), Question())
    later = now + breakers.REST
    breakers.breaker_of(to.id).clock = lambda: later
    answering(monkeypatch, {"rows": []})
    for _n in range(2):
        assert query(allowed_by(made), Question()).rows == ()


def test_a_busy_system_is_said_to_be_busy(made: Any) -> None:
    proxied(made[0])
    breakers.breaker_of(made[0].id).waiting = breakers.TOGETHER
    with pytest.raises(refusals.ProviderBusy) as caught:
        query(allowed_by(made), Question())
    assert not refusals.is_down(caught.value)


def test_a_new_secret_does_not_go_to_the_old_address(
    made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxied(made[0])
    asked = answering(monkeypatch, {"rows": []})
    allowed = allowed_by(made)
    Service.objects.update(address="https://another.example/", sealed_secret="new")
    with pytest.raises(refusals.ServiceChanged):
        query(allowed, Question())
    assert not asked


def test_one_service_keeps_only_some_of_us_waiting() -> None:
    breaker = breakers.Breaker()
    opened = [breaker.passing((OSError,)) for _n in range(breakers.TOGETHER)]
    for one in opened:
        one.__enter__()
    with pytest.raises(breakers.Busy), breaker.passing((OSError,)):
        pass
    opened[0].__exit__(None, None, None)
    with breaker.passing((OSError,)):
        pass


@contextmanager
def provider(seconds: float = 0, status: int = 200) -> Iterator[str]:
    """A system on this machine; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sleep(seconds)
            body = json.dumps({"rows": told()}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/rows"
    finally:
        server.shutdown()
        server.server_close()


def test_a_system_is_asked_over_the_network(made: Any, settings: Any) -> None:
    to = made[0]
    proxied(to)
    with provider() as address:
        Service.objects.filter(id=to.id).update(address=address)
        settings.LIUPAN_WEBHOOKS_TO_LOOPBACK = False
        with pytest.raises(refusals.AddressUnfit) as caught:
            query(allowed_by(made), Question())
        assert refusals.fault_of(caught.value) is Fault.PLATFORM
        settings.LIUPAN_WEBHOOKS_TO_LOOPBACK = True
        assert len(query(allowed_by(made), Question()).rows) == 2


@pytest.mark.parametrize(
    ("said", "why"),
    [({"seconds": 1}, refusals.ProviderSilent), ({"status": 500}, refusals.ProviderAmiss)],
)
def test_a_system_that_is_slow_or_fails(made: Any, settings: Any, said: Any, why: Any) -> None:
    settings.LIUPAN_WEBHOOKS_TO_LOOPBACK = True
    to = made[0]
    proxied(to)
    with provider(**said) as address:
        Service.objects.filter(id=to.id).update(address=address, timeout_ms=200)
        with pytest.raises(why):
            query(allowed_by(made), Question())


def test_texts_are_compared_sign_by_sign() -> None:
    code = Filter("a", Operator.EQUAL, ("0102",))
    assert is_meant({"a": "0102"}, [code])
    for other in ("102", 102, None, "0102 "):
        assert is_meant({"a": other}, [code]) is (other == 102)
    late = Filter("a", Operator.AT_LEAST, ("2016-01-01",))
    for value in ("9999", "甲", 20170101, True, None, "2015-12-31"):
        assert not is_meant({"a": value}, [late])


@pytest.mark.parametrize("value", ["张三", "张", "", "3", 12, 1.5, True])
def test_a_short_value_shows_nothing_of_itself(value: Any) -> None:
    out = masked(value, TableMask(kind=MaskKind.ENDS, keep=1, keep_last=3))
    assert out == "*" * len(str(value))
