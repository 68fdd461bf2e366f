"""Who looks at the console in these tests. Rooms are imported late: settings come first."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest


@pytest.fixture(autouse=True)
def plain_static() -> Iterator[None]:
    from django.conf import settings
    from django.test import override_settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture
def system(db: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Signed in as the system administrator of the whole city; nobody else holds a right."""
    return system_administrator(monkeypatch)


@pytest.fixture
def system_at_site(site: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The same where a browser looks on."""
    return system_administrator(monkeypatch)


def system_administrator(monkeypatch: pytest.MonkeyPatch) -> Any:
    from django.test import Client

    from liupan.foundation.access import middleware
    from liupan.foundation.identity.tests.factories import enter, make_account
    from liupan.kernel.authority import ANYWHERE, Actor, ActorKind, Duty, permissions

    account = make_account(username="system", name="系统管理员")
    held = {c: frozenset({ANYWHERE}) for c, p in permissions().items() if p.duty is Duty.SYSTEM}

    def actor_with(account_id: UUID, kind: ActorKind, name: str) -> Actor:
        return Actor(
            id=account_id, kind=kind, name=name, rights=held if account_id == account.id else {}
        )

    monkeypatch.setattr(middleware, "actor_with", actor_with)
    client = Client()
    enter(client, account.id)
    return client


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 as it is, with little memory and one round."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    for name, value in {"time_cost": 1, "memory_cost": 64, "parallelism": 1}.items():
        monkeypatch.setattr(Argon2PasswordHasher, name, value)
