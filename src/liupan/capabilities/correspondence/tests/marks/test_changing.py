"""A document's own mark is changed by two people, and everything of it follows."""

from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from liupan.capabilities.correspondence.models import (
    Entry,
    Incoming,
    MarkChange,
    Outgoing,
    StateSecret,
)
from liupan.capabilities.correspondence.operations.drafting import (
    begin_document,
    describe_document,
)
from liupan.capabilities.correspondence.operations.marks import (
    AlreadyAsked,
    AlreadyDecided,
    MarkOfAnother,
    OwnRequest,
    ask_mark,
)
from liupan.capabilities.correspondence.queries.marks import list_waiting_changes
from liupan.capabilities.correspondence.rules.marks import Change, kind_of
from liupan.capabilities.correspondence.sources.marks import MarksToDecide
from liupan.capabilities.correspondence.tests import town as sending
from liupan.capabilities.correspondence.tests.marks.secrets import (
    DAY,
    NOW,
    SecretTown,
    ask,
    changed,
    decide,
    entered,
    low,
    sent,
)
from liupan.foundation.documents.facade import AboveCeiling, list_files
from liupan.foundation.messaging.facade import list_notices
from liupan.foundation.search.facade import search
from liupan.foundation.workflow.facade import find_instance
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised
from liupan.kernel.secrecy import Mark, Secrecy

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("内部", "秘密★1年", Change.RAISE),
        ("机密★1年", "秘密★9年", Change.LOWER),
        ("秘密★1年", "内部", Change.LIFT),
        ("秘密★1年", "秘密★3年", Change.LENGTHEN),
        ("秘密★3年", "秘密★2018年1月1日", Change.SHORTEN),
        ("秘密★谈判结束", "秘密★签约后", Change.REWORD),
        ("内部", "公开", Change.LOWER),
    ],
)
def test_what_a_change_is(before: str, after: str, kind: Change) -> None:
    assert kind_of(Mark.parse(before, since=DAY), Mark.parse(after, since=DAY)) is kind


def test_lifted_by_two_people_files_and_receivers_follow(secrets: SecretTown) -> None:
    change = ask(secrets, "内部")
    assert sent(secrets).mark == "秘密★1年"
    decide(secrets, change)
    row, received = sent(secrets), Incoming.objects.get(id=secrets.received)
    assert (row.secrecy, row.mark) == (received.secrecy, received.mark) == (1, "")
    files = list_files([secrets.sent], low(secrets.registrar))[secrets.sent]
    assert {str(one.mark) for one in files} == {"内部"}
    assert StateSecret.objects.get(outgoing=row).released_at == NOW
    assert row.instance_id
    assert find_instance(row.instance_id, low(secrets.drafter), NOW)
    assert search(low(secrets.drafter), "电子政务检查").found
    told = Entry.objects.filter(outgoing=row, act__startswith="outgoing.mark")
    assert [one.act for one in told.order_by("at", "id")] == [
        "outgoing.mark_asked", "outgoing.mark_changed",
    ]  # fmt: skip
    assert list_notices(secrets.bureau_keeper)


@pytest.mark.parametrize("words", ["秘密★3年", "秘密★2018年1月1日", "机密★5年"])
def test_raised_lengthened_shortened_likewise(secrets: SecretTown, words: str) -> None:
    since = StateSecret.objects.get(outgoing_id=secrets.sent).since
    changed(secrets, words)
    secret = StateSecret.objects.get(outgoing_id=secrets.sent)
    mark = Mark.parse(words, since=since)
    assert (secret.mark, secret.since, secret.ends_on) == (words, since, mark.ends_on)
    files = list_files([secrets.sent], secrets.registrar)[secrets.sent]
    assert {str(one.mark) for one in files} == {words}
    if mark.level > Secrecy.SECRET:
        assert not search(low(secrets.drafter), "电子政务检查").found


def test_nobody_approves_their_own_request(secrets: SecretTown) -> None:
    change = ask(secrets, "内部", secrets.signer)
    with pytest.raises(OwnRequest):
        decide(secrets, change)
    with pytest.raises(IntegrityError), transaction.atomic():
        MarkChange.objects.filter(id=change).update(decided_by=secrets.signer.id)
    with pytest.raises(NotAuthorised):
        decide(secrets, change, actor=secrets.registrar)
    with pytest.raises(Missing):
        decide(secrets, change, actor=low(secrets.deputy))
    assert not MarksToDecide().items(secrets.signer, now=NOW, limit=5)
    [waits] = MarksToDecide().items(secrets.deputy, now=NOW, limit=5)
    assert waits.meta == ("秘密★1年 → 内部",)
    decide(secrets, change, actor=secrets.deputy)
    with pytest.raises(AlreadyDecided):
        decide(secrets, change, actor=secrets.deputy)
    assert not list_waiting_changes(secrets.deputy)


def test_a_refusal_changes_nothing_and_says_why(secrets: SecretTown) -> None:
    change = ask(secrets, "内部")
    with pytest.raises(AlreadyAsked):
        ask(secrets, "公开")
    decide(secrets, change, grants=False)
    assert sent(secrets).mark == "秘密★1年"
    assert MarkChange.objects.get(id=change).answer == "仍需保密"
    assert list_notices(secrets.counsel)


def test_what_cannot_be_asked(secrets: SecretTown) -> None:
    for words in ("秘密★1年", "秘密★11年", "绝密★1年★", "绝密★1年"):
        with pytest.raises((InvalidInput, AboveCeiling)):
            ask(secrets, words)
    with pytest.raises(NotAuthorised):
        ask(secrets, "内部", secrets.reviewer)
    with pytest.raises(MarkOfAnother):
        ask(secrets, "内部", secrets.bureau_keeper, incoming_id=secrets.received)
    with pytest.raises(Missing):
        ask(secrets, "内部", low(secrets.counsel))
    with pytest.raises(InvalidInput):
        ask_mark(words="内部", reason=" ", actor=secrets.counsel, now=NOW, outgoing_id=secrets.sent)


def test_what_came_from_outside_is_changed_where_it_is(secrets: SecretTown) -> None:
    letter = entered(secrets)
    changed(secrets, "内部", incoming_id=letter)
    assert Incoming.objects.get(id=letter).secrecy == Secrecy.INTERNAL
    [file] = list_files([letter], low(secrets.registrar))[letter]
    assert file.secrecy == Secrecy.INTERNAL


def test_a_draft_is_marked_no_lower_than_its_sources_without_approval(secrets: SecretTown) -> None:
    place = secrets.town
    letter = entered(secrets)
    for words in ((1, ""), (2, "秘密★1年")):
        said = sending.particulars(place, secrecy=words[0], mark=words[1], in_reply_to=letter)
        with pytest.raises(InvalidInput) as refused:
            begin_document(particulars=said, actor=place.drafter, now=NOW)
        assert set(refused.value.fields) == {"mark" if words[1] else "secrecy"}
    with pytest.raises(InvalidInput):
        begin_document(
            particulars=sending.particulars(place), from_document_id=secrets.sent,
            actor=place.drafter, now=NOW,
        )  # fmt: skip
    said = sending.particulars(place, secrecy=2, mark="秘密★3年", in_reply_to=letter)
    draft = begin_document(particulars=said, actor=place.drafter, now=NOW)
    lower = sending.particulars(place, in_reply_to=letter)
    given = {"document_id": draft, "actor": place.drafter, "now": NOW}
    with pytest.raises(InvalidInput):
        describe_document(particulars=lower, version=_version(draft), **given)
    changed(secrets, "内部", outgoing_id=draft)
    urgent = sending.particulars(place, in_reply_to=letter, urgency="加急")
    describe_document(particulars=urgent, version=_version(draft), **given)
    assert Outgoing.objects.get(id=draft).secrecy == Secrecy.INTERNAL


def test_a_draft_raised_is_hidden_at_once(secrets: SecretTown) -> None:
    place = secrets.town
    draft = sending.begun(place)
    higher = sending.particulars(place, secrecy=2, mark="秘密★1年")
    describe_document(
        document_id=draft, particulars=higher, version=_version(draft), actor=place.drafter, now=NOW
    )
    row = Outgoing.objects.get(id=draft)
    assert row.instance_id
    with pytest.raises(Missing):
        find_instance(row.instance_id, low(place.drafter), NOW)


def _version(document: UUID) -> int:
    return Outgoing.objects.get(id=document).version
