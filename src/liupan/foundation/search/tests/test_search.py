"""Searching: everything that matches, nothing else, and nothing the actor may not see."""

import random
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from liupan.foundation.access.facade import installer
from liupan.foundation.identity.facade import close_account, erase_person
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.jobs.tests.factories import SINCE, person, unit
from liupan.foundation.journal.facade import dispatch_all, link_all
from liupan.foundation.organisations.facade import appoint, create_post, establish_unit
from liupan.foundation.search import registry, rules
from liupan.foundation.search.handlers import follow
from liupan.foundation.search.indexing import index, index_all, unindex
from liupan.foundation.search.models import Entry
from liupan.foundation.search.operations import compare_index, rebuild_index
from liupan.foundation.search.policies import REBUILD_INDEX
from liupan.foundation.search.queries import PAGE, search, suggest
from liupan.foundation.search.registry import IndexEntry
from liupan.foundation.search.tests.factories import NOW, entry, indexed
from liupan.kernel.authority import ANONYMOUS, Actor, ActorKind, declare
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

pytestmark = pytest.mark.django_db

READ = declare("trials.papers.read", "read papers")


def staff(*units: UUID, clearance: Secrecy = Secrecy.INTERNAL) -> Actor:
    rights = {READ.code: frozenset(units)} if units else {}
    return Actor(id=uuid7(), kind=ActorKind.STAFF, clearance=clearance, rights=rights)


def ids(actor: Actor, query: str) -> list[UUID]:
    return [found.thing_id for found in search(actor, query).found]


def test_found_ones_equal_the_substring_truth() -> None:
    chance = random.Random(2017)
    alphabet = "固原市政务信息资源共享平台数据中心西吉隆德"
    texts = ["".join(chance.choices(alphabet, k=chance.randint(1, 60))) for _ in range(400)]
    things = [entry(text[:7], text[7:]) for text in texts]
    assert index_all(things) == 400
    for _ in range(150):
        source = chance.choice(texts)
        start = chance.randrange(len(source))
        query = source[start : start + chance.randint(1, 5)]
        if chance.random() < 0.3:
            query = "".join(chance.choices(alphabet, k=chance.randint(1, 3)))
        truth = {t.thing_id for t in things if query in t.title or query in t.text}
        results = search(ANONYMOUS, query)
        assert results.count == len(truth)
        found = {f.thing_id for p in range(1, 50) for f in search(ANONYMOUS, query, page=p).found}
        assert found == truth


def test_a_phrase_does_not_reach_from_title_into_text() -> None:
    indexed("固原市信息", "共享平台")
    assert search(ANONYMOUS, "信息共享").count == 0


def test_a_text_longer_than_any_position_is_found_to_its_end() -> None:
    text = "".join(chr(0x4E00 + n % 5000) for n in range(60_000)) + "六盘山下"
    thing = indexed("长文", text)
    assert ids(ANONYMOUS, "盘山下") == [thing]


def test_titles_come_first_then_the_newest() -> None:
    old_title = indexed("信息共享办法", days_old=900)
    new_title = indexed("信息共享平台", days_old=10)
    new_text = indexed("简报", "关于信息共享", days_old=0)
    assert ids(ANONYMOUS, "信息共享") == [new_title, old_title, new_text]
    assert [f.thing_id for f in suggest(ANONYMOUS, "信息")] == [new_title, old_title]


@pytest.mark.parametrize(
    "query", ["", "  ", "，。！", "\0", "'", "\\", "' | 'x", "a:*", "<->", "%"]
)
def test_nothing_in_a_query_is_a_command(query: str) -> None:
    indexed("固原 x a")
    assert search(ANONYMOUS, query).count in (0, 1)


def test_what_one_may_not_see_leaves_no_trace() -> None:
    top = unit()
    below = establish_unit(
        code="T002", name="试验局", category="department", division_id=_division(),
        parent_id=top, valid_from=NOW.date(), actor=installer(), now=NOW,
    )  # fmt: skip
    mine = indexed("机要文件", is_public=False, permission=READ, unit_id=below)
    theirs = indexed("机要文件", is_public=False, permission=READ, unit_id=top)
    nowhere = indexed("机要文件", is_public=False, permission=READ)
    for_staff = indexed("机要文件", is_public=False)
    for_all = indexed("机要文件")
    secret = indexed(
        "机要文件", is_public=False, permission=READ, unit_id=below, secrecy=Secrecy.SECRET
    )

    def seen(actor: Actor) -> set[UUID]:
        results = search(actor, "机要")
        assert results.count == len(results.found) == len(suggest(actor, "机要"))
        return {f.thing_id for f in results.found}

    citizen = Actor(id=uuid7(), kind=ActorKind.CITIZEN)
    assert seen(ANONYMOUS) == {for_all}
    assert seen(citizen) == {for_all}
    assert seen(staff()) == {for_all, for_staff}
    assert seen(staff(below)) == {for_all, for_staff, nowhere, mine}
    assert seen(staff(top)) == {for_all, for_staff, nowhere, mine, theirs}
    assert seen(staff(top, clearance=Secrecy.SECRET)) >= {secret}
    assert seen(staff(top, clearance=Secrecy.PUBLIC)) == {for_all}


def _division() -> UUID:
    from liupan.foundation.organisations.facade import find_division

    found = find_division("649900", NOW.date())
    assert found
    return found.id


def test_one_actors_rights_are_one_statement() -> None:
    top = unit()
    actor = staff(top)
    indexed("机要文件", is_public=False, permission=READ, unit_id=top)
    with CaptureQueriesContext(connection) as queries:
        assert search(actor, "机要文件").count == 1
    assert len(queries) == 1


def test_public_and_secret_at_once_is_refused() -> None:
    with pytest.raises(ValueError, match="public and secret"):
        entry("x", is_public=True, secrecy=Secrecy.SECRET)


def test_the_index_is_written_with_the_writers_transaction() -> None:
    thing = uuid7()
    with transaction.atomic():
        index(entry("信息共享", thing_id=thing))
        transaction.set_rollback(True)
    assert ids(ANONYMOUS, "信息") == []
    index(entry("信息共享", thing_id=thing))
    index(entry("数据交换", thing_id=thing))
    assert ids(ANONYMOUS, "信息") == []
    assert ids(ANONYMOUS, "数据") == [thing]
    unindex("trials.thing", thing)
    assert ids(ANONYMOUS, "数据") == []


def test_pages_and_the_count_that_stops() -> None:
    index_all([entry("信息", days_old=n) for n in range(1005)])
    first = search(ANONYMOUS, "信息")
    assert (first.count, first.is_more, len(first.found), first.has_next) == (
        1000,
        True,
        PAGE,
        True,
    )
    second = search(ANONYMOUS, "信息", page=2)
    assert not {f.thing_id for f in first.found} & {f.thing_id for f in second.found}


def test_a_page_beyond_the_last_still_knows_the_count() -> None:
    index_all([entry("信息共享", days_old=n) for n in range(3)])
    beyond = search(ANONYMOUS, "信息共享", page=9)
    assert (beyond.count, beyond.found, beyond.has_next) == (3, (), False)


def test_frequent_tokens_are_looked_up_in_the_index() -> None:
    index_all([entry(f"事项{n}", "工作" + "目录交换" * 50) for n in range(3000)])
    with CaptureQueriesContext(connection) as queries:
        assert search(ANONYMOUS, "工作").is_more
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + queries[0]["sql"])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Bitmap Index Scan on search_tokens" in plan
    assert "Seq Scan on search_entry" not in plan


def test_many_are_indexed_all_or_none() -> None:
    def broken() -> Iterator[IndexEntry]:
        yield from (entry("信息共享") for _ in range(1200))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        index_all(broken())
    assert search(ANONYMOUS, "信息共享").count == 0


def test_of_many_the_last_one_of_a_thing_counts() -> None:
    thing = uuid7()
    others = [entry("信息共享") for _ in range(499)]
    assert index_all([*others, entry("旧名", thing_id=thing), entry("新名", thing_id=thing)]) == 501
    assert ids(ANONYMOUS, "旧名") == []
    assert ids(ANONYMOUS, "新名") == [thing]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('gin_pending_list_limit')")
        assert cursor.fetchone() == ("4MB",)


def test_rebuilding_puts_right_what_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    things = [entry(f"事项{n}", "内容") for n in range(5)]
    made = registry.Source("trials.thing", "Trial", lambda: iter(things))
    monkeypatch.setattr(registry, "_sources", {"trials.thing": made})
    index_all(things[:3])
    index(entry("旧名", thing_id=things[0].thing_id))
    indexed("孤儿")
    found = compare_index()[0]
    assert (found.right, found.missing, found.stale, found.orphaned) == (2, 2, 1, 1)
    assert rebuild_index(actor=worker_actor(REBUILD_INDEX), now=NOW) == (3, 1)
    assert compare_index()[0].is_right
    assert set(Entry.objects.values_list("title", flat=True)) == {f"事项{n}" for n in range(5)}
    assert rebuild_index(actor=worker_actor(REBUILD_INDEX), now=NOW) == (0, 0)


def test_rebuilding_leaves_alone_what_was_written_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, gone = entry("旧名"), entry("旧物")

    def entries() -> Iterator[IndexEntry]:
        index(entry("新名", thing_id=old.thing_id), entry("新物", thing_id=gone.thing_id))
        yield entry("读得早", thing_id=old.thing_id)

    made = registry.Source("trials.thing", "Trial", entries)
    monkeypatch.setattr(registry, "_sources", {"trials.thing": made})
    index(old, gone)
    assert rebuild_index(actor=worker_actor(REBUILD_INDEX), now=NOW) == (0, 0)
    assert set(Entry.objects.values_list("title", flat=True)) == {"新名", "新物"}


def test_who_was_erased_is_found_no_more() -> None:
    where, clerk = unit(), person()
    post = create_post(
        unit_id=where, title="科员", kind="clerk", valid_from=SINCE, actor=installer(), now=NOW
    )
    appoint(post_id=post, account_id=clerk.id, valid_from=SINCE, actor=installer(), now=NOW)
    follow({where})
    assert search(clerk, clerk.name).count == 1
    close_account(account_id=clerk.id, reason="离职", actor=installer(), now=NOW)
    erase_person(account_id=clerk.id, basis="本人要求", actor=installer(), now=NOW)
    link_all()
    dispatch_all()
    assert search(staff(), clerk.name).count == 0


def test_a_word_as_long_as_a_page_does_not_break_the_index() -> None:
    thing = indexed("长", "x" * 100_000 + "\0\ud800")
    assert ids(ANONYMOUS, "x" * 100) == []
    assert ids(ANONYMOUS, "长") == [thing]
    assert rules.tokens("x" * 100_000) == {"x" * 200}
