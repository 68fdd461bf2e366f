"""Actors, requests and rows for tests of pages."""

from typing import Any
from uuid import UUID

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from liupan.kernel.authority import ANONYMOUS, Actor, ActorKind

CLERK = Actor(id=UUID(int=7), kind=ActorKind.STAFF, name="马晓燕")
OTHER = Actor(id=UUID(int=8), kind=ActorKind.STAFF, name="田慧")


def request(
    path: str = "/", *, actor: Actor = ANONYMOUS, data: dict[str, Any] | None = None, **extra: Any
) -> HttpRequest:
    """A request as it reaches a view: with actor, session and messages. POST when there is data."""
    factory = RequestFactory()
    made = factory.get(path, **extra) if data is None else factory.post(path, data, **extra)
    made.actor = actor  # type: ignore[attr-defined]
    made.session = SessionStore()
    made._messages = CookieStorage(made)  # type: ignore[attr-defined]
    return made
