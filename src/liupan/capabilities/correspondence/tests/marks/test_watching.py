"""Periods end: people are told before and on the day, once; then the law releases, unless somebody
asked for more time."""

from datetime import date, timedelta

import pytest

from liupan.capabilities.correspondence.models import MarkChange, StateSecret
from liupan.capabilities.correspondence.operations.telling import MARK_ENDS
from liupan.capabilities.correspondence.policies import TEND
from liupan.capabilities.correspondence.queries import marks
from liupan.capabilities.correspondence.queries.marks import list_secrets, release_on
from liupan.capabilities.correspondence.rules.marks import Standing
from liupan.capabilities.correspondence.tasks import watch_marks
from liupan.capabilities.correspondence.tests.marks.secrets import (
    DAY,
    SecretTown,
    ask,
    entered,
    low,
    morning,
    sent,
)
from liupan.foundation.documents.facade import list_files
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.messaging.facade import list_notices
from liupan.kernel.authority import Actor
from liupan.kernel.secrecy import Secrecy

pytestmark = pytest.mark.django_db


def _watch(day: date, times: int = 2) -> None:
    for _again in range(times):
        watch_marks(actor=worker_actor(TEND), now=morning(day))


def _told(who: Actor) -> int:
    return sum(one.count for one in list_notices(who) if one.kind == MARK_ENDS.code)


def _ends_on(secrets: SecretTown, day: date) -> None:
    StateSecret.objects.filter(outgoing_id=secrets.sent).update(ends_on=day)


def _row(secrets: SecretTown, day: date) -> Standing:
    found = list_secrets(secrets.registrar, now=morning(day)).every(sort="ends_on")
    return next(one.standing for one in found if one.document_id == secrets.sent)


FRIDAY = date(2017, 11, 24)
SATURDAY, MONDAY = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=3)


def test_told_before_and_when_it_ends_once_each_on_working_days(secrets: SecretTown) -> None:
    _ends_on(secrets, SATURDAY)
    _watch(date(2017, 10, 20))
    assert (_told(secrets.counsel), _row(secrets, date(2017, 10, 20))) == (0, Standing.RUNS)
    _watch(date(2017, 11, 1))
    _watch(date(2017, 11, 2))
    assert _told(secrets.counsel) == 1
    assert list_notices(secrets.drafter)[0].kind == MARK_ENDS.code
    assert _row(secrets, date(2017, 11, 2)) is Standing.SOON
    _watch(SATURDAY)
    assert _told(secrets.counsel) == 1
    _watch(MONDAY)
    assert _told(secrets.counsel) == 2
    assert _row(secrets, MONDAY) is Standing.ENDED
    assert _told(secrets.registrar) == 0
    assert sent(secrets).secrecy == Secrecy.SECRET


def test_what_ended_is_released_by_itself_when_the_days_for_review_are_over(
    secrets: SecretTown,
) -> None:
    _ends_on(secrets, FRIDAY)
    day = release_on(FRIDAY, FRIDAY)
    assert day == date(2017, 12, 1)
    _watch(day - timedelta(days=1))
    assert sent(secrets).secrecy == Secrecy.SECRET
    _watch(day)
    assert (sent(secrets).secrecy, sent(secrets).mark) == (Secrecy.INTERNAL, "")
    [change] = MarkChange.objects.filter(outgoing_id=secrets.sent)
    assert (change.state, change.decided_by) == ("released", None)
    assert _row(secrets, day) is Standing.RELEASED
    assert list_files([secrets.sent], low(secrets.registrar))


def test_a_request_for_more_time_holds_it(secrets: SecretTown) -> None:
    _ends_on(secrets, FRIDAY)
    ask(secrets, "秘密★3年")
    _watch(date(2017, 12, 29))
    assert sent(secrets).secrecy == Secrecy.SECRET


def test_where_the_rule_says_no_day_only_people_release(
    secrets: SecretTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ends_on(secrets, FRIDAY)
    monkeypatch.setattr(marks, "find_rule", lambda *_said, **_more: None)
    assert marks.release_on(FRIDAY, FRIDAY) is None


def test_what_came_from_outside_is_watched_from_the_day_it_was_determined(
    secrets: SecretTown,
) -> None:
    letter = entered(secrets)
    assert StateSecret.objects.get(incoming_id=letter).ends_on == date(2019, DAY.month, DAY.day)
