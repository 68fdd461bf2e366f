"""The description of the API: ninja's, with who may enter and what errors look like."""

import re
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
    "signature": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "A system's signature (SM2 or HMAC-SM3) over this very request; or none "
        "over a connection with the system's certificate. See docs/reference/exchange-api.md.",
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
UNDELIVERED = {
    **KEPT_OUT,
    "401": "The request is not proven to come from a registered system.",
    "403": "There is no grant in force for this.",
    "409": "What is asked about has changed meanwhile, or holds nothing yet.",
    "410": "The service has ended.",
    "413": "The body is too long.",
    "429": "The quota of the day is used up, or calls come too fast; see Retry-After.",
    "502": "The provider's system answered amiss.",
    "504": "The provider's system did not answer in time.",
}
"""What an endpoint may answer that systems of units call."""
CONVERTER = re.compile(r"\{[a-z]+:")
"""Of `{uuid:file_id}`: the description of the API names the parameter alone."""
MORE = {"public": {}, "system": UNDELIVERED}
SECURITY: dict[str, list[dict[str, list[str]]]] = {
    # An empty requirement says that nothing need be sent; a token may be.
    "public": [{"token": []}, {}],
    "system": [{"signature": []}, {}],
}


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
    kind = entrance.kind if entrance is not None else ""
    errors = {**ERRORS, **MORE.get(kind, KEPT_OUT)}
    told["responses"] = {**{str(code): r for code, r in told["responses"].items()}}
    for status, words in sorted(errors.items()):
        told["responses"][status] = {
            "description": words,
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    told["security"] = SECURITY.get(kind, [{"token": []}])
    if entrance is not None and entrance.permissions:
        told["x-permissions"] = [permission.code for permission in entrance.permissions]


def _marks() -> Iterator[tuple[tuple[str, str], Entrance | None]]:
    root = api.get_root_path({})
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    whole = f"{root}{bound.prefix}{path}".replace("//", "/")
                    whole = CONVERTER.sub("{", whole)
                    yield (whole, method.lower()), entrance_of(operation.view_func)
