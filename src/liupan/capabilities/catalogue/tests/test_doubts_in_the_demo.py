"""What the demo makes of doubts and notices, in a town instead of a city."""

from datetime import timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from liupan.capabilities.catalogue.demo.doubts import MONTHS, OPEN_WAYS, OVER, seed_doubts
from liupan.capabilities.catalogue.models import Doubt, MonthlyNotice
from liupan.capabilities.catalogue.rules.doubts import State
from liupan.capabilities.catalogue.tests.doubting import held
from liupan.capabilities.catalogue.tests.factories import NOW, Town

pytestmark = pytest.mark.django_db


def test_doubts_stand_in_every_state(place: Town) -> None:
    held(place)
    people = {"固原市公安局": place.police, "固原市民政局": place.editor}

    def desk(unit_name: str) -> Any:
        editor = SimpleNamespace(account_id=people[unit_name].id)
        return SimpleNamespace(editor=editor)

    by_id = {person.id: person for person in place.people.values()}
    staff: Any = SimpleNamespace(desk=desk, actor=by_id.get, publisher=place.authority)
    city: Any = SimpleNamespace(now=NOW + timedelta(days=160), chance=Random)
    seed_doubts(city, staff)
    assert Doubt.objects.count() == OVER + len(OPEN_WAYS)
    found = set(Doubt.objects.values_list("state", flat=True))
    assert found == {state.value for state in State}
    assert Doubt.objects.filter(is_late=True).exists()
    assert MonthlyNotice.objects.count() == MONTHS
    assert MonthlyNotice.objects.filter(state="draft").count() == 1
