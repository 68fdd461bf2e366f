"""Doubts about records: their way, who hears, what nobody else sees, what stays."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test import Client
from django.urls import reverse

from liupan.capabilities.catalogue.models import Correction, Doubt, DoubtStep
from liupan.capabilities.catalogue.operations.doubts.answering import (
    ask_back,
    dismiss_doubt,
    fix_record,
    reject_doubt,
    uphold_doubt,
)
from liupan.capabilities.catalogue.operations.doubts.flagging import (
    NotGranted,
    confirm_answer,
    dispute_answer,
    flag_record,
    supplement_doubt,
    take_correction,
    withdraw_doubt,
)
from liupan.capabilities.catalogue.operations.doubts.keeping import Evidence
from liupan.capabilities.catalogue.operations.granting import revoke_grant, suspend_grant
from liupan.capabilities.catalogue.operations.locking import NotNow, SameHands
from liupan.capabilities.catalogue.queries.doubts.page import get_correction, get_doubt
from liupan.capabilities.catalogue.queries.doubts.sealed import Record, open_record
from liupan.capabilities.catalogue.queries.doubts.work import (
    count_untaken,
    count_waiting_doubts,
    list_waiting_doubts,
)
from liupan.capabilities.catalogue.rules.covering import covers, is_certain
from liupan.capabilities.catalogue.rules.doubts import Act, Outcome, State
from liupan.capabilities.catalogue.rules.scopes import Operator, condition
from liupan.capabilities.catalogue.tests.asking import resource
from liupan.capabilities.catalogue.tests.doubting import (
    DAY_LATER,
    KEY,
    TOLD,
    WORDS,
    asked_back,
    disputed,
    fixed,
    flagged,
    held,
    rejected,
    row,
)
from liupan.capabilities.catalogue.tests.factories import DAY, NOW, Town
from liupan.foundation.access.facade import actor_for, grant_role, installer
from liupan.foundation.calendar.facade import describe
from liupan.foundation.calendar.tests.factories import facts
from liupan.foundation.crypto.facade import destroy_key
from liupan.foundation.documents.facade import list_files
from liupan.foundation.identity.tests.factories import enter
from liupan.foundation.messaging.facade import list_notices
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, Missing, NotAuthorised

pytestmark = pytest.mark.django_db
TWO_WEEKS = NOW + timedelta(days=14)


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with clock.frozen(NOW):
        yield


def at(place: Town, person: str) -> Client:
    client = Client()
    enter(client, place.people[person].id)
    return client


def titles_of(place: Town, person: str) -> list[str]:
    return [str(one.title) for one in list_notices(place.people[person])]


def heard(place: Town, person: str) -> bool:
    """Whether somebody was told of a correction, in either language."""
    titles = titles_of(place, person)
    return any("更正" in title or "was corrected" in title for title in titles)


def test_flagging_starts_the_providers_clock(place: Town) -> None:
    doubt = row(flagged(place))
    assert (doubt.standing, doubt.items) == (State.FLAGGED, ["登记日期"])
    assert doubt.number == "数疑〔2017〕1号"
    assert doubt.clock_id
    reading = describe(doubt.clock_id, now=NOW)
    assert (reading.unit_id, reading.due_on) == (place.units["bureau"], doubt.due_on)
    assert doubt.due_on == date(2017, 6, 8)  # five working days
    assert count_waiting_doubts(place.decider, Act.FIX) == 1
    assert count_waiting_doubts(place.asker, Act.FIX) == 0
    assert titles_of(place, "decider")


def test_a_form_sent_twice_makes_one(place: Town) -> None:
    grant = held(place)
    first = flagged(place, grant)
    assert flagged(place, grant, once=first) == first
    assert Doubt.objects.count() == 1


@pytest.mark.parametrize("stop", [revoke_grant, suspend_grant])
def test_only_under_a_grant_in_force(place: Town, stop: Any) -> None:
    grant = held(place)
    stop(grant_id=grant, reason="不再需要。", actor=place.decider, now=NOW)
    with pytest.raises(NotGranted):
        flagged(place, grant, now=DAY_LATER)


def test_a_grant_that_ended_or_has_not_begun_lets_nobody_doubt(place: Town) -> None:
    grant = held(place, valid_until=DAY + timedelta(days=9))
    with pytest.raises(NotGranted):
        flagged(place, grant, now=NOW + timedelta(days=10))


def test_only_granted_items_are_doubted(place: Town) -> None:
    grant = held(place, names=("男方姓名",))
    with pytest.raises(InvalidInput):
        flagged(place, grant)
    assert not Doubt.objects.exists()


def test_only_the_holder_of_the_grant_flags(place: Town) -> None:
    grant = held(place)
    for person in ("outsider", "decider", "stranger", "constable"):
        with pytest.raises(NotAuthorised):
            flag_record(grant_id=grant, told=TOLD, words=WORDS, actor=place.people[person], now=NOW)


@pytest.mark.parametrize("told", [
    Record(key={}, found={"登记日期": "甲"}, wanted={}),
    Record(key={"男方姓名": "甲"}, found={}, wanted={}),
])  # fmt: skip
def test_a_doubt_names_record_and_items(place: Town, told: Record) -> None:
    with pytest.raises(InvalidInput):
        flagged(place, told=told)


def test_the_clock_rests_while_the_provider_waits(place: Town) -> None:
    doubt = row(asked_back(place))
    was = doubt.due_on
    later = NOW + timedelta(days=6)
    supplement_doubt(doubt_id=doubt.id, words="附上。", actor=place.asker, now=later)
    doubt.refresh_from_db()
    assert doubt.standing is State.FLAGGED
    assert doubt.due_on > was
    fixed(place, doubt.id, now=later + timedelta(days=1))
    assert row(doubt.id).in_time is True


def test_late_stays_late(place: Town) -> None:
    doubt = flagged(place)
    ask_back(doubt_id=doubt, words="请补充。", actor=place.decider, now=TWO_WEEKS)
    supplement_doubt(doubt_id=doubt, words="附上。", actor=place.asker, now=TWO_WEEKS)
    fixed(place, doubt, now=TWO_WEEKS)
    late = row(doubt)
    assert late.is_late
    assert late.in_time is False
    (fact,) = facts("catalogue.doubt.fixed")
    assert (fact["in_time"], fact["days"]) == (False, late.fix_days)
    with pytest.raises(Error), transaction.atomic():
        Doubt.objects.filter(id=doubt).update(is_late=False)
    with pytest.raises(Error), transaction.atomic():
        Doubt.objects.filter(id=doubt).update(flagged_at=TWO_WEEKS)


def test_what_was_done_stays(place: Town) -> None:
    doubt = flagged(place)
    for act in (
        lambda: DoubtStep.objects.filter(doubt_id=doubt).update(words=""),
        lambda: DoubtStep.objects.filter(doubt_id=doubt).delete(),
        lambda: Doubt.objects.filter(id=doubt).update(record=""),
        lambda: Doubt.objects.filter(id=doubt).delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            act()


def test_accepting_a_fix_or_a_rejection_closes(place: Town) -> None:
    grant = held(place)
    for make, came in ((fixed, Outcome.CORRECTED), (rejected, Outcome.STANDS)):
        doubt = make(place, flagged(place, grant))
        confirm_answer(doubt_id=doubt, actor=place.asker, now=DAY_LATER)
        closed = row(doubt)
        assert (closed.standing, closed.outcome) == (State.CLOSED, came.value)
        with pytest.raises(NotNow):
            dispute_answer(doubt_id=doubt, words="仍有误。", actor=place.asker, now=DAY_LATER)


def test_the_data_authority_sees_and_rules_only_what_is_disputed(place: Town) -> None:
    quiet = flagged(place)
    with pytest.raises(Missing):
        get_doubt(place.ruler, quiet, now=NOW)
    doubt = disputed(place)
    assert get_doubt(place.ruler, doubt, now=DAY_LATER).record == TOLD
    uphold_doubt(doubt_id=doubt, words="应予更正。", actor=place.ruler, now=DAY_LATER)
    ordered = row(doubt)
    assert ordered.standing is State.ORDERED
    assert ordered.due_on > DAY_LATER.date()
    with pytest.raises(NotNow):
        reject_doubt(doubt_id=doubt, words="不改。", actor=place.decider, now=DAY_LATER)
    fixed(place, doubt)
    confirm_answer(doubt_id=doubt, actor=place.asker, now=DAY_LATER)
    assert row(doubt).outcome == Outcome.CORRECTED


def test_a_ruling_for_the_provider_closes(place: Town) -> None:
    doubt = disputed(place)
    dismiss_doubt(doubt_id=doubt, words="记录无误。", actor=place.ruler, now=DAY_LATER)
    assert row(doubt).outcome == Outcome.STANDS


def test_a_doubt_is_taken_back_before_it_was_answered(place: Town) -> None:
    doubt = flagged(place)
    withdraw_doubt(doubt_id=doubt, words="系我方录入有误。", actor=place.asker, now=NOW)
    assert row(doubt).outcome == Outcome.WITHDRAWN
    with pytest.raises(NotNow):
        fixed(place, doubt)


def with_roles(place: Town, person: str, *roles: str) -> Any:
    account = place.people[person].id
    for role in roles:
        grant_role(
            role_code=role, unit_id=place.root, account_id=account, valid_from=DAY,
            actor=installer(), now=NOW,
        )  # fmt: skip
    return actor_for(account)


def test_nobody_speaks_for_two_sides(place: Town) -> None:
    both = with_roles(place, "asker", "catalogue-decider", "catalogue-authority")
    doubt = flagged(place)
    with pytest.raises(SameHands):
        reject_doubt(doubt_id=doubt, words="不改。", actor=both, now=NOW)
    assert Act.REJECT in get_doubt(both, doubt, now=NOW).barred
    assert not list_waiting_doubts(both, Act.FIX)
    of = disputed(place)
    with pytest.raises(SameHands):
        dismiss_doubt(doubt_id=of, words="维持。", actor=both, now=DAY_LATER)


def test_every_unit_that_uses_the_items_hears_of_the_fix(place: Town) -> None:
    of = resource(place)
    grant = held(place, of=of)
    held(place, of=of, unit="third", person="outsider")
    doubt = fixed(place, flagged(place, grant))
    (told,) = Correction.objects.filter(doubt_id=doubt)
    assert told.unit_id == place.units["third"]
    assert heard(place, "outsider")
    found = get_correction(place.outsider, told.id)
    assert found.values == {"登记日期": "2016-05-20"}
    assert found.key == TOLD.key
    assert count_untaken(place.outsider) == 1
    take_correction(correction_id=told.id, actor=place.outsider, now=DAY_LATER)
    assert count_untaken(place.outsider) == 0
    with pytest.raises(Missing):
        get_correction(place.asker, told.id)  # of another unit
    with pytest.raises(Missing):
        get_doubt(place.outsider, doubt, now=DAY_LATER)  # only the correction


def test_a_unit_whose_grant_does_not_cover_the_items_hears_nothing(place: Town) -> None:
    of = resource(place)
    grant = held(place, of=of)
    held(place, of=of, unit="third", person="outsider", names=("女方姓名",))
    fixed(place, flagged(place, grant))
    assert not Correction.objects.exists()
    assert not heard(place, "outsider")


def test_of_the_key_a_unit_sees_what_its_grant_shows(place: Town) -> None:
    of = resource(place)
    grant = held(place, of=of)
    held(place, of=of, unit="third", person="outsider", names=("登记日期",))
    fixed(place, flagged(place, grant))
    found = get_correction(place.outsider, Correction.objects.get().id)
    assert found.key == {}
    assert found.values == {"登记日期": "2016-05-20"}


def test_a_record_outside_the_rows_of_a_grant_is_nobodys_news(place: Town) -> None:
    of = resource(place)
    grant = held(place, of=of)
    beyond = (condition("登记日期", Operator.FROM, ["2017-01-01"]),)
    held(place, of=of, unit="third", person="outsider", rows=beyond)
    fixed(place, flagged(place, grant))
    assert not Correction.objects.exists()


def test_rows_that_values_do_not_decide_are_not_certain() -> None:
    rows = (condition("所在县", Operator.EQUAL, ["西吉县"]),)
    assert covers(rows, {"登记日期": "2016-05-20"})
    assert not is_certain(rows, {"登记日期": "2016-05-20"})
    assert not covers(rows, {"所在县": "隆德县"})
    assert covers((condition("数", Operator.UNTIL, ["10"]),), {"数": "9"})


def test_a_later_fix_replaces_the_correction(place: Town) -> None:
    of = resource(place)
    grant = held(place, of=of)
    held(place, of=of, unit="third", person="outsider")
    doubt = fixed(place, flagged(place, grant))
    first = Correction.objects.get()
    dispute_answer(doubt_id=doubt, words="仍有误。", actor=place.asker, now=DAY_LATER)
    uphold_doubt(doubt_id=doubt, words="应予更正。", actor=place.ruler, now=DAY_LATER)
    fixed(place, doubt)
    assert Correction.objects.count() == 2
    old = get_correction(place.outsider, first.id)
    assert old.line.is_replaced
    assert not old.values
    assert not old.may_take


PLACES = (
    "SELECT string_agg(t::text, ' ') FROM catalogue_doubt t",
    "SELECT string_agg(t::text, ' ') FROM catalogue_doubtstep t",
    "SELECT string_agg(t::text, ' ') FROM catalogue_correction t",
    "SELECT string_agg(changes::text, ' ') FROM journal_entry",
    "SELECT string_agg(t::text, ' ') FROM messaging_notice t",
    "SELECT string_agg(t::text, ' ') FROM search_entry t",
    "SELECT string_agg(t::text, ' ') FROM calendar_clock t",
)


def test_nothing_of_the_record_lies_anywhere_in_the_clear(place: Town) -> None:
    of = resource(place)
    grant = held(place, of=of)
    held(place, of=of, unit="third", person="outsider")
    fixed(place, flagged(place, grant))
    for statement in PLACES:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            text = str(cursor.fetchone()[0] or "")
        for canary in (KEY, "金丝雀", "2016-05-20"):
            assert canary not in text, (canary, statement)


def test_the_same_record_is_known_by_an_id_that_says_nothing(place: Town) -> None:
    grant = held(place)
    first, second = row(flagged(place, grant)), row(flagged(place, grant))
    other = Record(key={"男方姓名": "乙"}, found=TOLD.found, wanted=TOLD.wanted)
    third = row(flagged(place, grant, told=other))
    assert first.record_id == second.record_id != third.record_id
    same = get_doubt(place.decider, first.id, now=NOW).same
    assert [one.id for one in same] == [second.id]
    assert not get_doubt(place.asker, first.id, now=NOW).same


def test_a_destroyed_key_leaves_nothing_of_the_record(place: Town) -> None:
    doubt = row(flagged(place))
    destroy_key(doubt.record_id, now=NOW)
    told, values = open_record(doubt)
    assert (dict(told.key), values) == ({}, {})
    assert at(place, "asker").get(reverse("catalogue:doubt", args=[doubt.id])).status_code == 200


def test_evidence_is_for_the_sides_alone(place: Town) -> None:
    file = Evidence("证据.txt", "登记簿第十二页".encode())
    doubt = flagged(place, files=[file])
    for person, seen in (("asker", 1), ("decider", 1), ("outsider", 0), ("ruler", 0)):
        found = list_files([doubt], place.people[person]).get(doubt, [])
        assert len(found) == seen, person


STRANGERS = ("outsider", "reader", "ruler", "security")


@pytest.mark.parametrize("person", STRANGERS)
def test_a_stranger_sees_neither_doubt_nor_key(place: Town, person: str) -> None:
    doubt = flagged(place)
    client = at(place, person)
    for name in ("doubt", "doubt-fix", "doubt-confirm", "doubt-uphold"):
        answer = client.get(reverse(f"catalogue:{name}", args=[doubt]))
        assert answer.status_code in (403, 404), name
        assert KEY not in answer.content.decode()
    for page in ("catalogue:doubts", "catalogue:corrections", "workbench:home"):
        answer = client.get(reverse(page), follow=True)
        assert row(doubt).number not in answer.content.decode(), page
    export = client.get(f"{reverse('catalogue:doubts')}?export=csv")
    body = export.getvalue() if export.streaming else export.content
    assert row(doubt).number.encode() not in body


def test_anonymous_is_sent_to_sign_in(place: Town) -> None:
    doubt = flagged(place)
    answer = Client().get(reverse("catalogue:doubt", args=[doubt]))
    assert answer.status_code in (302, 401, 403)


def test_list_and_export_hold_nothing_of_the_record(place: Town) -> None:
    fixed(place)
    client = at(place, "asker")
    for query in ("", "?q=结婚", "?side=flagger", "?state=open", "?late=false", "?export=csv"):
        answer = client.get(reverse("catalogue:doubts") + query)
        body = (answer.getvalue() if answer.streaming else answer.content).decode()
        assert answer.status_code == 200, query
        assert "数疑〔2017〕1号" in body, query
        assert KEY not in body
        assert "2016-05-20" not in body
    assert "数疑" not in client.get(reverse("catalogue:doubts") + f"?q={KEY}").content.decode()


def test_flagging_by_the_pages(place: Town) -> None:
    grant = held(place)
    client = at(place, "asker")
    url = reverse("catalogue:doubt-flag")
    assert str(grant) in client.get(url).content.decode()
    page = client.get(f"{url}?grant={grant}")
    assert page.status_code == 200
    empty = client.post(f"{url}?grant={grant}", {"words": "有误"})
    assert empty.status_code == 422
    sent = {"key-0": "甲", "found-2": "2016-05-02", "wanted-2": "2016-05-20", "words": "有误"}
    answer = client.post(f"{url}?grant={grant}", {**sent, "once": str(grant)})
    assert answer.status_code == 302
    doubt = Doubt.objects.get()
    assert doubt.items == ["登记日期"]
    assert client.get(answer.headers["Location"]).status_code == 200
    assert at(place, "outsider").get(f"{url}?grant={grant}").status_code == 404


@pytest.mark.parametrize(
    ("person", "make", "name", "said", "after"),
    [
        ("decider", flagged, "fix", {"value-0": "2016-05-20", "effective_on": "2017-06-02"},
         State.FIXED),
        ("decider", flagged, "reject", {}, State.REJECTED),
        ("decider", flagged, "ask-back", {}, State.ASKED_BACK),
        ("asker", asked_back, "supplement", {}, State.FLAGGED),
        ("asker", fixed, "confirm", {}, State.CLOSED),
        ("asker", rejected, "dispute", {}, State.DISPUTED),
        ("ruler", disputed, "uphold", {}, State.ORDERED),
        ("ruler", disputed, "dismiss", {}, State.CLOSED),
        ("asker", flagged, "withdraw", {}, State.WITHDRAWN),
    ],
)  # fmt: skip
def test_every_step_by_its_page(
    place: Town, person: str, make: Any, name: str, said: dict[str, str], after: State
) -> None:
    doubt = make(place)
    with clock.frozen(DAY_LATER):
        client = at(place, person)
        where = reverse(f"catalogue:doubt-{name}", args=[doubt])
        assert client.get(reverse("catalogue:doubt", args=[doubt])).status_code == 200
        assert client.get(where).status_code == 200
        for _twice in range(2):
            answer = client.post(where, {"words": "说明。", **said})
            assert answer.status_code == 302  # sent twice, done once
    assert row(doubt).standing is after


def test_words_are_needed(place: Town) -> None:
    doubt = flagged(place)
    where = reverse("catalogue:doubt-reject", args=[doubt])
    assert at(place, "decider").post(where, {"words": ""}).status_code == 422
    with pytest.raises(InvalidInput):
        fix_record(
            doubt_id=doubt, values={}, effective_on=DAY, words="已改。", actor=place.decider,
            now=NOW,
        )  # fmt: skip


def test_taking_a_correction_over_by_its_page(place: Town) -> None:
    of = resource(place)
    grant = held(place, of=of)
    held(place, of=of, unit="third", person="outsider")
    fixed(place, flagged(place, grant))
    told = Correction.objects.get()
    with clock.frozen(DAY_LATER):
        client = at(place, "outsider")
        page = client.get(reverse("catalogue:correction", args=[told.id]))
        assert "2016-05-20" in page.content.decode()
        assert client.get(reverse("catalogue:corrections")).status_code == 200
        taken = client.post(reverse("catalogue:correction-take", args=[told.id]))
        assert taken.status_code == 302
        other = at(place, "asker").post(reverse("catalogue:correction-take", args=[told.id]))
        assert other.status_code == 404
    told.refresh_from_db()
    assert told.taken_by == place.outsider.id
