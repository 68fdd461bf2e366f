"""A unit draws up what it opens: from a published entry, of items that the catalogue opens."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.facade import Published, list_published
from liupan.capabilities.opendata.events.datasets import DatasetDrawnUp, DatasetRevised
from liupan.capabilities.opendata.models import Dataset, DatasetColumn
from liupan.capabilities.opendata.operations.keeping import (
    about,
    keep_step,
    locked_dataset,
    require_possible,
    require_version,
    save,
)
from liupan.capabilities.opendata.policies import EDIT, require_over
from liupan.capabilities.opendata.queries.lists import figure, lists_on
from liupan.capabilities.opendata.rules import lists
from liupan.capabilities.opendata.rules.opening import Act, Openness
from liupan.foundation.journal.facade import operation, record, refused_when_taken
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.said import require_said

OTHER_CYCLE = "other"


class NotOpen(Refusal):
    """The catalogue does not open the entry or one of its items; the sentence names which."""


class CodeTaken(Refusal):
    """Another dataset has this address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a dataset says of itself; fields as in `Dataset`."""

    code: str
    title: str
    abstract: str
    theme: str
    licence: str
    update_cycle: str
    contact: str
    openness: str = Openness.OPEN.value
    name_en: str = ""
    keywords: tuple[str, ...] = ()
    conditions: str = ""
    ground: str = ""
    covers_from: date | None = None
    covers_until: date | None = None
    division: str = ""
    about_persons: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSaid:
    """An item that is opened: what it means, whether it tells persons apart with others."""

    item: str
    note: str = ""
    is_quasi_identifier: bool = False


@operation
def draw_up_dataset(
    *, resource_id: UUID, said: Said, columns: Sequence[ColumnSaid], actor: Actor, now: datetime
) -> UUID:
    """Draw up a dataset from a published entry of the unit (起草开放数据集); its id.

    Raises `NotOpen` naming the item, `CodeTaken`, `InvalidInput`, `Missing`.
    """
    by = By(actor, now)
    entry = published_entry(resource_id)
    require(actor, EDIT, unit_id=entry.unit_id)
    require_whole(said, columns, by)
    require_open(entry, said.openness, [one.item for one in columns])
    made = Dataset(
        resource_id=resource_id, unit_id=entry.unit_id, made_at=now, made_by=actor.id,
        changed_at=now, **_fields(said),
    )  # fmt: skip
    with refused_when_taken(CodeTaken(_("Another dataset has the address %s.") % said.code)):
        made.save(force_insert=True)
    _keep_columns(made, columns)
    keep_step(made, "draw_up", by)
    record(DatasetDrawnUp(**about(made), resource_id=resource_id), actor=actor, now=now)
    return made.id


@operation
def revise_dataset(
    *, dataset_id: UUID, said: Said, columns: Sequence[ColumnSaid], version: int, actor: Actor,
    now: datetime,
) -> UUID:  # fmt: skip
    """Change what a dataset says before it is handed in. Raises `StaleVersion`, `NotNow` and what
    `draw_up_dataset` does."""
    by = By(actor, now)
    dataset = locked_dataset(dataset_id, actor)
    require_over(actor, EDIT, dataset)
    require_possible(dataset, Act.REVISE)
    require_version(dataset, version)
    require_whole(said, columns, by)
    entry = published_entry(dataset.resource_id)
    require_open(entry, said.openness, [one.item for one in columns])
    fields = _fields(said)
    changed = tuple(name for name, value in fields.items() if getattr(dataset, name) != value)
    for name in changed:
        setattr(dataset, name, fields[name])
    with refused_when_taken(CodeTaken(_("Another dataset has the address %s.") % said.code)):
        save(dataset, by, *changed)
    dataset.columns.all().delete()
    _keep_columns(dataset, columns)
    keep_step(dataset, Act.REVISE.value, by)
    record(DatasetRevised(**about(dataset), fields=changed), actor=actor, now=now)
    return dataset.id


def published_entry(resource_id: UUID) -> Published:
    """The entry in the catalogue. Raises `Missing`."""
    entry = list_published([resource_id]).get(resource_id)
    if entry is None:
        raise Missing(_("The catalogue has no such published entry."))
    return entry


def require_open(entry: Published, openness: str, items: Sequence[str]) -> None:
    """What is opened is open in the catalogue, item by item. Raises `NotOpen`."""
    if openness == Openness.NOT:
        return
    if not entry.said.is_open:
        raise NotOpen(
            _("The catalogue says that %(title)s is not open.") % {"title": entry.said.title},
            next_step=_("Have the entry changed in the catalogue first."),
        )
    open_items = {one.name for one in entry.said.items if one.is_open and not one.is_sensitive}
    closed = [item for item in items if item not in open_items]
    if closed:
        raise NotOpen(
            _("These items are not open in the catalogue: %(items)s.")
            % {"items": "、".join(closed)},
            next_step=_("Leave them out, or have the entry changed in the catalogue first."),
        )


def require_whole(said: Said, columns: Sequence[ColumnSaid], by: By) -> None:
    """Raises `InvalidInput` naming every field that is missing or wrong."""
    require_said(
        code=said.code, title=said.title, abstract=said.abstract, contact=said.contact
    )  # fmt: skip
    wrong = {name: [why] for name, why in _wrong(said, columns, by)}
    if wrong:
        raise InvalidInput(_("The dataset cannot be kept like this."), fields=wrong)


def _wrong(said: Said, columns: Sequence[ColumnSaid], by: By) -> list[tuple[str, str]]:
    known, most = lists_on(by.today), figure(lists.GATE, lists.QUASI_MOST, by.today, 8)
    is_open, chosen = said.openness != Openness.NOT, _("Choose one of the list.")
    quasi = [one for one in columns if one.is_quasi_identifier]
    tests = {
        "theme": (said.theme not in known.themes, chosen),
        "licence": (said.licence not in known.licences, chosen),
        "openness": (said.openness not in set(Openness), chosen),
        "update_cycle": (said.update_cycle not in {*known.cycle_days, OTHER_CYCLE}, chosen),
        "conditions": (said.openness == Openness.CONDITIONAL and not said.conditions.strip(),
                       _("State the conditions.")),
        "ground": (not is_open and not said.ground.strip(), _("Say why it is not opened.")),
        "columns": (is_open and not columns, _("Choose the items that are shown.")),
        "covers_until": (bool(said.covers_from and said.covers_until
                              and said.covers_from > said.covers_until),
                         _("The last day lies before the first.")),
        "about_persons": (said.about_persons and is_open and not quasi,
                          _("Data about persons name their quasi-identifiers.")),
        "quasi": (len(quasi) > most,
                  _("At most %(most)s quasi-identifiers are looked through.") % {"most": most}),
    }  # fmt: skip
    return [(name, why) for name, (is_wrong, why) in tests.items() if is_wrong]


def _fields(said: Said) -> dict[str, object]:
    told = asdict(said)
    told["keywords"] = list(dict.fromkeys(one.strip() for one in said.keywords if one.strip()))
    return {name: one.strip() if isinstance(one, str) else one for name, one in told.items()}


def _keep_columns(dataset: Dataset, columns: Sequence[ColumnSaid]) -> None:
    DatasetColumn.objects.bulk_create(
        DatasetColumn(
            dataset=dataset, order=n, column=one.item, item=one.item, note=one.note.strip(),
            is_quasi_identifier=one.is_quasi_identifier,
        )
        for n, one in enumerate(columns, start=1)
    )  # fmt: skip
