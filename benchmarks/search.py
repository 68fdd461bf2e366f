"""Search over 50,000 entries: how fast, and whether it finds exactly what it should."""

import random
import time
from statistics import median
from typing import Any
from uuid import UUID

from django.db import connection

from liupan.foundation.search.facade import IndexEntry, index_all, search, suggest
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

ENTRIES = 50_000
TYPE = "bench.thing"
WORDS = (
    "固原市 原州区 西吉县 隆德县 泾源县 彭阳县 人民政府 办公室 信息化 建设 电子政务 规划 政务信息 "
    "资源 共享 平台 数据 中心 目录 交换 系统 整合 应用 业务 部门 网络 内网 外网 安全 等级保护 运维 "
    "服务 采购 项目 审批 验收 绩效 考核 督查 督办 公文 会议 档案 人事 财政 预算 决算 民政 救助 "
    "低保 养老 教育 公安 交通 水利 农业 扶贫 移民 林业 环保 国土 住建 工商 税务 质监 统计 审计 "
    "监察 法制 信访 维稳 应急 预案 通知 意见 办法 细则 方案 报告 请示 批复 纪要 函 公告 通告 决定 "
    "关于 开展 加强 推进 落实 印发 进一步 做好 工作 有关 事项 情况 问题 年度 季度 第一 第二 第三"
)
QUERIES = (
    "共享 信息 固原 督办 扶贫 低保 平台 工作 关于 数据 信息共享 电子政务 等级保护 政务信息资源 "
    "固原市人民政府 区西 享平 函 网 移民项目"
)


def run(scale: float) -> dict[str, Any]:
    """Index, ask each query again and again, compare with the substring truth, clean up."""
    chance = random.Random(2017)
    things = [_entry(chance) for _ in range(max(2_000, int(ENTRIES * min(scale, 1.0))))]
    began = time.perf_counter()
    index_all(things)
    seconds = time.perf_counter() - began
    try:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_entry")
        staff = Actor(id=uuid7(), kind=ActorKind.STAFF, clearance=Secrecy.INTERNAL)
        asked = {query: _ask(staff, query) for query in QUERIES.split()}
        return {
            "entries": len(things),
            "index_per_s": round(len(things) / seconds),
            **_times("query_ms", [ms for times in asked.values() for ms in times]),
            **_times(
                "two_characters_ms", [m for q in QUERIES.split() if len(q) == 2 for m in asked[q]]
            ),
            "slowest_query": max(asked, key=lambda q: median(asked[q])),
            **_times(
                "suggest_ms", [_timed(lambda q=q: suggest(staff, q)) for q in QUERIES.split()]
            ),
            **_exactness(staff, things),
        }
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_entry WHERE thing_type = %s", [TYPE])


def _entry(chance: random.Random) -> IndexEntry:
    words = WORDS.split()
    return IndexEntry(
        thing_type=TYPE,
        thing_id=uuid7(),
        title="".join(chance.choices(words, k=chance.randint(3, 7))),
        text="".join(chance.choices(words, k=chance.randint(20, 200))),
        url="/",
        at=clock.now(),
        is_public=chance.random() < 0.3,
        secrecy=Secrecy.PUBLIC,
    )


def _ask(actor: Actor, query: str) -> list[float]:
    return [_timed(lambda: search(actor, query)) for _ in range(10)]


def _timed(act: Any) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _times(name: str, values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {
        f"{name}_p50": round(median(ordered), 1),
        f"{name}_p95": round(ordered[int(len(ordered) * 0.95)], 1),
    }


def _exactness(actor: Actor, things: list[IndexEntry]) -> dict[str, float]:
    """Every hit of rare queries against the plain substring test."""
    chance = random.Random(640400)
    wanted = hits = right = 0
    for _ in range(40):
        thing = chance.choice(things)
        start = chance.randrange(len(thing.text) - 12)
        query = thing.text[start : start + chance.randint(6, 12)]
        truth = {t.thing_id for t in things if query in t.title or query in t.text}
        found = _all(actor, query)
        wanted, hits, right = wanted + len(truth), hits + len(found), right + len(found & truth)
    return {"recall": right / wanted, "precision": right / hits}


def _all(actor: Actor, query: str) -> set[UUID]:
    found: set[UUID] = set()
    for page in range(1, 51):
        results = search(actor, query, thing_type=TYPE, page=page)
        found |= {f.thing_id for f in results.found}
        if not results.has_next:
            break
    return found
