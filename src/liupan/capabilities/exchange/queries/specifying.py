"""A service as OpenAPI 3: what one grant gives of it, and how it is asked for."""

from typing import Any

from django.utils.translation import gettext_lazy

from liupan.capabilities.catalogue.facade import ItemGranted, Mask
from liupan.capabilities.exchange.queries.allowing import Allowed
from liupan.capabilities.exchange.queries.asking import MOST_ROWS, USUAL_ROWS
from liupan.capabilities.exchange.rules.xroad import Address
from liupan.foundation.tables.facade import Operator, Type

SCHEMAS: dict[str, dict[str, Any]] = {
    Type.NUMBER: {"type": "string", "format": "decimal"},
    Type.MONEY: {"type": "string", "format": "decimal"},
    Type.DATE: {"type": "string", "format": "date"},
    Type.MOMENT: {"type": "string", "format": "date-time"},
    Type.LOGICAL: {"type": "boolean"},
    Type.INTEGER: {"type": "integer"},
    Type.DOUBLE: {"type": "number"},
    Type.FLOAT: {"type": "number"},
}
MASKS = {
    Mask.KEEP: gettext_lazy("masked: the ends are kept"),
    Mask.HASH: gettext_lazy("masked: a digest"),
    Mask.HIDE: gettext_lazy("masked: hidden"),
}
TEXT = {"type": "string"}
BODY = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "filters": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "item": TEXT,
                    "op": {"type": "string", "enum": [one.value for one in Operator]},
                    "value": {},
                    "values": {"type": "array", "items": {}},
                },
            },
        },
        "sort": TEXT,
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        "cursor": TEXT,
        "count": {"type": "boolean"},
        "grant": TEXT,
        "case": TEXT,
    },
}


def specification(allowed: Allowed, address: Address) -> dict[str, Any]:
    """The service with the granted items alone."""
    items = [one for one in allowed.grant.items if one.name in allowed.names]
    answers = {"200": _answer(items), "default": _problem()}
    shared = {"tags": [allowed.service_code], "responses": answers}
    return {
        "openapi": "3.0.3",
        "info": {"title": allowed.grant.title, "version": str(allowed.grant.version)},
        "servers": [{"url": f"/r1/{address}"}],
        "paths": {
            "/": {
                "get": {"operationId": "rows", "parameters": _parameters(items), **shared},
                "post": {
                    "operationId": "rowsByBody",
                    "parameters": _headers(),
                    "requestBody": {"content": {"application/json": {"schema": BODY}}},
                    **shared,
                },
            }
        },
        "components": {"schemas": {"Row": _row(items)}},
    }


def _row(items: list[ItemGranted]) -> dict[str, Any]:
    return {"type": "object", "properties": {one.name: _item(one) for one in items}}


def _item(item: ItemGranted) -> dict[str, Any]:
    if item.mask.mask is Mask.NONE:
        return {**SCHEMAS.get(item.data_type, TEXT), "nullable": True}
    return {**TEXT, "nullable": True, "description": str(MASKS[item.mask.mask])}


def _parameters(items: list[ItemGranted]) -> list[dict[str, Any]]:
    plain = [one.name for one in items if one.mask.mask is Mask.NONE]
    sorts = [f"{way}{name}" for name in plain for way in ("", "-")]
    return [
        *_headers(),
        *(_parameter(f"{name}__{one.value}", TEXT) for name in plain for one in Operator),
        _parameter("sort", {"type": "string", "enum": sorts} if sorts else TEXT),
        _parameter(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": USUAL_ROWS},
        ),
        _parameter("cursor", TEXT),
        _parameter("count", {"type": "string", "enum": ["1"]}),
        _parameter("grant", TEXT),
    ]


def _headers() -> list[dict[str, Any]]:
    return [
        _parameter("X-Road-Client", TEXT, place="header", required=True),
        _parameter("X-Road-Issue", TEXT, place="header", required=True),
        _parameter("X-Road-Id", TEXT, place="header"),
    ]


def _parameter(
    name: str, schema: dict[str, Any], *, place: str = "query", required: bool = False
) -> dict[str, Any]:
    return {"name": name, "in": place, "required": required, "schema": schema}


def _answer(items: list[ItemGranted]) -> dict[str, Any]:
    row = {"$ref": "#/components/schemas/Row"}
    schema = {
        "type": "object",
        "required": ["rows", "next"],
        "properties": {
            "service": TEXT,
            "grant": TEXT,
            "rows": {"type": "array", "items": row},
            "next": {"type": "string", "nullable": True},
            "count": {
                "type": "object",
                "properties": {"value": {"type": "integer"}, "is_exact": {"type": "boolean"}},
            },
            "stale": {
                "type": "object",
                "properties": {"taken_at": TEXT, "age_seconds": {"type": "integer"}},
            },
        },
    }
    return {"description": "rows", "content": {"application/json": {"schema": schema}}}


def _problem() -> dict[str, Any]:
    properties = dict.fromkeys(("type", "message", "detail", "code", "next_step"), TEXT)
    schema = {"type": "object", "properties": properties}
    return {"description": "refused", "content": {"application/problem+json": {"schema": schema}}}
