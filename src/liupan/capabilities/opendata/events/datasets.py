"""Facts of datasets (开放数据集)."""

from dataclasses import dataclass
from uuid import UUID

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutDataset(Fact):
    """What every fact carries of a dataset, as it stands after the act; `thing_id` is it."""

    dataset: str
    title: str
    unit_id: UUID
    state: str
    opinion: str = ""


@dataclass(frozen=True, kw_only=True)
class DatasetDrawnUp(AboutDataset, code="opendata.dataset.drawn_up"):
    """A unit draws up what it opens (起草)."""

    resource_id: UUID


@dataclass(frozen=True, kw_only=True)
class DatasetRevised(AboutDataset, code="opendata.dataset.revised"):
    """What it says was changed (修改)."""

    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DatasetChecked(AboutDataset, code="opendata.dataset.checked"):
    """Its content was looked through (发布检查)."""

    check_id: UUID
    passed: bool


@dataclass(frozen=True, kw_only=True)
class DatasetHandedIn(AboutDataset, code="opendata.dataset.handed_in"):
    """It waits for release review (提交审核)."""


@dataclass(frozen=True, kw_only=True)
class DatasetReturned(AboutDataset, code="opendata.dataset.returned"):
    """The reviewer gave it back (退回)."""


@dataclass(frozen=True, kw_only=True)
class DatasetReleased(AboutDataset, code="opendata.dataset.released"):
    """Everybody sees it (发布)."""

    openness: str
    check_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class DatasetWithdrawn(AboutDataset, code="opendata.dataset.withdrawn"):
    """Nobody sees it any more (下架)."""


@dataclass(frozen=True, kw_only=True)
class VersionDropped(AboutDataset, code="opendata.version.dropped"):
    """The rows of an earlier version are given out no more (停止提供)."""

    number: int


@dataclass(frozen=True, kw_only=True)
class DataLoading(AboutDataset, code="opendata.data.loading"):
    """New data are on their way (数据更新)."""

    load_id: UUID


@dataclass(frozen=True, kw_only=True)
class DataShown(AboutDataset, code="opendata.data.shown"):
    """New data passed the check and took the place of the previous."""

    check_id: UUID | None
    rows: int


@dataclass(frozen=True, kw_only=True)
class DataBlocked(AboutDataset, code="opendata.data.blocked"):
    """New data failed the check; the previous stay."""

    check_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class DataMended(AboutDataset, code="opendata.data.mended"):
    """A column was made coarser or hidden, or small groups removed (处理)."""

    way: str
    column: str
    removed: int
