"""A resolution becomes an item of supervision: once, or is told back."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import pytest

from liupan.capabilities.correspondence.events import ResolutionHandedOver
from liupan.capabilities.correspondence.handlers.records import (
    note_declined_resolution,
    note_registered_item,
)
from liupan.capabilities.correspondence.models import Resolution
from liupan.capabilities.correspondence.operations.resolutions import (
    AlreadyHandedOver,
    NotDecided,
    hand_resolution_over,
)
from liupan.capabilities.correspondence.queries.resolutions import get_resolving
from liupan.capabilities.correspondence.tests.factories import DAY, NOW, Town, incoming, outgoing
from liupan.capabilities.supervision.events import ItemRegistered, ResolutionDeclined
from liupan.capabilities.supervision.handlers import register_what_was_resolved
from liupan.capabilities.supervision.installing import install as install_items
from liupan.capabilities.supervision.models import Item
from liupan.capabilities.supervision.queries.items import get_item
from liupan.foundation.access.facade import installer
from liupan.foundation.journal.facade import Heard
from liupan.foundation.journal.models import Entry
from liupan.foundation.messaging.facade import list_notices
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised
from liupan.kernel.facts import Fact
from liupan.kernel.secrecy import Secrecy

F = TypeVar("F", bound=Fact)
OF = date(2017, 6, 1)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Any]:
    # This file is read before settings are.
    from django.db import transaction

    from liupan.capabilities.correspondence.tests.factories import town

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield town()
        transaction.set_rollback(True)


@pytest.fixture
def place(built: Any) -> Iterator[Any]:
    from django.db import transaction

    from liupan.capabilities.correspondence.tests.factories import NOW
    from liupan.kernel import clock

    with transaction.atomic(), clock.frozen(NOW):
        yield built
        transaction.set_rollback(True)


def handed(place: Town, document_id: UUID, **changes: Any) -> UUID:
    values: dict[str, Any] = {
        "n": 1, "text": "建设互联网统一出口。", "lead_unit_id": place.units["bureau"],
        "due_on": date(2017, 9, 30), "actor": place.registrar, "now": NOW, **changes,
    }  # fmt: skip
    return hand_resolution_over(outgoing_id=document_id, **values)


def test_paragraphs_are_offered_with_unit_and_day(place: Town) -> None:
    document = outgoing(place, "dispatched")
    first, second = get_resolving(place.registrar, outgoing_id=document.id).offered
    assert first.lead_unit_id == place.units["bureau"] or first.lead_unit == "市信息化建设办公室"
    assert first.due_on == date(2017, 9, 30)
    assert second.lead_unit_id == place.units["police"]
    assert second.due_on == date(2017, 6, 30)
    received = incoming(place, "police", "registered", of=document)
    at_police = get_resolving(place.police, incoming_id=received.id)
    assert [one.text for one in at_police.offered] == [first.text, second.text]
    with pytest.raises(Missing):
        get_resolving(place.police, outgoing_id=document.id)


def test_it_becomes_one_item_however_often_it_is_heard(place: Town) -> None:
    install_items(installer(), NOW)
    document = outgoing(place, "dispatched")
    made = handed(place, document.id)
    tell(place, made)
    tell(place, made)
    item = Item.objects.get()
    assert (item.id, item.origin, item.origin_number) == (made, "document", document.number)
    assert (item.lead_unit_id, item.due_on) == (place.units["bureau"], date(2017, 9, 30))
    assert item.supervisor_id == place.officer.id
    resolution = Resolution.objects.get()
    assert (resolution.item_id, resolution.item_number) == (item.id, item.number)
    with pytest.raises(AlreadyHandedOver):
        handed(place, document.id)
    shown = get_item(place.officer, item.id, now=NOW)
    assert shown.origin_url == f"/correspondence/outgoing/{document.id}/resolutions/"
    offered = get_resolving(place.registrar, outgoing_id=document.id).offered[0]
    assert offered.item_number == item.number
    assert document.entries.filter(act="resolution.registered").count() == 1


def test_what_supervision_cannot_take_is_told_back_and_can_be_handed_over_again(
    place: Town,
) -> None:
    install_items(installer(), NOW)
    document = outgoing(place, "dispatched")
    made = handed(place, document.id, due_on=OF)
    later = NOW + timedelta(days=3)  # the worker was down: the day has passed meanwhile
    tell(place, made, later)
    tell(place, made, later)
    assert not Item.objects.exists()
    offered = get_resolving(place.registrar, outgoing_id=document.id).offered[0]
    assert "日期" in offered.refusal or "past" in offered.refusal
    assert offered.may_be_handed
    notices = [one for one in list_notices(place.registrar) if "resolutions" in one.url]
    assert len(notices) == 1
    again = handed(place, document.id, now=later, due_on=date(2017, 9, 30))
    assert again == made
    tell(place, made, later)
    assert Item.objects.get().id == made
    assert not get_resolving(place.registrar, outgoing_id=document.id).offered[0].refusal


def test_who_and_what_may_not(place: Town) -> None:
    document = outgoing(place, "dispatched")
    with pytest.raises(NotAuthorised):
        handed(place, document.id, actor=place.drafter)
    with pytest.raises(Missing):
        handed(place, document.id, actor=place.stranger)
    with pytest.raises(NotDecided):
        handed(place, outgoing(place, "reviewing").id)
    with pytest.raises(InvalidInput) as wrong:
        handed(place, document.id, text=" ", due_on=DAY - timedelta(days=1),
               lead_unit_id=document.id)  # fmt: skip
    assert set(wrong.value.fields) == {"text", "due_on", "lead_unit_id"}


def tell(place: Town, resolution_id: UUID, now: datetime = NOW) -> None:
    """Deliver the last fact of the resolution, and what follows of it, as the worker does."""
    heard = Heard(entry_id=resolution_id, actor_id=place.registrar.id, at=now)
    register_what_was_resolved(facts(ResolutionHandedOver)[-1], heard)
    for registered in facts(ItemRegistered):
        note_registered_item(registered, heard)
    for declined in facts(ResolutionDeclined):
        note_declined_resolution(declined, heard)


def facts(kind: type[F]) -> list[F]:
    """The facts of a kind in the journal, the oldest first."""
    rows = Entry.objects.filter(act=kind.code).order_by("pos")
    return [
        kind.from_values(row.thing_id, tuple(row.concerned), row.changes, Secrecy(row.secrecy))
        for row in rows
    ]
