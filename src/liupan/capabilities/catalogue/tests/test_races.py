"""Fifty at once: every code is given once. Two at once: one publishes."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection

from liupan.capabilities.catalogue.models import Edition, Resource
from liupan.capabilities.catalogue.operations.drawing_up import begin_edition, register_resource
from liupan.capabilities.catalogue.tests.factories import NOW, WHOLE, Town, published, town
from liupan.kernel.errors import Refusal

AT_ONCE, EACH = 10, 5


@pytest.fixture
def city(fresh_db: str) -> Town:
    return town()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_codes_are_unique_under_fifty_parallel_registrations(city: Town) -> None:
    ready = Barrier(AT_ONCE)

    def register(worker: int) -> None:
        ready.wait()
        try:
            for n in range(EACH):
                said = replace(WHOLE, title=f"信息{worker}-{n}")
                register_resource(
                    unit_id=city.units["bureau"], said=said, actor=city.editor, now=NOW
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(register, range(AT_ONCE)))
    codes = sorted(Resource.objects.values_list("code", flat=True))
    assert codes == [f"101001/{n:06d}" for n in range(1, AT_ONCE * EACH + 1)]


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
