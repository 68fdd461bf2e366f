"""A small city with two bureaus, their editors and reviewers, the data authority, and entries."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from liupan.capabilities.catalogue.installing import install as install_series
from liupan.capabilities.catalogue.models import Edition
from liupan.capabilities.catalogue.operations.drawing_up import register_resource
from liupan.capabilities.catalogue.operations.reviewing import (
    ask_publication,
    hand_in_entry,
    pass_registration,
    publish_entry,
)
from liupan.capabilities.catalogue.rules.elements import Elements, ItemSaid
from liupan.foundation.access.facade import (
    actor_for,
    apply_built_in_roles,
    grant_role,
    installer,
)
from liupan.foundation.calendar.installing import install as install_days
from liupan.foundation.identity.facade import open_account
from liupan.foundation.organisations.facade import (
    appoint,
    create_post,
    enter_division,
    establish_unit,
)
from liupan.foundation.rulesets.facade import install_rules
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind

FOUNDED = date(2015, 11, 4)
DAY = date(2017, 6, 1)
NOW = clock.start_of(DAY) + timedelta(hours=9)
USCC = "11640400DEMA00160H"
CODE = "101001/000001"


@dataclass(frozen=True)
class Town:
    """Units by code, people by name as actors."""

    root: UUID
    units: dict[str, UUID]
    people: dict[str, Actor]

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


ROLES = {
    "editor": ("bureau", "catalogue-editor", "bureau"),
    "registrar": ("bureau", "catalogue-registrar", "bureau"),
    "police": ("police", "catalogue-editor", "police"),
    "constable": ("police", "catalogue-registrar", "police"),
    "authority": ("office", "catalogue-publisher", "root"),
    "reader": ("police", "catalogue-reader", "police"),
    "stranger": ("police", "", ""),
    "asker": ("police", "catalogue-requester", "police"),
    "other_asker": ("police", "catalogue-requester", "police"),
    "checker": ("office", "catalogue-authority", "root"),
    "ruler": ("office", "catalogue-authority", "root"),
    "decider": ("bureau", "catalogue-decider", "bureau"),
    "other_decider": ("bureau", "catalogue-decider", "bureau"),
    "security": ("office", "catalogue-security", "root"),
    "secrecy": ("office", "catalogue-secrecy", "root"),
    "outsider": ("third", "catalogue-requester", "third"),
}
"""Person to the unit of the post, the role, and over which unit."""


def town() -> Town:
    """Build it by calling operations."""
    actor = installer()
    common: dict[str, Any] = {"actor": actor, "now": NOW}
    for install in (install_rules, install_days, install_series):
        install(actor, NOW)
    apply_built_in_roles(now=NOW)
    city = enter_division(
        code="640400", name="固原市", level=2, parent_id=None, valid_from=FOUNDED, **common
    )

    def unit(code: str, name: str, category: str, parent: UUID | None, **more: str) -> UUID:
        return establish_unit(
            code=code, name=name, category=category, division_id=city, parent_id=parent,
            valid_from=FOUNDED, **common, **more,
        )  # fmt: skip

    root = unit("root", "固原市人民政府", "government", None)
    units = {
        "root": root,
        "office": unit("office", "固原市人民政府办公室", "office", root),
        "bureau": unit("bureau", "固原市民政局", "department", root, uscc=USCC),
        "police": unit("police", "固原市公安局", "department", root, uscc="11640400DEMA00144U"),
        "third": unit("third", "固原市图书馆", "institution", root),
    }
    return peopled(root, units)


def peopled(root: UUID, units: dict[str, UUID]) -> Town:
    """The people of `ROLES` in a city that is there, with its units by the names used there."""
    common: dict[str, Any] = {"actor": installer(), "now": NOW}
    return Town(root, units, {name: _person(name, units, common) for name in ROLES})


def _person(name: str, units: dict[str, UUID], common: dict[str, Any]) -> Actor:
    where, role, over = ROLES[name]
    account = open_account(kind=ActorKind.STAFF, username=name, name=name, password=None, **common)
    post = create_post(unit_id=units[where], title=name, kind="clerk", valid_from=FOUNDED, **common)
    appoint(post_id=post, account_id=account, valid_from=FOUNDED, **common)
    if role:
        grant_role(
            role_code=role, unit_id=units[over], account_id=account, valid_from=FOUNDED, **common
        )
    with clock.frozen(NOW):
        return actor_for(account)


WHOLE = Elements(
    category="101001",
    title="结婚登记信息",
    provider_dept="婚姻登记处",
    abstract="全市婚姻登记机关办理的结婚登记，供有关部门核对婚姻状况。",
    format_class="3",
    format_type="Oracle",
    share_type="2",
    share_condition="因履行职责需要核对婚姻状况的部门，说明用途和依据后使用。",
    share_mode="3",
    is_open=False,
    update_cycle="daily",
    zone="internet",
    items=(
        ItemSaid(name="男方姓名", length=50, is_sensitive=True, is_main=True, is_source=True),
        ItemSaid(name="女方姓名", length=50, is_sensitive=True, is_main=True),
        ItemSaid(name="登记日期", data_type="D", is_main=True),
    ),
)
"""An entry that can be handed in."""


def registered(place: Town, now: datetime = NOW, **changes: Any) -> UUID:
    """A resource of the bureau with a draft; the id of its edition."""
    said = replace(WHOLE, **changes)
    resource = register_resource(
        unit_id=place.units["bureau"], said=said, actor=place.editor, now=now
    )
    return edition_of(resource).id


def edition_of(resource_id: UUID, number: int = 1) -> Edition:
    return Edition.objects.get(resource_id=resource_id, number=number)


def handed_in(place: Town, edition_id: UUID | None = None, now: datetime = NOW) -> UUID:
    """An edition that waits for registration review."""
    edition = edition_id or registered(place, now)
    hand_in_entry(edition_id=edition, actor=place.editor, now=now)
    return edition


def passed(place: Town, edition_id: UUID | None = None, now: datetime = NOW) -> UUID:
    """An edition that is registered."""
    edition = handed_in(place, edition_id, now)
    pass_registration(edition_id=edition, opinion="同意登记。", actor=place.registrar, now=now)
    return edition


def asked(place: Town, edition_id: UUID | None = None, now: datetime = NOW) -> UUID:
    """An edition that waits for publication review."""
    edition = passed(place, edition_id, now)
    ask_publication(edition_id=edition, actor=place.editor, now=now)
    return edition


def published(place: Town, edition_id: UUID | None = None, now: datetime = NOW) -> UUID:
    """An edition that is in the catalogue."""
    edition = asked(place, edition_id, now)
    publish_entry(edition_id=edition, opinion="同意发布。", actor=place.authority, now=now)
    return edition
