"""Search over 50,000 entries: how fast, and whether it finds exactly what it should.

By itself, on a throw-away database: `python -m benchmarks.search [number of entries]`.
"""

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

ENTRIES = 50_000
UNITS = 300
POSTS = 100
TYPE = "bench.thing"
PERMISSIONS = tuple(f"bench.paper{n}.read" for n in range(6))
WORDS = (
    "固原市 原州区 西吉县 隆德县 泾源县 彭阳县 人民政府 办公室 信息化 建设 电子政务 规划 政务信息 "
    "资源 共享 平台 数据 中心 目录 交换 系统 整合 应用 业务 部门 网络 内网 外网 安全 等级保护 运维 "
    "服务 采购 项目 审批 验收 绩效 考核 督查 督办 公文 会议 档案 人事 财政 预算 决算 民政 救助 "
    "低保 养老 教育 公安 交通 水利 农业 扶贫 移民 林业 环保 国土 住建 工商 税务 质监 统计 审计 "
    "监察 法制 信访 维稳 应急 预案 通知 意见 办法 细则 方案 报告 请示 批复 纪要 函 公告 通告 决定 "
    "关于 开展 加强 推进 落实 印发 进一步 做好 工作 有关 事项 情况 问题 年度 季度 第一 第二 第三"
)
RARE = "苋麻河 六盘山 须弥山 火石寨 老龙潭 将台堡 冬至河 清水河 葫芦河 茹河"
QUERIES = (
    "共享 信息 固原 督办 扶贫 低保 平台 工作 关于 数据 六盘 火石 区西 享平 函 网 山 "
    "信息共享 电子政务 等级保护 政务信息资源 固原市人民政府 移民项目 六盘山"
)
TIMES = 10


def run(scale: float) -> dict[str, Any]:
    """Index, ask each query again and again, compare with the substring truth, clean up."""
    from django.db import connection

    from liupan.foundation.search.facade import index_all, suggest
    from liupan.kernel.authority import ANONYMOUS

    chance = random.Random(2017)
    units = _units()
    things = [_entry(chance, units) for _ in range(max(500, int(ENTRIES * min(scale, 1.0))))]
    seconds = _timed(lambda: index_all(things)) / 1000
    again = _timed(lambda: index_all(things[:2_000])) / 1000
    try:
        with connection.cursor() as cursor:
            # As autovacuum does within minutes of so much writing; the owner's work.
            cursor.execute("ANALYZE search_entry")
        person = _person(chance, units)
        result: dict[str, Any] = {
            "entries": len(things),
            "index_per_s": round(len(things) / seconds),
            "index_again_per_s": round(min(2_000, len(things)) / again),
            "load": os.getloadavg()[0],
        }
        for name, actor in {"person": person, "anonymous": ANONYMOUS}.items():
            asked = {query: _ask(actor, query) for query in QUERIES.split()}
            two = [ms for query in QUERIES.split() if len(query) == 2 for ms in asked[query]]
            result[name] = {
                **_times("two_characters_ms", two),
                **_times("query_ms", [ms for times in asked.values() for ms in times]),
                **_times(
                    "suggest_ms", [_timed(partial(suggest, actor, q)) for q in QUERIES.split()]
                ),
                "slowest": max(asked, key=lambda q: median(asked[q])),
                "slowest_ms": round(max(median(times) for times in asked.values()), 1),
                **_exactness(actor, [t for t in things if _sees(actor, t)]),
            }
        return result
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_entry WHERE thing_type = %s", [TYPE])


def _units() -> list[UUID]:
    """The city that is there, or one of a root, departments below it, sections below those."""
    from django.db import transaction

    from liupan.foundation.access.facade import installer
    from liupan.foundation.organisations.facade import (
        enter_division,
        establish_unit,
        list_units_on,
    )
    from liupan.kernel import clock

    now = clock.now()
    if found := list_units_on(clock.today()):
        return [unit.id for unit in found]
    common = {"valid_from": now.date(), "actor": installer(), "now": now}
    with transaction.atomic():
        division = enter_division(code="649900", name="试验市", level=2, parent_id=None, **common)
        made: list[UUID] = []
        for n in range(UNITS):
            made.append(
                establish_unit(
                    code=f"B{n:04}",
                    name=f"试验{n}局",
                    category="department" if n else "government",
                    division_id=division,
                    parent_id=made[(n - 1) // 15] if n else None,
                    **common,
                )
            )
    return made


def _entry(chance: random.Random, units: list[UUID]) -> Any:
    from liupan.foundation.search.facade import IndexEntry
    from liupan.kernel import authority, clock
    from liupan.kernel.ids import uuid7
    from liupan.kernel.secrecy import Secrecy

    for code in PERMISSIONS:
        if code not in authority.permissions():
            authority.declare(code, code)
    kind, words = chance.random(), WORDS.split()
    text = chance.choices(words, k=chance.randint(20, 200))
    if chance.random() < 0.01:
        text[chance.randrange(len(text))] = chance.choice(RARE.split())
    guarded = kind >= 0.6
    return IndexEntry(
        thing_type=TYPE,
        thing_id=uuid7(),
        title="".join(chance.choices(words, k=chance.randint(3, 7))),
        text="".join(text),
        url="/",
        at=clock.now() - timedelta(minutes=chance.randrange(2_000_000)),
        is_public=kind < 0.3,
        permission=authority.permissions()[chance.choice(PERMISSIONS)] if guarded else None,
        unit_id=chance.choice(units) if guarded else None,
        secrecy=Secrecy.PUBLIC if kind < 0.3 else Secrecy.INTERNAL,
    )


def _person(chance: random.Random, units: list[UUID]) -> Any:
    """Somebody with a hundred posts, whose roles permit different things in different units."""
    from liupan.kernel.authority import Actor, ActorKind
    from liupan.kernel.ids import uuid7
    from liupan.kernel.secrecy import Secrecy

    held = chance.sample(units[1:], min(POSTS, len(units) - 1))
    rights = {code: frozenset(held[n::5]) for n, code in enumerate(PERMISSIONS[:5])}
    return Actor(id=uuid7(), kind=ActorKind.STAFF, clearance=Secrecy.INTERNAL, rights=rights)


def _sees(actor: Any, thing: Any) -> bool:
    """The plain rule, asked of the judge."""
    from liupan.kernel.authority import may

    if thing.is_public or actor.is_anonymous:
        return bool(thing.is_public)
    return thing.permission is None or may(actor, thing.permission, unit_id=thing.unit_id)


def _ask(actor: Any, query: str) -> list[float]:
    from liupan.foundation.search.facade import search

    return [_timed(partial(search, actor, query)) for _ in range(TIMES)]


def _timed(act: Callable[[], object]) -> float:
    """How many milliseconds it takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _times(name: str, values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {
        f"{name}_p50": round(median(ordered), 1),
        f"{name}_p95": round(ordered[int(len(ordered) * 0.95)], 1),
    }


def _exactness(actor: Any, seen: list[Any]) -> dict[str, float]:
    """Every hit of rare queries, and the counts of two characters, against the plain test."""
    from liupan.foundation.search.facade import search

    chance = random.Random(640400)
    wanted = hits = right = 0
    asked = [*RARE.split(), *(q[:2] for q in RARE.split())]
    for _ in range(30):
        text = chance.choice(seen).text
        start = chance.randrange(len(text) - 12)
        asked.append(text[start : start + chance.randint(6, 12)])
    for query in asked:
        truth = {t.thing_id for t in seen if query in t.title or query in t.text}
        found = _all(actor, query)
        if len(truth) <= 1000:
            wanted, hits, right = wanted + len(truth), hits + len(found), right + len(found & truth)
    for query in (q for q in QUERIES.split() if len(q) == 2):
        truth = {t.thing_id for t in seen if query in t.title or query in t.text}
        results = search(actor, query, thing_type=TYPE)  # the city has things of its own
        shown = {f.thing_id for f in results.found}
        assert results.count == min(len(truth), 1000), (query, results.count, len(truth))
        hits, right, wanted = hits + len(shown), right + len(shown & truth), wanted + len(shown)
    return {"recall": right / wanted, "precision": right / hits}


def _all(actor: Any, query: str) -> set[UUID]:
    from liupan.foundation.search.facade import search

    found: set[UUID] = set()
    for page in range(1, 51):
        results = search(actor, query, thing_type=TYPE, page=page)
        found |= {f.thing_id for f in results.found}
        if not results.has_next:
            break
    return found


@contextmanager
def own_database() -> Iterator[None]:
    """A server of its own with the tables in it, as an installation has it."""
    from liupan.config import database
    from liupan.config.postgres import OWNER, EmbeddedPostgres

    with tempfile.TemporaryDirectory(prefix="liupan-search-") as home:
        server = EmbeddedPostgres(Path(home))
        with server.used():
            database.provision(server)
            os.environ |= {
                "LIUPAN_HOME": home,
                "DATABASE_URL": server.url(),
                "LIUPAN_OWNER_URL": server.url(OWNER),
                "DJANGO_SETTINGS_MODULE": "liupan.config.settings",
            }
            _migrate()
            yield


def _migrate() -> None:
    import subprocess

    environment = {**os.environ, "DATABASE_URL": os.environ["LIUPAN_OWNER_URL"]}
    for command in (["migrate", "--verbosity=0"], ["createcachetable"]):
        subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "django", *command], env=environment, check=True
        )


def main() -> None:
    """Measure on a database of one's own and print."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    with own_database():
        import django
        from django.db import connections

        django.setup()
        print(json.dumps(run(entries / ENTRIES), indent=2))
        connections.close_all()


if __name__ == "__main__":
    main()
