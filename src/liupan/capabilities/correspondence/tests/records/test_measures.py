"""Figures move with the work, and past days stay as they were."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from liupan.capabilities.correspondence.tests.factories import (
    DAY,
    NOW,
    Town,
    at,
    incoming,
    outgoing,
)
from liupan.foundation.jobs.facade import worker_actor
from liupan.foundation.measures.facade import COMPUTE, latest, take_snapshots
from liupan.kernel import clock
from liupan.kernel.figures import find_measure

SIGN_OFF = "correspondence.hours_to_sign_off"
SIGN_FOR = "correspondence.hours_to_sign_for"


def figure(code: str, day: date) -> tuple[Decimal, Decimal]:
    """Sums of the records at the end of a day."""
    measure = find_measure(f"correspondence.{code}")
    assert measure
    sql, parameters = measure.records(day)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(sum(n), 0), coalesce(sum(d), 0) FROM ({sql}) r (u, i, l, n, d)",
            parameters,
        )
        found = cursor.fetchone()
    return found[0], found[1]


def test_a_unit_works_here_when_it_sends_or_registers_within_90_days(place: Town) -> None:
    assert figure("units_handling", DAY) == (0, 4)
    sent = outgoing(place, "dispatched", issuing_unit_id=place.units["office"])
    assert figure("units_handling", DAY) == (1, 4)
    incoming(place, "police", "signed_for", of=sent)
    assert figure("units_handling", DAY) == (1, 4)
    incoming(place, "finance", "registered", of=sent)
    assert figure("units_handling", DAY) == (2, 4)
    assert figure("units_handling", DAY - timedelta(days=1)) == (0, 4)
    assert figure("units_handling", DAY + timedelta(days=89)) == (2, 4)
    assert figure("units_handling", DAY + timedelta(days=91)) == (0, 4)


def test_what_is_late_does_not_become_punctual(place: Town) -> None:
    due = DAY + timedelta(days=5)
    outgoing(place, "dispatched", due_on=due)
    outgoing(place, "reviewing", due_on=due)
    outgoing(place, "withdrawn", due_on=due, ended_at=at(DAY))
    outgoing(place, "reviewing")
    assert figure("sent_on_time", DAY) == (1, 1)
    assert figure("sent_on_time", due) == (1, 2)
    late = at(due + timedelta(days=2))
    outgoing(place, "dispatched", due_on=due, dispatched_at=late)
    assert figure("sent_on_time", due) == (1, 3)
    assert figure("sent_on_time", due + timedelta(days=3)) == (1, 3)


def test_handling_counts_what_is_for_action(place: Town) -> None:
    due = DAY + timedelta(days=5)
    common = {"reviewed_at": NOW, "due_on": due}
    incoming(place, "police", "done", **common)
    incoming(place, "police", "handling", purpose="action", **common)
    incoming(place, "police", "reading", purpose="reading", **common)
    assert figure("handled_on_time", DAY) == (1, 1)
    assert figure("handled_on_time", due) == (1, 2)


def test_a_median_is_the_middle_of_every_record_in_each_scope(place: Town) -> None:
    for hours in (1, 2, 30):
        outgoing(place, "dispatched", submitted_at=NOW, signed_off_at=NOW + timedelta(hours=hours))
    sent = outgoing(place, "dispatched", issuing_unit_id=place.units["office"])
    incoming(place, "police", "signed_for", of=sent, signed_for_at=NOW + timedelta(hours=3))
    day = DAY + timedelta(days=2)
    now = clock.start_of(day + timedelta(days=1))
    with clock.frozen(now):
        take_snapshots(day=day, actor=worker_actor(COMPUTE), now=now)
        found = latest([SIGN_OFF, SIGN_FOR])
    assert found[SIGN_OFF].value == Decimal("1.5")  # 0, 1, 2, 30
    assert found[SIGN_FOR].value == Decimal("3.0")


def test_records_of_figures_do_not_name_state_secrets(place: Town) -> None:
    outgoing(place, "dispatched", title="涉密的标题", secrecy=2, due_on=DAY)
    incoming(
        place, state="done", title="涉密的标题", secrecy=2, due_on=DAY, reviewed_at=NOW,
        origin="dispatch",
    )  # fmt: skip
    for code in ("sent_on_time", "handled_on_time", "hours_to_sign_off", "hours_to_sign_for"):
        measure = find_measure(f"correspondence.{code}")
        assert measure
        sql, parameters = measure.records(DAY)
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            assert [one[2] for one in cursor.fetchall()] == ["—"]
