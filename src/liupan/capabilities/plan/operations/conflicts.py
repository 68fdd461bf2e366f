"""Somebody was faster: what was sent beside what stands there now, in words, who saved it, when."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from liupan.capabilities.plan.models import (
    Clause,
    Edition,
    KeyTask,
    ProposedPart,
    Section,
    Target,
)
from liupan.capabilities.plan.policies import MANAGE_PLAN, NOBODYS
from liupan.capabilities.plan.rules import StepValue
from liupan.foundation.design.facade import amount, city_day, city_moment
from liupan.foundation.identity.facade import list_accounts
from liupan.foundation.journal.facade import EntryRef, history
from liupan.foundation.measures.facade import find_measure
from liupan.kernel.authority import Actor
from liupan.kernel.errors import StaleVersion

Part = Section | Clause | Target | KeyTask
Row = Part | Edition | ProposedPart


class Both(NamedTuple):
    """One thing that was sent beside what stands there now."""

    label: str
    mine: str
    theirs: str


def check_version(
    row: Row, version: int, actor: Actor, both: Callable[[], Iterable[Both]] = list
) -> None:
    """Raises `StaleVersion` with all that differs when somebody was faster."""
    if row.version != version:
        raise _stale(row, list(both()), _last(row, actor))


def fields_of(row: Row, sent: Mapping[str, object]) -> list[Both]:
    """The row's own fields as they were sent and as they stand."""
    names = labels()
    return [
        Both(names[name], in_words(name, value), in_words(name, getattr(row, name)))
        for name, value in sent.items()
        if name in names
    ]


def steps_of(target: Target, sent: Iterable[StepValue]) -> list[Both]:
    """A row for each day that either of both names."""
    mine = {s.day: amount(s.figure, target.unit) for s in sent}
    theirs = {s.day: amount(s.figure, target.unit) for s in target.steps.all()}
    return [
        Both(
            _("Should be by %(day)s") % {"day": city_day(day)},
            mine.get(day, ""),
            theirs.get(day, ""),
        )
        for day in sorted(mine.keys() | theirs.keys())
    ]


def reason_of(target: Target, sent: str, actor: Actor) -> Both:
    """Why I change the steps, beside why they were changed last."""
    last = _last(target, actor)
    said = [c.after.value for c in last.changes if c.field == "reason"] if last else []
    return Both(_("Why the steps change"), sent.strip(), str(said[0]) if said else "")


def in_words(name: str, value: object) -> str:
    """A value as people read it."""
    if name == "measure":
        found = find_measure(str(value or ""))
        return str(found.name) if found else _("none yet")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return city_day(value)
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def labels() -> Mapping[str, str]:
    """What the fields are called on the forms."""
    return {
        "code": _("Code"),
        "name": _("Name"),
        "name_en": _("Name in English"),
        "numeral": _("Numeral"),
        "gist": _("What it says"),
        "missing": _("What is missing yet"),
        "comparison": _("How it is compared"),
        "figure": _("The plan's number"),
        "proposal": _("Proposed number"),
        "unit": _("Unit"),
        "baseline_on": _("Baseline on"),
        "deadline_on": _("Deadline"),
        "lead": _("Leading unit"),
        "assisting": _("Assisting units"),
        "due_on": _("Due"),
        "end_state": _("End state that can be seen"),
        "office_name": _("Office"),
        "measure": _("Figure that measures it"),
        "formula": _("Formula in words"),
        "formula_en": _("Formula in English"),
        "numerator": _("Numerator"),
        "denominator": _("Denominator"),
        "evidence": _("Evidence"),
        "note": _("Note"),
        "title": _("Title of the plan"),
        "title_en": _("Title in English"),
        "issuer": _("Issued by"),
        "document_number": _("Document number"),
        "issued_on": _("Issued on"),
        "starts_on": _("Starts on"),
        "ends_on": _("Ends on"),
        "summary": _("In short"),
        "is_example": _("Example"),
        "level": _("Level of the paper"),
        "above": _("Plan above"),
        "section": _("Section"),
        "clause": _("Clause"),
        "words": _("Its words in the notice"),
    }


def _stale(row: Row, both: Iterable[Both], last: EntryRef | None) -> StaleVersion:
    differing = {str(n): b for n, b in enumerate(both) if b.mine != b.theirs}
    return StaleVersion(
        _message(last),
        theirs={**{n: b.theirs for n, b in differing.items()}, "version": row.version},
        mine={n: b.mine for n, b in differing.items()},
        labels={n: b.label for n, b in differing.items()},
        next_step=_("Nothing of yours is saved yet. Here is all in which both differ.")
        if differing
        else _("What stands there now is what you wanted: nothing differs."),
    )


def _message(last: EntryRef | None) -> str:
    known = list_accounts([last.actor_id]) if last else {}
    if last is None or last.actor_id not in known:
        return _("Somebody has changed this since you opened it.")
    return _("%(who)s saved a change on %(when)s, after you had opened this.") % {
        "who": known[last.actor_id].name,
        "when": city_moment(last.at),
    }


def _last(row: Row, actor: Actor) -> EntryRef | None:
    """The newest fact about a part. A draft's own version also moves with its parts: not asked."""
    if isinstance(row, Edition):
        return None
    found = history(actor, row.id, under=MANAGE_PLAN, unit_id=_keeper(row), size=1)
    return found.entries[0] if found.entries else None


def _keeper(row: Part | ProposedPart) -> UUID:
    if isinstance(row, ProposedPart):
        return row.notice.unit_id or NOBODYS
    if isinstance(row, Section):
        return row.edition.plan.unit_id or NOBODYS
    clause = row if isinstance(row, Clause) else row.clause
    return clause.section.edition.plan.unit_id or NOBODYS
