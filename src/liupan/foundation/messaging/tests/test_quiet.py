"""Times at which nobody is told anything."""

from datetime import UTC, datetime

import pytest

from liupan.foundation.identity.tests import factories as people
from liupan.foundation.messaging.facade import is_quiet, notify, quietly
from liupan.foundation.messaging.kinds import declare_kind
from liupan.foundation.messaging.models import Notice

NOW = datetime(2017, 11, 15, 1, 0, tzinfo=UTC)
KIND = declare_kind("trials.quiet", "Quiet")


@pytest.mark.django_db
def test_while_it_is_quiet_nobody_is_told() -> None:
    account = people.make_account()
    with quietly():
        assert is_quiet()
        notify([account.id], title="以前的事", kind=KIND.code, now=NOW)
    assert not Notice.objects.exists()
    notify([account.id], title="今天的事", kind=KIND.code, now=NOW)
    assert Notice.objects.get().title == "今天的事"
