"""The city that pages are measured in: the demo city, grown, and four people with 100 posts each.

`contact` is an ordinary user who looks after the units of all their posts, the plan, and sees the
leaders' page; the three administrators open what only they may.
"""

import time
from typing import Any

PEOPLE = ("contact", "system", "security", "auditor")
THINGS = {
    "unit_id": "SELECT id FROM organisations_unit WHERE parent_id IS NULL",
    "post_id": "SELECT id FROM organisations_post ORDER BY id LIMIT 1",
    "division_id": "SELECT id FROM organisations_division ORDER BY code LIMIT 1",
    "account_id": "SELECT id FROM identity_account WHERE username = 'contact'",
    "binding_id": "SELECT id FROM access_binding ORDER BY id LIMIT 1",
    "job_id": "SELECT j.id FROM jobs_job j JOIN identity_account a ON a.id = j.owner_id LIMIT 1",
    "item_id": "SELECT id FROM supervision_item WHERE number = 'bench-1'",
    "sheet_id": "SELECT id FROM supervision_sheet ORDER BY id LIMIT 1",
    "request_id": "SELECT id FROM supervision_request ORDER BY id LIMIT 1",
    "clock_id": "SELECT id FROM calendar_clock ORDER BY id LIMIT 1",
    "thing_id": "SELECT thing_id FROM journal_entry ORDER BY pos LIMIT 1",
    "plan:target/code": "SELECT code FROM plan_target WHERE measure <> '' ORDER BY code LIMIT 1",
    "plan:records/code": "SELECT code FROM plan_target WHERE measure <> '' ORDER BY code LIMIT 1",
    "console:role/code": "SELECT 'staff'",
    "console:ruleset/code": "SELECT code FROM rulesets_ruleset ORDER BY code LIMIT 1",
    "console:permission/code": "SELECT permission FROM access_rolepermission LIMIT 1",
    "year": "SELECT 2017",
}
"""What stands in the arguments of addresses."""


def run(scale: float) -> dict[str, Any]:
    """Grow the city; what was written in how many seconds, and what each person may open."""
    from benchmarks import volume
    from benchmarks.addresses import single
    from liupan.foundation.identity.facade import find_account_by_username

    began = time.perf_counter()
    found = {name: find_account_by_username(name) for name in PEOPLE}
    ids = {name: account.id for name, account in found.items() if account}
    volume.appoint_everywhere(list(ids.values()))
    volume.look_after_units(ids["contact"])
    volume.grow(max(int(volume.ROWS * min(scale, 1.0)), 300), person=ids["contact"])
    volume.analyse()
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "rows": _sizes(),
        "pages": _reachable(ids),
        "single": single(),
    }


def _sizes() -> dict[str, int]:
    from django.apps import apps
    from django.db import connection

    tables = [m._meta.db_table for m in apps.get_models() if m._meta.managed]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples::bigint FROM pg_class WHERE relname = ANY(%s)"
            " AND reltuples >= 1000 ORDER BY reltuples DESC",
            [[*tables, "journal_entry"]],
        )
        return dict(cursor.fetchall())


def _reachable(ids: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Addresses by page, for the first person to whom each opens."""
    from benchmarks.addresses import entrances, pages
    from liupan.foundation.access.facade import actor_for
    from liupan.kernel.authority import may

    addresses, marks = pages(_things()), entrances()
    found: dict[str, dict[str, str]] = {}
    taken: set[str] = set()
    for person, account_id in ids.items():
        actor = actor_for(account_id)
        mine = {
            name: url
            for name, url in addresses.items()
            if name not in taken
            and (
                marks[name].kind != "requires"
                or any(may(actor, p) for p in marks[name].permissions)
            )
        }
        taken |= set(mine)
        found[person] = mine
    return found


def _things() -> dict[str, object]:
    from django.db import connection

    things: dict[str, object] = {}
    with connection.cursor() as cursor:
        for name, query in THINGS.items():
            cursor.execute(query)
            if row := cursor.fetchone():
                things[name] = row[0]
    return things
