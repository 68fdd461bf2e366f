"""Searching: what the actor may see, and nothing else, in one statement."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from liupan.foundation.access.facade import rows as rows_for
from liupan.foundation.search import rules
from liupan.foundation.search.models import Entry
from liupan.foundation.search.registry import label_of
from liupan.foundation.search.rules import Term
from liupan.kernel.authority import Actor, ActorKind, permissions

PAGE = 20
COUNT_UP_TO = 1000
FIELDS = ("thing_type", "thing_id", "title", "text", "url", "at", "is_public")


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found. `title` and `snippet` are (text, is a match) parts."""

    thing_type: str
    type_label: str
    thing_id: UUID
    title: tuple[tuple[str, bool], ...]
    snippet: tuple[tuple[str, bool], ...]
    url: str
    at: datetime
    is_public: bool


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results. `count` stops at 1,000 (`is_more` then)."""

    query: str
    page: int
    count: int
    is_more: bool
    found: tuple[Found, ...]
    has_next: bool


def search(actor: Actor, query: str, *, thing_type: str = "", page: int = 1) -> Results:
    """What the actor may see that contains every part of the query, title hits first, then new.

    Args:
        query: words and runs of Chinese; each is found as it stands, also a single character.
        page: from 1, twenty each.
    """
    wanted = rules.terms(query)
    page = max(1, min(page, 50))
    if not wanted:
        return Results(query, 1, 0, False, (), False)
    seen = visible(actor)
    if thing_type:
        seen = seen.filter(thing_type=thing_type)
    count, rows = _hits(
        seen, wanted, up_to=COUNT_UP_TO + 1, first=(page - 1) * PAGE, limit=PAGE + 1
    )
    return Results(
        query=query,
        page=page,
        count=min(count, COUNT_UP_TO),
        is_more=count > COUNT_UP_TO,
        found=tuple(_found(row, query) for row in rows[:PAGE]),
        has_next=len(rows) > PAGE,
    )


def suggest(actor: Actor, query: str, *, limit: int = 8) -> list[Found]:
    """Things whose title contains the query, while it is being typed; the newest first."""
    wanted = rules.terms(query)
    if not wanted:
        return []
    _, rows = _hits(visible(actor), wanted, title_only=True, up_to=limit, first=0, limit=limit)
    return [_found(row, query) for row in rows]


def list_suggestions(actor: Actor, query: str) -> list[dict[str, str]]:
    """What a search field shows while one types: title, type and address, ready for JSON."""
    return [
        {"title": "".join(text for text, _ in f.title), "type": f.type_label, "url": f.url}
        for f in suggest(actor, query)
    ]


def visible(actor: Actor) -> "QuerySet[Entry]":
    """The entries the actor may see: public ones, staff's own, and what rights reach."""
    may = Q(is_public=True)
    if actor.kind is ActorKind.STAFF or actor.kind is ActorKind.MACHINE:
        may |= Q(permission="", is_public=False)
    declared = permissions()
    together: dict[frozenset[UUID], list[str]] = defaultdict(list)
    for code, tops in actor.rights.items():
        if code in declared and tops:
            together[tops].append(code)
    for codes in together.values():
        reach = Q(unit_id__isnull=True) | rows_for(actor, declared[codes[0]], unit="unit_id")
        may |= Q(permission__in=sorted(codes)) & reach
    return Entry.objects.filter(may, secrecy__lte=actor.clearance.value)


_HITS = """
SELECT hits.count, {fields}
FROM (
    WITH ranked AS MATERIALIZED (SELECT * FROM ({branches}) branches LIMIT %s)
    SELECT counted.count, page.* FROM (SELECT count(*) FROM ranked) counted
    LEFT JOIN (
        SELECT * FROM ranked ORDER BY in_title DESC, at DESC, thing_id OFFSET %s LIMIT %s
    ) page ON true
) hits
LEFT JOIN search_entry entry
    ON entry.thing_type = hits.thing_type AND entry.thing_id = hits.thing_id
ORDER BY hits.in_title DESC, hits.at DESC, hits.thing_id
"""
_BRANCH = """(
    WITH search_entry AS (
        SELECT thing_type, thing_id, unit_id, permission, is_public, secrecy, at,
               title_normal, whole_normal
        FROM search_entry WHERE {tokens} @@ %s::tsquery OFFSET 0
    ), seen AS (
        {seen}
    ), sorted AS (
        SELECT *, {in_title} AS in_title
        FROM seen WHERE {which} ORDER BY at DESC, thing_id OFFSET 0
    )
    SELECT thing_type, thing_id, at, in_title FROM sorted WHERE {proof}
)"""
"""From the rows that have the tokens to a page of hits; each step does as little as it can.

First the hits in titles, then those in texts, which are not even looked for when titles give
enough: a word that is everywhere is in many titles. `OFFSET 0` keeps the steps apart: the tokens
are looked up in the index, and in nothing else; then what the actor may see is sorted as narrow
rows; then the phrase is looked for in that order, only until enough have it. Inside, `search_entry`
means the rows with the tokens, so that `visible` can be applied to them as it is.
"""


def _hits(
    seen: "QuerySet[Entry]",
    wanted: list[Term],
    *,
    title_only: bool = False,
    up_to: int,
    first: int,
    limit: int,
) -> tuple[int, list[dict[str, object]]]:
    """How many hits there are (at most `up_to`), and `limit` of them from `first` on."""
    visible_sql, visible_values = seen.values(
        "thing_type", "thing_id", "at", "title_normal", "whole_normal"
    ).query.sql_with_params()
    phrases = [term.phrase for term in wanted]
    in_title = _all_in("title_normal", phrases)
    branch = partial(_BRANCH.format, seen=visible_sql, in_title=in_title)
    tokens = _tsquery(wanted)
    branches = [branch(tokens="title_tokens", which="true", proof="in_title")]
    values = [tokens, *visible_values, *phrases]
    if not title_only:
        unproven = [] if all(term.is_exact for term in wanted) else phrases
        proof = _all_in("whole_normal", unproven) if unproven else "true"
        branches.append(branch(tokens="tokens", which=f"NOT {in_title}", proof=proof))
        values += [tokens, *visible_values, *phrases, *phrases, *unproven]
    statement = _HITS.format(
        fields=", ".join(f"entry.{field}" for field in FIELDS),
        branches=" UNION ALL ".join(branches),
    )
    values += [up_to, first, limit]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    found = [dict(zip(FIELDS, row[1:], strict=True)) for row in rows if row[1] is not None]
    return rows[0][0], found


def _all_in(column: str, phrases: list[str]) -> str:
    return "(" + " AND ".join([f"strpos({column}, %s) > 0"] * len(phrases)) + ")"


def _tsquery(wanted: list[Term]) -> str:
    tokens = dict.fromkeys(token for term in wanted for token in term.tokens)
    return " & ".join(map(_quoted, tokens))


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def _found(row: dict[str, object], query: str) -> Found:
    text = str(row["text"])
    return Found(
        thing_type=str(row["thing_type"]),
        type_label=label_of(str(row["thing_type"])),
        thing_id=row["thing_id"],  # type: ignore[arg-type]
        title=tuple(rules.snippet(str(row["title"]), query, length=200)),
        snippet=tuple(rules.snippet(text, query)) if text else (),
        url=str(row["url"]),
        at=row["at"],  # type: ignore[arg-type]
        is_public=bool(row["is_public"]),
    )
