"""The page of a trial run: forms only, step by step, and what is sent by who means no good."""

import json
import re
from html import unescape
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from liupan.foundation.organisations.tests import factories as city
from liupan.foundation.workflow.facade import find_definition, list_instances
from liupan.surfaces.console.tests.test_designing import APPROVAL, bring

Sent = dict[str, str]


@pytest.fixture
def here(system: Client) -> str:
    city.found()
    return reverse("console:process_try", args=[bring(system, APPROVAL.read_bytes())])


def state_in(page: str) -> str:
    found = re.search(r'name="state" value="([^"]*)"', page)
    assert found, page[-3000:]
    return unescape(found.group(1))


def sent(system: Client, here: str, act: str, state: str = "", **more: str) -> tuple[int, str]:
    answer = system.post(here, {"act": act, "state": state, **more})
    return answer.status_code, answer.content.decode()


def test_a_process_is_run_on_trial_and_put_on_record(system: Client, here: str) -> None:
    page = system.get(here).content.decode()
    assert "开始试运行" in page
    assert "如果……会怎样" in page
    assert "outcome = &quot;refuse&quot;" in page
    _status, page = sent(system, here, "begin")
    assert "由发起人办理" in page or "发起人" in page
    for act in ("complete:1", "complete:2", "complete:3", "complete:4"):
        status, page = sent(system, here, act, state_in(page))
        assert status == 200
    assert '"id": "sign", "state": "active"' in page
    assert "overdue" in page
    status, page = sent(system, here, "return:5", state_in(page), to="1")
    assert '"id": "draft", "state": "active"' in page
    status, page = sent(system, here, "undo", state_in(page))
    assert "试运行尚未" not in page
    status, page = sent(system, here, "complete:5", state_in(page), value_0="", outcome="")
    assert "试运行已到达终点" in page
    answer = system.post(here, {"act": "record", "state": state_in(page)})
    assert answer.status_code == 302
    definition_id = UUID(here.split("/")[-3])
    assert find_definition(definition_id).tried_at
    assert "没有试运行记录" not in system.get(answer["Location"]).content.decode()
    assert not list_instances()


@pytest.mark.parametrize(
    "state",
    [
        "{", "null", "[]", '["", {}, [[1]]]', '["x", {}, []]', '["", [], []]', "[" * 5000,
        '["", {}, [["complete", "one", "", 0, {}]]]', '["", {}, [["complete", 1, 5, 0, {}]]]',
        '["", {}, [["complete", 1e999, "", 0, {}]]]',
    ],
    ids=range(10),
)  # fmt: skip
def test_a_broken_trial_is_refused(system: Client, here: str, state: str) -> None:
    assert sent(system, here, "undo", state)[0] == 422


def test_moves_that_were_made_up_stop_with_a_sentence(system: Client, here: str) -> None:
    state = json.dumps(["", {}, [["complete", 7, "agree", 0, {}]]])
    status, page = sent(system, here, "complete:1", state)
    assert status == 200  # what came before the made-up move stands, and goes on
    assert '"id": "review", "state": "active"' in page
    odd = json.dumps(["", {"审核岗": {"a": [1]}}, []])
    assert sent(system, here, "undo", odd)[0] == 200
    assert sent(system, here, "record", json.dumps(["", {}, []]))[0] == 422


def test_what_cannot_be_executed_cannot_be_tried(system: Client) -> None:
    source = APPROVAL.read_bytes().replace(b'name="m1"', b'name="m1"').replace(b"userTask", b"task")
    address = reverse("console:process_try", args=[bring(system, source)])
    page = system.get(address).content.decode()
    assert "须先修正" in page
    assert sent(system, address, "begin")[0] == 200
    assert "<form" not in page.split('id="objections"')[1]


def test_nobody_else_tries(db: None) -> None:
    assert Client().get(reverse("console:process_try", args=[UUID(int=1)])).status_code == 302
