"""Figures of the catalogue, as of any day."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection

from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.operations.answering import answer_request
from liupan.capabilities.catalogue.operations.asking import withdraw_request
from liupan.capabilities.catalogue.operations.reviewing import withdraw_entry
from liupan.capabilities.catalogue.rules.permits import Outcome
from liupan.capabilities.catalogue.tests.asking import begun, checked, resource
from liupan.capabilities.catalogue.tests.factories import DAY, NOW, Town, published, registered
from liupan.kernel import clock
from liupan.kernel.figures import find_measure

pytestmark = pytest.mark.django_db


def figure(code: str, day: date) -> tuple[int, int]:
    measure = find_measure(code)
    assert measure
    sql, parameters = measure.records(day)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    return sum(row[3] for row in rows), sum(row[4] for row in rows)


def test_units_with_a_published_catalogue(place: Town) -> None:
    registered(place)
    edition = published(place)
    later = NOW + timedelta(days=9)
    withdraw_entry(edition_id=edition, reason="职能取消。", actor=place.authority, now=later)
    with clock.frozen(later):
        for day, standing in ((DAY - timedelta(days=1), 0), (DAY, 1), (DAY + timedelta(days=9), 0)):
            assert figure("catalogue.units_published", day) == (standing, 3), day


def test_how_much_of_what_is_registered_is_published(place: Town) -> None:
    registered(place)
    edition = published(place)
    later = NOW + timedelta(days=9)
    withdraw_entry(edition_id=edition, reason="职能取消。", actor=place.authority, now=later)
    code = "catalogue.resources_published"
    assert figure(code, DAY - timedelta(days=1)) == (0, 0)
    assert figure(code, DAY) == (1, 2)
    assert figure(code, DAY + timedelta(days=9)) == (0, 1)
    shown = Edition.objects.get(id=edition)
    measure = find_measure(code)
    assert measure
    assert str(shown.resource_id) in measure.record_path(shown.resource_id)


def test_requests_answered_in_time_as_of_any_day(place: Town) -> None:
    of = resource(place)
    code = "catalogue.replies_on_time"
    in_time, late, silent, gone = (checked(place, begun(place, of)) for _n in range(4))
    last = date(2017, 6, 15)  # ten working days
    answer = partial(answer_request, outcome=Outcome.ALL, actor=place.decider)
    answer(request_id=in_time, now=clock.start_of(last) + timedelta(hours=9))
    answer(request_id=late, now=clock.start_of(last) + timedelta(days=1, hours=9))
    soon = NOW + timedelta(days=2)
    withdraw_request(request_id=gone, reason="示例。", actor=place.asker, now=soon)
    assert figure(code, last - timedelta(days=1)) == (0, 0)
    assert figure(code, last) == (1, 3)
    assert figure(code, last + timedelta(days=60)) == (1, 3)
    measure = find_measure(code)
    assert measure
    assert str(silent) in measure.record_path(silent)
