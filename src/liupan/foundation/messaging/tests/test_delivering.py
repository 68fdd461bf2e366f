"""Notices on their way: once told, through what breaks, to whom they may go."""

import json
import urllib.error
import urllib.request
from datetime import UTC, datetime, time, timedelta
from email.message import Message
from ipaddress import ip_network
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from liupan.foundation.access.facade import actor_for, installer
from liupan.foundation.identity.facade import Contact, close_account, open_account
from liupan.foundation.journal.tests.factories import acts
from liupan.foundation.messaging import delivering, gateways
from liupan.foundation.messaging.delivering import deliver_due
from liupan.foundation.messaging.gateways import Letter, NotCallable, Undelivered, refuse_target
from liupan.foundation.messaging.kinds import declare_kind
from liupan.foundation.messaging.models import Delivery, Notice
from liupan.foundation.messaging.operations import (
    WebhookEnded,
    add_webhook,
    pause_webhook,
    read_notices,
    resume_webhook,
    retire_webhook,
    retry_delivery,
    set_wishes,
    try_webhook,
)
from liupan.foundation.messaging.policies import MANAGE_DELIVERIES
from liupan.foundation.messaging.queries import (
    count_unread,
    find_webhook,
    list_dead,
    list_notices,
    wishes_of,
)
from liupan.foundation.messaging.signing import signature
from liupan.foundation.messaging.telling import notify
from liupan.foundation.messaging.tests.factories import Machine, Mailbox, machine, mail_server
from liupan.kernel import clock
from liupan.kernel.authority import ANYWHERE, Actor, ActorKind
from liupan.kernel.errors import InvalidInput, NotAuthorised
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db

NOW = datetime(2017, 11, 15, 2, 0, tzinfo=UTC)  # ten in the morning
CALM = declare_kind("trials.calm", "Calm")
URGENT = declare_kind("trials.urgent", "Urgent", urgent=True)


def account(
    username: str = "zhang", *, kind: ActorKind = ActorKind.STAFF, phone: str = ""
) -> Actor:
    email = f"{username}@example.test" if kind is ActorKind.STAFF else ""
    account_id = open_account(
        kind=kind, username=username, name="张三", password=None, email=email, phone=phone,
        actor=installer(), now=NOW,
    )  # fmt: skip
    return actor_for(account_id)


def tell(*people: Actor, kind: str = "trials.calm", now: datetime = NOW, **more: str) -> None:
    notify(
        [p.id for p in people], title=more.pop("title", "事项已办结"), kind=kind, now=now, **more
    )


def quiet(actor: Actor, **wishes: object) -> None:
    said = {"muted": (), "quiet_from": None, "quiet_to": None, "digest": False}
    said |= {"version": wishes_of(actor).version} | wishes
    set_wishes(**said, actor=actor, now=NOW)  # type: ignore[arg-type]


def due_now() -> None:
    Delivery.objects.filter(state="waiting").update(due_at=clock.real_now())


@pytest.fixture
def box(settings: object) -> object:
    with mail_server() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
        settings.EMAIL_HOST = "127.0.0.1"  # type: ignore[attr-defined]
        settings.EMAIL_PORT = found.port  # type: ignore[attr-defined]
        settings.LIUPAN_ORIGIN = "https://liupan.example"  # type: ignore[attr-defined]
        yield found


@pytest.fixture
def called(settings: object) -> object:
    settings.LIUPAN_WEBHOOKS_TO_LOOPBACK = True  # type: ignore[attr-defined]
    with machine() as found:
        yield found


def test_a_notice_goes_out_by_mail_in_both_forms(box: Mailbox) -> None:
    tell(account(), body="一共<b>3</b>件", url="/work/jobs/", title="事项\r\nBcc: x@y 已办结")
    assert deliver_due() == 1
    assert deliver_due() == 0
    letter = box.letters[0]
    assert letter["To"] == "zhang@example.test"
    assert letter["Subject"] == "事项 Bcc: x@y 已办结"
    assert letter["Bcc"] is None
    text, html = (part.get_content() for part in letter.iter_parts())  # type: ignore[attr-defined]
    assert "https://liupan.example/work/jobs/" in text
    assert "&lt;b&gt;3" in html
    assert "<b>" not in html
    assert Delivery.objects.get().state == "sent"


def test_nothing_goes_out_of_a_transaction_that_fails(box: Mailbox) -> None:
    person = account()
    with transaction.atomic():
        tell(person)
        transaction.set_rollback(True)
    assert deliver_due() == 0
    assert count_unread(person) == 0


@pytest.mark.parametrize("trouble", ["451 later", "hang up"])
def test_a_passing_failure_is_tried_again_with_growing_pauses(box: Mailbox, trouble: str) -> None:
    tell(account())
    box.answers[:] = [trouble] * 2
    for attempt in (1, 2):
        due_now()
        deliver_due()
        found = Delivery.objects.get()
        assert (found.state, found.attempts) == ("waiting", attempt)
        assert found.trouble
        pause = found.due_at - clock.real_now()
        assert timedelta(seconds=10 * attempt) < pause <= timedelta(seconds=15 * attempt)
    assert deliver_due() == 0
    due_now()
    deliver_due()
    assert Delivery.objects.get().state == "sent"
    assert len(box.letters) == 1


def test_a_silent_server_does_not_stop_the_others(settings: object, box: Mailbox) -> None:
    person = account(phone="13900000000")
    settings.EMAIL_PORT = 1  # type: ignore[attr-defined]
    tell(person, kind="trials.urgent")
    assert deliver_due() == 2
    assert dict(Delivery.objects.values_list("channel", "state")) == {
        "email": "waiting",
        "sms": "recorded",
    }


def test_what_is_refused_for_good_is_dead_and_can_be_handed_in_again(box: Mailbox) -> None:
    tell(account())
    box.answers[:] = ["550 nobody here"]
    deliver_due()
    helper = Actor(
        id=account("helper").id, kind=ActorKind.STAFF,
        rights={MANAGE_DELIVERIES.code: frozenset({ANYWHERE})},
    )  # fmt: skip
    dead = list_dead(helper)
    assert [(d.person, d.attempts) for d in dead] == [("张三", 1)]
    assert "550" in dead[0].trouble
    with pytest.raises(NotAuthorised):
        retry_delivery(delivery_id=dead[0].id, actor=account("stranger"), now=NOW)
    retry_delivery(delivery_id=dead[0].id, actor=helper, now=NOW)
    deliver_due()
    assert len(box.letters) == 1
    assert list_dead(helper) == []


def test_after_ten_attempts_it_is_given_up(box: Mailbox) -> None:
    tell(account())
    box.answers[:] = ["451 later"] * 10
    for _ in range(10):
        due_now()
        deliver_due()
    assert Delivery.objects.get().state == "dead"


def test_a_message_that_nobody_sends_says_so(
    settings: object, box: Mailbox, tmp_path: Path
) -> None:
    settings.LIUPAN_HOME = tmp_path  # type: ignore[attr-defined]
    tell(account(phone="13900000000"), kind="trials.urgent")
    deliver_due()
    sms = Delivery.objects.get(channel="sms")
    assert sms.state == "recorded"
    line = json.loads((tmp_path / "sms" / f"{sms.id}.json").read_text())
    assert line["to"] == "13900000000"
    assert "事项已办结" in line["text"]


def test_the_same_key_is_told_once() -> None:
    person, other = account(), account("li")
    tell(person, key="clock.1.50")
    tell(person, other, key="clock.1.50")
    assert (count_unread(person), count_unread(other)) == (1, 1)
    assert Delivery.objects.count() == 2


def test_closed_and_unknown_accounts_are_passed_over() -> None:
    person = account()
    close_account(account_id=person.id, reason="调离", actor=installer(), now=NOW)
    notify([person.id, UUID(int=5)], title="x", kind="trials.calm", now=NOW)
    assert not Notice.objects.exists()


def test_what_is_muted_stays_away_unless_urgent(box: Mailbox) -> None:
    person = account()
    quiet(person, muted=[("trials.calm", "in_app"), ("", "email")])
    tell(person)
    assert (count_unread(person), deliver_due()) == (0, 0)
    tell(person, kind="trials.urgent")
    assert (count_unread(person), deliver_due()) == (1, 1)


def test_quiet_hours_hold_mail_back_by_the_citys_clock(box: Mailbox) -> None:
    person = account()
    quiet(person, quiet_from=time(9), quiet_to=time(11))
    tell(person)
    held = Delivery.objects.get().due_at - clock.real_now()
    assert timedelta(minutes=59) < held <= timedelta(hours=1)
    tell(person, kind="trials.urgent")
    assert deliver_due() == 1


def test_a_digest_is_one_letter(box: Mailbox) -> None:
    person = account()
    quiet(person, digest=True)
    for number in range(30):
        tell(person, title=f"第{number}件")
    assert deliver_due() == 0
    due_now()
    deliver_due()
    assert len(box.letters) == 1
    text = next(box.letters[0].iter_parts()).get_content()  # type: ignore[attr-defined]
    assert all(f"第{number}件" in text for number in range(30))
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_quiet_hours_need_both_ends() -> None:
    with pytest.raises(InvalidInput) as refused:
        quiet(account(), quiet_from=time(9))
    assert "quiet_to" in refused.value.fields


def test_reading_is_ones_own_and_by_group() -> None:
    person, other = account(), account("li")
    tell(person, other, group="thing1")
    tell(person, group="thing1")
    tell(person)
    found = list_notices(person)
    assert [n.count for n in found] == [1, 2]
    read_notices(actor=other, now=NOW, notice_ids=[found[1].id])
    assert count_unread(person) == 3
    read_notices(actor=person, now=NOW, notice_ids=[found[1].id])
    assert count_unread(person) == 1
    read_notices(actor=person, now=NOW)
    assert (count_unread(person), count_unread(other)) == (0, 1)
    assert acts("messaging.notices").count("messaging.notices.read") == 2


def test_telling_many_costs_as_many_queries_as_telling_one() -> None:
    people = [account(f"p{n}") for n in range(20)]

    def cost(some: list[Actor]) -> int:
        with CaptureQueriesContext(connection) as queries:
            tell(*some)
        return len(queries)

    assert cost(people) == cost(people[:1])
    with CaptureQueriesContext(connection) as queries:
        count_unread(people[0])
    assert len(queries) == 1


class TestMachines:
    def add(self, called: Machine, **more: object) -> tuple[Actor, UUID, str]:
        system = account("system", kind=ActorKind.MACHINE)
        webhook, secret = add_webhook(
            account_id=system.id, url=called.url, kinds=[], actor=installer(), now=NOW
        )
        return system, webhook, secret

    def test_a_call_can_be_proved_and_told_apart(self, called: Machine) -> None:
        system, _webhook, secret = self.add(called)
        tell(system, body="内容")
        called.answers[:] = [500]
        deliver_due()
        due_now()
        deliver_due()
        (first, _), (second, body) = called.calls
        assert first["Liupan-Delivery"] == second["Liupan-Delivery"]
        assert json.loads(body)["id"] == second["Liupan-Delivery"]
        stamp = second["Liupan-Timestamp"]
        proof = signature(secret, second["Liupan-Delivery"], stamp, body)
        assert second["Liupan-Signature"] == f"hmac-sm3={proof}"
        assert proof != signature("other", second["Liupan-Delivery"], stamp, body)
        assert Delivery.objects.get().state == "sent"

    def test_it_follows_nobody_elsewhere(self, called: Machine) -> None:
        system, _webhook, _secret = self.add(called)
        tell(system)
        called.answers[:] = [302]
        deliver_due()
        assert len(called.calls) == 1
        assert "302" in Delivery.objects.get().trouble

    def test_a_retired_address_is_called_no_more(self, called: Machine) -> None:
        system, webhook, _secret = self.add(called)
        tell(system)
        retire_webhook(webhook_id=webhook, actor=installer(), now=NOW)
        tell(system)
        deliver_due()
        assert called.calls == []
        assert Delivery.objects.get().state == "dead"

    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1:8000/", "http://localhost/", "http://[::1]/", "http://0.0.0.0/",
            "http://169.254.169.254/latest/", "file:///etc/passwd", "ftp://x/", "http://a:b@x/",
            "https://127.0.0.1/", "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/",
            "https://10.1.2.3/", "https://192.168.0.1/", "https://[fd00::1]/", "https://224.0.0.1/",
            "http://8.8.8.8/", "https:///x", "https://100.64.0.1/", "https://100.100.100.200/",
            "https://[::ffff:169.254.169.254]/", "https://[64:ff9b::7f00:1]/",
            "https://[64:ff9b::a9fe:a9fe]/", "https://[64:ff9b:1::a01:203]/", "https://[240::1]/",
            "https://[", "https://[::7f00:1]/", "https://[2002:7f00:1::]/", "https://[fd00:ec2::254]/",
        ],
    )  # fmt: skip
    def test_addresses_that_lead_back_are_refused(self, url: str) -> None:
        system = account("system", kind=ActorKind.MACHINE)
        with pytest.raises(InvalidInput):
            add_webhook(account_id=system.id, url=url, kinds=[], actor=installer(), now=NOW)

    def test_private_networks_are_called_where_the_operator_says_so(self, settings: object) -> None:
        settings.LIUPAN_WEBHOOK_NETWORKS = [ip_network("10.1.0.0/16")]  # type: ignore[attr-defined]
        for url in ("https://10.1.2.3/", "https://8.8.8.8/"):
            refuse_target(url)
        for url in ("https://10.2.0.1/", "http://10.1.2.3/", "https://127.0.0.1/"):
            with pytest.raises(Undelivered):
                refuse_target(url)

    def test_no_network_that_is_allowed_leads_to_a_clouds_secrets(self, settings: object) -> None:
        settings.LIUPAN_WEBHOOK_NETWORKS = [ip_network("100.64.0.0/10")]  # type: ignore[attr-defined]
        refuse_target("https://100.64.0.1/")
        with pytest.raises(Undelivered):
            refuse_target("https://100.100.100.200/")

    def test_strangers_addresses_lead_into_no_network_of_ours(
        self, called: Machine, monkeypatch: pytest.MonkeyPatch, settings: object
    ) -> None:
        settings.LIUPAN_WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]  # type: ignore[attr-defined]
        monkeypatch.setattr(gateways, "refuse_target", lambda _url, **_more: None)
        with pytest.raises(Undelivered, match="501"):  # it was asked
            gateways.fetch(called.url, accept="*/*", most=99, seconds=9)
        with pytest.raises(NotCallable):
            gateways.fetch(called.url, accept="*/*", most=99, seconds=9, is_public_only=True)

    def test_a_name_that_can_be_none_is_undelivered(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(gateways, "getaddrinfo", lambda host, _port: host.encode("idna"))
        with pytest.raises(NotCallable):
            gateways.fetch("https://a..b/", accept="*/*", most=99, seconds=9)

    def test_a_redirection_to_nowhere_is_undelivered(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def moved(request: urllib.request.Request, **_more: object) -> None:
            raise urllib.error.HTTPError(request.full_url, 302, "", moved_to, None)

        moved_to = Message()
        moved_to["Location"] = "https://["
        monkeypatch.setattr(gateways._opener, "open", moved)
        with pytest.raises(NotCallable):
            gateways.fetch("https://8.8.8.8/", accept="*/*", most=99, seconds=9)

    def test_what_was_looked_at_is_what_is_called(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A name that answers otherwise each time it is asked (rebinding)."""
        answers = iter(["93.184.216.34", "93.184.216.34", "127.0.0.1"])
        called: list[str] = []

        def connect(where: tuple[str, int], *_more: object) -> None:
            called.append(where[0])
            raise OSError("no way")

        monkeypatch.setattr(
            gateways, "getaddrinfo", lambda *_: [(2, 1, 6, "", (next(answers), 443))]
        )
        monkeypatch.setattr(gateways, "create_connection", connect)
        with pytest.raises(Undelivered):
            gateways.call(
                "https://rebinding.example/", delivery_id=uuid7(), stamp="1", secret="s", body={}
            )
        assert called == ["93.184.216.34"]

    def test_a_name_that_leads_elsewhere_in_the_end_hears_nothing(
        self, called: Machine, monkeypatch: pytest.MonkeyPatch, settings: object
    ) -> None:
        system, _webhook, _secret = self.add(called)
        tell(system)
        settings.LIUPAN_WEBHOOKS_TO_LOOPBACK = False  # type: ignore[attr-defined]
        monkeypatch.setattr(gateways, "refuse_target", lambda url: None)
        deliver_due()
        assert called.calls == []
        assert Delivery.objects.get().state == "dead"

    def test_a_paused_address_waits_and_loses_nothing(self, called: Machine) -> None:
        system, webhook, _secret = self.add(called)
        pause_webhook(webhook_id=webhook, reason="升级", actor=installer(), now=NOW)
        tell(system)
        assert (deliver_due(), called.calls) == (0, [])
        assert find_webhook(installer(), webhook).state == "paused"  # type: ignore[union-attr]
        resume_webhook(webhook_id=webhook, actor=installer(), now=NOW)
        assert deliver_due() == 1
        assert acts("messaging.webhook")[-2:] == [
            "messaging.webhook.paused",
            "messaging.webhook.resumed",
        ]

    def test_a_trial_call_goes_to_this_address_alone_and_can_be_repeated(
        self, called: Machine
    ) -> None:
        _system, webhook, _secret = self.add(called)
        delivery = try_webhook(webhook_id=webhook, actor=installer(), now=NOW)
        deliver_due()
        assert json.loads(called.calls[0][1])["kind"] == "messaging.trial"
        retry_delivery(delivery_id=delivery, actor=installer(), now=NOW)
        deliver_due()
        assert len({call["Liupan-Delivery"] for call, _body in called.calls}) == 1
        assert len(called.calls) == 2
        retire_webhook(webhook_id=webhook, actor=installer(), now=NOW)
        with pytest.raises(WebhookEnded):
            try_webhook(webhook_id=webhook, actor=installer(), now=NOW)

    def test_only_open_machines_are_called_and_each_address_once(self, called: Machine) -> None:
        system, _webhook, _secret = self.add(called)
        for account_id in (account().id, UUID(int=5), system.id):
            with pytest.raises(InvalidInput):
                add_webhook(
                    account_id=account_id, url=called.url, kinds=[], actor=installer(), now=NOW
                )


def test_a_defect_in_one_keeps_no_other_waiting(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def letter(parcel: list[Delivery], contact: Contact) -> Letter:
        if contact.email.startswith("zhang"):
            raise KeyError("template")
        return made(parcel, contact)

    made = delivering._letter
    monkeypatch.setattr(delivering, "_letter", letter)
    tell(account("zhang"))
    tell(account("li"))
    assert deliver_due() == 2
    assert len(box.letters) == 1
    failed = Delivery.objects.get(state="waiting", trouble="KeyError")
    Delivery.objects.filter(id=failed.id).update(attempts=99)
    due_now()
    deliver_due()
    failed.refresh_from_db()
    assert failed.state == "dead"
