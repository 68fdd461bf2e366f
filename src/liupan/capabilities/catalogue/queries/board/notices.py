"""Monthly notices: all of them, one, and the words by which one is drafted from the board."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liupan.capabilities.catalogue.models import MonthlyNotice
from liupan.capabilities.catalogue.policies import SUPERVISE
from liupan.capabilities.catalogue.queries.board.boards import Board
from liupan.capabilities.catalogue.rules.board import Month, Placed, named
from liupan.capabilities.catalogue.rules.notices import WORDS, Kept, Words, cells_of, kept_row
from liupan.foundation.design.facade import city_day
from liupan.foundation.identity.facade import list_accounts
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A notice in the list."""

    id: UUID
    month: date
    title: str
    is_issued: bool
    state_label: str
    issued_at: datetime | None
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A notice with its words and the figures as they were."""

    line: NoticeLine
    words: Words
    rows: Sequence[Sequence[object]]
    counted_on: date
    drafted_by: str
    version: int


def list_notices(actor: Actor) -> list[NoticeLine]:
    """Issued notices, and drafts for who drafts them; the newest first. One query."""
    rows = MonthlyNotice.objects.order_by("-month")
    return [_line(row) for row in (rows if may(actor, SUPERVISE) else rows.filter(state=_ISSUED))]


def get_notice(actor: Actor, notice_id: UUID) -> NoticeView:
    """One of them. Two queries. Raises `Missing`."""
    row = MonthlyNotice.objects.filter(id=notice_id).first()
    if row is None or (row.state != _ISSUED and not may(actor, SUPERVISE)):
        raise Missing(_("There is no such notice."))
    people = list_accounts([row.drafted_by])
    return NoticeView(
        line=_line(row),
        words=Words(**{name: getattr(row, name) for name in WORDS}),
        rows=[cells_of(one) for one in row.figures],
        counted_on=row.counted_on,
        drafted_by=people[row.drafted_by].name if row.drafted_by in people else "",
        version=row.version,
    )


def find_notice_of(month: Month, actor: Actor) -> NoticeLine | None:
    """The notice of a month, if the actor sees one."""
    return next((one for one in list_notices(actor) if one.month == month.first), None)


def kept_figures(board: Board) -> list[Kept]:
    """The rows of the board as a notice keeps them: units that have something to show."""
    return [
        kept_row(row.placed.rank, row.unit.short_name or row.unit.name, row.figures)
        for row in board.rows
        if row.figures.registered or row.figures.answers or row.figures.used
    ]


def drafted(board: Board) -> Words:
    """The words by rule, for a person to edit."""
    month, everything = board.month, board.total
    told = {
        "month": _("%(year)s-%(month)s") % {"year": month.first.year, "month": month.first.month},
        "units": len(board.rows),
        "without": board.without,
        "published": everything.published,
        "registered": everything.registered,
        "answers": everything.answers,
        "in_time": everything.in_time,
        "fixes": len(everything.fix_days),
        "granted": everything.granted,
        "day": city_day(month.last),
    }
    placed = [row.placed for row in board.rows]
    good, bad = named(placed)
    names = {row.unit.id: row.unit.short_name or row.unit.name for row in board.rows}
    return Words(
        title=_("Notice on the catalogue and the sharing of information resources in %(month)s")
        % told,
        opening=_(
            "As of %(day)s, %(published)s of %(registered)s registered resources are published;"
            " of %(units)s units %(without)s have published nothing. %(granted)s grants are in"
            " force. In %(month)s %(in_time)s of %(answers)s replies came in time, and %(fixes)s"
            " doubted records were corrected. Unit by unit:"
        )
        % told,
        commended=_naming(_("Commended: %(names)s."), good, names),
        criticised=_naming(_("Criticised: %(names)s."), bad, names),
        closing=_(
            "Units that replied late say within five working days why, and what they will do; units"
            " without a published catalogue draw theirs up."
        ),
        formula=_(
            "Published = resources with a published entry at the end of the month. Replies ="
            " providers' first answers to requests and doubts in the month; in time = not after the"
            " last day of the limit. Days until a fix = working days, the median. Grants = in force"
            " on the last day. It can be recomputed from the journal with recompute_board.py."
        ),
    )


def _naming(words: str, who: Sequence[Placed], names: dict[UUID, str]) -> str:
    if not who:
        return ""
    told = (
        _("%(name)s (%(in_time)s of %(answers)s in time)")
        % {
            "name": names[one.unit_id],
            "in_time": one.figures.in_time,
            "answers": one.figures.answers,
        }
        for one in who
    )
    return words % {"names": pgettext("listing", ", ").join(told)}


_ISSUED = MonthlyNotice.State.ISSUED.value


def _line(row: MonthlyNotice) -> NoticeLine:
    return NoticeLine(
        id=row.id,
        month=row.month,
        title=row.title,
        is_issued=row.state == _ISSUED,
        state_label=str(row.get_state_display()),
        issued_at=row.issued_at,
        changed_at=row.changed_at,
    )
