"""Nobody acts alone on one of the three administrators (双人复核)."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from liupan.foundation.access import facade
from liupan.foundation.access.models import Proposal
from liupan.foundation.access.tests import factories as make
from liupan.foundation.access.upkeep import let_lapse
from liupan.foundation.identity import facade as identity
from liupan.foundation.identity.tests.factories import Account, cli
from liupan.foundation.journal.tests.factories import Entry
from liupan.foundation.organisations import facade as units
from liupan.foundation.organisations.tests import factories as city
from liupan.kernel import clock
from liupan.kernel.errors import NotAuthorised
from liupan.kernel.guarding import SecondPersonNeeded

pytestmark = pytest.mark.django_db


class Three:
    """The three administrators, each in a post of the office; a spare holder of each by name."""

    def __init__(self):
        self.root = make.founded()
        self.office = city.unit()
        self.posts = {}
        self.people = {}
        self.appointments = {}
        for role in (make.SYSTEM, make.SECURITY, make.AUDIT):
            post = city.post(self.office, role)
            make.granted(role, post_id=post, unit_id=self.root)
            who, held = city.appointed(self.office, post_id=post)
            self.posts[role], self.people[role], self.appointments[role] = post, who, held

    def __getattr__(self, name):
        role = {"system": make.SYSTEM, "security": make.SECURITY, "auditor": make.AUDIT}[name]
        return make.acting(self.people[role])

    def spare(self, role):
        """A second holder, so that nobody is the last."""
        who, _held = city.appointed(self.office, post_id=self.posts[role])
        return who


@pytest.fixture
def three():
    return Three()


def acts_of(three):
    """Each act on the auditor, as the system or security administrator would do it alone."""
    auditor, post = three.people[make.AUDIT], three.posts[make.AUDIT]
    held = three.appointments[make.AUDIT]
    grant = next(g for g in facade.list_grants(tops={three.root}) if g.post_id == post)
    by = {"actor": three.system, "now": city.NOW}
    account = Account.objects.get(id=auditor)
    puppet = city.person()
    return {
        "link": lambda: identity.issue_reset_link(account_id=auditor, **by),
        "factor": lambda: identity.reset_second_factors(account_id=auditor, reason="x", **by),
        "close": lambda: identity.close_account(account_id=auditor, reason="x", **by),
        "erase": lambda: identity.erase_person(account_id=auditor, basis="x", **by),
        "contact": lambda: identity.change_contact(
            account_id=auditor, email="e@x.cn", phone="", version=account.version, **by
        ),
        "abolish": lambda: units.abolish_post(post_id=post, effective_on=city.TODAY, **by),
        "rename": lambda: units.change_post(
            post_id=post, version=1, title="勤杂", kind="clerk", order=0, **by
        ),
        "end": lambda: units.end_appointment(
            appointment_id=held, effective_on=city.TODAY, **by
        ),
        "appoint": lambda: units.appoint(
            post_id=post, account_id=puppet, valid_from=city.TODAY, **by
        ),
        "unit": lambda: units.abolish_unit(
            unit_id=three.office, effective_on=city.TODAY, **by
        ),
        "grant": lambda: facade.grant_role(
            role_code=make.AUDIT, account_id=puppet, unit_id=three.root, valid_from=city.TODAY,
            actor=three.security, now=city.NOW,
        ),
        "revoke": lambda: facade.revoke_role(
            binding_id=grant.id, reason="x", actor=three.security, now=city.NOW
        ),
        "narrow": lambda: facade.narrow_grant(
            binding_id=grant.id, version=1, unit_id=three.root, valid_to=city.TODAY,
            actor=three.security, now=city.NOW,
        ),
    }  # fmt: skip


NAMES = (
    "link", "factor", "close", "erase", "contact", "abolish", "rename", "end", "appoint", "grant",
    "revoke", "narrow",
)  # fmt: skip
KEEPS_POST = {"link", "factor", "contact", "rename", "appoint", "grant"}


def confirmed(needed, by, second):
    """Proposed by the one who tried, confirmed by another."""
    proposal = facade.propose_act(act=needed.act, actor=by, now=city.NOW, reason="试")
    facade.confirm_proposal(proposal_id=proposal, actor=second, now=city.NOW)
    return proposal


@pytest.mark.parametrize("name", NAMES)
def test_an_act_on_an_administrator_needs_a_second_person_and_is_done_once(three, name):
    three.spare(make.AUDIT)
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(
        user_id=three.people[make.AUDIT], type=Authenticator.Type.TOTP, data={"secret": ""}
    )
    if name == "abolish":  # the spare must hold the duty by another way
        make.granted(make.AUDIT, account_id=city.person(), unit_id=three.root)
    if name in ("revoke", "narrow"):
        make.granted(make.AUDIT, account_id=city.person(), unit_id=three.root)
    act = acts_of(three)[name]
    with pytest.raises(SecondPersonNeeded) as needed:
        act()
    by = needed.value.act.actor
    second = three.security if by.id == three.system.id else three.system
    proposal = confirmed(needed.value, by, second)
    act()
    assert Proposal.objects.get(id=proposal).state == "carried_out"
    told = list(
        Entry.objects.filter(thing_id=proposal).order_by("pos").values_list("act", flat=True)
    )
    assert told == [
        "access.proposal.made",
        "access.proposal.confirmed",
        "access.proposal.carried_out",
    ]


@pytest.mark.parametrize("name", ["close", "erase", "abolish", "end", "unit", "revoke", "narrow"])
def test_the_last_holder_of_a_duty_cannot_be_removed(three, name):
    with pytest.raises(facade.LastOfDuty):
        acts_of(three)[name]()


def test_nobody_closes_or_erases_themselves(three):
    by = {"actor": three.system, "now": city.NOW, "account_id": three.people[make.SYSTEM]}
    three.spare(make.SYSTEM)
    with pytest.raises(NotAuthorised):
        identity.close_account(reason="x", **by)
    with pytest.raises(NotAuthorised):
        identity.erase_person(basis="x", **by)


def test_who_may_confirm(three):
    """Another duty, neither who proposed nor whom it concerns, and nobody of business."""
    with pytest.raises(SecondPersonNeeded) as needed:
        acts_of(three)["link"]()
    proposal = facade.propose_act(act=needed.value.act, actor=three.system, now=city.NOW)
    colleague = make.acting(three.spare(make.SYSTEM))
    clerk = make.acting(city.person())
    for actor in (three.system, colleague, three.auditor):
        with pytest.raises(facade.NotTheSecondPerson):
            facade.confirm_proposal(proposal_id=proposal, actor=actor, now=city.NOW)
    with pytest.raises(NotAuthorised):
        facade.confirm_proposal(proposal_id=proposal, actor=clerk, now=city.NOW)
    assert facade.list_open_proposals(clerk, city.NOW) == []
    assert facade.list_open_proposals(three.auditor, city.NOW) == []
    (seen,) = facade.list_open_proposals(three.security, city.NOW)
    assert seen.may_decide
    facade.refuse_proposal(proposal_id=proposal, actor=three.security, now=city.NOW)
    with pytest.raises(facade.AlreadyDecided):
        facade.confirm_proposal(proposal_id=proposal, actor=three.security, now=city.NOW)
    with pytest.raises(SecondPersonNeeded):
        acts_of(three)["link"]()


def test_a_confirmation_is_for_these_terms_this_person_and_this_day(three):
    three.spare(make.AUDIT)
    auditor = Account.objects.get(id=three.people[make.AUDIT])
    given = {"account_id": auditor.id, "phone": "", "version": auditor.version, "now": city.NOW}

    def change(actor, email, **more):
        identity.change_contact(**{**given, "actor": actor, "email": email, **more})

    with pytest.raises(SecondPersonNeeded) as needed:
        change(three.system, "good@x.cn")
    proposal = confirmed(needed.value, three.system, three.security)
    for actor, email, more in (
        (three.system, "evil@x.cn", {}),
        (make.acting(three.spare(make.SYSTEM)), "good@x.cn", {}),
        (three.system, "good@x.cn", {"now": city.NOW + timedelta(days=1, seconds=1)}),
    ):
        with pytest.raises(SecondPersonNeeded):
            change(actor, email, **more)
    assert "good@x.cn" not in str(Proposal.objects.get(id=proposal).terms)
    change(three.system, "good@x.cn")


def test_what_nobody_decides_lapses(three):
    with pytest.raises(SecondPersonNeeded) as needed:
        acts_of(three)["link"]()
    proposal = facade.propose_act(act=needed.value.act, actor=three.system, now=city.NOW)
    assert proposal == facade.propose_act(
        act=needed.value.act, actor=three.system, now=city.NOW + timedelta(days=1)
    )
    late = city.NOW + timedelta(days=3)
    with pytest.raises(facade.AlreadyDecided):
        facade.confirm_proposal(proposal_id=proposal, actor=three.security, now=late)
    with clock.frozen(late):
        assert (let_lapse(), let_lapse()) == (1, 0)
    assert Proposal.objects.get(id=proposal).state == "lapsed"
    assert Entry.objects.filter(act="access.proposal.lapsed", thing_id=proposal).count() == 1


def test_a_units_own_administrator_touches_no_administrators_post(three):
    clerk, _held = city.appointed(three.office)
    make.granted("unit-administrator", account_id=clerk, unit_id=three.office)
    for role in (make.SYSTEM, make.SECURITY, make.AUDIT):
        three.spare(role)
        with pytest.raises(NotAuthorised):
            units.abolish_post(
                post_id=three.posts[role], effective_on=city.TODAY, actor=make.acting(clerk),
                now=city.NOW,
            )  # fmt: skip
        with pytest.raises(NotAuthorised):
            units.end_appointment(
                appointment_id=three.appointments[role], effective_on=city.TODAY,
                actor=make.acting(clerk), now=city.NOW,
            )  # fmt: skip
    units.abolish_post(
        post_id=city.post(three.office), effective_on=city.TODAY, actor=make.acting(clerk),
        now=city.NOW,
    )  # fmt: skip


def test_erasing_ends_posts_and_grants_and_the_post_can_be_abolished(three):
    who, held = city.appointed(three.office)
    (appointment,) = [a for a in units.list_appointments(who) if a.appointment_id == held]
    make.granted("unit-administrator", account_id=who, unit_id=three.office)
    identity.erase_person(account_id=who, basis="本人申请", actor=three.system, now=city.NOW)
    assert units.list_posts_held(who, city.TODAY) == []
    assert facade.list_grants(tops={three.root}, day=city.TODAY, account_id=who) == []
    for act in ("organisations.appointment.ended", "access.binding.revoked"):
        assert Entry.objects.filter(act=act, concerned__contains=[who]).exists()
    units.abolish_post(
        post_id=appointment.post_id, effective_on=city.TODAY - timedelta(days=9),
        actor=three.system, now=city.NOW,
    )  # fmt: skip


def test_closing_ends_posts_and_reopening_gives_none_back(three):
    who, _held = city.appointed(three.office)
    by = {"account_id": who, "actor": three.system, "now": city.NOW}
    identity.close_account(reason="调离", **by)
    identity.reopen_account(reason="返聘", **by)
    assert units.list_posts_held(who, city.TODAY) == []


def test_the_command_line_is_no_way_around(three):
    Account.objects.filter(id=three.people[make.SYSTEM]).update(username="system")
    Account.objects.filter(id=three.people[make.AUDIT]).update(username="auditor")
    with clock.frozen(city.NOW):
        command = ["reset-password", "auditor", "--as", "system"]
        done = CliRunner().invoke(cli, command)
        assert (done.exit_code, "key" in done.output) == (1, False)
        proposal = Proposal.objects.get()
        facade.confirm_proposal(proposal_id=proposal.id, actor=three.security, now=city.NOW)
        assert "/account/password/reset/key/" in CliRunner().invoke(cli, command).output
    for act in ("access.proposal.made", "identity.account.reset_link_issued"):
        entry = Entry.objects.get(act=act)
        assert entry.actor_id == three.people[make.SYSTEM]
        assert entry.changes["by_operator"].endswith(" via cli")
    assert "by_operator" not in Entry.objects.get(act="access.proposal.confirmed").changes
