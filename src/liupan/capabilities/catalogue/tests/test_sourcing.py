"""One item, one source: claims, disputes, rulings, bindings; and two at once."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from liupan.capabilities.catalogue.models import Arbitration, Collecting, DataItem, Edition
from liupan.capabilities.catalogue.operations.drawing_up import (
    begin_edition,
    register_resource,
    revise_entry,
)
from liupan.capabilities.catalogue.operations.locking import NotNow, SameHands
from liupan.capabilities.catalogue.operations.reviewing import (
    ask_publication,
    hand_in_entry,
    pass_registration,
    publish_entry,
    withdraw_entry,
)
from liupan.capabilities.catalogue.operations.sourcing import (
    AlreadyBound,
    StillDisputed,
    bind_item,
    rule_source,
    state_grounds,
)
from liupan.capabilities.catalogue.policies import EDIT, RULE
from liupan.capabilities.catalogue.queries.sourcing import (
    count_waiting_arbitrations,
    sources_of,
)
from liupan.capabilities.catalogue.rules.elements import ItemSaid
from liupan.capabilities.catalogue.rules.naming import key_of
from liupan.capabilities.catalogue.tests.factories import (
    NOW,
    WHOLE,
    Town,
    edition_of,
    published,
    registered,
)
from liupan.foundation.calendar.facade import describe
from liupan.foundation.calendar.tests.factories import facts
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, NotAuthorised
from liupan.kernel.figures import find_measure

pytestmark = pytest.mark.django_db
SOURCE = ItemSaid(name="男方姓名", is_source=True)
LATE = NOW + timedelta(days=30)


def of_bureau(place: Town, *items: ItemSaid) -> UUID:
    """A published resource of the bureau."""
    edition = published(place, registered(place, items=items or (SOURCE,)))
    return Edition.objects.get(id=edition).resource_id


def of_police(place: Town, *items: ItemSaid, now: datetime = NOW, until: str = "published") -> UUID:
    """A resource of the police, handed in or published."""
    said = replace(WHOLE, items=items or (SOURCE,))
    resource = register_resource(
        unit_id=place.units["police"], said=said, actor=place.police, now=now
    )
    go_on(place, edition_of(resource).id, now, until)
    return resource


def go_on(place: Town, edition: UUID, now: datetime = NOW, until: str = "published") -> None:
    hand_in_entry(edition_id=edition, actor=place.police, now=now)
    if until == "handed_in":
        return
    pass_registration(edition_id=edition, actor=place.constable, now=now)
    ask_publication(edition_id=edition, actor=place.police, now=now)
    publish_entry(edition_id=edition, actor=place.authority, now=now)


def source_of(name: str = "男方姓名") -> UUID | None:
    rows = Collecting.objects.filter(item__key=key_of(name), is_source=True, ended_at__isnull=True)
    return rows.values_list("resource_id", flat=True).first()


def both_state(place: Town, arbitration: UUID, now: datetime = NOW) -> None:
    for actor in (place.editor, place.police):
        state_grounds(arbitration_id=arbitration, grounds="三定方案。", actor=actor, now=now)


def test_the_same_name_however_it_is_written() -> None:
    assert key_of(" 公民身份 号码（18位）") == key_of("公民身份号码(１８位)")
    assert key_of("姓名") != key_of("曾用姓名")


def test_the_first_is_the_source_and_a_second_opens_an_arbitration_when_handed_in(
    place: Town,
) -> None:
    first = of_bureau(place)
    assert source_of() == first
    second = of_police(place, until="handed_in")
    (arbitration,) = Arbitration.objects.all()
    assert (arbitration.first_id, arbitration.second_id) == (first, second)
    assert describe(arbitration.clock_id, now=NOW).limit_value == 5
    go_on_from = edition_of(second).id
    pass_registration(edition_id=go_on_from, actor=place.constable, now=NOW)
    ask_publication(edition_id=go_on_from, actor=place.police, now=NOW)
    publish_entry(edition_id=go_on_from, actor=place.authority, now=NOW)
    assert source_of() == first  # until it is ruled the earlier stays
    assert Arbitration.objects.count() == 1
    (shown,) = sources_of(second)
    assert (shown.unit, shown.is_own, shown.is_disputed, shown.units) == (
        "固原市民政局", False, True, 2,
    )  # fmt: skip


def test_who_claims_nothing_disputes_nothing_and_one_unit_not_with_itself(place: Town) -> None:
    of_bureau(place)
    of_bureau(place)
    of_police(place, ItemSaid(name="男方姓名"))
    assert not Arbitration.objects.exists()
    assert Collecting.objects.filter(is_source=True).count() == 1
    assert DataItem.objects.count() == 1


def test_another_category_is_another_item(place: Town) -> None:
    of_bureau(place)
    said = replace(WHOLE, category="301002", items=(SOURCE,))
    resource = register_resource(
        unit_id=place.units["police"], said=said, actor=place.police, now=NOW
    )
    go_on(place, edition_of(resource).id)
    assert not Arbitration.objects.exists()


def test_both_state_and_the_authority_rules(place: Town) -> None:
    first, second = of_bureau(place), of_police(place)
    arbitration = Arbitration.objects.get()
    assert count_waiting_arbitrations(place.editor, EDIT, now=NOW) == 1
    with pytest.raises(NotNow):  # they have time to state
        rule_source(
            arbitration_id=arbitration.id, winner_id=second, opinion="x", actor=place.checker,
            now=NOW,
        )  # fmt: skip
    both_state(place, arbitration.id)
    arbitration.refresh_from_db()
    assert arbitration.state == Arbitration.State.STATED
    assert describe(arbitration.clock_id, now=NOW).limit_value == 10
    assert count_waiting_arbitrations(place.checker, RULE, now=NOW) == 1
    with pytest.raises(NotAuthorised):
        rule_source(
            arbitration_id=arbitration.id, winner_id=first, opinion="x", actor=place.editor, now=NOW
        )
    with pytest.raises(InvalidInput):
        rule_source(
            arbitration_id=arbitration.id, winner_id=second, opinion="", actor=place.checker,
            now=NOW,
        )  # fmt: skip
    rule_source(
        arbitration_id=arbitration.id, winner_id=second, opinion="户籍登记在前。",
        actor=place.checker, now=NOW,
    )  # fmt: skip
    assert source_of() == second
    assert Collecting.objects.filter(is_source=True, ended_at__isnull=True).count() == 1
    (fact,) = facts("catalogue.source.ruled")
    assert fact["winner_id"] == str(second)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Arbitration.objects.update(ruling="别的")


def test_who_is_silent_does_not_stop_the_ruling_and_late_stays(place: Town) -> None:
    first, _second = of_bureau(place), of_police(place)
    arbitration = Arbitration.objects.get()
    state_grounds(arbitration_id=arbitration.id, grounds="x", actor=place.police, now=NOW)
    rule_source(
        arbitration_id=arbitration.id, winner_id=first, opinion="仍为民政。", actor=place.checker,
        now=LATE,
    )  # fmt: skip
    arbitration.refresh_from_db()
    assert (arbitration.state, arbitration.was_late) == (Arbitration.State.RULED, True)
    assert source_of() == first


def test_a_ruling_before_publication_takes_effect_with_it(place: Town) -> None:
    of_bureau(place)
    second = of_police(place, until="handed_in")
    arbitration = Arbitration.objects.get()
    both_state(place, arbitration.id)
    rule_source(
        arbitration_id=arbitration.id, winner_id=second, opinion="归公安。", actor=place.checker,
        now=NOW,
    )  # fmt: skip
    assert source_of() != second
    edition = edition_of(second).id
    pass_registration(edition_id=edition, actor=place.constable, now=NOW)
    ask_publication(edition_id=edition, actor=place.police, now=NOW)
    publish_entry(edition_id=edition, actor=place.authority, now=NOW)
    assert source_of() == second


def test_what_was_ruled_is_not_disputed_again_by_the_next_edition(place: Town) -> None:
    first, second = of_bureau(place), of_police(place)
    arbitration = Arbitration.objects.get()
    both_state(place, arbitration.id)
    rule_source(
        arbitration_id=arbitration.id, winner_id=first, opinion="归民政。", actor=place.checker,
        now=NOW,
    )  # fmt: skip
    edition = begin_edition(resource_id=second, actor=place.police, now=NOW)
    go_on(place, edition)
    assert Arbitration.objects.count() == 1
    assert source_of() == first


def test_when_the_source_gives_up_the_next_who_claims_it_becomes_it(place: Town) -> None:
    first, second = of_bureau(place), of_police(place)
    published_of_first = Edition.objects.get(resource_id=first)
    withdraw_entry(
        edition_id=published_of_first.id, reason="职能取消。", actor=place.authority, now=LATE
    )
    assert source_of() == second
    assert Arbitration.objects.get().state == Arbitration.State.LAPSED


def test_an_edition_that_claims_it_no_more_gives_it_up(place: Town) -> None:
    first = of_bureau(place)
    edition = begin_edition(resource_id=first, actor=place.editor, now=NOW)
    said = replace(Edition.objects.get(id=edition).said, items=(ItemSaid(name="男方姓名"),))
    revise_entry(edition_id=edition, said=said, version=1, actor=place.editor, now=NOW)
    published(place, edition)
    assert source_of() is None
    assert Collecting.objects.filter(ended_at__isnull=True).count() == 1


def test_differently_named_items_are_bound_and_unbound(place: Town) -> None:
    first = of_bureau(place)
    second = of_police(place, ItemSaid(name="丈夫姓名", is_source=True))
    to, item = DataItem.objects.get(name="男方姓名"), DataItem.objects.get(name="丈夫姓名")
    with pytest.raises(NotAuthorised):
        bind_item(item_id=item.id, to_id=to.id, reason="同义。", actor=place.editor, now=NOW)
    bind_item(item_id=item.id, to_id=to.id, reason="同义。", actor=place.checker, now=LATE)
    assert source_of() == first
    assert Arbitration.objects.get().second_id == second
    with pytest.raises(AlreadyBound):
        bind_item(item_id=to.id, to_id=item.id, reason="x", actor=place.checker, now=LATE)
    with pytest.raises(StillDisputed):
        bind_item(item_id=item.id, to_id=None, reason="x", actor=place.checker, now=LATE)
    both_state(place, Arbitration.objects.get().id, LATE)
    rule_source(
        arbitration_id=Arbitration.objects.get().id, winner_id=first, opinion="归民政。",
        actor=place.checker, now=LATE,
    )  # fmt: skip
    bind_item(item_id=item.id, to_id=None, reason="并非同义。", actor=place.checker, now=LATE)
    assert (source_of("男方姓名"), source_of("丈夫姓名")) == (first, second)


def test_nobody_rules_on_their_own_grounds(place: Town) -> None:
    of_bureau(place)
    of_police(place)
    arbitration = Arbitration.objects.get()
    Arbitration.objects.update(first_stated_by=place.checker.id)
    with pytest.raises(SameHands):
        rule_source(
            arbitration_id=arbitration.id, winner_id=arbitration.first_id, opinion="x",
            actor=place.checker, now=LATE,
        )  # fmt: skip


def test_the_database_holds_one_source(place: Town) -> None:
    of_bureau(place)
    of_police(place)
    with pytest.raises(IntegrityError), transaction.atomic():
        Collecting.objects.filter(is_source=False).update(is_source=True, source_since_at=NOW)


def test_how_much_is_collected_twice(place: Town) -> None:
    of_bureau(place, SOURCE, ItemSaid(name="登记日期"))
    of_police(place, ItemSaid(name="男方姓名"), now=LATE)
    measure = find_measure("catalogue.items_collected_twice")
    assert measure
    for day, parts in ((clock.on(NOW), (0, 2)), (clock.on(LATE), (1, 2))):
        sql, values = measure.records(day)
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            rows = cursor.fetchall()
        assert (sum(row[3] for row in rows), sum(row[4] for row in rows)) == parts, day
