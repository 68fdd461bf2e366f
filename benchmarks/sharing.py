"""Rows of catalogue, exchange and open data for a grown city: entries on every stage, demands,
services, systems, messages, datasets, what the public sent in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

CATEGORY = "101001"
EDITION_STATES = (29, 10, 29, 20, 0, 29, 19)
DATASET_STATES = ("draft", "checking", "returned")
MOST = 5_000
"""There are fewer of these in a city than accounts."""


def grow(first: int, last: int, *, person: UUID, now: datetime) -> None:
    """Rows number `first` to `last` of each kind, spread over the units of the city."""
    from liupan.capabilities.catalogue.models import Edition, Resource
    from liupan.capabilities.exchange.models import Service, System
    from liupan.capabilities.exchange.operations.messages import record_messages
    from liupan.capabilities.opendata.models import Dataset, Submission
    from liupan.foundation.organisations.facade import find_root, list_units_on
    from liupan.kernel import clock

    today = clock.on(now)
    root = find_root()
    units = [one.id for one in list_units_on(today) if not root or one.id != root.id]
    numbers = range(first, min(last, MOST) + 1)

    def made(model: Any, said: Callable[[int, UUID], dict[str, Any]]) -> list[Any]:
        rows = [model(**said(n, units[n % len(units)])) for n in numbers]
        return list(model.objects.bulk_create(rows))

    resources = made(
        Resource,
        lambda n, unit: {
            "code": f"{CATEGORY}/g{n:06d}", "category": CATEGORY, "unit_id": unit,
            "registered_at": now,
        },
    )  # fmt: skip
    of = {n: resource.id for n, resource in zip(numbers, resources, strict=True)}
    made(Edition, lambda n, unit: _edition(n, unit, of[n], person, now))
    systems = made(
        System,
        lambda n, unit: {
            "unit_id": unit,
            "code": f"grown-{n}",
            "name": f"业务系统{n}",
            "registered_at": now,
        },
    )
    services = made(
        Service,
        lambda n, unit: {
            "code": f"grown-{n}", "title": f"第{n}号信息", "resource_id": of[n],
            "provider_id": unit, "kind": "proxied", "secrecy": 0, "zone": "extranet",
            "made_at": now,
        },
    )  # fmt: skip
    record_messages(
        _message(n, system, service, now)
        for n, system, service in zip(numbers, systems, services, strict=True)
    )
    made(Dataset, lambda n, unit: _dataset(n, unit, of[n], person, now))
    made(Submission, lambda n, unit: _submission(n, unit, now))


def _edition(n: int, unit: UUID, resource: UUID, person: UUID, now: datetime) -> dict[str, Any]:
    state = EDITION_STATES[n % len(EDITION_STATES)]
    at = now - timedelta(minutes=n)
    return {
        "resource_id": resource, "number": 1, "state": state, "category": CATEGORY,
        "code": f"{CATEGORY}/g{n:06d}", "title": f"第{n}号信息", "unit_id": unit,
        "provider_name": "试验单位", "abstract": "只为测量。", "format_class": "3",
        "format_type": "MySQL", "share_type": "1", "share_mode": "3", "update_cycle": "daily",
        "secrecy": 0, "zone": "internet", "has_main": True, "begun_at": at, "begun_by": person,
        "changed_at": at, "handed_in_at": at, "published_at": at if state == 29 else None,
        "publish_on": at.date() if state == 29 else None,
    }  # fmt: skip


def _message(n: int, system: Any, service: Any, now: datetime) -> Any:
    from liupan.capabilities.exchange.rules.calls import Fault, Message, Way
    from liupan.kernel.ids import uuid7

    return Message(
        id=uuid7(), at_us=int(now.timestamp() * 1_000_000) - n, request_id=f"grown-{n}",
        way=Way.QUERY, door="v1", system_id=system.id, consumer_id=system.unit_id,
        provider_id=service.provider_id, service_id=service.id, service=service.code,
        grant_id=None, grant_version=0, case=f"固测〔2017〕{n}号", method="GET", status=200,
        code="", fault=Fault.NONE, rows=1, sent=100, took_us=5_000, request_hash="00",
        response_hash="00",
    )  # fmt: skip


def _dataset(n: int, unit: UUID, resource: UUID, person: UUID, now: datetime) -> dict[str, Any]:
    return {
        "code": f"grown-{n}", "resource_id": resource, "unit_id": unit, "title": f"第{n}号数据集",
        "abstract": "只为测量。", "theme": "gov", "openness": "open", "licence": "cc-by",
        "update_cycle": "daily", "state": DATASET_STATES[n % len(DATASET_STATES)],
        "made_at": now, "made_by": person, "changed_at": now - timedelta(minutes=n),
    }  # fmt: skip


def _submission(n: int, unit: UUID, now: datetime) -> dict[str, Any]:
    from liupan.kernel.ids import uuid7

    return {
        "number": f"测〔2017〕{n}号", "kind": "request", "unit_id": unit, "author_id": uuid7(),
        "title": f"需要第{n}号数据", "text": "只为测量。", "clock_id": uuid7(),
        "due_on": now.date(), "said_at": now - timedelta(minutes=n),
    }  # fmt: skip
