"""Datasets as the office's list and page show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, MultipleChoiceFilter

from liupan.capabilities.opendata.models import (
    Check,
    DataLoad,
    Dataset,
    DatasetColumn,
    DatasetStep,
    Quality,
    Use,
)
from liupan.capabilities.opendata.policies import EDIT, RELEASE, holds, over, visible
from liupan.capabilities.opendata.queries.gate_words import (
    finding_in_words,
    privacy_in_words,
    ways_in_words,
)
from liupan.capabilities.opendata.queries.lists import figure, lists_on
from liupan.capabilities.opendata.queries.rows import ShapedRows
from liupan.capabilities.opendata.queries.scoring import score_of_dataset
from liupan.capabilities.opendata.rules import lists
from liupan.capabilities.opendata.rules.mqa import Score
from liupan.capabilities.opendata.rules.opening import Act, Openness, State, may_act
from liupan.foundation.access.facade import asked_by
from liupan.foundation.design.facade import FilterSet
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.organisations.facade import UnitsFilter, list_units
from liupan.foundation.tables.facade import get_table
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing

MARKS = {
    State.DRAFT.value: "run", State.CHECKING.value: "check", State.RETURNED.value: "back",
    State.PUBLISHED.value: "done", State.WITHDRAWN.value: "none",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetLine:
    """A dataset as a list shows it."""

    id: UUID
    code: str
    title: str
    unit: str
    theme: str
    openness_label: str
    state: str
    state_label: str
    mark: str
    points: int | None
    late_days: int
    data_on: date | None
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step of a dataset."""

    kind: str
    label: str
    who: str
    opinion: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """A report of the check, in words. `ways`: what mends it, whether wholly, the way itself."""

    at: datetime
    passed: bool
    rows: int
    findings: tuple[tuple[bool, str], ...]
    privacy: str
    ways: tuple[tuple[str, bool, dict[str, Any]], ...]
    k: int
    about_persons: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """A version: whether its rows are given out, whether the actor can stop that."""

    number: int
    at: datetime
    rows: int
    is_kept: bool
    may_drop: bool
    why_dropped: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetView:
    """A dataset with its report, score, steps, and what the actor can do."""

    line: DatasetLine
    dataset: dict[str, Any]
    columns: tuple[tuple[str, str, bool], ...]
    rows: int | None
    check: CheckView | None
    score: Score
    steps: tuple[StepView, ...]
    loads: tuple[tuple[datetime, str, str], ...]
    may: frozenset[Act]
    may_load: bool
    version: int
    resource_id: UUID
    versions: tuple[VersionView, ...]
    used: tuple[int, int, int, int]


class DatasetFilters(FilterSet):
    """What can be chosen of the list."""

    q = CharFilter(label=gettext_lazy("Name or address"), method="by_words")
    state = MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=Dataset.State.choices, distinct=False
    )
    openness = ChoiceFilter(label=gettext_lazy("Way of opening"), choices=Dataset.Openness.choices)
    unit = UnitsFilter(label=gettext_lazy("Unit"), field_name="unit_id")

    class Meta:
        model = Dataset
        fields: tuple[str, ...] = ()

    def by_words(self, found: QuerySet[Dataset], _name: str, value: str) -> QuerySet[Dataset]:
        for word in value.replace("\0", "").split():
            found = found.filter(Q(title__icontains=word) | Q(code__icontains=word))
        return found


def list_datasets(actor: Actor) -> ShapedRows[DatasetLine]:
    """The datasets the actor sees, for a list page; a constant number of queries a page."""
    late = Q(id__in=Quality.objects.filter(late_days__gt=0).values("dataset_id"))
    chosen: dict[str, Any] = {
        "turn": BooleanFilter(label=gettext_lazy("Waiting for me"), method=_by(waits_for(actor))),
        "late": BooleanFilter(label=gettext_lazy("Data are late"), method=_by(late)),
    }
    filters = type("DatasetFiltersOfActor", (DatasetFilters,), chosen)
    return ShapedRows(Dataset.objects.filter(visible(actor)), filters, many=lines_of)


def waits_for(actor: Actor) -> Q:
    """Datasets that this person reviews, or brings on: returned to their unit."""
    review = over(actor, RELEASE) & Q(state=State.CHECKING.value)
    mend = over(actor, EDIT) & Q(state=State.RETURNED.value)
    return (review & ~Q(handed_in_by=actor.id)) | mend


def get_dataset(actor: Actor, dataset_id: UUID) -> DatasetView:
    """A dataset with everything the actor may do with it. Raises `Missing`."""
    dataset = _visible(actor, dataset_id)
    check = Check.objects.filter(dataset=dataset).order_by("-at", "-id").first()
    loads = DataLoad.objects.filter(dataset=dataset).order_by("-asked_at")[:10]
    return DatasetView(
        line=lines_of([dataset])[0],
        dataset=_said(dataset),
        columns=tuple(
            (one.column, one.note, one.is_quasi_identifier) for one in dataset.columns.all()
        ),
        rows=get_table(dataset.table_id).rows if dataset.table_id else None,
        check=_check(check) if check else None,
        score=score_of_dataset(dataset, clock.today()),
        steps=tuple(_steps(dataset)),
        loads=tuple((one.asked_at, str(one.get_state_display()), one.state) for one in loads),
        may=frozenset(acts_of(dataset, actor)),
        may_load=may_load(dataset, actor),
        version=dataset.version,
        resource_id=dataset.resource_id,
        versions=tuple(_versions(dataset, actor)),
        used=_used(dataset),
    )


def acts_of(dataset: Dataset, actor: Actor) -> set[Act]:
    """What the actor can do with it now."""
    edits, reviews = holds(actor, EDIT, dataset), holds(actor, RELEASE, dataset)
    others = reviews and dataset.handed_in_by != actor.id
    able = {
        Act.HAND_IN: edits,
        Act.REVISE: edits,
        Act.RETURN: others,
        Act.RELEASE: others,
        Act.WITHDRAW: edits or reviews,
    }
    return {act for act, is_able in able.items() if is_able and may_act(act, State(dataset.state))}


def may_load(dataset: Dataset, actor: Actor) -> bool:
    """Whether the actor can bring new data now."""
    return (
        holds(actor, EDIT, dataset)
        and dataset.openness != Openness.NOT
        and dataset.state in (State.DRAFT, State.RETURNED, State.PUBLISHED)
    )


def said_of(actor: Actor, dataset_id: UUID) -> dict[str, Any]:
    """What a dataset says, for the form that changes it. Raises `Missing`."""
    dataset = _visible(actor, dataset_id)
    shown = list(DatasetColumn.objects.filter(dataset=dataset))
    return _said(dataset) | {
        "columns": [one.item for one in shown],
        "quasi": [one.item for one in shown if one.is_quasi_identifier],
        "keywords": "、".join(dataset.keywords),
        "version": dataset.version,
        "resource_id": dataset.resource_id,
    }


def list_waiting(actor: Actor, *, limit: int) -> list[DatasetLine]:
    """What waits for this person. Two queries; none without a right."""
    if not (actor.rights.get(RELEASE.code) or actor.rights.get(EDIT.code)):
        return []
    return lines_of(_longest_waiting(actor, limit))


@asked_by
def _longest_waiting(actor: Actor, limit: int) -> QuerySet[Dataset]:
    return Dataset.objects.filter(waits_for(actor)).order_by("changed_at", "id")[:limit]


def count_waiting(actor: Actor) -> int:
    """How many wait in all."""
    if not (actor.rights.get(RELEASE.code) or actor.rights.get(EDIT.code)):
        return 0
    return Dataset.objects.filter(waits_for(actor)).count()


def lines_of(datasets: Sequence[Dataset]) -> list[DatasetLine]:
    """As a list shows them. Three queries at most, however many."""
    if not datasets:
        return []
    units = list_units({one.unit_id for one in datasets})
    known = lists_on(clock.today())
    scores = Quality.objects.in_bulk([one.id for one in datasets])
    return [_line(one, units, known, scores.get(one.id)) for one in datasets]


def least_k() -> int:
    """How many people are alike at least."""
    return max(2, figure(lists.GATE, lists.K_LEAST, clock.today(), 5))


def _visible(actor: Actor, dataset_id: UUID) -> Dataset:
    found = Dataset.objects.filter(visible(actor), id=dataset_id).first()
    if found is None:
        raise Missing(_("There is no such dataset."))
    return found


def _line(one: Dataset, units: Any, known: Any, score: Quality | None) -> DatasetLine:
    return DatasetLine(
        id=one.id, code=one.code, title=one.title,
        unit=units[one.unit_id].name if one.unit_id in units else "",
        theme=known.theme(one.theme), openness_label=str(one.get_openness_display()),
        state=one.state, state_label=str(one.get_state_display()), mark=MARKS[one.state],
        points=score.points if score else None, late_days=score.late_days if score else 0,
        data_on=clock.on(one.data_at) if one.data_at else None, changed_at=one.changed_at,
    )  # fmt: skip


def _versions(dataset: Dataset, actor: Actor) -> list[VersionView]:
    """The last first."""
    may = holds(actor, EDIT, dataset) or holds(actor, RELEASE, dataset)
    rows = dataset.versions.select_related("check_of").order_by("-number")
    return [
        VersionView(
            number=row.number, at=row.at, rows=row.check_of.rows, is_kept=row.dropped_at is None,
            may_drop=may and row.dropped_at is None and row.table_id != dataset.table_id,
            why_dropped=row.why_dropped,
        )
        for row in rows
    ]  # fmt: skip


def _used(dataset: Dataset) -> tuple[int, int, int, int]:
    """Views, downloads, calls, and all of the last ninety days."""
    found = Use.objects.filter(dataset=dataset).first()
    return (found.views, found.downloads, found.calls, found.recent) if found else (0, 0, 0, 0)


SAID = (
    "code", "title", "name_en", "abstract", "theme", "licence", "update_cycle", "contact",
    "openness", "conditions", "ground", "covers_from", "covers_until", "division",
    "about_persons", "reason", "published_at", "data_at", "withdrawn_at",
)  # fmt: skip


def _said(dataset: Dataset) -> dict[str, Any]:
    known = lists_on(clock.today())
    told = {name: getattr(dataset, name) for name in SAID}
    return told | {
        "keywords": "、".join(dataset.keywords),
        "theme_name": known.theme(dataset.theme),
        "licence_name": known.licence(dataset.licence),
    }


def _check(check: Check) -> CheckView:
    return CheckView(
        at=check.at, passed=check.passed, rows=check.rows, k=check.k,
        findings=tuple((one["blocks"], finding_in_words(one)) for one in check.findings),
        privacy=privacy_in_words(check) if _fails(check) else "",
        ways=tuple(ways_in_words(check)) if _fails(check) else (),
        about_persons=check.about_persons,
    )  # fmt: skip


def _fails(check: Check) -> bool:
    """Whether persons can be told apart."""
    return check.about_persons and not (check.privacy and not check.privacy["whole"]["rows"])


def _steps(dataset: Dataset) -> list[StepView]:
    steps = list(DatasetStep.objects.filter(dataset=dataset).order_by("at", "id"))
    people = list_accounts({step.actor_id for step in steps})
    units = list_units({step.actor_unit_id for step in steps if step.actor_unit_id})
    between = pgettext("between name and unit", " ")
    return [
        StepView(
            kind=step.kind, label=str(step.get_kind_display()), opinion=step.opinion, at=step.at,
            who=between.join(
                filter(None, (
                    people[step.actor_id].name if step.actor_id in people else _("by rule"),
                    units[step.actor_unit_id].name if step.actor_unit_id in units else "",
                ))
            ),
        )
        for step in steps
    ]  # fmt: skip


def _by(condition: Q) -> Any:
    return lambda found, _name, value: found.filter(condition) if value else found
