"""Dumps of landed versions (`make dump` writes one) come up to the code of today, whole.

The last three are tried. What a table held is there afterwards, the journal verifies, pages and
the interface answer, and work goes on.
"""

import lzma
from pathlib import Path

import pytest

from liupan.config import database, loading
from liupan.config.postgres import OWNER
from tests.machinery.databases import ROOT
from tests.machinery.installations import Installation
from tools import dump

pytestmark = pytest.mark.slow

KEPT = sorted((ROOT / "tests" / "dumps").glob("*.dump.xz"))[-3:]
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
REWRITTEN = {"procrastinate_jobs", "procrastinate_events", "django_session", "cache"}
"""Tables that live from one minute to the next."""

LOOK = """
import re
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["testserver"]
client = Client()
for path in ("/", "/plan/", "/plan/map/", "/plan/targets/T20/", "/api/v1/plan/targets",
             "/search/?q=规划", "/account/login/"):
    print(path, client.get(path).status_code)
from liupan.foundation.identity.facade import find_account_by_username
for username, path in (("planner", "/plan/manage/"), ("planner", "/plan/targets/T20/records/"),
                       ("clerk", "/work/"), ("leader", "/cockpit/"), ("system", "/console/units/"),
                       ("auditor", "/console/journal/")):
    entered = Client()
    form = {"username": username}
    answer = entered.post("/account/demo/", form)
    print(path, username, entered.get(path).status_code)
"""

WORK = """
from datetime import timedelta
from liupan.foundation.access.facade import actor_for
from liupan.foundation.identity.facade import find_account_by_username
from liupan.foundation.organisations.facade import create_post, list_units_on
from liupan.kernel import clock
system = actor_for(find_account_by_username("system").id)
unit = next(u for u in list_units_on(clock.today()) if u.name == "西吉县民政局")
create_post(unit_id=unit.id, title="升级试用岗", kind="clerk", valid_from=clock.today(),
            actor=system, now=clock.now())
"""


OFFICES = {
    "calendar", "catalogue", "correspondence", "documents", "measures", "numbering", "plan",
    "search", "seals", "supervision", "workflow",
}  # fmt: skip
"""Whose tables the newest dump has rows in, by the beginning of their names."""
THINGS = {
    "supervision_item": ("planner", "supervision:item"),
    "correspondence_outgoing": ("clerk", "correspondence:outgoing"),
    "correspondence_incoming": ("clerk", "correspondence:incoming"),
    "catalogue_resource": ("planner", "catalogue:resource"),
}
"""Things with a page each: who looks, and the page's name."""
OPEN = """
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
settings.ALLOWED_HOSTS = ["testserver"]
table, username, page = {thing}
client = Client()
client.post("/account/demo/", {{"username": username}})
with connection.cursor() as cursor:
    cursor.execute(f"SELECT id FROM {{table}}")
    keys = [key for (key,) in cursor.fetchall()]
print(*{{client.get(reverse(page, args=[key])).status_code for key in keys}})
"""


@pytest.fixture(params=KEPT, ids=lambda path: path.name)
def older(request: pytest.FixtureRequest, make, tmp_path: Path) -> Installation:
    """An installation of an earlier version, as that version left it."""
    liupan: Installation = make(is_empty=True)
    dump.settle(liupan.home)
    plain = tmp_path / "plain.dump"
    plain.write_bytes(lzma.decompress(request.param.read_bytes()))
    with liupan.server.used():
        database.provision(liupan.server)
        loading.load(plain, liupan.server.url(OWNER))
    return liupan


def counts(liupan: Installation) -> dict[str, int]:
    """Rows by table."""
    names = [name for (name,) in liupan.query(TABLES) if name not in REWRITTEN]
    return {name: liupan.query(f"SELECT count(*) FROM {name}")[0][0] for name in names}


def did(liupan: Installation, *arguments: str) -> str:
    """What a command said; it went well."""
    done = liupan.call(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def opened(liupan: Installation, table: str) -> set[str]:
    """How the pages of all things in a table answer somebody who sees most of them."""
    script = OPEN.format(thing=(table, *THINGS[table]))
    return set(did(liupan, "django", "shell", "--no-imports", "-c", script).split())


def test_there_is_a_dump() -> None:
    assert KEPT, "make dump"
    assert all(path.stat().st_size < 300_000 for path in KEPT)


def test_an_earlier_version_comes_up_whole(older: Installation, request) -> None:
    is_newest = KEPT[-1].name in request.node.name
    with older.server.used():  # the server stays up from one command to the next
        before = counts(older)
        assert before["journal_entry"] > 100
        filled = {table.partition("_")[0] for table, rows in before.items() if rows}
        assert not is_newest or filled >= OFFICES
        did(older, "upgrade")
        after = counts(older)
        lost = {t: (n, after[t]) for t, n in before.items() if t in after and after[t] < n}
        assert not lost
        assert "RIGHT" in did(older, "journal", "verify", "--deep")

        seen = did(older, "django", "shell", "--no-imports", "-c", LOOK).splitlines()
        assert [line for line in seen if not line.endswith(" 200")] == []

        for table in THINGS:
            if before.get(table):  # 404: what this one person may not see
                assert {"200"} <= opened(older, table) <= {"200", "404"}, table

        did(older, "django", "shell", "--no-imports", "-c", WORK)
        did(older, "journal", "work")
        [(title,)] = older.query("SELECT title FROM organisations_post WHERE title LIKE '升级%'")
        assert title == "升级试用岗"
        assert "RIGHT" in did(older, "journal", "verify")
