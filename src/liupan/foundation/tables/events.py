"""Facts of `tables`."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import pgettext_lazy

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class TableDefined(
    Fact, code="tables.table.defined", label=pgettext_lazy("act", "hosted table defined")
):
    """A table has its first columns; content comes with a load."""

    title: str
    unit_id: UUID
    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TableRedefined(
    Fact, code="tables.table.redefined", label=pgettext_lazy("act", "hosted table redefined")
):
    """Its next content has other columns."""

    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TableClosed(
    Fact, code="tables.table.closed", label=pgettext_lazy("act", "hosted table closed")
):
    """Nothing is loaded or read any more; its content goes."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ColumnIndexed(
    Fact, code="tables.table.indexed", label=pgettext_lazy("act", "column of a table indexed")
):
    """Filters and sorting by a column are fast from now on."""

    column: str


@dataclass(frozen=True, kw_only=True)
class ContentRemoved(
    Fact, code="tables.table.swept", label=pgettext_lazy("act", "old content of a table removed")
):
    """What a later load replaced is gone."""

    content: int


@dataclass(frozen=True, kw_only=True)
class LoadStarted(
    Fact, code="tables.load.started", label=pgettext_lazy("act", "load of a table started")
):
    """A file came in for a table."""

    table_id: UUID
    mode: str
    size: int


@dataclass(frozen=True, kw_only=True)
class LoadPublished(
    Fact, code="tables.load.published", label=pgettext_lazy("act", "load of a table published")
):
    """What the file held is what readers see, whole."""

    table_id: UUID
    mode: str
    added: int
    changed: int
    removed: int
    wrong: int


@dataclass(frozen=True, kw_only=True)
class LoadRefused(
    Fact, code="tables.load.refused", label=pgettext_lazy("act", "load of a table refused")
):
    """Nothing of the file is seen."""

    table_id: UUID
    reason: str
