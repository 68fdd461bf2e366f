"""What a caller asks of a service: from the query of an address or the body of a request, items by
their names in the catalogue."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from liupan.capabilities.exchange.queries.door_refusals import body_too_large, unreadable
from liupan.capabilities.exchange.rules.signing import Asked
from liupan.foundation.tables.facade import BadFilter, Filter, Operator, Question

MOST_BODY = 64 * 1024
MOST_QUERY = 8 * 1024
MOST_ROWS = 1_000
USUAL_ROWS = 50
PARAMETERS = frozenset({"sort", "limit", "cursor", "count", "grant", "case"})
IN_BODY = PARAMETERS | {"filters"}
SEVERAL = frozenset({Operator.ONE_OF})
NONE = frozenset({Operator.EMPTY, Operator.FILLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A question before items are looked up: filters as item, operator, values."""

    filters: tuple[tuple[str, Operator, tuple[str, ...]], ...] = ()
    sort: str = ""
    descending: bool = False
    limit: int = USUAL_ROWS
    cursor: str = ""
    is_counted: bool = False
    grant: str = ""
    case: str = ""

    def question(self, names: Mapping[str, str]) -> Question:
        """In the service's own fields. An item that is not granted and one that does not exist are
        refused alike. Raises `BadFilter`."""
        return Question(
            filters=self.conditions(names),
            sort=_field(self.sort, names) if self.sort else "",
            descending=self.descending,
            limit=self.limit,
            cursor=self.cursor,
        )

    def conditions(self, names: Mapping[str, str]) -> tuple[Filter, ...]:
        """The filters alone."""
        return tuple(Filter(_field(item, names), how, what) for item, how, what in self.filters)


def read_wanted(asked: Asked) -> Wanted:
    """What is asked. A body adds to the address. Raises `Unreadable`, `BodyTooLarge`."""
    pairs = _pairs(asked.query)
    said: dict[str, Any] = _once(pair for pair in pairs if "__" not in pair[0])
    filters = list(_written(pair for pair in pairs if "__" in pair[0]))
    if asked.body:
        body = _body(asked)
        filters += _listed(body.pop("filters", []))
        if twice := said.keys() & body.keys():
            raise _twice(min(twice))
        said |= body
    return _made(said, tuple(filters))


def _pairs(query: str) -> list[tuple[str, str]]:
    if len(query) > MOST_QUERY:
        raise unreadable(_("The address is too long."))
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=200, errors="strict")
    except ValueError as error:
        raise unreadable(_("The address cannot be read.")) from error


def _once(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _twice(name)
        if name not in PARAMETERS:
            raise unreadable(_("There is no parameter %(name)s.") % {"name": repr(name[:100])})
        found[name] = value
    return found


def _written(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Operator, tuple[str, ...]]]:
    """`item__op=value`; of one item and operator `in`, each value is one of a list."""
    several: dict[tuple[str, Operator], list[str]] = {}
    for name, value in pairs:
        item, _gap, how = name.rpartition("__")
        operator = _operator(how)
        if operator in SEVERAL:
            several.setdefault((item, operator), []).append(value)
        else:
            yield item, operator, () if operator in NONE else (value,)
    for (item, operator), values in several.items():
        yield item, operator, tuple(values)


def _body(asked: Asked) -> dict[str, Any]:
    if len(asked.body) > MOST_BODY:
        raise body_too_large(MOST_BODY)
    try:
        body = json.loads(asked.body)
    except (ValueError, RecursionError) as error:
        raise unreadable(_("The body is not JSON.")) from error
    if not isinstance(body, dict) or not body.keys() <= IN_BODY:
        raise unreadable(_("The body holds something that is not known here."))
    return body


def _listed(filters: object) -> Iterator[tuple[str, Operator, tuple[str, ...]]]:
    """`{"item": …, "op": …, "values": […]}`; `value` for one."""
    if not isinstance(filters, list):
        raise unreadable(_("Filters are a list."))
    for one in filters:
        if not isinstance(one, dict) or not one.keys() <= {"item", "op", "value", "values"}:
            raise unreadable(_("A filter has item, op and value or values."))
        values = one.get("values", [one["value"]] if "value" in one else [])
        if not isinstance(values, list):
            raise unreadable(_("A filter has item, op and value or values."))
        operator = _operator(_text(one.get("op", "eq")))
        texts = tuple(_text(value) for value in values)
        yield _text(one.get("item", "")), operator, () if operator in NONE else texts


def _made(said: Mapping[str, Any], filters: tuple[Any, ...]) -> Wanted:
    sort = _text(said.get("sort", ""))
    return Wanted(
        filters=filters,
        sort=sort.removeprefix("-"),
        descending=sort.startswith("-"),
        limit=_limit(said.get("limit", USUAL_ROWS)),
        cursor=_text(said.get("cursor", "")),
        is_counted=said.get("count", "") in ("1", "true", 1),
        grant=_text(said.get("grant", "")),
        case=_text(said.get("case", "")),
    )


def _limit(said: object) -> int:
    text = str(said) if isinstance(said, int | str) and not isinstance(said, bool) else ""
    if text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MOST_ROWS:
        return int(text)
    raise unreadable(_("limit is a number from 1 to %(most)d.") % {"most": MOST_ROWS})


def _operator(text: str) -> Operator:
    try:
        return Operator(text)
    except ValueError as error:
        known = ", ".join(Operator)
        raise unreadable(_("Filters compare by one of: %(known)s.") % {"known": known}) from error


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise unreadable(_("A value is a text or a number."))
    text = str(value)
    if "\0" in text or (not text.isascii() and _is_broken(text)):
        raise unreadable(_("A value is a text or a number."))
    return text


def _is_broken(text: str) -> bool:
    """Whether it has half a surrogate pair, which nothing can write down."""
    return any("\ud800" <= sign <= "\udfff" for sign in text)


def _field(item: str, names: Mapping[str, str]) -> str:
    if item not in names:
        raise BadFilter(
            _("The grant has no item %(item)s.") % {"item": repr(item[:100])},
            next_step=_("getOpenAPI lists the items of the grant."),
        )
    return names[item]


def _twice(name: str) -> Exception:
    return unreadable(_("%(name)s is said twice.") % {"name": name})
