"""Killed while a notice is read in or confirmed: all of it is there afterwards, or nothing."""

from uuid import UUID

import pytest
from tests.machinery.killing import killed_in

from liupan.capabilities.plan.gateways import proposal_of_file
from liupan.capabilities.plan.models import Edition, KeyTask, Notice, ProposedPart
from liupan.capabilities.plan.operations.notices import confirm_notice, enter_notice
from liupan.capabilities.plan.queries.notices import get_notice
from liupan.capabilities.plan.tests.factories import NOW, small_city
from liupan.capabilities.plan.tests.test_review import SAMPLE
from liupan.foundation.access.facade import actor_for
from liupan.foundation.journal.tests.factories import acts
from liupan.kernel import clock
from liupan.kernel.authority import Actor

pytestmark = [pytest.mark.usefixtures("fresh_db"), pytest.mark.slow]

HEAD = """
import sys, time, django
django.setup()
from uuid import UUID
from liupan.capabilities.plan.gateways import proposal_of_file
from liupan.capabilities.plan.operations import notices
from liupan.capabilities.plan.tests.factories import NOW
from liupan.capabilities.plan.tests.test_review import SAMPLE
from liupan.foundation.access.facade import actor_for
from liupan.kernel import clock
def stand(*args, **kwargs):
    print("here", flush=True)
    time.sleep(60)
with clock.frozen(NOW):
    actor = actor_for(UUID(sys.argv[1]))
"""
READING = """
    notices.record = stand
    read = proposal_of_file(SAMPLE.name, SAMPLE.read_bytes())
    notices.enter_notice(
        file_name=SAMPLE.name, division="640400", read=read, actor=actor, now=NOW
    )
"""
CONFIRMING = """
    notices.record = stand
    notices.confirm_notice(
        notice_id=UUID(sys.argv[2]), version=int(sys.argv[3]), actor=actor, now=NOW
    )
"""


def _entered(officer: Actor) -> UUID:
    read = proposal_of_file(SAMPLE.name, SAMPLE.read_bytes())
    return enter_notice(file_name=SAMPLE.name, division="640400", read=read, actor=officer, now=NOW)


def test_a_notice_is_kept_whole_or_not_at_all() -> None:
    with clock.frozen(NOW):
        place = small_city()
        officer = actor_for(place.officer)
        with killed_in(HEAD + READING, str(place.officer)):
            pass
        assert Notice.objects.count() == ProposedPart.objects.count() == 0
        notice = _entered(officer)
        assert Notice.objects.count() == 1

        editions, tasks = Edition.objects.count(), KeyTask.objects.count()
        version = get_notice(notice, officer).version
        with killed_in(HEAD + CONFIRMING, str(place.officer), str(notice), str(version)):
            pass
        assert (Edition.objects.count(), KeyTask.objects.count()) == (editions, tasks)
        assert Notice.objects.get().state == Notice.State.PROPOSED

        confirm_notice(notice_id=notice, version=version, actor=officer, now=NOW)
        assert Edition.objects.count() == editions + 1
        assert KeyTask.objects.count() > tasks
    told = acts()
    assert told.count("plan.notice.proposed") == told.count("plan.notice.confirmed") == 1
