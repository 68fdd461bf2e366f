"""A monthly notice is drafted from the board, put into words by a person, and issued (通报)."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.events import NoticeDrafted, NoticeIssued, NoticeRevised
from liupan.capabilities.catalogue.models import MonthlyNotice
from liupan.capabilities.catalogue.operations.locking import NotNow
from liupan.capabilities.catalogue.policies import SUPERVISE
from liupan.capabilities.catalogue.rules.board import Month
from liupan.capabilities.catalogue.rules.notices import WORDS, Kept, Words
from liupan.foundation.journal.facade import nothing_changed, operation, record
from liupan.foundation.organisations.facade import By
from liupan.kernel.authority import Actor, require
from liupan.kernel.errors import Missing, StaleVersion
from liupan.kernel.said import require_said


@operation
def draft_notice(
    *, month: Month, words: Words, figures: Sequence[Kept], actor: Actor, now: datetime
) -> UUID:
    """Draft the notice of a month with the figures as they are, or take the figures of a draft
    anew; its words stay then. Raises `NotNow` for one that was issued.
    """
    by = By(actor, now)
    require(actor, SUPERVISE)
    rows = MonthlyNotice.objects.select_for_update()
    notice = rows.filter(month=month.first).first() or MonthlyNotice(
        month=month.first, drafted_at=now, drafted_by=actor.id, **asdict(words)
    )
    _require_draft(notice)
    notice.figures, notice.counted_on = [dict(row) for row in figures], month.last
    _save(notice, by)
    fact = NoticeDrafted(**_about(notice, by), counted_on=month.last, units=len(figures))
    record(fact, actor=actor, now=now)
    return notice.id


@operation
def revise_notice(
    *, notice_id: UUID, words: Words, version: int, actor: Actor, now: datetime
) -> UUID:
    """Change the words of a draft. Raises `StaleVersion`, `NotNow`, `InvalidInput`."""
    by = By(actor, now)
    notice = _locked(notice_id, actor)
    if notice.version != version:
        raise StaleVersion(
            _("Somebody changed this notice meanwhile."),
            theirs={name: getattr(notice, name) for name in WORDS} | {"version": notice.version},
            next_step=_("Look at what it says now and decide again."),
        )
    require_said(title=words.title, opening=words.opening, formula=words.formula)
    said: Mapping[str, str] = asdict(words)
    if all(getattr(notice, name) == text for name, text in said.items()):
        nothing_changed()
        return notice.id
    for name, text in said.items():
        setattr(notice, name, text)
    _save(notice, by)
    record(NoticeRevised(**_about(notice, by)), actor=actor, now=now)
    return notice.id


@operation
def issue_notice(*, notice_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Issue a notice (印发); from then on it stays as it is. Raises `NotNow`."""
    by = By(actor, now)
    notice = _locked(notice_id, actor)
    if notice.counted_on < _end_of(notice.month):
        raise NotNow(
            _("The figures of this notice were taken before the month was over."),
            next_step=_("Take the figures anew, then issue it."),
        )
    notice.state = MonthlyNotice.State.ISSUED.value
    notice.issued_at, notice.issued_by = now, actor.id
    _save(notice, by)
    record(NoticeIssued(**_about(notice, by)), actor=actor, now=now)
    return notice.id


def _locked(notice_id: UUID, actor: Actor) -> MonthlyNotice:
    require(actor, SUPERVISE)
    notice = MonthlyNotice.objects.select_for_update().filter(id=notice_id).first()
    if notice is None:
        raise Missing(_("There is no such notice."))
    _require_draft(notice)
    return notice


def _require_draft(notice: MonthlyNotice) -> None:
    if notice.state == MonthlyNotice.State.ISSUED.value:
        raise NotNow(_("%(title)s was issued and stays as it is.") % {"title": notice.title})


def _save(notice: MonthlyNotice, by: By) -> None:
    notice.changed_at = by.now
    notice.version = 1 if notice._state.adding else notice.version + 1
    notice.save()


def _about(notice: MonthlyNotice, by: By) -> dict[str, Any]:
    return {"thing_id": notice.id, "month": notice.month, "title": notice.title, "on": by.today}


def _end_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])
