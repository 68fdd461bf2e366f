"""The description of the API: ninja's, with who may enter and what errors look like."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from liupan.foundation.design.facade import PROBLEM, Entrance, entrance_of
from liupan.surfaces.gateway.api import api

SCHEMES = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token of a machine account; it may do what its scopes say.",
    },
}
TEXTS = {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}
PROBLEM_SCHEMA = {
    "title": "Problem",
    "description": "Problem details (RFC 9457), in the language asked for by Accept-Language.",
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "description": "urn:liupan:KIND, or about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "next_step": {"type": "string", "description": "What can be done now, or who can help."},
        "fields": {**TEXTS, "description": "Messages by the name of a field."},
    },
}
ERRORS = {
    "400": "The request cannot be read.",
    "404": "There is nothing here, or it is not visible; nobody can tell which.",
    "422": "The request was not understood.",
    "503": "Something is wrong on our side.",
}
"""What every endpoint may answer."""
KEPT_OUT = {"401": "Sign in or send a token.", "403": "The right or the token's scope is missing."}
"""What an endpoint may answer that is not open to everybody."""


@cache
def described() -> dict[str, Any]:
    """The whole document. Treat it as read-only."""
    document: dict[str, Any] = dict(api.get_openapi_schema())
    parts = document.setdefault("components", {})
    parts["securitySchemes"] = SCHEMES
    parts.setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
    marks = dict(_marks())
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            _complete(told, marks[path, method])
    return document


def _complete(told: dict[str, Any], entrance: Entrance | None) -> None:
    is_open = entrance is not None and entrance.kind == "public"
    errors = ERRORS if is_open else {**ERRORS, **KEPT_OUT}
    told["responses"] = {**{str(code): r for code, r in told["responses"].items()}}
    for status, words in sorted(errors.items()):
        told["responses"][status] = {
            "description": words,
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    # An empty requirement says that nothing need be sent; a token may be.
    told["security"] = [{"token": []}, *([{}] if is_open else [])]
    if entrance is not None and entrance.permissions:
        told["x-permissions"] = [permission.code for permission in entrance.permissions]


def _marks() -> Iterator[tuple[tuple[str, str], Entrance | None]]:
    root = api.get_root_path({})
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    whole = f"{root}{bound.prefix}{path}".replace("//", "/")
                    yield (whole, method.lower()), entrance_of(operation.view_func)
