"""The demo city: whole, the same every time, and with a history."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from liupan.capabilities.catalogue import demo as catalogue_demo
from liupan.capabilities.catalogue.installing import install as install_codes
from liupan.capabilities.catalogue.models import Arbitration, Demand, Edition, Grant, UpdateTask
from liupan.capabilities.catalogue.queries.work import count_waiting as count_entries
from liupan.capabilities.catalogue.rules.states import Act as EntryAct
from liupan.capabilities.opendata import demo as opendata_demo
from liupan.capabilities.opendata.installing import install as install_open_data
from liupan.capabilities.opendata.models import Quality
from liupan.capabilities.opendata.rules.mqa import EXCELLENT
from liupan.capabilities.plan import demo as plan_demo
from liupan.capabilities.supervision import demo as supervision_demo
from liupan.capabilities.supervision import policies as supervision_policies
from liupan.capabilities.supervision.installing import install as install_series
from liupan.capabilities.supervision.models import Evidence, Item, Request, Sheet
from liupan.capabilities.supervision.queries.scores import find_period, score_board
from liupan.capabilities.supervision.queries.work import count_waiting
from liupan.capabilities.supervision.rules.states import Act
from liupan.foundation.access import demo as access_demo
from liupan.foundation.access.facade import actor_for, installer
from liupan.foundation.calendar.installing import install as install_days
from liupan.foundation.identity.facade import find_account_by_username
from liupan.foundation.identity.tests.factories import Account
from liupan.foundation.journal.facade import all_or_nothing
from liupan.foundation.organisations import demo, facade
from liupan.foundation.organisations.demo_roles import PEOPLE
from liupan.foundation.organisations.tests import factories as make
from liupan.foundation.rulesets.facade import install_rules
from liupan.foundation.seals import demo as seals_demo
from liupan.foundation.seals import policies as seals_policies
from liupan.foundation.seals.installing import install as install_seals
from liupan.foundation.seals.models import Certificate, Seal, Use
from liupan.kernel import clock
from liupan.kernel.authority import Duty, permissions
from liupan.kernel.demo import DemoCity

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(400)]


def test_the_demo_city():
    """One seeding, four looks: it takes some seconds."""
    made = DemoCity(
        installer=installer(), now=make.NOW, clock_offset=timedelta(), password="demo-demo"
    )
    with all_or_nothing():
        demo.seed(made)
        access_demo.seed(made)
        for install in (
            install_rules, install_days, install_series, install_seals, install_codes,
        ):  # fmt: skip
            install(made.installer, make.NOW)
        plan_demo.seed(made)
        seals_demo.seed(made)
        supervision_demo.seed(made)
        catalogue_demo.seed(made)
        install_open_data(made.installer, make.NOW)
        opendata_demo.seed(replace(made, is_small=True))
    with clock.frozen(make.NOW):
        the_city_stands()
        the_figures_have_a_history()
        a_township_became_a_town()
        everybody_offered_on_the_sign_in_page_is_there()
        supervision_has_every_state()
        everybody_has_something_to_do()
        scores_have_a_history()
        seals_have_every_state()
        what_is_locked_is_what_lists_show()
        the_catalogue_has_every_state()
        open_data_are_described_excellently()


def open_data_are_described_excellently():
    """Every dataset that was out, open or on conditions."""
    shown = Quality.objects.exclude(dataset__openness="not")
    points = dict(shown.values_list("dataset__code", "points"))
    assert len(points) >= 5
    assert {code: n for code, n in points.items() if n < EXCELLENT} == {}


def what_is_locked_is_what_lists_show():
    """Asked of one row a right says what it says of many (docs/adr/0096)."""
    for person in PEOPLE:
        actor = actor_for(find_account_by_username(person.username).id)
        for rows, of_many, of_one in (
            (Item.objects.all(), supervision_policies.visible, supervision_policies.sees),
            (Seal.objects.all(), seals_policies.visible, seals_policies.sees),
            (Use.objects.select_related("seal"), seals_policies.visible_uses,
             seals_policies.sees_use),
        ):  # fmt: skip
            listed = set(rows.filter(of_many(actor)).values_list("id", flat=True))
            assert {row.id for row in rows if of_one(actor, row)} == listed


def the_city_stands():
    today = make.TODAY
    names = {unit.name for unit in facade.list_units_on(today)}
    assert len(names) == 149
    assert {"固原市人民政府", "西吉县民政局", "西吉县将台堡镇人民政府"} <= names
    assert "固原市教育体育局" not in names  # a name of 2019
    people = list(Account.objects.all())
    assert len(people) == 300
    assert facade.count_people_in_posts(today) > 250


def the_figures_have_a_history():
    days = [date(2015, 12, 1), date(2016, 6, 1), date(2016, 12, 1), date(2017, 6, 1), make.TODAY]
    counts = [facade.count_people_in_posts(day) for day in days]
    assert counts == sorted(counts)
    assert len(set(counts)) == 5
    people = list(Account.objects.all())
    signed_in = [p.first_signed_in_at for p in people if p.first_signed_in_at]
    assert 0.6 < len(signed_in) / len(people) < 0.95
    assert max(signed_in) <= make.NOW
    assert len({moment.date() for moment in signed_in}) > 100


def a_township_became_a_town():
    before, after = date(2017, 10, 30), date(2017, 10, 31)
    assert facade.find_division("640422210", before).name == "将台乡"
    assert facade.find_division("640422210", after) is None
    assert facade.find_division("640422103", after)


def everybody_offered_on_the_sign_in_page_is_there():
    for person in PEOPLE:
        account = find_account_by_username(person.username)
        assert account, person.username
        (post,) = facade.list_posts_held(account.id, make.TODAY)
        assert post.title == person.title
    duties = {
        name: {permissions()[c].duty for c in actor_for(find_account_by_username(name).id).rights}
        for name in ("system", "security", "auditor", "contact")
    }
    assert duties == {
        "system": {Duty.SYSTEM},
        "security": {Duty.SECURITY},
        "auditor": {Duty.AUDIT},
        "contact": {Duty.BUSINESS},
    }


def supervision_has_every_state():
    items = Item.objects.all()
    assert 230 <= items.count() <= 270
    assert 60 <= items.filter(parent=None).count() <= 70
    assert set(items.values_list("state", flat=True)) == set(Item.State.values)
    assert items.filter(is_late=True, state="closed").exists()
    assert items.filter(reopened=1).exists()
    assert items.exclude(paused_since=None).exists()
    assert items.exclude(secrecy=0).exists()
    assert set(Sheet.objects.values_list("colour", flat=True)) == set(Sheet.Colour.values)
    assert set(Request.objects.values_list("state", flat=True)) == set(Request.State.values)
    assert Evidence.objects.exists()


def everybody_has_something_to_do():
    wanted = {
        "clerk": (Act.CLOSE,),
        "chief": (Act.GRANT, Act.ENDORSE),
        "contact": (Act.SIGN_FOR, Act.REPORT),
    }
    for name, acts in wanted.items():
        actor = actor_for(find_account_by_username(name).id)
        for act in acts:
            assert count_waiting(actor, act), (name, act)


def scores_have_a_history():
    actor = actor_for(find_account_by_username("chief").id)
    for key in ("2016Q3", "2017Q3"):
        board = score_board(actor, find_period(key, make.TODAY))
        assert len(board.units) > 5
        assert len({row.score.mean for row in board.units}) > 3


def seals_have_every_state() -> None:
    assert set(Seal.objects.values_list("state", flat=True)) == set(Seal.State.values)
    assert set(Use.objects.values_list("state", flat=True)) == set(Use.State.values)
    assert Seal.objects.filter(kind="statutory", state="in_use").count() > 50
    trusted = Certificate.objects.filter(role="authority", is_trusted=True)
    assert trusted.count() == 2, "one for SM2, one for PDFs"


def the_catalogue_has_every_state():
    editions = Edition.objects.all()
    assert set(editions.values_list("state", flat=True)) == set(Edition.State.values)
    assert 400 <= editions.values("resource").distinct().count() <= 420
    assert editions.values("unit").distinct().count() >= 40
    assert Grant.objects.count() >= 200
    assert editions.filter(number=2, state=Edition.State.PUBLISHED).exists()
    assert all("示例" in text for text in editions.values_list("abstract", flat=True))
    planner = actor_for(find_account_by_username("planner").id)
    assert count_entries(planner, EntryAct.PUBLISH) > 0
    demands = Demand.objects.all()
    assert set(demands.values_list("state", flat=True)) == set(Demand.State.values)
    assert demands.count() >= 70
    assert Arbitration.objects.filter(state="ruled").exists()
    assert Arbitration.objects.exclude(state="ruled").exists()
    assert set(UpdateTask.objects.values_list("state", flat=True)) == {"open", "stated", "done"}
