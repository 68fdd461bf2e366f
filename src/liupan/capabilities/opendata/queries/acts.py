"""What the public's own pages show: datasets to choose, the gallery, requests, one's own acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liupan.capabilities.opendata.models import (
    Agreement,
    Application,
    Dataset,
    DatasetColumn,
    Follow,
    Link,
    Picture,
    Submission,
)
from liupan.capabilities.opendata.rules.acts import ApplicationState, Kind, Visibility
from liupan.capabilities.opendata.rules.opening import Openness, State
from liupan.foundation.tables.facade import View
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Missing
from liupan.kernel.work import place

SHOWN = 200
MARKS = {
    "waiting": "check", "answered": "done", "declined": "none", "accepted": "done",
    "refused": "none", "revoked": "risk", "taken_back": "none",
}  # fmt: skip
"""Kind of mark for `{% state %}`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A dataset that everybody knows of."""

    id: UUID
    code: str
    title: str
    conditions: str
    is_conditional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRef:
    """A picture beside an entry of the gallery: its size, and what can be seen in words."""

    words: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Something that was sent in, as everybody, or its author, sees it."""

    number: str
    kind: str
    kind_label: str
    title: str
    text: str
    address: str
    said_on: date
    due_on: date
    state: str
    state_label: str
    mark: str
    answer: str
    answered_at: datetime | None
    visibility_label: str
    why_hidden: str
    dataset: tuple[str, str] | None
    uses: Sequence[tuple[str, str]]
    picture: PictureRef | None
    is_dead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """An application as its applicant sees it."""

    id: UUID
    number: str
    code: str
    title: str
    state_label: str
    mark: str
    due_on: date
    until_on: date | None
    reason: str
    waits: bool
    usable: bool


def get_known(code: str) -> Known:
    """A released dataset by its address. Raises `Missing`."""
    found = _known().filter(code=code).first()
    if found is None:
        raise Missing(_("There is no such dataset."))
    return Known(
        id=found.id, code=found.code, title=found.title, conditions=found.conditions,
        is_conditional=found.openness == Openness.CONDITIONAL,
    )  # fmt: skip


def datasets_to_choose() -> list[tuple[str, str]]:
    """All of them, to choose from."""
    return [(str(i), title) for i, title in _known().order_by("title").values_list("id", "title")]


def newest_agreement() -> tuple[int, str]:
    """The version and the text of the agreement; 0 where there is none."""
    found = Agreement.objects.order_by("-version").first()
    return (found.version, found.text) if found else (0, "")


def list_shown(kind: Kind, *, dataset_id: UUID | None = None) -> list[Told]:
    """What everybody sees of a kind, the latest first. Two queries."""
    found = Submission.objects.filter(kind=kind.value, visibility=Visibility.SHOWN.value)
    if dataset_id:
        found = found.filter(dataset_id=dataset_id)
    return _told(found.select_related("dataset").order_by("-said_at", "-id")[:SHOWN])


def get_shown(kind: Kind, number: str) -> Told:
    """One of them by its number. Raises `Missing`, also for what is not shown."""
    shown = Submission.objects.filter(
        kind=kind.value, visibility=Visibility.SHOWN.value, number=number
    )
    found = _told(shown.select_related("dataset"))
    if not found:
        raise Missing(_("There is nothing like this."))
    return found[0]


def list_own(actor: Actor) -> list[Told]:
    """What the account sent in, the latest first."""
    own = Submission.objects.filter(author_id=actor.id).select_related("dataset")
    return _told(own.order_by("-said_at", "-id")[:SHOWN])


def list_own_applications(actor: Actor, today: date) -> list[Mine]:
    """What the account applied for, the latest first. One query."""
    own = Application.objects.filter(applicant_id=actor.id).select_related("dataset")
    return [
        Mine(
            id=one.id, number=one.number, code=one.dataset.code, title=one.dataset.title,
            state_label=str(one.get_state_display()), mark=MARKS[one.state], due_on=one.due_on,
            until_on=one.until_on, reason=one.reason,
            waits=one.state == ApplicationState.WAITING,
            usable=one.state == ApplicationState.ACCEPTED and one.until_on is not None
            and one.until_on >= today and one.dataset.state == State.PUBLISHED,
        )
        for one in own.order_by("-asked_at")[:SHOWN]
    ]  # fmt: skip


def list_followed(actor: Actor) -> list[tuple[str, str]]:
    """Address and title of what the account follows."""
    own = Follow.objects.filter(account_id=actor.id, dataset__state=State.PUBLISHED.value)
    return list(own.order_by("-since").values_list("dataset__code", "dataset__title"))


def is_followed(actor: Actor, dataset_id: UUID) -> bool:
    """Whether the account follows it."""
    return Follow.objects.filter(account_id=actor.id, dataset_id=dataset_id).exists()


def view_of(dataset_id: UUID) -> View:
    """What of a dataset's table is shown: its columns alone."""
    shown = DatasetColumn.objects.filter(dataset_id=dataset_id).order_by("order")
    return View(columns=tuple(shown.values_list("column", flat=True)))


def _known() -> QuerySet[Dataset]:
    return Dataset.objects.filter(
        state=State.PUBLISHED.value,
        openness__in=[Openness.OPEN.value, Openness.CONDITIONAL.value],
    )


def _told(found: "QuerySet[Submission]") -> list[Told]:
    rows = list(found)
    ids = {one for row in rows for one in row.uses}
    known = _known().filter(id__in=ids).values_list("id", "code", "title") if ids else ()
    names = {each: (_page(code), title) for each, code, title in known}
    pictures, dead = pictures_of(rows), dead_addresses({row.address for row in rows})
    return [_one(row, names, pictures.get(row.id), row.address in dead) for row in rows]


def picture_of(number: str) -> bytes:
    """The picture of an entry that everybody sees, as PNG. One query. Raises `Missing`."""
    found = Picture.objects.filter(
        submission__number=number, submission__kind=Kind.REUSE.value,
        submission__visibility=Visibility.SHOWN.value,
    ).first()  # fmt: skip
    if found is None:
        raise Missing(_("There is nothing like this."))
    return bytes(found.content)


def dead_addresses(addresses: set[str]) -> frozenset[str]:
    """Those that do not answer for some nights now. One query."""
    wanted = [one for one in addresses if one]
    if not wanted:
        return frozenset()
    found = Link.objects.filter(address__in=wanted, dead_since__isnull=False)
    return frozenset(found.values_list("address", flat=True))


def pictures_of(rows: Sequence[Submission]) -> dict[UUID, PictureRef]:
    """The pictures beside them, without their bytes. One query where there can be any."""
    ids = [row.id for row in rows if row.kind == Kind.REUSE]
    found = Picture.objects.filter(submission_id__in=ids) if ids else Picture.objects.none()
    return {
        key: PictureRef(words=words, width=width, height=height)
        for key, words, width, height in found.values_list(
            "submission_id", "words", "width", "height"
        )
    }


def _one(
    row: Submission,
    names: dict[UUID, tuple[str, str]],
    picture: PictureRef | None,
    is_dead: bool,
) -> Told:
    dataset = row.dataset if row.dataset and row.dataset.state == State.PUBLISHED else None
    return Told(
        number=row.number, kind=row.kind, kind_label=str(row.get_kind_display()), title=row.title,
        text=row.text, address=row.address, said_on=clock.on(row.said_at), due_on=row.due_on,
        state=row.state, state_label=str(row.get_state_display()), mark=MARKS[row.state],
        answer=row.answer, answered_at=row.answered_at,
        visibility_label=str(row.get_visibility_display()), why_hidden=row.why_hidden,
        dataset=(_page(dataset.code), dataset.title) if dataset else None,
        uses=[names[one] for one in row.uses if one in names], picture=picture, is_dead=is_dead,
    )  # fmt: skip


def _page(code: str) -> str:
    """Where everybody sees the dataset."""
    return place("opendata:dataset", code) or place("opendata:follow", code)
