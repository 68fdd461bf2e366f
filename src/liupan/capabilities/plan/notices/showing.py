"""A proposal as data for programs."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from liupan.capabilities.plan.notices.proposal import Proposal, ProposedTarget, ProposedTask
from liupan.capabilities.plan.notices.source import Span


def as_data(proposal: Proposal) -> dict[str, Any]:
    """Plain values: dates as ISO, numbers as numbers, places as `start` and `end` in `text`."""
    return {
        "title": proposal.title,
        "issuer": proposal.issuer,
        "number": proposal.number,
        "date": proposal.issued_on and proposal.issued_on.isoformat(),
        "ends_on": proposal.ends_on and proposal.ends_on.isoformat(),
        "cites": [{"title": c.title, "number": c.number, **asdict(c.span)} for c in proposal.cites],
        "sections": [
            {"numeral": s.numeral, "title": s.title, **asdict(s.span)} for s in proposal.sections
        ],
        "targets": [_target(t) for t in proposal.targets],
        "tasks": [_task(t) for t in proposal.tasks],
        "text": proposal.text,
    }


def _target(target: ProposedTarget) -> dict[str, Any]:
    return {
        "name": target.name,
        "comparison": target.comparison,
        "figure": _number(target.figure),
        "unit": target.unit,
        "unit_inferred": target.unit_inferred,
        "deadline": target.deadline and target.deadline.isoformat(),
        "section": target.section,
        "text": target.text,
        **_place(target.span),
    }


def _task(task: ProposedTask) -> dict[str, Any]:
    return {
        "name": task.name,
        "text": task.text,
        "section": task.section,
        "clause": task.clause,
        "units": [u for u in (task.lead, *task.assisting) if u],
        "lead": task.lead,
        "assisting": list(task.assisting),
        "deadline": task.due_on and task.due_on.isoformat(),
        **_place(task.span),
    }


def _place(span: Span) -> dict[str, int]:
    return asdict(span)


def _number(figure: Decimal | None) -> int | float | None:
    if figure is None:
        return None
    return int(figure) if figure == figure.to_integral_value() else float(figure)
