"""What is dispatched goes to whom it was signed off for; what changed meanwhile is said first."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from liupan.capabilities.correspondence.models import Circle, Entry, Incoming, Outgoing
from liupan.capabilities.correspondence.operations.drafting import begin_document
from liupan.capabilities.correspondence.operations.issuing import (
    ReceiversChanged,
    dispatch_document,
)
from liupan.capabilities.correspondence.operations.particulars import To
from liupan.capabilities.correspondence.queries.receivers import receivers_of
from liupan.capabilities.correspondence.tests.town import (
    DAY,
    NOW,
    Town,
    particulars,
    rendered,
    seal,
    step,
)
from liupan.foundation.access.facade import installer
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.organisations.facade import abolish_unit
from liupan.kernel.errors import InvalidInput

pytestmark = pytest.mark.django_db


def circle(place: Town, *units: str) -> Circle:
    row = Circle.objects.create(unit_id=place.units["office"], name="市直各部门")
    row.members.set([place.units[unit] for unit in units])
    return row


def ready(place: Town, circle_id: UUID) -> UUID:
    """To be dispatched to the circle."""
    document = rendered(
        place, addressees=(To(kind="main", text="市直各部门", circle_id=circle_id),)
    )
    seal(place, document, step(document)[1])
    return document


def dispatch(place: Town, document: UUID, **given: Any) -> int:
    return dispatch_document(
        document_id=document, item_id=step(document)[1], actor=place.registrar, now=NOW, **given
    )


def received(document: UUID) -> set[UUID]:
    return set(Incoming.objects.filter(outgoing=document).values_list("unit_id", flat=True))


def end(place: Town, unit: str, successor: str) -> None:
    """The unit ends, another takes over."""
    abolish_unit(
        unit_id=place.units[unit], effective_on=DAY, successor_id=place.units[successor],
        actor=installer(), now=NOW,
    )  # fmt: skip


def browser(place: Town) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["liupan_language"] = "en"
    enter(client, place.registrar.id)
    return client


def test_what_was_signed_off_goes_without_a_question(place: Town) -> None:
    document = ready(place, circle(place, "bureau", "police").id)
    assert dispatch(place, document) == 2
    assert received(document) == {place.units["bureau"], place.units["police"]}


def test_a_circle_that_changed_is_asked_about(place: Town) -> None:
    chosen = circle(place, "bureau")
    document = ready(place, chosen.id)
    chosen.members.set([place.units["police"]])
    with pytest.raises(ReceiversChanged, match=r"固原市公安局.*固原市信息化建设办公室"):
        dispatch(place, document)
    assert not received(document)
    found = receivers_of(document)
    assert (found.added, found.removed) == (["固原市公安局"], ["固原市信息化建设办公室"])
    assert dispatch(place, document, seen=found.sign) == 1
    assert received(document) == {place.units["police"]}
    entry = Entry.objects.get(outgoing=document, act="outgoing.dispatched")
    assert entry.values["added"] == ["固原市公安局"]


def test_another_list_than_the_one_seen_is_refused(place: Town) -> None:
    chosen = circle(place, "bureau")
    document = ready(place, chosen.id)
    seen = receivers_of(document).sign
    chosen.members.add(place.units["police"])
    with pytest.raises(ReceiversChanged):
        dispatch(place, document, seen=seen)
    assert Outgoing.objects.get(id=document).dispatched_at is None


def test_a_unit_that_ended_gets_nothing_and_is_named_with_its_successor(place: Town) -> None:
    document = ready(place, circle(place, "bureau", "police").id)
    end(place, "police", "bureau")
    found = receivers_of(document)
    assert found.closed == ["固原市公安局（现为固原市信息化建设办公室）"]
    with pytest.raises(ReceiversChanged):
        dispatch(place, document)
    assert dispatch(place, document, seen=found.sign) == 1
    assert received(document) == {place.units["bureau"]}


def test_the_page_says_what_changed_and_sends_what_it_showed(place: Town) -> None:
    chosen = circle(place, "bureau")
    document = ready(place, chosen.id)
    client, url = browser(place), f"/correspondence/outgoing/{document}/dispatch/"
    quiet = client.get(url).content.decode()
    assert "other units than when it was signed off" not in quiet
    seen = receivers_of(document).sign
    assert seen in quiet
    chosen.members.add(place.units["police"])
    sent = {"item_id": step(document)[1], "seen": seen}
    told = client.post(url, sent)
    words = told.content.decode()
    assert told.status_code == 409
    assert "It goes to other units than when it was signed off. New: 固原市公安局." in words
    now = receivers_of(document).sign
    assert now in words
    assert client.post(url, sent | {"seen": now}).status_code == 302
    assert received(document) == {place.units["bureau"], place.units["police"]}


@pytest.mark.parametrize("is_retired", [True, False])
def test_a_retired_circle_and_a_closed_unit_are_not_chosen_anew(
    place: Town, is_retired: bool
) -> None:
    if is_retired:
        chosen = circle(place, "bureau")
        Circle.objects.filter(id=chosen.id).update(is_active=False)
        to = To(kind="main", text="市直各部门", circle_id=chosen.id)
    else:
        end(place, "police", "bureau")
        to = To(kind="main", text="固原市公安局", unit_id=place.units["police"])
    with pytest.raises(InvalidInput) as refused:
        begin_document(
            particulars=particulars(place, addressees=(to,)), actor=place.drafter, now=NOW
        )
    assert "addressees" in refused.value.fields
