"""Whose file rows are from (追溯): from the marks that stand in a sample."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.exchange.models import SharedFile
from liupan.capabilities.exchange.policies import TRACE_FILES
from liupan.capabilities.exchange.queries.exporting import mark_key
from liupan.foundation.access.facade import rows
from liupan.foundation.tables.facade import count_made, marks_in
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import InvalidInput

LONGEST = 2_000_000
"""Signs of a sample."""
MOST = 2_000
"""Marks that are looked at."""
FEW = 12
"""So many are tried with every file; the rest with those that made one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A file that some of the rows are from."""

    file_id: UUID
    title: str
    consumer: str
    system: str
    asked_by: str
    asked_at: datetime
    case: str
    grant_number: str
    form: str
    hits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What was found in a sample: how many marks, and the files they are of."""

    marks: int
    files: tuple[Traced, ...]


def trace(sample: str, *, actor: Actor) -> Trace:
    """The files whose marks stand in a sample, the most hits first; of services of units over which
    the actor may trace. Every file is tried: some microseconds each.

    Raises `NotAuthorised`, `InvalidInput`.
    """
    require(actor, TRACE_FILES)
    if len(sample) > LONGEST:
        raise InvalidInput(
            _("So long a sample is not looked through: a few hundred rows are enough."),
            fields={"sample": [_("Too long.")]},
        )
    marks = sorted(marks_in(sample.lower()))[:MOST]
    found = sorted(_found(marks, actor), key=lambda one: -one.hits) if marks else []
    return Trace(marks=len(marks), files=tuple(found))


def _found(marks: list[tuple[int, str]], actor: Actor) -> Iterator[Traced]:
    some = _spread(marks)
    mine = SharedFile.objects.filter(rows(actor, TRACE_FILES, unit="service__provider_id"))
    for file_id in mine.order_by("-id").values_list("id", flat=True).iterator(chunk_size=2_000):
        if count_made(mark_key(file_id), some):
            yield _traced(file_id, count_made(mark_key(file_id), marks))


def _spread(marks: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """A few from all over the sample: rows of several files may be mixed in it."""
    return marks[:: max(1, len(marks) // FEW)]


def _traced(file_id: UUID, hits: int) -> Traced:
    file = SharedFile.objects.select_related("service", "consumer", "system").get(id=file_id)
    return Traced(
        file_id=file.id,
        title=file.service.title,
        consumer=file.consumer.name,
        system=file.system.name if file.system else "",
        asked_by=file.asked_by_name,
        asked_at=file.asked_at,
        case=file.case,
        grant_number=file.grant_number,
        form=str(file.get_form_display()),
        hits=hits,
    )
