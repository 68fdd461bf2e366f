"""A small city whose office receives documents, with a bureau that handles them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from liupan.capabilities.correspondence.installing import install as install_series
from liupan.capabilities.correspondence.models import Incoming
from liupan.capabilities.correspondence.operations.receiving import (
    enter_document,
    register_document,
    review_document,
    sign_for_document,
)
from liupan.capabilities.correspondence.rules.receiving import Purpose
from liupan.foundation.access.facade import (
    actor_for,
    apply_built_in_roles,
    grant_role,
    installer,
)
from liupan.foundation.calendar.installing import install as install_days
from liupan.foundation.documents.facade import Attached
from liupan.foundation.identity.facade import open_account
from liupan.foundation.organisations.facade import (
    appoint,
    create_post,
    enter_division,
    establish_unit,
)
from liupan.foundation.rulesets.facade import install_rules
from liupan.foundation.workflow.installing import install as install_processes
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind
from liupan.kernel.secrecy import Secrecy

FOUNDED = date(2015, 11, 4)
DAY = date(2017, 6, 1)
"""A Thursday."""
NOW = clock.start_of(DAY) + timedelta(hours=9)
LINES = (
    "固原市财政局文件", "固财发〔2017〕45号", "固原市财政局",
    "关于报送2018年信息化项目预算的通知", "市人民政府办公室：", "现将有关事项通知如下。",
    "固原市财政局", "2017年5月31日",
)  # fmt: skip


def at(day: date, hour: int = 10) -> datetime:
    """A moment of a day in the city."""
    return clock.start_of(day) + timedelta(hours=hour)


@dataclass(frozen=True)
class Town:
    """Units by code, people by name as actors."""

    units: dict[str, UUID]
    people: dict[str, Actor]

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


ROLES = {
    "registrar": ("office", "document-registrar", "office"),
    "second": ("office", "document-registrar", "office"),
    "leader": ("office", "document-signer", "office"),
    "handler": ("bureau", "document-drafter", "bureau"),
    "colleague": ("bureau", "document-drafter", "bureau"),
    "plain": ("office", "", ""),
    "stranger": ("police", "document-registrar", "police"),
}
"""Person to the unit of the post, the role, and over which unit."""


def town() -> Town:
    """Build it by calling operations."""
    actor = installer()
    common: dict[str, Any] = {"actor": actor, "now": NOW}
    install_rules(actor, NOW)
    install_days(actor, NOW)
    install_series(actor, NOW)
    install_processes(actor, NOW)
    apply_built_in_roles(now=NOW)
    city = enter_division(
        code="640400", name="固原市", level=2, parent_id=None, valid_from=FOUNDED, **common
    )

    def unit(code: str, name: str, category: str, parent: UUID | None) -> UUID:
        return establish_unit(
            code=code, name=name, category=category, division_id=city, parent_id=parent,
            valid_from=FOUNDED, **common,
        )  # fmt: skip

    root = unit("root", "固原市人民政府", "government", None)
    units = {
        "root": root,
        "office": unit("office", "固原市人民政府办公室", "office", root),
        "bureau": unit("bureau", "固原市信息化建设办公室", "department", root),
        "police": unit("police", "固原市公安局", "department", root),
    }
    return Town(units, {name: _person(name, units, common) for name in ROLES})


def _person(name: str, units: dict[str, UUID], common: dict[str, Any]) -> Actor:
    where, role, over = ROLES[name]
    account = open_account(kind=ActorKind.STAFF, username=name, name=name, password=None, **common)
    kind = "leader" if name == "leader" else "clerk"
    post = create_post(unit_id=units[where], title=name, kind=kind, valid_from=FOUNDED, **common)
    appoint(post_id=post, account_id=account, valid_from=FOUNDED, **common)
    if role:
        grant_role(
            role_code=role, unit_id=units[over], account_id=account, valid_from=FOUNDED, **common
        )
    with clock.frozen(NOW):
        return actor_for(account)


def arrived(place: Town, **values: Any) -> UUID:
    """A document that was dispatched to the office and waits to be signed for."""
    said: dict[str, Any] = {
        "unit_id": place.units["office"], "origin": "dispatch", "type": "通知",
        "title": "关于加强政务信息系统整合共享的通知", "from_name": "固原市发展和改革委员会",
        "their_number": "固发改发〔2017〕12号", "their_date": DAY, "arrived_at": NOW,
        "sign_by": date(2017, 6, 2), **values,
    }  # fmt: skip
    return Incoming.objects.create(**said).id


def registered(place: Town, **values: Any) -> UUID:
    """One that was signed for and registered."""
    found = arrived(place, **values)
    sign_for_document(incoming_id=found, actor=place.registrar, now=NOW)
    register_document(incoming_id=found, actor=place.registrar, now=NOW)
    return found


def reviewed(place: Town, **said: Any) -> UUID:
    """One that the leader is asked about, with a proposal; `said` as the review takes it."""
    found = registered(place)
    review(place, found, **said)
    return found


def review(place: Town, found: UUID, **said: Any) -> None:
    """Review it for action; the bureau leads, the leader is asked."""
    asked: dict[str, Any] = {
        "purpose": Purpose.ACTION, "proposal": "拟请信息化办阅办，请领导批示。",
        "lead_unit_id": place.units["bureau"], "leader_id": place.leader.id, "handler_id": None,
        "due_on": None, "readers": (), **said,
    }  # fmt: skip
    review_document(incoming_id=found, actor=place.registrar, now=NOW, **asked)


def entered(place: Town, content: bytes, name: str = "来文.txt", **said: Any) -> UUID:
    """One that was entered from outside."""
    asked: dict[str, Any] = {
        "unit_id": place.units["office"], "origin": "scan", "title": "关于调整汛期值班的函",
        "from_name": "固原市水务局", "their_number": "固水函〔2017〕7号", "their_date": DAY,
        "type": "函", "secrecy": Secrecy.INTERNAL, "mark": "", "urgency": "",
        "files": [Attached(name, BytesIO(content))], "actor": place.registrar, "now": NOW, **said,
    }  # fmt: skip
    return enter_document(**asked)
