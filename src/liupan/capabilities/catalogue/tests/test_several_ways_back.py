"""What the tables say of a request and its grant when several ways are taken back."""

import importlib
from dataclasses import replace

import psycopg

from liupan.capabilities.catalogue.operations.answering import answer_request
from liupan.capabilities.catalogue.operations.asking import accept_answer
from liupan.capabilities.catalogue.rules.permits import Mode, Outcome
from liupan.capabilities.catalogue.rules.requesting import Gate
from liupan.capabilities.catalogue.tests.asking import begun, checked, part, reviewed
from liupan.capabilities.catalogue.tests.factories import NOW, town
from liupan.kernel import clock

several_ways = importlib.import_module("liupan.capabilities.catalogue.migrations.0011_several_ways")
CHECKS = {
    "request": "request", "grant": "grant", "decision": "decision", "grantversion": "grant_version"
}  # fmt: skip


def test_a_request_is_for_the_way_that_was_given(fresh_db: str, owner_url: str) -> None:
    with clock.frozen(NOW):
        place = town()
        of = checked(place, begun(place, modes=frozenset({Mode.QUERY, Mode.FEED})))
        less = replace(part(of, "登记日期"), modes=frozenset({Mode.FEED}))
        answer_request(
            request_id=of, outcome=Outcome.PART, reason="示例。", actor=place.decider, now=NOW,
            permit=less,
        )  # fmt: skip
        accept_answer(request_id=of, actor=place.asker, now=NOW)
        for gate in Gate:
            reviewed(place, of, gate)
    with psycopg.connect(owner_url) as owner:
        for table, name in CHECKS.items():
            owner.execute(f"ALTER TABLE catalogue_{table} DROP CONSTRAINT {name}_has_modes")  # type: ignore[arg-type]
        owner.execute(several_ways.BACKWARD)
        for table in ("request", "grant"):
            found = owner.execute(f"SELECT mode FROM catalogue_{table}")  # type: ignore[arg-type]
            assert found.fetchall() == [("feed",)]
