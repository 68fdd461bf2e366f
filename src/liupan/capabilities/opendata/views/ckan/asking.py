"""What a call brings, as CKAN takes it: texts or JSON, forgiving where CKAN is."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

Asked = Mapping[str, Any]
LARGEST, LONGEST = 1_000_000, 20_000
"""Bytes of a body; signs of one text."""


class Invalid(Exception):
    """A value that cannot be taken (Validation Error): the name of it, and why."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.name, self.why = name, why


class Unreadable(Exception):
    """The request is no JSON (400)."""


def asked_of(request: HttpRequest) -> Asked:
    """The values of a call. Raises `Unreadable`."""
    if request.method != "POST":
        return dict(request.GET.items())
    if (request.content_type or "").startswith(("application/x-www-form", "multipart/")):
        return dict(request.POST.items())
    body = request.body[: LARGEST + 1]
    if len(body) > LARGEST:
        raise Unreadable("too large")
    try:
        found = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise Unreadable("no JSON") from None
    if not isinstance(found, dict):
        raise Unreadable("Request data JSON decoded to something that is not a dictionary")
    return found


def text(asked: Asked, name: str, default: str = "") -> str:
    """A text. Raises `Invalid`."""
    value = asked.get(name)
    if value is None:
        return default
    if not isinstance(value, str | int | float) or "\0" in str(value):
        raise Invalid(name, "Must be a string")
    return str(value)[:LONGEST]


def required(asked: Asked, name: str) -> str:
    """A text that must be there. Raises `Invalid`."""
    value = text(asked, name).strip()
    if not value:
        raise Invalid(name, "Missing value")
    return value


def whole(asked: Asked, name: str, default: int, *, most: int) -> int:
    """A number from 0 to `most`; more is cut. Raises `Invalid`."""
    value = asked.get(name, default)
    try:
        found = int(str(value))
    except ValueError:
        raise Invalid(name, "Invalid integer") from None
    if found < 0:
        raise Invalid(name, "Must be a natural number")
    return min(found, most)


def truth(asked: Asked, name: str, default: bool) -> bool:
    """Yes or no, as CKAN reads them."""
    value = asked.get(name, default)
    return str(value).lower() in ("true", "yes", "t", "y", "1")


def several(asked: Asked, name: str) -> list[str]:
    """Texts: a list, its JSON, or with commas. Raises `Invalid`."""
    value = asked.get(name) or []
    if isinstance(value, str):
        value = read_json(value) if value.lstrip().startswith("[") else value.split(",")
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Invalid(name, "Not a list of strings")
    return [one.strip()[:LONGEST].replace("\0", "") for one in value if one.strip()]


def mapping(asked: Asked, name: str) -> dict[str, Any]:
    """Values by name: an object, or its JSON. Raises `Invalid`."""
    value = asked.get(name) or {}
    if isinstance(value, str):
        value = read_json(value)
    if not isinstance(value, dict):
        raise Invalid(name, "Not a json object")
    return value


def read_json(value: str) -> Any:
    """What a text says in JSON; itself where it says none."""
    try:
        return json.loads(value[:LONGEST])
    except (ValueError, RecursionError):
        return value
