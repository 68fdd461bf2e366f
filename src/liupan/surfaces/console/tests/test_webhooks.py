"""The pages of calls to machines: add, secret once, try, pause, resume, send again, end."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from liupan.foundation.identity.tests.factories import make_account
from liupan.foundation.messaging.tests.factories import Delivery, Webhook
from liupan.kernel.authority import ActorKind


def test_an_address_lives_from_its_secret_to_its_end(system: Client) -> None:
    page = system.get(reverse("console:webhook_add")).content.decode()
    assert "没有系统账号" in page
    robot = make_account(ActorKind.MACHINE, username="robot", name="业务系统")
    wrong = {"account_id": str(robot.id), "url": "http://8.8.8.8/"}
    refused = system.post(reverse("console:webhook_add"), wrong)
    assert refused.status_code == 422
    assert "不是https地址" in refused.content.decode()
    made = system.post(reverse("console:webhook_add"), {**wrong, "url": "https://8.8.8.8/hook"})
    webhook = Webhook.objects.get()
    secret = re.search(r"<code>([\w-]{40,})</code>", made.content.decode())
    assert secret
    assert made["Cache-Control"] == "no-store"
    here = reverse("console:webhook", args=[webhook.id])
    assert secret.group(1) not in system.get(here).content.decode()

    assert system.post(reverse("console:webhook_try", args=[webhook.id])).status_code == 302
    delivery = Delivery.objects.get()
    Delivery.objects.update(state="dead", trouble="HTTP 410")
    page = system.get(here).content.decode()
    assert "HTTP 410" in page
    assert "业务系统" in system.get(reverse("console:webhooks")).content.decode()
    again = reverse("console:webhook_call_again", args=[webhook.id, delivery.id])
    system.post(again)
    assert Delivery.objects.get().state == "waiting"

    system.post(reverse("console:webhook_pause", args=[webhook.id]), {"reason": "升级"})
    assert "已暂停" in system.get(here).content.decode()
    system.post(reverse("console:webhook_resume", args=[webhook.id]))
    assert system.get(reverse("console:webhook_end", args=[webhook.id])).status_code == 200
    system.post(reverse("console:webhook_end", args=[webhook.id]))
    page = system.get(here).content.decode()
    assert "已停用" in page
    assert reverse("console:webhook_try", args=[webhook.id]) not in page


@pytest.mark.usefixtures("db")
def test_nobody_else_sees_them() -> None:
    assert Client().get(reverse("console:webhooks")).status_code == 302
