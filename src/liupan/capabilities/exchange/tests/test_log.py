"""The message log: recorded, linked, signed, verified; nothing can be altered unseen."""

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liupan.capabilities.exchange.models import Daily, Hourly, Message, Root
from liupan.capabilities.exchange.operations import sequencing
from liupan.capabilities.exchange.operations.messages import record_message, record_messages
from liupan.capabilities.exchange.operations.sequencing import count_waiting, link_all
from liupan.capabilities.exchange.operations.verifying import verify_log
from liupan.capabilities.exchange.queries.log_lines import Range, lines_of
from liupan.capabilities.exchange.queries.proofs import signed
from liupan.capabilities.exchange.rules import verify_exchange_log as script
from liupan.capabilities.exchange.rules.calls import Fault, Way
from liupan.capabilities.exchange.tests.messages import NOW, message, micros
from liupan.kernel import clock

pytestmark = pytest.mark.django_db


def _export(first: int = 1) -> bytes:
    with transaction.atomic():
        return b"".join(
            lines_of(Range(first, Root.objects.latest("number").number), *sequencing.signing_key())
        )


def _check(content: bytes) -> script.Verdict:
    return script.Checker(signed=signed).check(content.splitlines(keepends=True))


def test_recorded_linked_and_verified() -> None:
    record_message(message())
    record_messages(message(NOW + timedelta(seconds=n)) for n in range(4))
    assert count_waiting() == 5
    assert link_all(2) == 5
    assert count_waiting() == 0
    roots = Root.objects.order_by("number").values_list("number", "first", "last", "count")
    assert list(roots) == [
        (0, 0, 0, 0), (1, 1, 2, 2), (2, 3, 4, 2), (3, 5, 5, 1),
    ]  # fmt: skip
    verdict = verify_log()
    assert (verdict.wrong, verdict.messages, verdict.roots) == ([], 5, 3)


def test_after_linking_whole_tables_are_joined_again() -> None:
    """Whoever goes on in the transaction, such as a demo city, is not left with slow plans."""
    record_message(message())
    assert link_all() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings WHERE name LIKE 'enable%' AND setting = 'off'")
        off = {name for (name,) in cursor.fetchall()}
    assert not off & {"enable_hashjoin", "enable_mergejoin", "enable_seqscan", "enable_sort"}


def test_a_call_is_one_statement(django_assert_num_queries: Callable[..., object]) -> None:
    record_message(message())
    with django_assert_num_queries(3):  # a savepoint within this test's transaction, and one INSERT
        record_message(message())


def test_hostile_words_are_kept_short() -> None:
    record_message(message(request_id="\0" + "长" * 10_000, case="\ud800", method="x\ny"))
    row = Message.objects.get()
    assert row.request_id == "长" * 255
    assert row.case_number == "?"
    link_all()
    assert verify_log().wrong == []


def test_a_year_of_months_makes_its_parts() -> None:
    record_messages(message(NOW + timedelta(days=31 * n)) for n in range(12))
    assert link_all() == 12
    assert verify_log().wrong == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE exchange_message SET case_number = 'x'",
        "DELETE FROM exchange_message",
        "TRUNCATE exchange_message",
        "UPDATE exchange_message_y2017m06 SET case_number = 'x'",
        "INSERT INTO exchange_message_y2017m06 SELECT * FROM exchange_message",
        "SELECT * FROM exchange_message_y2017m06",
        "INSERT INTO exchange_message (pos, id) VALUES (1, gen_random_uuid())",
        "INSERT INTO exchange_link SELECT 1, 1, 1, ''",
        "DELETE FROM exchange_link",
        "UPDATE exchange_root SET hash = ''",
        "DELETE FROM exchange_root",
        "DELETE FROM exchange_rootkey",
        "DELETE FROM exchange_pendingmessage",
        "INSERT INTO exchange_pendingmessage VALUES (1, 1)",
        "DROP TABLE exchange_message_y2017m06",
        "DELETE FROM exchange_archive",
        "ALTER TABLE exchange_message DISABLE TRIGGER ALL",
    ],
)
def test_the_servers_role_changes_nothing(statement: str) -> None:
    record_message(message())
    link_all()
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_month_that_was_not_written_out_is_not_dropped() -> None:
    record_message(message())
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT exchange_drop_month('y2017m06')")


def test_the_script_agrees_without_any_library(tmp_path: Path) -> None:
    record_messages(message(NOW + timedelta(seconds=n), case=f"案{n}") for n in range(5))
    link_all(2)
    file = tmp_path / "log.jsonl"
    file.write_bytes(_export())
    done = subprocess.run(
        [sys.executable, "-I", script.__file__, str(file)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert b"RIGHT  5 messages, 3 roots (1 to 3)" in done.stdout
    file.write_bytes(file.read_bytes().replace("案3".encode(), "案9".encode()))
    done = subprocess.run(
        [sys.executable, "-I", script.__file__, str(file)], capture_output=True, check=False
    )
    assert done.returncode == 1
    assert b"message 4: altered" in done.stdout


def test_sm3_and_sm2_of_the_script_are_the_standard_s(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = script.Sm3(b"abc").digest().hex()
    assert plain == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert script.Sm3(b"x" * 200).digest() == script.sm3(b"x" * 200)
    _id, key = sequencing.signing_key()
    signature = key.sign(b"text")
    assert script.is_signed(key.public_key, b"text", signature)
    assert not script.is_signed(key.public_key, b"texT", signature)
    assert not script.is_signed(key.public_key, b"text", signature[:-1] + b"\0")


@pytest.fixture
def exported() -> bytes:
    record_messages(message(NOW + timedelta(seconds=n)) for n in range(3))
    link_all(2)
    content = _export()
    assert _check(content).wrong == []
    return content


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_byte_altered_is_found(exported: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(exported) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda b: b != exported[at]))
    assert _check(exported[:at] + bytes([other]) + exported[at + 1 :]).wrong


def test_every_byte_flipped_by_its_case_is_found(exported: bytes) -> None:
    for at, byte in enumerate(exported):
        assert _check(exported[:at] + bytes([byte ^ 0x20]) + exported[at + 1 :]).wrong, at


def test_lines_left_out_doubled_or_moved_are_found(exported: bytes) -> None:
    lines = exported.splitlines(keepends=True)
    for at in range(len(lines)):
        without, doubled = lines[:at] + lines[at + 1 :], lines[: at + 1] + lines[at:]
        assert _check(b"".join(without)).wrong
        assert _check(b"".join(doubled)).wrong
    assert _check(exported[: len(exported) // 2]).wrong
    assert _check(b"").wrong


def test_a_key_nobody_trusts_and_a_root_written_down(exported: bytes) -> None:
    root = Root.objects.get(number=1)
    lines = exported.splitlines(keepends=True)
    right = script.Checker(roots={1: bytes(root.hash).hex()}, signed=signed).check(lines)
    assert right.wrong == []
    assert script.Checker(["00"], signed=signed).check(lines).wrong
    assert script.Checker(roots={1: "00"}, signed=signed).check(lines).wrong


def test_sums_are_added_exactly_once() -> None:
    hour = NOW.replace(minute=0)
    record_messages(message(hour + timedelta(minutes=n), took_us=1_500) for n in range(3))
    link_all(2)
    record_message(message(hour, fault=Fault.PROVIDER, status=502, rows=0, sent=0, took_us=7e6))
    record_message(message(hour, way=Way.META, rows=0))
    link_all()
    row = Hourly.objects.get()
    assert (row.calls, row.delivered, row.provider_faults, row.row_count) == (5, 4, 1, 9)
    assert sum(row.buckets) == 5
    assert row.buckets[1] == 3
    assert row.last_delivered_us == micros(hour + timedelta(minutes=2))
    day = Daily.objects.get()
    assert (day.calls, day.data, day.grant_version, day.day) == (5, 3, 1, clock.on(NOW))


def test_unknown_callers_are_counted_under_nobody() -> None:
    record_message(message(system_id=None, service_id=None, grant_id=None, fault=Fault.CALLER))
    link_all()
    assert Daily.objects.get().caller_faults == 1


def test_killed_between_linking_and_committing_leaves_nothing() -> None:
    record_messages(message() for _ in range(3))
    with transaction.atomic():
        assert link_all() == 3
        transaction.set_rollback(True)
    assert (count_waiting(), Hourly.objects.count()) == (3, 0)
    assert link_all() == 3
    assert verify_log().wrong == []
