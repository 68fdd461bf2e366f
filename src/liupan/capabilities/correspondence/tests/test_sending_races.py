"""Fifty at once, two at once, and killed in the middle: one number, one seal, one delivery."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction

from liupan.capabilities.correspondence.models import Entry, Outgoing, Rendition
from liupan.capabilities.correspondence.operations.deciding import decide_step
from liupan.capabilities.correspondence.operations.issuing import (
    number_document,
    render_waiting,
)
from liupan.capabilities.correspondence.operations.keeping import keep
from liupan.capabilities.correspondence.policies import TEND
from liupan.capabilities.correspondence.queries.sources import as_json, merged, sm3_of
from liupan.capabilities.correspondence.tests.town import (
    ANSWER,
    COMMIT,
    NOW,
    Town,
    begun,
    decide,
    handed,
    numbered,
    signed,
    step,
    text,
    town,
)
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.jobs.tests.factories import wait_for
from liupan.foundation.numbering.facade import list_numbers
from liupan.foundation.numbering.tests.factories import count_numbers
from liupan.foundation.organisations.facade import By
from liupan.foundation.organisations.tests.factories import almighty
from liupan.foundation.workflow.facade import move_process
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Refusal

MANY = 50


@pytest.fixture
def city(fresh_db: str) -> Iterator[Town]:
    with clock.frozen(NOW):
        yield town()


def together(*acts: Callable[[], object]) -> list[object]:
    """What each gave or was refused with, all begun at once."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            ready.wait()
            with clock.frozen(NOW):
                return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_bad_days(city: Town) -> None:
    """One city for all of it: building it takes longer than they do."""
    of_two_sign_offs_one_counts(city)
    fifty_numbers_have_no_gap(city)
    killed_at_any_moment(city)


def of_two_sign_offs_one_counts(city: Town) -> None:
    document = handed(city)
    decide(document, city.reviewer)
    _element, item = step(document)

    def sign(agrees: bool) -> Callable[[], object]:
        return lambda: decide_step(
            document_id=document, item_id=item, agrees=agrees, opinion="意见", actor=city.signer,
            now=NOW,
        )  # fmt: skip

    found = together(sign(True), sign(False))
    assert sum(isinstance(one, Refusal) for one in found) == 1
    said = Entry.objects.filter(
        outgoing=document, act__in=["outgoing.signed_off", "outgoing.returned"]
    )
    assert said.count() == 1


def signed_by_hand(city: Town) -> UUID:
    """A document at the step of its number, put there quickly."""
    row = Outgoing.objects.get(id=begun(city))
    source = as_json(merged(row, text()))
    by, digest = By(city.signer, NOW), sm3_of(source)
    row.drafts.create(
        n=1, source=source, sm3=digest, written_by=city.drafter.id, written_at=NOW, step="draft"
    )
    keep(row, "signed_off", by, draft=1, sm3=digest)
    Outgoing.objects.filter(id=row.id).update(
        draft_number=1, signed_draft=1, signed_off_at=NOW, signed_off_by=city.signer.id,
        state="numbering",
    )  # fmt: skip
    assert row.instance_id
    move_process(
        instance_id=row.instance_id, element="number", reason="-", actor=almighty(), now=NOW
    )
    return row.id


def fifty_numbers_have_no_gap(city: Town) -> None:
    with transaction.atomic():
        documents = [signed_by_hand(city) for _n in range(MANY)]
    items = {one: step(one)[1] for one in documents}

    def number(document: UUID) -> Callable[[], object]:
        return lambda: number_document(
            document_id=document, item_id=items[document], code_id=city.code,
            actor=city.registrar, now=NOW,
        )  # fmt: skip

    found = together(*(number(one) for one in documents))
    assert set(found) == {f"固政办发〔2017〕{n}号" for n in range(1, MANY + 1)}
    taken = list_numbers("correspondence.outgoing", scope="固政办发", year=2017)
    assert [one.n for one in taken] == list(range(MANY, 0, -1))
    Outgoing.objects.filter(id__in=documents).update(state="void")


# --- Killed ------------------------------------------------------------------------------------
TABLES = (
    "correspondence_draft", "correspondence_entry", "correspondence_incoming",
    "correspondence_rendition", "documents_file", "journal_entry", "messaging_notice",
    "numbering_number", "procrastinate_jobs", "seals_use", "workflow_item",
)  # fmt: skip
"""What an act leaves behind it, of whatever room."""


def left(document: UUID) -> tuple[object, ...]:
    """The document's state and version, and how many rows there are."""
    row = Outgoing.objects.get(id=document)
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in TABLES)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return row.state, row.version, row.number, *cursor.fetchone()


@contextmanager
def dying() -> Iterator[Callable[..., tuple[int, int]]]:
    """Has a process carry out an act and die at a moment; its exit code and statements sent."""
    with subprocess.Popen(
        [sys.executable, "-m", "liupan.capabilities.correspondence.tests.dying"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "liupan.config.settings"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout

        def die(act: str, moment: int | str, who: Actor | None, given: dict[str, UUID]) -> Any:
            assert process.stdin
            assert process.stdout
            ids = {key: str(value) for key, value in given.items()}
            said = [act, moment, str(who.id) if who else "", ids]
            print(json.dumps(said), file=process.stdin, flush=True)
            return json.loads(process.stdout.readline())

        try:
            yield die
        finally:
            process.stdin.close()


def killed_at_any_moment(city: Town) -> None:
    """Of a joint issue: numbered, typeset, sealed twice, dispatched, and killed in each of them
    at a third, at two thirds, before the commit, and before the answer: one of everything."""
    document = signed(city, issuers=(city.units["bureau"],))
    decide(document, city.registrar)
    with dying() as die:

        def survives(act: str, who: Actor | None, **given: UUID) -> None:
            if who:
                given["item_id"] = step(document)[1]
            given["document_id"] = document
            before = left(document)
            code, sent = die(act, COMMIT, who, given)
            for moment in (sent // 3, sent * 2 // 3, ANSWER):
                assert (code, left(document)) == (-signal.SIGKILL, before), (act, moment)
                code, _sent = die(act, moment, who, given)
            after = left(document)
            assert code == -signal.SIGKILL
            assert after != before, "all of it was done"
            assert die(act, "never", who, given)[0] == 0, "whoever had no answer asks again"
            assert left(document) == after, "and nothing is done twice"

        survives("number_document", city.registrar, code_id=city.code)
        survives("render_document", None)
        for unit, keeper in (("office", city.keeper), ("bureau", city.bureau_keeper)):
            ids = {"unit_id": city.units[unit], "seal_id": city.seals[unit]}
            survives("seal_document", keeper, **ids)
        survives("dispatch_document", city.registrar)
    one_of_everything(document)


def one_of_everything(document: UUID) -> None:
    row = Outgoing.objects.get(id=document)
    assert (row.state, row.number) == ("dispatched", f"固政办发〔2017〕{MANY + 1}号")
    assert count_numbers(user_id=document) == 1
    made = [(one.kind, one.seals) for one in row.renditions.order_by("n", "kind")]
    assert made == [("ofd", 0), ("pdf", 0), *(
        (kind, seals) for seals in (1, 2) for kind in ("ofd", "pdf", "pdf.sm2")
    )]  # fmt: skip
    acts = list(row.entries.values_list("act", flat=True))
    for act, times in (("numbered", 1), ("rendered", 1), ("sealed", 2), ("dispatched", 1)):
        assert acts.count(f"outgoing.{act}") == times
    assert sorted(row.deliveries.values_list("kind", flat=True)) == ["copy"]


WORKER = """
import datetime, logging
import django
django.setup()
from liupan.foundation.jobs import upkeep
from liupan.foundation.jobs.worker import run_worker
upkeep.SILENT_AFTER, upkeep.BEAT_EVERY = datetime.timedelta(seconds=5), 0.5
upkeep.tick = lambda now: []  # only what was handed in: nothing makes it up by the clock
run_worker()
"""


@contextmanager
def worker() -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(
        [sys.executable, "-c", WORKER],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "liupan.config.settings"},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_killed_worker_s_document_is_typeset_by_the_next(city: Town) -> None:
    """The worker itself: killed with both files typeset and the first of them on the disk."""
    document = numbered(city)
    with psycopg.connect(os.environ["DATABASE_URL"]) as other:
        other.execute("LOCK TABLE correspondence_rendition IN SHARE MODE")
        with worker() as first:
            wait_for(lambda: waits_for_a_lock(), "the worker has typeset it", 300)
            first.kill()
    assert (Rendition.objects.filter(document=document).count(), left(document)[0]) == (
        0, "rendering",
    )  # fmt: skip
    with worker():
        wait_for(lambda: left(document)[0] == "sealing", "another worker has typeset it", 300)
    assert sorted(one.kind for one in Rendition.objects.filter(document=document)) == ["ofd", "pdf"]
    assert render_waiting(worker_actor(TEND), NOW) == 0


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND database IS NOT NULL")
        return bool(cursor.fetchone()[0])
