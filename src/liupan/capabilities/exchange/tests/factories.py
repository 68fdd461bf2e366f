"""Services, systems, grants and calls for tests, on the catalogue's small town.

`place` is the bureau that provides, `police` the unit that consumes.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.text import slugify

from liupan.capabilities.catalogue.facade import GrantRef, find_grant, list_published
from liupan.capabilities.catalogue.tests.asking import (
    begun,
    granted,
    items,
    narrowed,
    resource,
    resumed,
    revoked,
    suspended,
    withdrawn,
    without,
)
from liupan.capabilities.catalogue.tests.factories import NOW, Town, town
from liupan.capabilities.exchange.models import Credential, Service, ServiceField, System
from liupan.capabilities.exchange.policies import KEEP_SERVICES, KEEP_SYSTEMS, READ, SUPERVISE
from liupan.capabilities.exchange.rules.calls import Call, Way
from liupan.foundation.jobs.tests.factories import allow as entitled
from liupan.foundation.jobs.tests.factories import person
from liupan.foundation.tables.facade import (
    DEFINE_TABLES,
    LOAD_TABLES,
    Column,
    Type,
    define_table,
    load_at_once,
)
from liupan.kernel.authority import Actor
from liupan.kernel.ids import uuid7

__all__ = [
    "NOW",
    "ROWS",
    "Town",
    "begun",
    "granted",
    "items",
    "narrowed",
    "person",
    "resource",
    "resumed",
    "revoked",
    "suspended",
    "town",
    "withdrawn",
    "without",
]

CASE = "固民婚〔2017〕15号"
COLUMNS = (
    Column(name="nan_fang", key=1),
    Column(name="nv_fang"),
    Column(name="deng_ji", type=Type.DATE),
    Column(name="nei_bu"),
)
ITEMS = {"男方姓名": "nan_fang", "女方姓名": "nv_fang", "登记日期": "deng_ji"}
ROWS = (
    ("示例甲一", "示例乙一", "2016-03-01", "不得外泄1"),
    ("示例甲二", "示例乙二", "2016-07-01", "不得外泄2"),
    ("示例甲三", "示例乙三", "2017-02-01", "不得外泄3"),
)


def table(place: Town, rows: Sequence[Sequence[str]] = ROWS, **more: Any) -> UUID:
    """A hosted table of the bureau with these rows."""
    keeper = entitled(
        person(f"keeper{uuid7().hex[-8:]}"),
        DEFINE_TABLES,
        LOAD_TABLES,
        unit_id=place.units["bureau"],
    )
    columns = more.pop("columns", COLUMNS)
    table_id = define_table(
        title="结婚登记", unit_id=place.units["bureau"], columns=columns, actor=keeper, now=NOW
    )
    lines = [",".join(one.name for one in columns), *(",".join(row) for row in rows)]
    load_at_once(
        table_id=table_id, mode="replace", file_name="登记.csv",
        content="\n".join(lines).encode(), actor=keeper, now=NOW,
    )  # fmt: skip
    return table_id


def service(place: Town, resource_id: UUID | None = None, **more: Any) -> Service:
    """A service of a published resource of the bureau, online unless said otherwise."""
    of = resource_id or resource(place)
    fields = more.pop("fields", ITEMS)
    is_proxied = more.get("kind") == Service.Kind.PROXIED
    said: dict[str, Any] = {
        "code": f"marriages-{uuid7().hex[-8:]}",
        "title": "结婚登记信息",
        "kind": Service.Kind.HOSTED,
        "state": Service.State.ONLINE,
        "secrecy": 0,
        "zone": list_published([of])[of].said.zone,
        "made_at": NOW,
        "opened_at": NOW,
    }
    if not is_proxied and "table_id" not in more:
        said["table_id"] = table(place)
    made = Service.objects.create(
        resource_id=of, provider_id=place.units["bureau"], **{**said, **more}
    )
    ServiceField.objects.bulk_create(
        ServiceField(service=made, order=order, item=item, field=field)
        for order, (item, field) in enumerate(fields.items())
    )
    return made


def system(place: Town, unit: str = "police", **more: Any) -> System:
    """A system of a unit."""
    name = more.pop("name", "户籍业务系统")
    code = more.pop("code", slugify(f"{unit}-{uuid7().hex[-8:]}"))
    return System.objects.create(
        unit_id=place.units[unit], code=code, name=name, registered_at=NOW, **more
    )


def credential(of: System, kind: str = "sm2", **proof: Any) -> Credential:
    """With what a system proves who it is; give `public_key`, `sealed_secret` or `fingerprint`."""
    said = {"key_id": uuid7().hex, "made_at": NOW, "expires_at": NOW + timedelta(days=365)}
    return Credential.objects.create(system=of, kind=kind, **{**said, **proof})


def grant(place: Town, resource_id: UUID | None = None, **asked: Any) -> GrantRef:
    """A grant of the police for the bureau's resource, as it stands."""
    found = find_grant(granted(place, begun(place, resource_id, **asked)), now=NOW)
    assert found
    return found


def call(of: System, to: Service, way: Way = Way.QUERY, **more: Any) -> Call:
    """A call as it should be."""
    said = {"request_id": uuid7().hex, "grant": "", "case": CASE, **more}
    return Call(system_id=of.id, service=to.code, way=way, **said)


def keeper(place: Town, unit: str = "bureau") -> Actor:
    """Somebody who keeps services and systems of a unit."""
    return entitled(
        person(f"keeper.{uuid7().hex[-8:]}"), READ, KEEP_SERVICES, KEEP_SYSTEMS,
        unit_id=place.units[unit],
    )  # fmt: skip


def supervisor(place: Town) -> Actor:
    """Somebody who supervises the exchange of the city."""
    return entitled(person(f"watch.{uuid7().hex[-8:]}"), READ, SUPERVISE, unit_id=place.root)
