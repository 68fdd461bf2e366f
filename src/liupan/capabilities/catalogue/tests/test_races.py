"""Fifty at once: every code is given once. Two at once: one publishes."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection

from liupan.capabilities.catalogue.models import Arbitration, Collecting, Edition, Resource
from liupan.capabilities.catalogue.operations.drawing_up import begin_edition, register_resource
from liupan.capabilities.catalogue.operations.reviewing import (
    ask_publication,
    hand_in_entry,
    pass_registration,
    publish_entry,
)
from liupan.capabilities.catalogue.rules.elements import ItemSaid
from liupan.capabilities.catalogue.tests.factories import (
    NOW,
    WHOLE,
    Town,
    edition_of,
    published,
    town,
)
from liupan.kernel.errors import Refusal

AT_ONCE = 50


@pytest.fixture
def city(fresh_db: str) -> Town:
    return town()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_codes_are_unique_under_fifty_parallel_registrations(city: Town) -> None:
    ready = Barrier(AT_ONCE)

    def register(n: int) -> None:
        connection.ensure_connection()
        ready.wait()
        try:
            said = replace(WHOLE, title=f"信息{n}")
            register_resource(unit_id=city.units["bureau"], said=said, actor=city.editor, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(register, range(AT_ONCE)))
    codes = sorted(Resource.objects.values_list("code", flat=True))
    assert codes == [f"101001/{n:06d}" for n in range(1, AT_ONCE + 1)]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_of_two_who_begin_an_edition_one_does(city: Town) -> None:
    resource = Edition.objects.get(id=published(city)).resource_id
    ready = Barrier(2)

    def begin(_n: int) -> object:
        ready.wait()
        try:
            return begin_edition(resource_id=resource, actor=city.editor, now=NOW)
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(begin, range(2)))
    assert sum(isinstance(one, Refusal) for one in found) == 1
    assert Edition.objects.filter(resource_id=resource).count() == 2


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_of_two_that_are_published_at_once_one_is_the_source(city: Town) -> None:
    ready = Barrier(2)
    editions = []
    for unit, editor, registrar in (("bureau", city.editor, city.registrar),
                                    ("police", city.police, city.constable)):  # fmt: skip
        said = replace(WHOLE, items=(ItemSaid(name="男方姓名", is_source=True),))
        resource = register_resource(unit_id=city.units[unit], said=said, actor=editor, now=NOW)
        edition = edition_of(resource).id
        hand_in_entry(edition_id=edition, actor=editor, now=NOW)
        pass_registration(edition_id=edition, actor=registrar, now=NOW)
        ask_publication(edition_id=edition, actor=editor, now=NOW)
        editions.append(edition)

    def publish(edition: UUID) -> None:
        ready.wait()
        try:
            publish_entry(edition_id=edition, actor=city.authority, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(publish, editions))
    assert Collecting.objects.filter(is_source=True, ended_at__isnull=True).count() == 1
    assert Arbitration.objects.count() == 1
