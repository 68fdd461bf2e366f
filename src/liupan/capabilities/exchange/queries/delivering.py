"""Rows for a call that was allowed, hosted here or asked of the provider, in one shape."""

from collections.abc import Mapping

from liupan.capabilities.exchange.gateways import Asked, ask_provider
from liupan.capabilities.exchange.models import Service
from liupan.capabilities.exchange.queries import refusals
from liupan.capabilities.exchange.queries.allowing import Allowed
from liupan.capabilities.exchange.queries.provided import is_meant, shown
from liupan.capabilities.exchange.rules.services import Kind
from liupan.foundation.crypto.facade import open_sealed
from liupan.foundation.tables.facade import (
    BadFilter,
    Column,
    Filter,
    Page,
    Question,
    Type,
    UnknownColumn,
    count_rows,
    get_page,
)
from liupan.kernel.errors import Missing

PROXIED_LIMIT = 1_000
FILTERS, VALUES = 50, 1_000


def query(allowed: Allowed, question: Question) -> Page:
    """A page of the rows that were allowed. Columns are called as the service calls them.

    Raises what `tables.get_page` does, `NothingDelivered`, `RowsUnfit`, and of a proxied service
    `ServiceChanged`, `ProviderSilent`, `ProviderAmiss`, `ProviderUnwell`, `ProviderBusy`,
    `AddressUnfit`.
    """
    _require_shown(allowed, question)
    return (
        _hosted(allowed, question) if allowed.kind is Kind.HOSTED else _proxied(allowed, question)
    )


def _require_shown(allowed: Allowed, question: Question) -> None:
    """Who asks by a column that is not shown as it is would learn what stands in it."""
    from_here = {one.column for one in question.filters} | ({question.sort} - {""})
    for name in from_here:
        if name not in allowed.view.columns:
            raise refusals.unknown_column(name)
        if name in allowed.view.masks:
            raise refusals.masked_column(name)


def _hosted(allowed: Allowed, question: Question) -> Page:
    if allowed.table_id is None:
        raise refusals.nothing_delivered()
    try:
        return get_page(allowed.table_id, allowed.view, question)
    except (UnknownColumn, Missing) as error:  # the caller's names were looked at before
        raise refusals.nothing_delivered() from error
    except BadFilter:
        _require_scope(allowed)
        raise


def _require_scope(allowed: Allowed) -> None:
    """Whether the granted rows alone can be looked for: if not, it is not the caller's fault."""
    try:
        count_rows(allowed.table_id, allowed.view, (), up_to=1)  # type: ignore[arg-type]
    except BadFilter as error:
        raise refusals.rows_unfit("、".join(one.item for one in allowed.grant.rows)) from error


def _proxied(allowed: Allowed, question: Question) -> Page:
    _require_bounded(question)
    asked = Asked(
        service_id=allowed.service_id,
        address=allowed.address,
        secret=_secret(allowed),
        timeout_ms=allowed.timeout_ms,
        question=_told(allowed, question),
        limit=question.limit,
    )
    answer = ask_provider(asked)
    meant = (*allowed.view.scope, *question.filters)
    return Page(
        columns=columns_of(allowed),
        rows=tuple(shown(row, allowed.view) for row in answer.rows if is_meant(row, meant)),
        cursor=answer.cursor,
    )


def _require_bounded(question: Question) -> None:
    values = sum(len(one.values) for one in question.filters)
    is_small = len(question.filters) <= FILTERS and values <= VALUES
    if not (0 < question.limit <= PROXIED_LIMIT and question.offset >= 0 and is_small):
        raise refusals.too_much()


def _told(allowed: Allowed, question: Question) -> Mapping[str, object]:
    scope = (*allowed.view.scope, *question.filters)
    return {
        "columns": list(dict.fromkeys([*allowed.view.columns, *(one.column for one in scope)])),
        "filters": [_filter(one) for one in scope],
        "sort": question.sort,
        "descending": question.descending,
        "limit": question.limit,
        "offset": question.offset,
        "cursor": question.cursor,
    }


def _filter(one: Filter) -> dict[str, object]:
    return {"column": one.column, "operator": one.operator.value, "values": list(one.values)}


def _secret(allowed: Allowed) -> str:
    """The word for that address and no other. Raises `ServiceChanged`."""
    rows = Service.objects.filter(id=allowed.service_id, address=allowed.address)
    sealed = rows.values_list("sealed_secret", flat=True).first()
    if sealed is None:
        raise refusals.service_changed()
    if not sealed:
        return ""
    return next(iter(open_sealed([(allowed.service_id, sealed)])), None) or ""


def columns_of(allowed: Allowed) -> tuple[Column, ...]:
    """What is shown of a provider's system."""
    letters = {allowed.names[one.name]: one.data_type for one in allowed.grant.items
               if one.name in allowed.names}  # fmt: skip
    return tuple(Column(name=name, type=_type(letters[name])) for name in allowed.view.columns)


def _type(letter: str) -> Type:
    return Type(letter) if letter in set(Type) else Type.TEXT
