"""Facts of monthly notices (通报)."""

from dataclasses import dataclass
from datetime import date

from liupan.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AboutNotice(Fact):
    """What every fact carries of a monthly notice."""

    month: date
    title: str
    on: date


@dataclass(frozen=True, kw_only=True)
class NoticeDrafted(AboutNotice, code="catalogue.notice.drafted"):
    """A monthly notice was drafted from the board, or its figures were taken anew."""

    counted_on: date
    units: int


@dataclass(frozen=True, kw_only=True)
class NoticeRevised(AboutNotice, code="catalogue.notice.revised"):
    """The words of a monthly notice were changed."""


@dataclass(frozen=True, kw_only=True)
class NoticeIssued(AboutNotice, code="catalogue.notice.issued"):
    """A monthly notice was issued (印发); it stays as it is."""
