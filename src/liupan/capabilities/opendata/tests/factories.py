"""Datasets for tests: a released one with a hosted table of rows, a conditional one, one that is
not opened, one being drawn up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from liupan.capabilities.catalogue.tests import factories as catalogue
from liupan.capabilities.opendata.installing import install as install_numbers
from liupan.capabilities.opendata.models import Dataset, DatasetColumn
from liupan.capabilities.opendata.operations.drawing_up import ColumnSaid, Said, draw_up_dataset
from liupan.capabilities.opendata.operations.gate import keep_check
from liupan.capabilities.opendata.operations.loading import fill_data
from liupan.capabilities.opendata.operations.releasing import hand_in_dataset, release_dataset
from liupan.foundation.access.facade import actor_for, apply_built_in_roles, grant_role, installer
from liupan.foundation.identity.facade import open_account
from liupan.foundation.organisations.facade import By, appoint, create_post
from liupan.foundation.tables.facade import Column, Type, fill_table
from liupan.foundation.tables.tests import factories as tables
from liupan.kernel import clock
from liupan.kernel.authority import Actor, ActorKind

NOW, FOUNDED = catalogue.NOW, catalogue.FOUNDED
COLUMNS = (
    Column(name="名称", length=100, is_required=True),
    Column(name="地址", length=200),
    Column(name="县区", length=20),
    Column(name="床位数", type=Type.INTEGER, unit="张"),
    Column(name="设立日期", type=Type.DATE),
    Column(name="经度", type=Type.DOUBLE),
    Column(name="纬度", type=Type.DOUBLE),
    Column(name="内部编号", length=20),
)
"""The last is of an item that is not open: it lies in the table and is never shown."""
SHOWN = tuple(column.name for column in COLUMNS[:-1])
HEADING = ",".join(column.name for column in COLUMNS)
PLACES = ("原州区", "西吉县", "隆德县", "泾源县", "彭阳县")
ROLES = {
    "drawer": ("bureau", "opendata-editor", "bureau"),
    "other_drawer": ("bureau", "opendata-editor", "bureau"),
    "releaser": ("office", "opendata-reviewer", "root"),
    "chief": ("office", "opendata-authority", "root"),
    "foreign": ("police", "opendata-editor", "police"),
}


@dataclass(frozen=True)
class Town:
    """The catalogue's town with the people of open data and of the public."""

    base: catalogue.Town
    people: dict[str, Actor]

    @property
    def units(self) -> dict[str, UUID]:
        return self.base.units

    def __getattr__(self, name: str) -> Actor:
        found = self.people.get(name) or self.base.people.get(name)
        if found is None:
            raise AttributeError(name)
        return found


def town(of: catalogue.Town | None = None) -> Town:
    """Build it by calling operations, in the catalogue's town that is there or a new one."""
    base = of or catalogue.town()
    apply_built_in_roles(now=NOW)
    install_numbers(installer(), NOW)
    people = {name: _person(name, base) for name in ROLES}
    for name, kind in (("citizen", ActorKind.CITIZEN), ("other_citizen", ActorKind.CITIZEN)):
        people[name] = public_account(name, kind)
    return Town(base, people)


def public_account(name: str, kind: ActorKind = ActorKind.CITIZEN) -> Actor:
    """Somebody of the public who can sign in."""
    account = open_account(
        kind=kind, username=name, name=name, password=None, actor=installer(), now=NOW
    )
    with clock.frozen(NOW):
        return actor_for(account)


def _person(name: str, base: catalogue.Town) -> Actor:
    where, role, over = ROLES[name]
    common: dict[str, Any] = {"actor": installer(), "now": NOW}
    account = open_account(kind=ActorKind.STAFF, username=name, name=name, password=None, **common)
    unit = base.units[where]
    post = create_post(unit_id=unit, title=name, kind="clerk", valid_from=FOUNDED, **common)
    appoint(post_id=post, account_id=account, valid_from=FOUNDED, **common)
    grant_role(
        role_code=role, unit_id=base.units[over], account_id=account, valid_from=FOUNDED, **common
    )
    with clock.frozen(NOW):
        return actor_for(account)


def rows(count: int = 12) -> str:
    """A file of so many institutions, as CSV."""
    lines = [HEADING]
    for n in range(count):
        place = PLACES[n % len(PLACES)]
        lines.append(
            f"{place}第{n + 1}养老院,{place}文化街{n + 1}号,{place},{20 + n},2015-0{n % 9 + 1}-01,"
            f"{106.1 + n / 1000:.4f},{36.0 + n / 1000:.4f},N{n:05d}"
        )
    return "\n".join(lines) + "\n"


def resource(place: Town) -> UUID:
    """A published resource whose items are open, but for 内部编号."""

    items = tuple(
        catalogue.ItemSaid(name=c.name, data_type=str(c.type), length=c.length, is_main=True,
                 is_open=c.name in SHOWN)
        for c in COLUMNS
    )  # fmt: skip
    edition = catalogue.registered(
        place.base, title=f"养老机构信息{uuid4().hex[:6]}", is_open=True, items=items,
        open_condition="无条件开放", update_cycle="monthly",
        share_type="1", share_condition="无条件",
    )  # fmt: skip
    catalogue.published(place.base, edition)

    return catalogue.Edition.objects.get(id=edition).resource_id


def hosted(place: Town, content: str | None = None) -> UUID:
    """A hosted table of the bureau with rows."""
    table = tables.table(place.drawer, place.units["bureau"], *COLUMNS)
    names, *lines = [line.split(",") for line in (content or rows()).splitlines()]
    fill_table(table_id=table, names=names, rows=lines, actor=place.drawer, now=NOW)
    return table


def drawn_up(place: Town, code: str = "", content: str | None = None, **said: Any) -> Dataset:
    """A dataset with its table and columns, as it is before it is handed in."""
    values: dict[str, Any] = {
        "code": code or f"homes-{uuid4().hex[:8]}", "resource_id": resource(place),
        "unit_id": place.units["bureau"], "title": "养老机构名录",
        "abstract": "全市养老机构的名称、地址、床位数和设立日期。", "theme": "welfare",
        "keywords": ["养老", "机构"], "openness": "open", "licence": "by",
        "update_cycle": "monthly", "covers_from": date(2015, 1, 1),
        "covers_until": date(2017, 5, 31), "division": "640400",
        "contact": "固原市民政局办公室 0954-2088000", "made_at": NOW,
        "made_by": place.drawer.id, "changed_at": NOW, "data_at": NOW,
        "table_id": hosted(place, content),
    }  # fmt: skip
    made = Dataset.objects.create(**(values | said))
    if made.table_id:
        DatasetColumn.objects.bulk_create(
            DatasetColumn(dataset=made, order=n, column=name, item=name, note=f"{name}说明")
            for n, name in enumerate(SHOWN, start=1)
        )
    return made


def _release(place: Town, made: Dataset) -> Dataset:
    if made.openness != "not" and made.table_id:
        keep_check(made, made.table_id, By(place.chief, NOW))
    made.state, made.handed_in_by, made.released_by = "published", place.drawer.id, place.chief.id
    made.published_at = NOW
    made.save()
    return made


def released(place: Town, code: str = "", content: str | None = None, **said: Any) -> Dataset:
    """A dataset that everybody has."""
    return _release(place, drawn_up(place, code, content, **said))


def conditional(place: Town, code: str = "", **said: Any) -> Dataset:
    """A released dataset whose rows are given on application alone."""
    terms = {"openness": "conditional", "licence": "agreement", "conditions": "说明用途并签协议。"}
    return _release(place, drawn_up(place, code, **(terms | said)))


def not_opened(place: Town, code: str = "", **said: Any) -> Dataset:
    """A dataset of which everybody sees the title and why it is not opened."""
    told = {"openness": "not", "ground": "涉及个人隐私，不予开放。", "table_id": None}
    return _release(place, drawn_up(place, code, **(told | said)))


# --- Drawn up by the operations themselves ----------------------------------------------------
SAID = Said(
    code="homes", title="养老机构名录", abstract="全市养老机构的名称、地址、床位数和设立日期。",
    theme="welfare", licence="by", update_cycle="monthly", keywords=("养老", "机构"),
    contact="固原市民政局办公室 0954-2088000", division="640400", covers_from=date(2015, 1, 1),
)  # fmt: skip
PERSONS = ("性别", "出生日期", "县区", "结果")
QUASI = PERSONS[:3]


def columns(*names: str, quasi: Sequence[str] = ()) -> list[ColumnSaid]:
    """Items that are shown."""
    return [ColumnSaid(item=name, is_quasi_identifier=name in quasi) for name in names or SHOWN]


def draft(place: Town, **changes: Any) -> UUID:
    """A dataset drawn up by its unit, with data."""
    said = replace(SAID, code=f"homes-{uuid4().hex[:8]}", **changes)
    made = draw_up_dataset(
        resource_id=resource(place), said=said, columns=columns(), actor=place.drawer, now=NOW
    )
    fill(place, made, rows())
    return made


def fill(place: Town, dataset_id: UUID, content: str, now: datetime = NOW) -> UUID:
    """New data; columns that are not shown are left out, as a unit would."""
    names, *lines = [line.split(",") for line in content.splitlines()]
    keep = [n for n, name in enumerate(names) if name != "内部编号"]
    return fill_data(
        dataset_id=dataset_id, names=[names[n] for n in keep],
        rows=[[line[n] for n in keep] for line in lines], actor=place.drawer, now=now,
    )  # fmt: skip


def persons(place: Town, lines: Sequence[Sequence[str]]) -> UUID:
    """A draft about persons, with these rows."""
    items = tuple(
        catalogue.ItemSaid(name=name, data_type="D" if name == "出生日期" else "C", length=0 if
                 name == "出生日期" else 50, is_main=True, is_open=True)
        for name in PERSONS
    )  # fmt: skip
    edition = catalogue.registered(
        place.base, title=f"培训结业信息{uuid4().hex[:6]}", is_open=True, items=items,
        open_condition="无条件开放", share_type="1", share_condition="无条件",
    )  # fmt: skip
    catalogue.published(place.base, edition)
    made = draw_up_dataset(
        resource_id=catalogue.Edition.objects.get(id=edition).resource_id,
        said=replace(SAID, code=f"people-{uuid4().hex[:8]}", about_persons=True),
        columns=columns(*PERSONS, quasi=QUASI), actor=place.drawer, now=NOW,
    )  # fmt: skip
    fill_data(dataset_id=made, names=PERSONS, rows=lines, actor=place.drawer, now=NOW)
    return made


def out(place: Town, dataset_id: UUID) -> UUID:
    """Handed in by its unit and released by the authority."""
    hand_in_dataset(dataset_id=dataset_id, actor=place.drawer, now=NOW)
    return release_dataset(dataset_id=dataset_id, actor=place.chief, now=NOW)
