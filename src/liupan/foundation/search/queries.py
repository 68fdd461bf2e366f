"""Searching: what the actor may see, and nothing else, in one statement."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, Case, F, Func, Q, QuerySet, Value, When

from liupan.foundation.access.facade import rows as rows_for
from liupan.foundation.search import rules
from liupan.foundation.search.models import Entry
from liupan.foundation.search.registry import label_of
from liupan.foundation.search.rules import Term
from liupan.kernel.authority import Actor, ActorKind, permissions

PAGE = 20
COUNT_UP_TO = 1000
FIELDS = ("thing_type", "thing_id", "title", "text", "url", "at", "is_public", "in_title")


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


class _Has(Func):
    """Whether one text contains another."""

    template = "(strpos(%(expressions)s) > 0)"
    output_field = BooleanField()


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
    hits = visible(actor).filter(_matches(wanted))
    if thing_type:
        hits = hits.filter(thing_type=thing_type)
    count = hits.order_by()[: COUNT_UP_TO + 1].count()
    first = (page - 1) * PAGE
    rows = list(
        hits.annotate(in_title=_in_title(wanted))
        .order_by("-in_title", "-at", "thing_id")
        .values(*FIELDS)[first : first + PAGE + 1]
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
    hits = visible(actor).filter(_matches(wanted, title_only=True))
    rows = hits.annotate(in_title=Value(True)).order_by("-at", "thing_id").values(*FIELDS)
    return [_found(row, query) for row in rows[:limit]]


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


def _matches(wanted: list[Term], *, title_only: bool = False) -> Q:
    """Tokens by index; where that is not proof enough, the phrase in the normal form."""
    field, whole = ("title_tokens", "title_normal") if title_only else ("tokens", "whole_normal")
    found = Q()
    for token in dict.fromkeys(token for term in wanted for token in term.tokens):
        found &= Q(**{field: SearchQuery(_quoted(token), search_type="raw", config="simple")})
    for term in wanted:
        if not term.is_exact:
            found &= Q(_Has(F(whole), Value(term.phrase)))
    return found


def _in_title(wanted: list[Term]) -> Case:
    conditions = Q()
    for term in wanted:
        conditions &= Q(_Has(F("title_normal"), Value(term.phrase)))
    return Case(When(conditions, then=Value(True)), default=Value(False))


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
