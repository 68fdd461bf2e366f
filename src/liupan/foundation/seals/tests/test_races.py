"""Two at once, twenty at once, and killed in the middle: one approval, one use, one result."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from liupan.foundation.seals.models import Certificate, RevocationList, Seal, Use
from liupan.foundation.seals.operations.applying import approve_seal
from liupan.foundation.seals.operations.copying import seal_pdf
from liupan.foundation.seals.operations.sealing import seal_request
from liupan.foundation.seals.operations.uses import approve_use, refuse_use
from liupan.foundation.seals.tests.factories import (
    NOW,
    Town,
    applied,
    approved,
    facts,
    in_use,
    requested,
    town,
)
from liupan.foundation.seals.tests.formats.papers import ofd, rendered
from liupan.kernel import clock
from liupan.kernel.errors import Refusal


@pytest.fixture
def city(fresh_db: str) -> Town:
    with clock.frozen(NOW):
        return town()


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
def test_races(city: Town) -> None:
    """One city for all races: building it takes longer than they do."""
    of_two_approvals_one_counts(city)
    approval_and_refusal_leave_one_story(city)
    twenty_uses_are_one(city)
    the_first_copies_of_two_seals_find_one_authority(city)
    ten_copies_are_one(city)


def of_two_approvals_one_counts(city: Town) -> None:
    seal = applied(city, kind="special", line="专用章")
    people = [city.by("administrator"), city.by("second_administrator")]
    found = together(
        *(lambda by=by: approve_seal(seal_id=seal, opinion="", **by) for by in people)  # type: ignore[misc]
    )
    assert sum(isinstance(one, Refusal) for one in found) == 1
    assert Seal.objects.get(id=seal).state == "approved"


def approval_and_refusal_leave_one_story(city: Town) -> None:
    use = requested(city, in_use(city))
    first, second = city.by("approver"), city.by("second_approver")
    found = together(
        lambda: approve_use(use_id=use, opinion="同意", **first),
        lambda: refuse_use(use_id=use, opinion="不同意", **second),
    )
    assert sum(isinstance(one, Refusal) for one in found) == 1
    assert len(facts("seals.use.approved")) + len(facts("seals.use.refused")) == 1


def twenty_uses_are_one(city: Town) -> None:
    use, by = approved(city, in_use(city)), city.by("keeper")
    found = together(*[lambda: seal_request(request_id=use, **by)] * 20)
    assert len(set(found)) == 1, "every one got the same file"
    assert len(facts("seals.use.used")) == 1
    assert Use.objects.filter(state="used").count() == 1


def sealed_document(city: Town, **more: Any) -> UUID:
    """A use under which a document of four pages was sealed."""
    use = approved(city, in_use(city, **more), content=ofd())
    seal_request(request_id=use, **city.by("keeper"))
    return use


def the_first_copies_of_two_seals_find_one_authority(city: Town) -> None:
    """In a city that was founded before there were signatures in PDF."""
    uses, by = [sealed_document(city), sealed_document(city, name="财政局")], city.by("keeper")
    for_pdf = Certificate.objects.filter(algorithm="ecdsa")
    RevocationList.objects.filter(authority__in=for_pdf).delete()
    for_pdf.delete()
    pdf = rendered().pdf
    found = together(
        *(lambda use=use: seal_pdf(use_id=use, content=pdf, **by) for use in uses)  # type: ignore[misc]
    )
    assert not [one for one in found if isinstance(one, Refusal)]
    assert for_pdf.filter(role="authority").count() == 1


def ten_copies_are_one(city: Town) -> None:
    use, by, pdf = sealed_document(city), city.by("keeper"), rendered().pdf
    before = len(facts("seals.use.copied"))
    found = together(*[lambda: seal_pdf(use_id=use, content=pdf, **by)] * 10)
    assert len(set(found)) == 1, "every one got the same files"
    assert len(facts("seals.use.copied")) == before + 1


KILLED = """
import os, signal, sys
import django
django.setup()
from liupan.foundation.access.facade import actor_for
from liupan.foundation.seals.operations import sealing
from liupan.kernel import clock
from liupan.foundation.organisations.tests.factories import NOW
from uuid import UUID

kept = sealing.keep_file
def keep_then_die(**given):
    kept(**given)
    os.kill(os.getpid(), signal.SIGKILL)
sealing.keep_file = keep_then_die
with clock.frozen(NOW):
    actor = actor_for(UUID(sys.argv[2]))
    sealing.seal_request(request_id=UUID(sys.argv[1]), actor=actor, now=NOW)
"""


@pytest.mark.slow
def test_killed_after_the_file_and_before_the_word(city: Town) -> None:
    use = approved(city, in_use(city))
    died = subprocess.run(
        [sys.executable, "-c", KILLED, str(use), str(city.accounts["keeper"])],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "liupan.config.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert Use.objects.get(id=use).state == "approved", "nothing was used"
    with clock.frozen(NOW):
        sealed = seal_request(request_id=use, **city.by("keeper"))
        assert seal_request(request_id=use, **city.by("keeper")) == sealed
    assert len(facts("seals.use.used")) == 1
