"""Nothing above the network's ceiling is entered, found, counted, received, sent or taken out, and
nothing goes to whom it may not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from liupan.capabilities.correspondence.models import Incoming, Outgoing
from liupan.capabilities.correspondence.operations.clearing import NotCleared
from liupan.capabilities.correspondence.operations.copies import print_document
from liupan.capabilities.correspondence.operations.deciding import StepAct, act_on_step
from liupan.capabilities.correspondence.operations.drafting import begin_document
from liupan.capabilities.correspondence.operations.exporting import export_document
from liupan.capabilities.correspondence.operations.issuing import dispatch_document
from liupan.capabilities.correspondence.queries.incoming import list_incoming
from liupan.capabilities.correspondence.queries.marks import list_secrets
from liupan.capabilities.correspondence.queries.outgoing import list_outgoing
from liupan.capabilities.correspondence.queries.outgoing_page import get_outgoing
from liupan.capabilities.correspondence.tests import town as sending
from liupan.capabilities.correspondence.tests.marks.secrets import (
    NOW,
    SecretTown,
    ask,
    clear,
    entered,
    sent,
)
from liupan.capabilities.correspondence.tests.test_outgoing_pages import browser
from liupan.foundation.access.facade import actor_for
from liupan.foundation.documents.facade import AboveCeiling, list_files
from liupan.foundation.search.facade import search
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised
from liupan.kernel.secrecy import Secrecy, Zone

pytestmark = pytest.mark.django_db
BARRED = (AboveCeiling, NotAuthorised, Missing)


@pytest.fixture
def outside(secrets: SecretTown, settings: Any) -> SecretTown:
    """The same rows, as if this were the extranet: what they tell is above its ceiling."""
    settings.LIUPAN_ZONE = Zone.EXTRANET
    people = {name: actor_for(one.id) for name, one in secrets.town.people.items()}
    return replace(secrets, town=replace(secrets.town, people=people))


def _begin(town: SecretTown) -> None:
    said = sending.particulars(town.town, secrecy=2, mark="秘密★1年")
    begin_document(particulars=said, actor=town.drafter, now=NOW)


def _number(_town: SecretTown) -> str:
    return sent(_town).number


ACTS: dict[str, Callable[[SecretTown], object]] = {
    "drafted": _begin,
    "received": entered,
    "read": lambda town: get_outgoing(town.registrar, town.sent, now=NOW),
    "exported": lambda town: export_document(
        number=_number(town), where="/", actor=town.registrar, now=NOW
    ),
    "printed": lambda town: print_document(
        purpose="x", outgoing_id=town.sent, actor=town.registrar, now=NOW
    ),
    "marked": lambda town: ask(town, "内部"),
    "sent": lambda town: dispatch_document(
        document_id=town.sent, item_id=town.sent, actor=town.registrar, now=NOW
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_nothing_above_the_ceiling_is(act: str, outside: SecretTown) -> None:
    with pytest.raises(BARRED):
        ACTS[act](outside)


def test_nothing_above_the_ceiling_is_found_listed_or_counted(outside: SecretTown) -> None:
    who = outside.registrar
    assert who.clearance == Secrecy.INTERNAL
    assert search(who, "电子政务检查").found == ()
    for rows in (
        list_outgoing(who, now=NOW), list_incoming(outside.bureau_keeper, now=NOW),
        list_secrets(who, now=NOW),
    ):  # fmt: skip
        assert rows.count_up_to(10) == 0
        assert list(rows.every(sort="id")) == []
    assert list_files([outside.sent], who) == {}


def test_no_page_or_export_leaks_it(outside: SecretTown) -> None:
    client = browser(outside.town, "registrar")
    title, number = sending.TITLE, _number(outside)
    for path in (
        "", "outgoing/", "outgoing/?export=csv", "incoming/?export=csv", "secrets/?export=csv",
        "records/?export=csv",
    ):  # fmt: skip
        answer = client.get(f"/correspondence/{path}", follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert title not in body.decode()
        assert number not in body.decode()
    for path in ("", "mark/", "print/", "process/", "draft.pdf"):
        assert client.get(f"/correspondence/outgoing/{outside.sent}/{path}").status_code == 404


def test_the_api_has_no_address_of_documents(secrets: SecretTown) -> None:
    said = browser(secrets.town, "registrar").get("/api/v1/openapi.json").content.decode()
    assert "/api/v1/" in said
    assert "correspondence" not in said


def test_a_list_takes_out_what_is_secret_only_with_the_right_to(secrets: SecretTown) -> None:
    for name, is_there in (("reviewer", False), ("registrar", True)):
        client = browser(secrets.town, name)
        answer = client.get("/correspondence/outgoing/?export=csv")
        assert (sending.TITLE in b"".join(answer.streaming_content).decode()) is is_there


def _dispatching(secrets: SecretTown) -> tuple[Any, Any]:
    """A document about to be dispatched to the bureau and the police, raised by hand."""
    place = secrets.town
    draft = sending.rendered(place)
    sending.seal(place, draft, sending.step(draft)[1])
    Outgoing.objects.filter(id=draft).update(secrecy=2, mark="秘密★1年")
    return draft, sending.step(draft)[1]


def test_nothing_is_dispatched_to_a_unit_without_anybody_cleared(secrets: SecretTown) -> None:
    document, item = _dispatching(secrets)
    clear(secrets.police_registrar, Secrecy.INTERNAL)
    with pytest.raises(NotCleared, match="固原市公安局"):
        dispatch_document(document_id=document, item_id=item, actor=secrets.registrar, now=NOW)
    assert not Incoming.objects.filter(outgoing_id=document).exists()


def test_nothing_is_handed_to_a_person_who_is_not_cleared(secrets: SecretTown) -> None:
    place = secrets.town
    draft = sending.handed(place, secrecy=2, mark="秘密★1年")
    for act in (StepAct.HAND_OVER, StepAct.DELEGATE, StepAct.ADD_BEFORE, StepAct.COPY):
        with pytest.raises(InvalidInput) as refused:
            act_on_step(
                document_id=draft, item_id=sending.step(draft)[1], act=act, text="请阅",
                account_ids=[secrets.stranger.id], actor=secrets.reviewer, now=NOW,
            )  # fmt: skip
        assert set(refused.value.fields) == {"account_id"}


def test_nobody_signs_off_what_they_may_not_see(secrets: SecretTown) -> None:
    clear(secrets.signer, Secrecy.INTERNAL)
    said = sending.particulars(secrets.town, secrecy=2, mark="秘密★1年")
    with pytest.raises(InvalidInput) as refused:
        begin_document(particulars=said, actor=secrets.drafter, now=NOW)
    assert set(refused.value.fields) == {"signer_id"}
