"""Reading: within clearance, personal values only for those who may, and never unseen."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from liupan.foundation.crypto.facade import destroy_key
from liupan.foundation.journal import queries
from liupan.foundation.journal.checking import check_when_due
from liupan.foundation.journal.facade import (
    READ_JOURNAL,
    READ_PERSONAL,
    Page,
    Reading,
    Search,
    chain_state,
    follow_thing,
    history,
    link_all,
    list_entries,
    request_verification,
    search_journal,
)
from liupan.foundation.journal.models import Verification
from liupan.foundation.journal.policies import VERIFY_JOURNAL
from liupan.foundation.journal.tests.notes import (
    CLERK,
    NOW,
    NoteSigned,
    clerk,
    pin,
    pin_note,
    rows,
    tamper,
)
from liupan.kernel.authority import Duty, declare
from liupan.kernel.errors import NotAuthorised
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

AUDITOR = clerk(READ_JOURNAL)
READ_NOTES = declare("test.note.read", "read notes", duty=Duty.BUSINESS)


def numbers(page: Page) -> list[int]:
    return [
        change.after.value for e in page.entries for change in e.changes if change.field == "number"
    ]


def test_only_those_who_may_read(db: None) -> None:
    for read in (lambda: list_entries(CLERK), lambda: history(CLERK, uuid7())):
        with pytest.raises(NotAuthorised):
            read()


def test_the_newest_come_first_and_pages_go_on_without_overlap(db: None) -> None:
    for number in range(7):
        pin(number=number)
    first = list_entries(AUDITOR, size=3)
    second = list_entries(AUDITOR, size=3, before=first.next_before)
    third = list_entries(AUDITOR, size=3, before=second.next_before)
    assert [numbers(p) for p in (first, second, third)] == [[6, 5, 4], [3, 2, 1], [0]]
    assert third.next_before is None


def test_a_full_last_page_is_the_last(db: None) -> None:
    for number in range(3):
        pin(number=number)
    assert list_entries(AUDITOR, size=3).next_before is None


@pytest.mark.parametrize("clearance", list(Secrecy))
def test_nothing_above_the_readers_clearance_is_shown(db: None, clearance: Secrecy) -> None:
    thing = uuid7()
    for level in Secrecy:
        pin(thing_id=thing, number=int(level), secrecy=level)
    reader = clerk(READ_JOURNAL, clearance=clearance)
    seen = [int(level) for level in reversed(Secrecy) if level <= clearance]
    assert numbers(list_entries(reader)) == seen
    assert numbers(list_entries(reader, Search(text="甲"))) == seen
    assert numbers(history(reader, thing)) == seen


def test_a_search_narrows(db: None) -> None:
    thing, named = uuid7(), uuid7()
    pin("五保户名单", thing, number=1)
    pin("低保名单", concerned=(named,), number=2)
    pin_note(fact=NoteSigned(thing_id=thing, person_id=uuid7(), name="甲"), now=NOW)
    pin_note(
        fact=NoteSigned(thing_id=uuid7(), person_id=uuid7(), name="乙"),
        now=NOW + timedelta(days=1),
    )

    def found(**search: object) -> list[str]:
        return [e.act for e in list_entries(AUDITOR, Search(**search)).entries]  # type: ignore[arg-type]

    assert found(thing_id=thing) == ["test.note.signed", "test.note.pinned"]
    assert found(thing_id=named) == ["test.note.pinned"]
    assert found(act="test.note.signed") == ["test.note.signed"] * 2
    assert len(found(act="test.")) == len(found(act="test.note.")) == 4
    assert found(act="journal.") == []
    assert len(found(actor_id=CLERK.id)) == 4
    assert found(actor_id=uuid7()) == []
    assert found(text="低保") == ["test.note.pinned"]
    assert found(text="甲") == [], "personal values are sealed"
    assert found(since=NOW + timedelta(hours=1)) == ["test.note.signed"]
    assert len(found(until=NOW + timedelta(hours=1))) == 3


def test_a_text_search_looks_through_so_much_and_goes_on(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "LOOK", 3)
    pin("目标", number=0)
    for number in range(1, 8):
        pin(number=number)
    page, pages = list_entries(AUDITOR, Search(text="目标")), 1
    while not page.entries and page.next_before:
        page = list_entries(AUDITOR, Search(text="目标"), before=page.next_before)
        pages += 1
    assert numbers(page) == [0]
    assert pages == 3


def test_personal_values_are_shown_to_those_who_may(db: None) -> None:
    person = clerk(READ_JOURNAL)
    pin_note(fact=NoteSigned(thing_id=uuid7(), person_id=person.id, name="马晓燕"))

    def name(reader: object) -> tuple[Reading, object]:
        [entry] = list_entries(reader).entries  # type: ignore[arg-type]
        [value] = [c.after for c in entry.changes if c.field == "name"]
        return value.reading, value.value

    assert name(AUDITOR) == (Reading.SEALED, None)
    assert name(clerk(READ_JOURNAL, READ_PERSONAL)) == (Reading.OPENED, "马晓燕")
    assert name(person) == (Reading.OPENED, "马晓燕"), "one's own"
    destroy_key(person.id, now=NOW)
    assert name(clerk(READ_JOURNAL, READ_PERSONAL)) == (Reading.ERASED, None)


def test_an_empty_personal_value_is_not_an_erased_one(db: None) -> None:
    pin_note(fact=NoteSigned(thing_id=uuid7(), person_id=uuid7(), name=""))
    [entry] = list_entries(clerk(READ_JOURNAL, READ_PERSONAL)).entries
    assert [(c.field, c.after.reading, c.after.value) for c in entry.changes][-1] == (
        "name",
        Reading.OPENED,
        "",
    )


def test_fields_stand_in_the_order_of_the_fact(db: None) -> None:
    pin()
    [entry] = list_entries(AUDITOR).entries
    assert [c.field for c in entry.changes] == ["text", "number"]


def test_a_history_tells_what_was_before(db: None) -> None:
    thing = uuid7()
    pin("甲", thing, number=1)
    pin("乙", number=9, concerned=(thing,))
    pin("乙", thing, number=1)
    page = history(AUDITOR, thing)
    story = [
        [(c.field, c.before and c.before.value, c.after.value) for c in e.changes]
        for e in page.entries
    ]
    assert story == [
        [("text", "甲", "乙"), ("number", 1, 1)],
        [("text", None, "乙"), ("number", None, 9)],
        [("text", None, "甲"), ("number", None, 1)],
    ]


def test_an_office_shows_its_things_own_facts_under_its_own_right(db: None) -> None:
    thing = uuid7()
    pin(thing_id=thing, number=1)
    pin(number=2, concerned=(thing,))
    reader = clerk(READ_NOTES)
    assert numbers(history(reader, thing, under=READ_NOTES)) == [1]
    with pytest.raises(NotAuthorised):
        history(reader, thing)


def test_labels_are_the_facts_own_words_or_its_code(db: None) -> None:
    pin()
    pin_note(fact=NoteSigned(thing_id=uuid7(), person_id=uuid7(), name="x"))
    assert [e.label for e in list_entries(AUDITOR).entries] == ["test.note.signed", "钉上便条"]


def test_the_number_of_queries_does_not_grow(db: None) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            list_entries(clerk(READ_JOURNAL, READ_PERSONAL))
        return len(captured)

    for _ in range(2):
        pin_note(fact=NoteSigned(thing_id=uuid7(), person_id=uuid7(), name="x"))
    few = count()
    for _ in range(30):
        pin_note(fact=NoteSigned(thing_id=uuid7(), person_id=uuid7(), name="x"))
    assert count() == few == 3


def test_reading_for_audit_leaves_one_fact_a_page(db: None) -> None:
    thing = uuid7()
    for number in range(5):
        pin(thing_id=thing, number=number)
    page = search_journal(search=Search(text="甲"), actor=AUDITOR, now=NOW)
    assert len(page.entries) == 5
    follow_thing(thing_id=thing, actor=AUDITOR, now=NOW)
    left = rows(
        "SELECT act, actor_id, changes->>'text', changes->>'about' FROM journal_entry"
        " WHERE act LIKE 'journal.%%' ORDER BY pos"
    )
    assert left == [
        ("journal.search.made", AUDITOR.id, "甲", None),
        ("journal.thing.followed", AUDITOR.id, None, str(thing)),
    ]
    with pytest.raises(NotAuthorised):
        search_journal(search=Search(), actor=CLERK, now=NOW)


def test_the_state_of_the_chain(db: None) -> None:
    pin()
    pin()
    before = chain_state()
    assert (before.last_seq, before.waiting) == (0, 2)
    assert before.waiting_since is not None
    link_all()
    after = chain_state()
    assert (after.last_seq, after.waiting, after.waiting_since) == (2, 0, None)
    assert after.verified is None


def test_of_two_who_ask_for_a_check_at_once_one_asks(fresh_db: str) -> None:
    one, other = clerk(VERIFY_JOURNAL), clerk(VERIFY_JOURNAL)
    asked = Event()

    def first() -> UUID:
        try:
            with transaction.atomic():
                id_ = request_verification(actor=one, now=NOW)
                asked.set()
                time.sleep(0.5)
                return id_
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(first)
        assert asked.wait(30)
        assert request_verification(actor=other, now=NOW) == done.result()
    assert Verification.objects.count() == 1


def test_the_worker_checks_once_a_day_and_when_asked(
    fresh_db: str, owner_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LIUPAN_HOME", tmp_path)
    pin()
    link_all()
    assert check_when_due()
    assert not check_when_due()
    asker = clerk(VERIFY_JOURNAL)
    asked = request_verification(actor=asker, now=NOW)
    assert request_verification(actor=asker, now=NOW) == asked, "one stands"
    assert chain_state().verifying is not None
    tamper(owner_url, "UPDATE journal_entry SET act = 'test.note.torn'")
    link_all()
    assert check_when_due()
    state = chain_state()
    assert state.verifying is None
    assert state.verified is not None
    assert not state.verified.ok
    assert next(f["what"] for f in state.verified.findings) == "altered"
    assert Verification.objects.count() == 2


def test_history_is_in_the_order_of_the_journal_not_of_the_citys_clock(db: None) -> None:
    thing: UUID = uuid7()
    from liupan.foundation.journal.tests.notes import NotePinned

    for number, day in enumerate([3, 1, 2]):
        pin_note(
            fact=NotePinned(thing_id=thing, text="x", number=number), now=NOW + timedelta(days=day)
        )
    assert numbers(history(AUDITOR, thing)) == [2, 1, 0]
