"""The catalogue with 470,000 entries: pages as JSON, words, facets, for everybody and the office.

By itself, on a throw-away database: `python -m benchmarks.catalogue [number of entries]`.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from benchmarks.search import RARE, WORDS, own_database

ENTRIES = 470_000
TIMES = 20
API = "/api/v1/catalogue/"

RESOURCES = """
    INSERT INTO catalogue_resource (id, code, category, unit_id, registered_at)
    SELECT md5('bench-resource-' || n)::uuid, leaf.code || '/b' || lpad(n::text, 7, '0'), leaf.code,
        unit.id, now()
    FROM generate_series(1, %(rows)s) n
    JOIN unnest(%(units)s::uuid[]) WITH ORDINALITY unit(id, place)
        ON unit.place = 1 + mod(n * 7, cardinality(%(units)s::uuid[]))
    JOIN unnest(%(leaves)s::text[]) WITH ORDINALITY leaf(code, place)
        ON leaf.place = 1 + mod(n, cardinality(%(leaves)s::text[]))
"""
EDITIONS = """
    INSERT INTO catalogue_edition (id, resource_id, number, state, category, code, title, unit_id,
        provider_name, provider_dept, provider_code, abstract, format_class, format_type,
        share_type, share_condition, share_mode, is_open, open_condition, update_cycle, publish_on,
        related_codes, secrecy, zone, has_main, item_names, hidden_names, begun_at, begun_by,
        changed_at, published_at, version)
    SELECT md5('bench-edition-' || n)::uuid, id, 1, CASE WHEN is_out THEN 29 ELSE 0 END, category,
        code, words[1] || words[2] || words[3] || '信息', unit_id, '试验单位', '', '',
        array_to_string(words[4:16], '') || CASE WHEN mod(n, 100) = 0
            THEN rare[1 + mod(n / 100, cardinality(rare))] ELSE '' END,
        '3', 'MySQL', CASE WHEN mod(n, 20) = 0 THEN '3' WHEN mod(n, 3) = 0 THEN '2' ELSE '1' END,
        '按《办法》第三条', '3', mod(n, 9) = 0, '',
        (ARRAY['daily', 'weekly', 'monthly', 'quarterly', 'yearly'])[1 + mod(n, 5)],
        CASE WHEN is_out THEN at::date END, '{}', 0,
        CASE WHEN mod(n, 4) = 0 THEN 'extranet' ELSE 'internet' END, true,
        array_to_string(words[17:22], E'\\n'), '', at, gen_random_uuid(), at,
        CASE WHEN is_out THEN at END, 1
    FROM (
        SELECT r.*, mod(n, 10) <> 0 AS is_out, now() - n * interval '90 seconds' AS at, (
            SELECT array_agg(pool[1 + (abs(hashint8(n * 31 + place)) %% cardinality(pool))])
            FROM generate_series(1, 22) place
        ) AS words
        FROM (
            SELECT *, row_number() OVER (ORDER BY id) AS n FROM catalogue_resource
            WHERE code LIKE '%%/b%%'
        ) r, (SELECT %(pool)s::text[] AS pool) p
    ) made, (SELECT %(rare)s::text[] AS rare) q
"""
WORD_INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'edition%%words'"


def run(scale: float) -> dict[str, Any]:
    """Fill the catalogue, ask for pages and facets again and again."""
    rows = max(2_000, int(ENTRIES * min(scale, 1.0)))
    units, leaves = _prepared()
    began = time.perf_counter()
    fill(rows, units, leaves)
    result: dict[str, Any] = {
        "entries": rows,
        "filled_s": round(time.perf_counter() - began),
        "load": os.getloadavg()[0],
    }
    for name, ask in (("everybody", _anonymous), ("office", _office)):
        kind = "entries" if name == "everybody" else "editions"
        pages = {what: _times(ask, f"{API}{kind}", q) for what, q in _queries(units).items()}
        facets = {
            what: _times(ask, f"{API}{kind}/facets", q) for what, q in _queries(units).items()
        }
        deep = _times(ask, f"{API}{kind}", {"after": _middle(kind, rows)})
        result[name] = {
            "newest": pages["all"],
            "deep": deep,
            "pages": pages,
            "facets": facets,
            "facets_worst_p95_ms": max(one["p95_ms"] for one in facets.values()),
            "pages_worst_p95_ms": max(one["p95_ms"] for one in pages.values()),
        }
    result["list_page"] = _times(_anonymous, "/catalogue/", {"share": "1", "sort": "-published"})
    return result


def fill(rows: int, units: list[Any], leaves: list[str]) -> None:
    """So many entries, by the owner of the tables; indexes of words are built afterwards."""
    from liupan.config.database import connect
    from liupan.config.environment import environment

    values = {
        "rows": rows, "units": units, "leaves": leaves, "pool": WORDS.split(), "rare": RARE.split(),
    }  # fmt: skip
    with connect(environment().tables_url) as owner:
        indexes = owner.execute(WORD_INDEXES).fetchall()
        for name, _text in indexes:
            owner.execute(f"DROP INDEX {name}")
        owner.execute(RESOURCES, values)
        owner.execute(EDITIONS, values)
        owner.execute("SET maintenance_work_mem = '512MB'")
        for _name, text in indexes:
            owner.execute(text)
        owner.commit()
        owner.autocommit = True
        owner.execute("VACUUM (ANALYZE) catalogue_resource, catalogue_edition")


def _prepared() -> tuple[list[Any], list[str]]:
    """Units and categories, those of the city where there is one."""
    from benchmarks.search import _units
    from liupan.capabilities.catalogue.queries.lists import code_lists
    from liupan.foundation.access.facade import installer
    from liupan.foundation.rulesets.facade import install_rules
    from liupan.kernel import clock

    units = _units()
    if not code_lists(clock.today()).leaves:
        install_rules(installer(), clock.now())
    return units, list(code_lists(clock.today()).leaf_codes)


def _queries(units: list[Any]) -> dict[str, dict[str, str]]:
    return {
        "all": {},
        "one share type": {"share": "2"},
        "rare share type and cycle": {"share": "2", "cycle": "yearly"},
        "one unit": {"unit": str(units[7])},
        "a class of categories": {"category": "3"},
        "open": {"open": "true"},
        "frequent word": {"q": "信息"},
        "two words": {"q": "扶贫 平台"},
        "two characters": {"q": "低保"},
        "rare word": {"q": "须弥山"},
        "no such word": {"q": "没有这个词"},
        "one character": {"q": "水"},
    }


def _anonymous(path: str) -> Any:
    return _client().get(path, headers={"host": "localhost"})


@cache
def _client() -> Any:
    """One for all: a new one would build the way in anew, which a server does once."""
    from django.test import Client

    return Client()


def _office(path: str) -> Any:
    """Asked by a reader of everything, without the way in."""
    from django.test import RequestFactory
    from django.urls import resolve

    from liupan.kernel.authority import ANYWHERE, Actor, ActorKind
    from liupan.kernel.ids import uuid7
    from liupan.kernel.secrecy import Secrecy

    rights = {"catalogue.resource.read": frozenset({ANYWHERE})}
    request = RequestFactory().get(path, headers={"host": "localhost"})
    request.actor = Actor(  # type: ignore[attr-defined]
        id=uuid7(), kind=ActorKind.STAFF, clearance=Secrecy.INTERNAL, rights=rights
    )
    found = resolve(request.path_info)
    return found.func(request, *found.args, **found.kwargs)


def _middle(kind: str, rows: int) -> str:
    """A cursor half-way down the list."""
    from liupan.capabilities.catalogue.models import Edition
    from liupan.capabilities.catalogue.policies import public
    from liupan.foundation.design.listing.rows import Cursor

    field = "published_at" if kind == "entries" else "changed_at"
    found = Edition.objects.filter(public()) if kind == "entries" else Edition.objects.all()
    row = found.order_by(f"-{field}")[min(rows // 3, found.count() - 1)]
    return Cursor(getattr(row, field), row.pk, rows // 3).pack()


def _times(ask: Callable[[str], Any], path: str, query: dict[str, str]) -> dict[str, float]:
    """By the clock, and processor time of one answer in the program and in the database."""
    address = f"{path}?{urlencode(query)}"
    answer = ask(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.content[:300])
    program, database = time.process_time(), _database_time()
    spent = sorted(_timed(partial(ask, address)) for _ in range(TIMES))
    return {
        "p50_ms": round(median(spent), 1),
        "p95_ms": round(spent[int(len(spent) * 0.95) - 1], 1),
        "program_ms": round((time.process_time() - program) * 1000 / TIMES, 1),
        "database_ms": round((_database_time() - database) * 1000 / TIMES, 1),
    }


def _database_time() -> float:
    """Seconds of processor time of the server's process behind this connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Measure on a database of one's own and print."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    with own_database():
        import django
        from django.db import connections

        django.setup()
        print(json.dumps(run(entries / ENTRIES), indent=2, ensure_ascii=False))
        connections.close_all()


if __name__ == "__main__":
    main()
