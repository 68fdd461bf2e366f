"""What an address asks of a table: filters, sort, place; and what it is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.opendata.queries.public.shapes import Shown
from liupan.foundation.tables.facade import BadFilter, Filter, Operator, Question
from liupan.kernel.work import Text

SIZES = (25, 50, 100)
LONGEST = 200
OPERATORS: Mapping[Operator, Text] = {
    Operator.EQUAL: pgettext_lazy("compares", "is"),
    Operator.UNEQUAL: pgettext_lazy("compares", "is not"),
    Operator.CONTAINS: pgettext_lazy("compares", "contains"),
    Operator.STARTS: pgettext_lazy("compares", "begins with"),
    Operator.AT_LEAST: pgettext_lazy("compares", "at least"),
    Operator.AT_MOST: pgettext_lazy("compares", "at most"),
    Operator.MORE: pgettext_lazy("compares", "more than"),
    Operator.LESS: pgettext_lazy("compares", "less than"),
    Operator.EMPTY: pgettext_lazy("compares", "is empty"),
    Operator.FILLED: pgettext_lazy("compares", "is filled"),
}
ALONE = frozenset({Operator.EMPTY, Operator.FILLED})


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter in words, and the address without it."""

    words: str
    url: str


def filters_in(query: QueryDict) -> tuple[Filter, ...]:
    """The filters of an address: `c`, `o` and `v` name column, operator and value, one after the
    other. Raises `BadFilter`."""
    names, operators, values = (query.getlist(key) for key in ("c", "o", "v"))
    found: list[Filter] = []
    for n, name in enumerate(names):
        value = values[n] if n < len(values) else ""
        operator = _operator(operators[n] if n < len(operators) else "")
        if name and (value or operator in ALONE):
            found.append(
                Filter(name[:LONGEST], operator, () if operator in ALONE else (value[:LONGEST],))
            )
    return tuple(found)


def question_in(query: QueryDict) -> Question:
    """Filters, sort (`-` in front: falling), size and place of an address."""
    sort = query.get("sort", "")[: LONGEST + 1]
    return Question(
        filters=filters_in(query),
        sort=sort.removeprefix("-"),
        descending=sort.startswith("-"),
        limit=size_in(query),
        cursor=query.get("after", "")[:2_000],
    )


def size_in(query: QueryDict) -> int:
    """How many rows a page has."""
    return next((size for size in SIZES if query.get("n") == str(size)), SIZES[0])


def address_of(query: QueryDict, *, drop: Sequence[str] = ("after",), **changes: str) -> str:
    """The query of an address, changed; "" takes a name out."""
    copied = query.copy()
    for name in drop:
        copied.pop(name, None)
    for name, value in changes.items():
        copied.pop(name, None)
        if value:
            copied[name] = value
    return f"?{copied.urlencode()}"


def chosen_of(shown: Shown, filters: Sequence[Filter], query: QueryDict) -> list[Chosen]:
    """The filters in words, each with the address without it."""
    names = {column.name: column.item for column in shown.columns}
    return [
        Chosen(
            words=" ".join(
                [names.get(one.column, one.column), str(OPERATORS[one.operator]), *one.values]
            ),
            url=f"?{query_of([f for f in filters if f is not one], query).urlencode()}",
        )
        for one in filters
    ]


def query_of(filters: Sequence[Filter], query: QueryDict) -> QueryDict:
    """The query with these filters and no place."""
    copied = query.copy()
    for name in ("c", "o", "v", "after"):
        copied.pop(name, None)
    for one in filters:
        copied.appendlist("c", one.column)
        copied.appendlist("o", one.operator.value)
        copied.appendlist("v", one.values[0] if one.values else "")
    return copied


def _operator(text: str) -> Operator:
    try:
        operator = Operator(text or "eq")
    except ValueError:
        raise BadFilter(_("This comparison is not known.")) from None
    if operator is Operator.ONE_OF:
        raise BadFilter(_("This comparison is not known."))
    return operator
