"""What is to be done: rooms offer work, the workbench shows it as one list (待办).

A room registers its source in `sources.py`, which is imported at start-up:

    @register
    class Vacancies(WorkSource):
        kind = "organisations.vacancy"
        label = _("Vacancies")
        glyph = "岗"

        def items(self, actor, *, now, limit): ...
        def count(self, actor, *, now): ...

Sources offer only what their own rows say is to be done now, and by this actor.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import ClassVar
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from liupan.kernel.authority import Actor

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One thing to do: what about, where it is done, and the one verb (核验, 签收, 任命).

    Attributes:
        url: the page where it can be done.
        meta: at most two short items: number, sender, day of arrival.
        due_on: the last day in time; None when nothing is late by waiting.
        arrived_at: since when it waits.
        clock_id: the clock that runs for it, where one does; the page shows how much has passed.
        is_new: not yet looked at by this actor.
        group: the place it belongs to, under whose name the page puts what has no day.
        is_document: drawn in the red of official documents.
    """

    title: Text
    url: str
    verb: Text
    meta: tuple[Text, ...] = ()
    due_on: date | None = None
    arrived_at: datetime | None = None
    clock_id: UUID | None = None
    is_new: bool = False
    group: Text = ""
    is_document: bool = False


class WorkSource(ABC):
    """A kind of work. `kind` is its key (`room.thing`), `label` its tab, `glyph` one character."""

    kind: ClassVar[str]
    label: ClassVar[Text]
    glyph: ClassVar[Text]

    @abstractmethod
    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        """What waits for `actor`, the most urgent first, at most `limit`. One or two queries,
        and none for those whom it cannot concern."""

    @abstractmethod
    def count(self, actor: Actor, *, now: datetime) -> int:
        """How many wait in all; asked only when there may be more than `items` gave."""


_sources: dict[str, WorkSource] = {}


def register(source: type[WorkSource]) -> type[WorkSource]:
    """Class decorator: make the source known. Raises ValueError on a second of the same kind."""
    if source.kind in _sources:
        raise ValueError(f"work source {source.kind} is registered twice")
    _sources[source.kind] = source()
    return source


def sources() -> dict[str, WorkSource]:
    """All sources by kind."""
    return dict(sorted(_sources.items()))


@lru_cache(maxsize=8192)
def place(url_name: str, *args: object) -> str:
    """Address of the page where something is done; nothing where that page is not installed.

    Remembered: addresses depend on neither language nor visitor, and lists ask for hundreds.
    """
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""
