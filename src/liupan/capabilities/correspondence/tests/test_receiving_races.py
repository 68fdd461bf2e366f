"""Two registrars at once: one signs for it, one number is taken."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from liupan.capabilities.correspondence.models import Incoming
from liupan.capabilities.correspondence.operations.receiving import (
    register_document,
    sign_for_document,
)
from liupan.capabilities.correspondence.tests.incoming_town import NOW, arrived, town
from liupan.kernel import clock
from liupan.kernel.errors import Refusal


def together(*acts: Callable[[], object]) -> list[object]:
    """What each gave or was refused with, all begun at once."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            ready.wait()
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.slow
@pytest.mark.usefixtures("fresh_db")
def test_of_two_registrars_one_signs_for_it_and_one_registers_it() -> None:
    with clock.frozen(NOW):
        place = town()
        found = arrived(place)
        for act in (sign_for_document, register_document):
            said = together(
                *(
                    partial(act, incoming_id=found, actor=who, now=NOW)
                    for who in (place.registrar, place.second)
                )
            )
            assert sum(isinstance(one, Refusal) for one in said) == 1
    row = Incoming.objects.get(id=found)
    assert row.number == "2017-1"
    assert row.entries.count() == 2
