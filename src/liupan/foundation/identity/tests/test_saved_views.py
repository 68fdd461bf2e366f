"""Views of lists follow the person to every browser, and are nobody else's."""

import pytest

from liupan.foundation.design.facade import KeptView
from liupan.foundation.identity.facade import erase_person
from liupan.foundation.identity.models import SavedView
from liupan.foundation.identity.queries import oneself
from liupan.foundation.identity.saved_views import SavedViews
from liupan.foundation.identity.tests.factories import NOW, administrator, make_account

pytestmark = pytest.mark.django_db


def test_views_are_kept_in_order_by_person_and_list() -> None:
    me, other = (oneself(make_account()) for _ in range(2))
    keeper = SavedViews()
    mine = [KeptView("乙", "state=run"), KeptView("甲", "q=1")]
    keeper.write(me, "console.accounts", mine)
    assert keeper.read(me, "console.accounts") == mine
    assert keeper.read(me, "console.grants") == []
    assert keeper.read(other, "console.accounts") == []
    keeper.write(me, "console.accounts", mine[1:])
    assert keeper.read(me, "console.accounts") == mine[1:]


def test_erasing_a_person_erases_what_they_looked_for() -> None:
    account = make_account()
    SavedViews().write(oneself(account), "x", [KeptView("马小明", "q=马小明")])
    erase_person(account_id=account.id, basis="本人申请", actor=administrator(), now=NOW)
    assert not SavedView.objects.exists()
