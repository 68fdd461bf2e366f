"""Fifty at once, two at once, and killed in the middle: one number, one seal, one decision."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection, transaction

from liupan.capabilities.correspondence.models import Entry, Outgoing, Party, Rendition
from liupan.capabilities.correspondence.operations.deciding import decide_step
from liupan.capabilities.correspondence.operations.issuing import (
    number_document,
    render_waiting,
)
from liupan.capabilities.correspondence.operations.keeping import By, keep
from liupan.capabilities.correspondence.policies import TEND
from liupan.capabilities.correspondence.queries.sources import as_json, merged, sm3_of
from liupan.capabilities.correspondence.tests.town import (
    NOW,
    Town,
    begun,
    decide,
    handed,
    numbered,
    rendered,
    seal,
    step,
    text,
    town,
)
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.numbering.facade import list_numbers
from liupan.foundation.organisations.tests.factories import almighty
from liupan.foundation.workflow.facade import move_process
from liupan.kernel import clock
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
def test_bad_days(city: Town) -> None:
    """One city for all of it: building it takes longer than they do."""
    of_two_sign_offs_one_counts(city)
    fifty_numbers_have_no_gap(city)
    killed_while_typesetting(city)
    killed_between_file_and_word_when_sealing(city)


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


KILLED = """
import os, signal, sys
import django
django.setup()
from uuid import UUID
from liupan.foundation.access.facade import actor_for
from liupan.foundation.jobs.facade import worker_actor
from liupan.capabilities.correspondence.operations import issuing
from liupan.capabilities.correspondence.policies import TEND
from liupan.kernel import clock
from liupan.foundation.organisations.tests.factories import NOW

kept, left = issuing.keep_file, int(sys.argv[1])
def keep_then_die(**given):
    global left
    file = kept(**given)
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return file
issuing.keep_file = keep_then_die
with clock.frozen(NOW):
    document = UUID(sys.argv[2])
    if len(sys.argv) == 3:
        issuing.render_document(document_id=document, actor=worker_actor(TEND), now=NOW)
    else:
        item, unit, seal, who = map(UUID, sys.argv[3:])
        issuing.seal_document(
            document_id=document, item_id=item, unit_id=unit, seal_id=seal, actor=actor_for(who),
            now=NOW,
        )
"""


def dies(*arguments: object) -> None:
    died = subprocess.run(
        [sys.executable, "-c", KILLED, *map(str, arguments)],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "liupan.config.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr


def killed_while_typesetting(city: Town) -> None:
    document = numbered(city)
    dies(2, document)  # both files are on the disk, nothing is said
    assert not Rendition.objects.filter(document=document).exists()
    assert render_waiting(worker_actor(TEND), NOW) == 1
    assert render_waiting(worker_actor(TEND), NOW) == 0
    assert Rendition.objects.filter(document=document).count() == 2
    assert Outgoing.objects.get(id=document).number == f"固政办发〔2017〕{MANY + 1}号"


def killed_between_file_and_word_when_sealing(city: Town) -> None:
    document = rendered(city)
    _element, item = step(document)
    dies(1, document, item, city.units["office"], city.seals["office"], city.keeper.id)
    assert not Party.objects.filter(document=document, sealed_at__isnull=False).exists()
    for _again in range(2):
        seal(city, document, item)
    sealed = Rendition.objects.filter(document=document, seals=1)
    assert sorted(one.kind for one in sealed) == ["ofd", "pdf", "pdf.sm2"]
    assert Entry.objects.filter(outgoing=document, act="outgoing.sealed").count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_entry WHERE act = 'seals.use.used'")
        assert cursor.fetchall() == [(1,)]
