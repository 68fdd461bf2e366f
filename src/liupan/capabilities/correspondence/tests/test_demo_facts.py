"""What the demo's lists must keep to; the city itself is built in tests/city."""

from datetime import timedelta

from liupan.capabilities.correspondence.demo.agenda import Agenda
from liupan.capabilities.correspondence.demo.facts import received, sent
from liupan.capabilities.correspondence.demo.papers import paper
from liupan.capabilities.correspondence.rules.numbers import parts_of_number
from liupan.capabilities.correspondence.rules.receiving import State
from liupan.capabilities.correspondence.rules.sending import OF_STEP
from liupan.foundation.documents.facade import DocumentType
from liupan.kernel import clock


def test_every_list_says_what_can_be_done() -> None:
    keys = [one.key for one in sent()]
    assert len(keys) == len(set(keys)) > 50
    types = {one.value for one in DocumentType}
    for one in sent():
        assert one.type in types
        assert one.until is None or one.until in OF_STEP, one.key
        assert one.answers is None or one.answers in keys, one.key
        assert set(one.stops.values()) <= {state.value for state in State}, one.key
        assert one.to or one.cc, one.key
    assert {one.type for one in sent()} == {
        "决定", "命令", "意见", "通知", "通报", "报告", "请示", "批复", "函", "纪要", "通告",
    }  # fmt: skip
    assert {one.until for one in sent()} == {*OF_STEP, None}, "one waits at every step"
    turns = {"returned", "cosign-back", "withdrawn", "void", "late", None}
    assert {one.turn for one in sent()} == turns
    assert sum(bool(one.issuers) for one in sent()) == 2, "joint issues"
    assert {one.file for one in received()} == {"ofd", "pdf", "scan"}
    for other in received():
        assert other.type in types
        assert State(other.stop)
        assert parts_of_number(other.number)[1] == 2017


def test_lives_go_on_in_the_order_of_time() -> None:
    opens = clock.start_of(sent()[0].day)
    seen: list[int] = []

    def life(days: int):  # type: ignore[no-untyped-def]
        yield opens - timedelta(days=days)
        seen.append(days)
        yield opens + timedelta(days=1)
        seen.append(-1)  # the city has opened

    agenda = Agenda(opens)
    for days in (3, 9, 20):
        agenda.start(life(days))
    agenda.start(iter_of_nothing())
    agenda.live()
    assert seen == [20, 9, 3]


def iter_of_nothing():  # type: ignore[no-untyped-def]
    yield from ()


def test_documents_from_outside_are_typeset_and_read() -> None:
    for kind in ("ofd", "scan"):
        fact = next(one for one in received() if one.file == kind)
        name, content = paper(fact, "固原市人民政府办公室", clock.start_of(fact.day))
        assert name.endswith(".ofd" if kind == "ofd" else ".pdf")
        assert content[:2] == (b"PK" if kind == "ofd" else b"%P")
