"""Changes of law and duty, the tasks they open, and how these end."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction

from liupan.capabilities.catalogue.handlers import propose_change_of_duty
from liupan.capabilities.catalogue.models import Change, Edition, UpdateTask
from liupan.capabilities.catalogue.operations.drawing_up import begin_edition, revise_entry
from liupan.capabilities.catalogue.operations.locking import NotNow
from liupan.capabilities.catalogue.operations.reviewing import withdraw_entry
from liupan.capabilities.catalogue.operations.updating import (
    WhatChanged,
    answer_statement,
    confirm_change,
    drop_change,
    record_change,
    state_unchanged,
)
from liupan.capabilities.catalogue.queries.affected import list_affected
from liupan.capabilities.catalogue.rules.citing import cites, number_of
from liupan.capabilities.catalogue.tests.factories import (
    DAY,
    NOW,
    Town,
    published,
    registered,
)
from liupan.foundation.calendar.facade import describe
from liupan.foundation.calendar.tests.factories import facts
from liupan.foundation.journal.facade import Heard
from liupan.foundation.organisations.events import UnitAbolished
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, NotAuthorised
from liupan.kernel.figures import find_measure
from liupan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
LAW = "《中华人民共和国婚姻法》第八条"
WHAT = WhatChanged(kind="law", title="婚姻法修订", law="婚姻法", article="第八条", effective_on=DAY)


def citing(place: Town, ground: str = LAW) -> UUID:
    """A published resource of the bureau whose ground cites the law."""
    edition = published(place, registered(place, share_type="2", share_condition=ground))
    return Edition.objects.get(id=edition).resource_id


def confirmed(place: Town, *resources: UUID, now: datetime = NOW, **changes: Any) -> UUID:
    change = record_change(what=replace(WHAT, **changes), actor=place.checker, now=now)
    confirm_change(change_id=change, resource_ids=resources, actor=place.checker, now=now)
    return change


def published_anew(place: Town, resource: UUID, now: datetime) -> None:
    edition = begin_edition(resource_id=resource, actor=place.editor, now=now)
    said = replace(Edition.objects.get(id=edition).said, abstract="依新法改写。")
    revise_entry(edition_id=edition, said=said, version=1, actor=place.editor, now=now)
    published(place, edition, now)


@pytest.mark.parametrize(
    ("text", "law", "article", "is_cited"),
    [
        (LAW, "婚姻法", "", True),
        (LAW, "中华人民共和国婚姻法", "8", True),
        (LAW, "《婚姻法》", "第八条", True),
        (LAW, "婚姻法", "第九条", False),
        ("《婚姻法》第三十一条、第三十二条", "婚姻法", "第32条", True),
        ("《婚姻法》、《户口登记条例》第八条", "婚姻法", "第八条", False),
        ("《婚姻法实施条例》第八条", "婚姻法", "", False),
        ("《新婚姻法》第八条", "婚姻法", "", False),
        ("依据婚姻法第八条办理", "婚姻法", "第八条", True),
        ("因履行职责需要。", "婚姻法", "", False),
        ("x", "", "", False),
    ],
)
def test_what_cites_a_law(text: str, law: str, article: str, is_cited: bool) -> None:
    assert cites(text, law, article) is is_cited


def test_numbers_of_articles() -> None:
    read = [number_of(one) for one in ("第七十三条", "73", "第一百零八条", "十", "二千零一", "无")]
    assert read == [73, 73, 108, 10, 2001, 0]


def test_a_change_of_law_finds_what_cites_it_and_opens_nothing_yet(place: Town) -> None:
    resource = citing(place)
    citing(place, "《户口登记条例》第八条")
    change = record_change(what=WHAT, actor=place.checker, now=NOW)
    found = list_affected(place.checker, Change.objects.get(id=change))
    assert [one.resource_id for one in found] == [resource]
    assert not UpdateTask.objects.exists()
    with pytest.raises(NotAuthorised):
        record_change(what=WHAT, actor=place.editor, now=NOW)
    with pytest.raises(InvalidInput):
        record_change(what=replace(WHAT, law=""), actor=place.checker, now=NOW)


def test_confirming_opens_tasks_of_fifteen_working_days(place: Town) -> None:
    resource = citing(place)
    with pytest.raises(InvalidInput):
        confirmed(place, uuid7())
    confirmed(place, resource)
    (task,) = UpdateTask.objects.all()
    reading = describe(task.clock_id, now=NOW)
    assert (reading.limit_value, task.due_on) == (15, date(2017, 6, 22))
    assert len(facts("catalogue.update.opened")) == 1
    with pytest.raises(NotNow):
        confirm_change(
            change_id=task.change_id, resource_ids=[resource], actor=place.checker, now=NOW
        )


def test_fifteen_working_days_across_the_spring_festival(place: Town) -> None:
    start = clock.start_of(date(2017, 1, 16)) + timedelta(hours=9)
    edition = published(place, registered(place, now=start, share_condition=LAW), start)
    confirmed(place, Edition.objects.get(id=edition).resource_id, now=start)
    # 17-20, 22-26 of January: nine; 3, 4, 6-9 of February: fifteen
    assert UpdateTask.objects.get().due_on == date(2017, 2, 9)


def test_a_new_edition_ends_the_task_in_time_or_late(place: Town) -> None:
    soon, late = citing(place), citing(place)
    confirmed(place, soon, late)
    published_anew(place, soon, NOW + timedelta(days=5))
    published_anew(place, late, NOW + timedelta(days=40))
    rows = {row.resource_id: row for row in UpdateTask.objects.all()}
    assert {row.outcome for row in rows.values()} == {"edition"}
    assert (rows[soon].was_late, rows[late].was_late) == (False, True)
    with pytest.raises(ProgrammingError), transaction.atomic():
        UpdateTask.objects.filter(id=rows[late].id).update(was_late=False)


def test_a_withdrawal_ends_it(place: Town) -> None:
    resource = citing(place)
    confirmed(place, resource)
    edition = Edition.objects.get(resource_id=resource, state=29)
    withdraw_entry(edition_id=edition.id, reason="职能取消。", actor=place.authority, now=NOW)
    assert UpdateTask.objects.get().outcome == "withdrawn"


def test_nothing_changes_is_stated_and_accepted(place: Town) -> None:
    confirmed(place, citing(place))
    task = UpdateTask.objects.get()
    said = {"task_id": task.id, "actor": place.editor}
    with pytest.raises(InvalidInput):
        state_unchanged(**said, statement=" ", now=NOW)
    stated = NOW + timedelta(days=14)
    state_unchanged(**said, statement="条文未涉及信息项。", now=stated)
    with pytest.raises(NotNow):
        state_unchanged(**said, statement="x", now=stated)
    with pytest.raises(NotAuthorised):
        answer_statement(task_id=task.id, accept=True, opinion="", actor=place.editor, now=stated)
    later = NOW + timedelta(days=60)  # the authority's time is not the unit's
    answer_statement(task_id=task.id, accept=True, opinion="", actor=place.checker, now=later)
    task.refresh_from_db()
    assert (task.outcome, task.was_late, task.done_at) == ("unchanged", False, stated)


def test_a_statement_that_is_not_accepted_moves_the_day_by_the_answer(place: Town) -> None:
    confirmed(place, citing(place))
    task = UpdateTask.objects.get()
    before = task.due_on
    state_unchanged(task_id=task.id, statement="x", actor=place.editor, now=NOW)
    later = NOW + timedelta(days=7)
    with pytest.raises(InvalidInput):
        answer_statement(task_id=task.id, accept=False, opinion="", actor=place.checker, now=later)
    answer_statement(
        task_id=task.id, accept=False, opinion="第八条有变。", actor=place.checker, now=later
    )
    task.refresh_from_db()
    assert task.state == UpdateTask.State.OPEN
    assert task.due_on == before + timedelta(days=7)


def test_duties_move_by_the_unit_or_the_authority(place: Town) -> None:
    resource = citing(place)
    what = WhatChanged(
        kind="duty", title="职能划转", effective_on=DAY, unit_id=place.units["bureau"],
        to_unit_id=place.units["police"],
    )  # fmt: skip
    with pytest.raises(NotAuthorised):
        record_change(what=what, actor=place.police, now=NOW)
    change = record_change(what=what, actor=place.editor, now=NOW)
    assert (
        confirm_change(change_id=change, resource_ids=[resource], actor=place.editor, now=NOW) == 1
    )
    assert UpdateTask.objects.get().unit_id == place.units["bureau"]
    dropped = record_change(what=what, actor=place.checker, now=NOW)
    drop_change(change_id=dropped, reason="不涉及目录。", actor=place.checker, now=NOW)
    assert Change.objects.get(id=dropped).state == Change.State.DROPPED


def test_a_unit_that_ended_proposes_a_change_once(place: Town) -> None:
    citing(place)
    fact = UnitAbolished(
        thing_id=place.units["bureau"], successor_ids=(place.units["police"],), effective_on=DAY
    )
    heard = Heard(entry_id=uuid7(), actor_id=place.checker.id, at=NOW)
    for _n in range(2):
        propose_change_of_duty(fact, heard)
    (change,) = Change.objects.all()
    assert (change.kind, change.to_unit_id) == ("duty", place.units["police"])
    other = replace(fact, thing_id=place.units["third"])  # has no entry
    propose_change_of_duty(other, replace(heard, entry_id=uuid7()))
    assert Change.objects.count() == 1


def test_how_many_updates_were_in_time(place: Town) -> None:
    soon, late = citing(place), citing(place)
    confirmed(place, soon, late)
    published_anew(place, soon, NOW + timedelta(days=5))
    measure = find_measure("catalogue.updates_in_time")
    assert measure
    for day, parts in ((DAY, (0, 0)), (DAY + timedelta(days=6), (1, 1)),
                       (DAY + timedelta(days=40), (1, 2))):  # fmt: skip
        sql, values = measure.records(day)
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            rows = cursor.fetchall()
        assert (sum(row[3] for row in rows), sum(row[4] for row in rows)) == parts, day
