"""Bad days of a document on its way: a full disk, a clock set back, a bad certificate."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from liupan.capabilities.correspondence.models import Incoming, Outgoing
from liupan.capabilities.correspondence.operations.deciding import decide_step
from liupan.capabilities.correspondence.operations.issuing import (
    SealBroken,
    dispatch_document,
    number_document,
    render_document,
    render_waiting,
    seal_document,
)
from liupan.capabilities.correspondence.policies import TEND
from liupan.capabilities.correspondence.tests.town import (
    NOW,
    Town,
    decide,
    numbered,
    rendered,
    seal,
    signed,
    step,
)
from liupan.foundation.documents.facade import DiskFull
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.numbering.tests.factories import count_numbers
from liupan.foundation.seals.facade import NotInUse, NotValidNow
from liupan.foundation.seals.tests import factories as seals
from liupan.kernel import clock
from liupan.kernel.clock import ClockSetBack

DAY = timedelta(days=1)


def row(document: UUID) -> Outgoing:
    return Outgoing.objects.get(id=document)


@contextmanager
def undone() -> Iterator[None]:
    """What happens in it has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def dispatch(place: Town, document: UUID, **more: Any) -> int:
    given = {"actor": place.registrar, "now": NOW, **more}
    return dispatch_document(document_id=document, item_id=step(document)[1], **given)


# --- The disk ----------------------------------------------------------------------------------
class Disk:
    """It is full from the nth time on that a file is brought to it."""

    room = 10**6

    def spend(self) -> None:
        self.room -= 1
        if self.room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """Every way to it: sealed files are synced, anything else would go by a path."""
    made, sync, write = Disk(), os.fsync, Path.write_bytes
    monkeypatch.setattr(os, "fsync", lambda handle: (made.spend(), sync(handle))[1])
    monkeypatch.setattr(Path, "write_bytes", lambda *to: (made.spend(), write(*to))[1])
    return made


def until_it_has_room(disk: Disk, act: Callable[[], object], untouched: Callable[[], bool]) -> int:
    """Try with room for one file more each time; how often it was refused, in a sentence."""
    for room in range(50):
        disk.room = room
        refusal = refused_for_want_of_room(act)
        if refusal is None:
            disk.room = 10**6
            return room
        assert refusal.message
        assert refusal.next_step
        assert untouched()
    raise AssertionError("there is never room")


def refused_for_want_of_room(act: Callable[[], object]) -> DiskFull | None:
    try:
        act()
    except DiskFull as refusal:
        return refusal
    return None


def test_a_full_disk_loses_nothing_and_sends_nothing(place: Town, disk: Disk) -> None:
    document = numbered(place)

    def stands(state: str, renditions: int) -> bool:
        found = row(document)
        return (found.state, found.number, found.renditions.count(), found.deliveries.count()) == (
            state, "固政办发〔2017〕1号", renditions, 0,
        )  # fmt: skip

    worker = {"document_id": document, "actor": worker_actor(TEND), "now": NOW}
    refused = until_it_has_room(
        disk, lambda: render_document(**worker), lambda: stands("rendering", 0)
    )
    assert refused > 3
    item = step(document)[1]
    refused = until_it_has_room(
        disk, lambda: seal(place, document, item), lambda: stands("sealing", 2)
    )
    assert refused > 5
    assert dispatch(place, document) == 2


def test_one_that_finds_no_room_does_not_hold_up_the_others(place: Town, disk: Disk) -> None:
    documents = {numbered(place), numbered(place)}
    disk.room = 2  # half of one of them
    assert render_waiting(worker_actor(TEND), NOW) == 0
    disk.room = 5  # one of them
    assert render_waiting(worker_actor(TEND), NOW) == 1
    disk.room = 10**6
    assert render_waiting(worker_actor(TEND), NOW) == 1
    assert {row(one).state for one in documents} == {"sealing"}


def test_who_waits_for_the_files_is_told_when_they_do_not_come(place: Town) -> None:
    document = numbered(place)
    client = Client()
    enter(client, place.registrar.id)
    url = reverse("correspondence:outgoing", args=[document])
    for minutes, words in ((1, "约需几秒"), (11, "每5分钟自动重试")):
        with clock.frozen(NOW + timedelta(minutes=minutes)):
            assert words in client.get(url).content.decode()


# --- The clock ---------------------------------------------------------------------------------
def test_a_clock_set_back_stops_every_act_with_a_sentence(place: Town) -> None:
    """In January of another year, the number would be one of the year before."""
    year, document = timedelta(days=365), signed(place)

    def at(now: Any, do: Callable[..., object], actor: Any, **more: Any) -> object:
        item = step(document)[1]
        return do(document_id=document, item_id=item, actor=actor, now=now, **more)

    acts: list[tuple[Callable[..., object], Any, dict[str, Any]]] = [
        (decide_step, place.registrar, {"agrees": True, "opinion": ""}),
        (number_document, place.registrar, {"code_id": place.code}),
        (seal_document, place.keeper, {
            "unit_id": place.units["office"], "seal_id": place.seals["office"],
        }),
        (dispatch_document, place.registrar, {}),
    ]  # fmt: skip
    for do, actor, more in acts:
        if row(document).state == "rendering":
            worker = {"document_id": document, "actor": worker_actor(TEND)}
            with pytest.raises(ClockSetBack):
                render_document(now=NOW - year, **worker)
            render_document(now=NOW, **worker)
        before = (row(document).state, row(document).version)
        for back in (year, timedelta(minutes=6)):
            with pytest.raises(ClockSetBack) as refused:
                at(NOW - back, do, actor, **more)
            assert "2017-11-15" in refused.value.message
            assert (row(document).state, row(document).version) == before
        at(NOW, do, actor, **more)
    assert (row(document).number, Incoming.objects.filter(outgoing=document).count()) == (
        "固政办发〔2017〕1号", 2,
    )  # fmt: skip


def test_clocks_that_are_put_right_by_a_minute_stop_nobody(place: Town) -> None:
    document = signed(place)
    decide_step(
        document_id=document, item_id=step(document)[1], agrees=True, opinion="",
        actor=place.registrar, now=NOW - timedelta(minutes=1),
    )  # fmt: skip
    assert row(document).state == "numbering"


def test_no_number_of_a_year_is_given_after_the_next_has_begun(place: Town) -> None:
    """The clock is set back after New Year; what is signed off meanwhile does not know of it."""
    later, first = NOW + timedelta(days=60), signed(place)
    decide(first, place.registrar)
    given = {"code_id": place.code, "actor": place.registrar}
    number_document(document_id=first, item_id=step(first)[1], now=later, **given)
    assert row(first).number == "固政办发〔2018〕1号"
    second = signed(place)
    decide(second, place.registrar)
    with pytest.raises(ClockSetBack):
        number_document(document_id=second, item_id=step(second)[1], now=NOW, **given)
    assert (row(second).state, row(second).number) == ("numbering", "")
    number_document(document_id=second, item_id=step(second)[1], now=later, **given)
    assert row(second).number == "固政办发〔2018〕2号"
    assert count_numbers(series__code="correspondence.outgoing") == 2


# --- Certificates ------------------------------------------------------------------------------
BAD: tuple[dict[str, Any], ...] = (
    {"revoked_at": NOW - DAY},
    {"valid_to": NOW - DAY},
    {"valid_from": NOW + DAY},
)
"""Revoked, expired, not yet valid."""


def test_what_no_longer_vouches_seals_nothing(place: Town) -> None:
    """Between the sign-off and the seal a certificate has become good for nothing."""
    document = rendered(place)
    certificates = list(seals.path_of(place.seals["office"]))
    assert len(certificates) == 3
    for certificate, change in product(certificates, BAD):
        row_of = type(certificate).objects.filter(id=certificate.id)
        row_of.update(**change)
        with pytest.raises(NotValidNow) as refused:
            seal(place, document, step(document)[1])
        assert refused.value.next_step
        found = row(document)
        assert (found.state, found.renditions.count(), found.sealed_at) == ("sealing", 2, None)
        row_of.update(**{name: getattr(certificate, name) for name in change})
    seal(place, document, step(document)[1])
    assert dispatch(place, document) == 2


def revoked(place: Town, cause: str, *, later: timedelta = timedelta()) -> None:
    seals.revoked(place.seals["office"], cause, place.administrator, NOW + later)


def test_a_seal_revoked_on_the_way(place: Town) -> None:
    """Before the seal is set it is not set; afterwards the seal holds, unless it was misused: then
    nothing of it goes out."""
    document = rendered(place)
    with undone():
        revoked(place, "lost")
        with pytest.raises(NotInUse):
            seal(place, document, step(document)[1])
        assert row(document).state == "sealing"
    seal(place, document, step(document)[1])
    with undone():
        revoked(place, "replaced", later=timedelta(minutes=1))
        assert dispatch(place, document, now=NOW + DAY) == 2
    revoked(place, "misused", later=timedelta(minutes=1))
    with pytest.raises(SealBroken):
        dispatch(place, document, now=NOW + DAY)
    assert (row(document).state, row(document).deliveries.count()) == ("dispatching", 0)
