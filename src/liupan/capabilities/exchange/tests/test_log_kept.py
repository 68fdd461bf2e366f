"""What only a database that keeps what was done can show: the owner tampers, workers are killed."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from liupan.capabilities.exchange.models import Daily, Root
from liupan.capabilities.exchange.operations.messages import record_messages
from liupan.capabilities.exchange.operations.sequencing import count_waiting, link_all
from liupan.capabilities.exchange.operations.verifying import verify_log
from liupan.capabilities.exchange.tests.messages import NOW, message

SECOND = "(SELECT min(pos) + 1 FROM kept_message)"
TAMPERED = {
    "UPDATE exchange_message SET case_number = 'B' WHERE pos = SECOND": "message 2: altered",
    "UPDATE exchange_message SET recorded_at = now() WHERE pos = SECOND": "message 2: altered",
    "DELETE FROM exchange_message WHERE pos = SECOND": "message 2: removed",
    "DELETE FROM exchange_link WHERE seq = 2": "neither linked nor waiting",
    "UPDATE exchange_link SET digest = sha256('x') WHERE seq = 2": "message 2: altered",
    "UPDATE exchange_root SET hash = sha256('x') WHERE number = 1": "root 1: does not fit",
    "UPDATE exchange_root SET at_us = at_us + 1 WHERE number = 1": "root 1: is not signed",
    "DELETE FROM exchange_root WHERE number = 1": "root 1",
    "UPDATE exchange_root SET signature = '' WHERE number = 2": "root 2: is not signed",
}


@pytest.mark.usefixtures("fresh_db")
def test_tampering_by_the_owner_is_located(owner_url: str) -> None:
    record_messages(message(NOW + timedelta(seconds=n)) for n in range(4))
    link_all(2)
    assert verify_log().wrong == []
    for statement, said in TAMPERED.items():
        with psycopg.connect(owner_url) as owner:
            owner.execute("CREATE TABLE kept_message AS SELECT * FROM exchange_message")
            owner.execute("CREATE TABLE kept_link AS SELECT * FROM exchange_link")
            owner.execute("CREATE TABLE kept_root AS SELECT * FROM exchange_root")
            for name in ("message", "link", "root"):
                owner.execute(f"ALTER TABLE exchange_{name} DISABLE TRIGGER USER")  # type: ignore[arg-type]
            owner.execute(statement.replace("SECOND", SECOND))  # type: ignore[arg-type]
        assert any(said in one for one in verify_log().wrong), (statement, verify_log().wrong)
        with psycopg.connect(owner_url) as owner:
            for name in ("message", "link", "root"):
                owner.execute(f"DELETE FROM exchange_{name}")  # type: ignore[arg-type]
                owner.execute(f"INSERT INTO exchange_{name} SELECT * FROM kept_{name}")  # type: ignore[arg-type]
                owner.execute(f"DROP TABLE kept_{name}")  # type: ignore[arg-type]
        assert verify_log().wrong == []


@pytest.mark.usefixtures("fresh_db")
def test_two_sequencers_and_writers_make_one_chain() -> None:
    def write() -> None:
        for _ in range(10):
            record_messages([message(), message()])
        connection.close()

    def link() -> None:
        for _ in range(20):
            link_all(7)
        connection.close()

    record_messages([message()])
    threads = [threading.Thread(target=each) for each in (write, write, link, link)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    link_all()
    verdict = verify_log()
    assert (verdict.wrong, verdict.messages, count_waiting()) == ([], 41, 0)
    assert Daily.objects.get().calls == 41


SLOW = """
import django, os, signal
django.setup()
from liupan.capabilities.exchange.operations import sequencing
real = sequencing.roll_up
def killed(*given):
    real(*given)
    if given[0][0] > 4:
        os.kill(os.getpid(), signal.SIGKILL)
sequencing.roll_up = killed
sequencing.link_all(2)
"""


@pytest.mark.usefixtures("fresh_db")
def test_killed_between_links_and_commit_loses_nothing() -> None:
    record_messages(message(NOW + timedelta(seconds=n)) for n in range(8))
    done = subprocess.run([sys.executable, "-c", SLOW], env=os.environ, check=False)
    assert done.returncode == -signal.SIGKILL
    assert 0 < count_waiting() < 8
    while link_all(3) == 0 and count_waiting():  # the killed one's lock ends with its connection
        pass
    verdict = verify_log()
    assert (verdict.wrong, verdict.messages) == ([], 8)
    assert Daily.objects.get().calls == 8
    assert Root.objects.latest("number").last == 8
