"""How a target is put into words and pictures."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from liupan.capabilities.plan.queries.board import TargetView
from liupan.capabilities.plan.queries.editions import EditionView
from liupan.capabilities.plan.queries.levels import CountyTarget
from liupan.capabilities.plan.rules import Comparison, Standing
from liupan.capabilities.plan.views.reading import Asked
from liupan.foundation.design.facade import (
    Trend,
    TrendForecast,
    TrendPoint,
    amount,
    city_day,
    number,
)
from liupan.foundation.measures.facade import Figure
from liupan.foundation.organisations.facade import list_divisions

STATES: Mapping[Standing, tuple[str, Promise]] = {
    Standing.ON_TRACK: ("run", gettext_lazy("on track")),
    Standing.AT_RISK: ("risk", gettext_lazy("at risk")),
    Standing.REACHED: ("done", gettext_lazy("reached")),
    Standing.MISSED: ("late", gettext_lazy("missed")),
    Standing.NOT_MEASURED: ("none", gettext_lazy("not yet measured")),
}
"""Standing to the mark and the word of `{% state %}`."""


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """A county's (or the whole city's) line in the breakdown of a target."""

    key: str
    name: str
    figure: Figure
    change: Decimal | None
    is_behind: bool
    url: str
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A target with everything its part of a page needs."""

    target: TargetView
    trend: Trend | None
    rows: tuple[ScopeRow, ...] = ()
    carried: Mapping[str, str] = field(default_factory=dict)
    """What links must carry on: plan and day."""

    @property
    def url(self) -> str:
        """Its own page."""
        return address("plan:target", self.target.code, self.carried)

    @property
    def records_url(self) -> str:
        """The records behind it."""
        return address("plan:records", self.target.code, self.carried)

    @property
    def counted_url(self) -> str:
        """The records that count."""
        return address("plan:records", self.target.code, self.carried, counted="yes")

    @property
    def uncounted_url(self) -> str:
        """The records that do not count yet."""
        return address("plan:records", self.target.code, self.carried, counted="no")

    @property
    def edit_url(self) -> str:
        """Where its steps and figure are set."""
        plan = {k: v for k, v in self.carried.items() if k == "plan"}
        return address("plan:edit-target", self.target.code, plan)

    @property
    def above_url(self) -> str:
        """The target above that it serves."""
        return address(
            "plan:target", self.target.serves_code or "", plan=self.target.serves_plan or ""
        )

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return said(self.target.name, self.target.name_en)

    @property
    def formula(self) -> str:
        """Its formula in the reader's language."""
        return said(self.target.formula, self.target.formula_en)

    @property
    def trend_key(self) -> str:
        """An id for its picture."""
        return f"trend-{self.target.code}"

    @property
    def download(self) -> str:
        """Where picture and table are saved from, without their endings."""
        return reverse("plan:target-picture", args=[self.target.code]).removesuffix(".svg")

    @property
    def query(self) -> str:
        """What links must carry on, to be put behind an address."""
        return f"?{urlencode(self.carried)}" if self.carried else ""

    @property
    def noted(self) -> list[tuple[str, str]]:
        """The note in pieces, each with the page of the target that it names, or ""."""
        pieces = re.split(r"(?<![0-9A-Za-z])(T[0-9]{2})(?![0-9A-Za-z])", self.target.note)
        return [
            (piece, address("plan:target", piece, self.carried) if n % 2 else "")
            for n, piece in enumerate(pieces)
        ]

    @property
    def mark(self) -> str:
        return STATES[self.target.verdict.standing][0]

    @property
    def word(self) -> Promise:
        return STATES[self.target.verdict.standing][1]

    @property
    def goal(self) -> str:
        """The target in words: 目标 ≥ 85%."""
        return goal_of(self.target)

    @property
    def reason(self) -> str:
        """Why it stands so, in a sentence."""
        return reason_of(self.target)

    @property
    def sum_of(self) -> str:
        """How the value came about: 57 ÷ 62 = 91.9%."""
        current = self.target.current
        if current is None or self.target.value is None:
            return ""
        value = amount(self.target.value, self.target.unit)
        return f"{number(current.numerator)} ÷ {number(current.denominator)} = {value}"


@dataclass(frozen=True, slots=True)
class BelowRow:
    """A county's own target below one of the city's, on the city's page."""

    name: str
    shown: Shown
    missing: str
    is_example: bool
    differs: bool


def below_rows(
    found: Sequence[CountyTarget], city: TargetView, names: Mapping[str, str]
) -> list[BelowRow]:
    """The counties' own targets, who lags most first."""
    return [
        BelowRow(
            name=names.get(row.target.division_code, row.target.division_code),
            shown=Shown(row.target, None, carried={"plan": row.edition.plan_code}),
            missing=_missing(row),
            is_example=row.edition.is_example,
            differs=row.target.threshold != city.threshold,
        )
        for row in found
    ]


def _missing(row: CountyTarget) -> str:
    """The gap in words: shares differ by points."""
    if row.gap is None:
        return ""
    if row.gap <= 0:
        return _("none missing")
    if row.target.unit == "%":
        return _("%(points)s points") % {"points": number(row.gap)}
    return amount(row.gap, row.target.unit)


def address(name: str, code: str, carried: Mapping[str, str] | None = None, **more: str) -> str:
    """The address of a page about a target, with what it must carry on."""
    query = urlencode({**(carried or {}), **{k: v for k, v in more.items() if v}})
    page = reverse(name, args=[code])
    return f"{page}?{query}" if query else page


def said(chinese: str, english: str) -> str:
    """Domain words in the reader's language where we have them."""
    return english if english and (get_language() or "").startswith("en") else chinese


def goal_of(target: TargetView) -> str:
    """The number to reach in words."""
    words = {
        Comparison.AT_LEAST: _("target ≥ %(figure)s"),
        Comparison.MORE_THAN: _("target > %(figure)s"),
        Comparison.AT_MOST: _("target ≤ %(figure)s"),
        Comparison.INCREASING: _("up year by year, to %(figure)s"),
        Comparison.DECREASING: _("down year by year, to %(figure)s"),
    }
    if target.comparison is Comparison.DONE_BY:
        return _("done by %(day)s") % {"day": city_day(target.deadline_on)}
    if target.threshold is not None:
        figure = amount(target.threshold, target.unit)
        return words[target.comparison] % {"figure": figure}
    if target.comparison is Comparison.DECREASING:
        return _("down year by year")
    return _("up year by year")


def reason_of(target: TargetView) -> str:
    """Why the target stands so."""
    step = target.verdict.step
    expected = target.forecast[-1] if target.forecast else None
    parts = {
        "value": amount(target.value, target.unit),
        "step": amount(step.figure, target.unit) if step else "",
        "step_day": city_day(step.day) if step else "",
        "expected": amount(expected.expected, target.unit) if expected else "",
        "low": amount(expected.low, target.unit) if expected else "",
        "high": amount(expected.high, target.unit) if expected else "",
        "deadline": city_day(target.deadline_on),
        "office": target.office_name,
    }
    return _REASONS[target.verdict.reason](bool(expected)) % parts


_REASONS: Mapping[str, Callable[[bool], str]] = {
    "not_measured": lambda _x: _("Will be fed by the office “%(office)s”, which is not open yet."),
    "reached": lambda _x: _("Reached: %(value)s."),
    "deadline_passed": lambda _x: _("The deadline %(deadline)s has passed at %(value)s."),
    "behind_step": lambda _x: _("Behind the step of %(step_day)s: %(value)s instead of %(step)s."),
    "forecast_misses": lambda _x: _(
        "The trend leads to %(expected)s by %(deadline)s, probably %(low)s to %(high)s."
    ),
    "forecast_reaches": lambda known: (
        _("The trend leads to %(expected)s by %(deadline)s, probably %(low)s to %(high)s.")
        if known
        else _("Too little history for a forecast.")
    ),
    "on_step": lambda known: (
        _("The step of %(step_day)s is kept; the trend leads to %(expected)s by %(deadline)s.")
        if known
        else _("The step of %(step_day)s, %(step)s, is kept.")
    ),
    "no_change_yet": lambda _x: _("No change since the first measurement."),
    "moves_right": lambda _x: _("It moves the right way."),
    "moves_wrong": lambda _x: _("It moves the wrong way."),
}


def trend_of(target: TargetView, edition: EditionView) -> Trend | None:
    """The picture of a measured target, over the plan's time; None without two points."""
    if len(target.trend) < 2:
        return None
    label = ""
    if target.threshold is not None:
        label = _("target %(figure)s") % {"figure": amount(target.threshold, target.unit)}
    return Trend(
        name=said(target.name, target.name_en),
        unit=target.unit,
        first=min(edition.starts_on, target.trend[0].day),
        last=edition.ends_on,
        points=tuple(TrendPoint(p.day, p.value) for p in target.trend),
        target=target.threshold,
        target_label=label,
        steps=tuple(TrendPoint(s.day, s.figure) for s in target.steps),
        forecast=tuple(TrendForecast(f.day, f.low, f.expected, f.high) for f in target.forecast),
    )


MONTH = timedelta(days=30)

CITY_LEVEL, COUNTY_LEVEL = 2, 3


def county_names(day: date) -> dict[str, str]:
    """Division code to name, the city's own units first, then the counties by code."""
    names = {d.code: d.name for d in list_divisions(day, level=COUNTY_LEVEL)}
    own = {d.code: _("Units of the city itself") for d in list_divisions(day, level=CITY_LEVEL)}
    return own | names


def scope_rows(
    target: TargetView,
    names: Mapping[str, str],
    now: Mapping[str, Figure],
    before: Mapping[str, Figure],
    total_before: Figure | None,
    carried: Mapping[str, str],
) -> tuple[ScopeRow, ...]:
    """The breakdown by county, the city's own units first, the whole city last."""
    rows = [
        _row(target, key, names[key], now[key], before.get(key), carried)
        for key in names
        if key in now
    ]
    if target.current is not None and target.value is not None:
        rows.append(
            _row(target, "", _("Whole city"), target.current, total_before, carried, is_sum=True)
        )
    return tuple(rows)


def _row(
    target: TargetView,
    key: str,
    name: str,
    figure: Figure,
    before: Figure | None,
    carried: Mapping[str, str],
    *,
    is_sum: bool = False,
) -> ScopeRow:
    change = None
    if before is not None and before.value is not None and figure.value is not None:
        change = figure.value - before.value
    step = target.step
    is_behind = bool(step and figure.value is not None and figure.value < step.figure)
    url = address("plan:records", target.code, carried, county=key)
    return ScopeRow(key, name, figure, change, is_behind, url, is_sum)


def crumbs(*further: str, plan: Asked | None = None) -> list[tuple[str, str]]:
    """The way to a page of this office: the board of the plan that is read, then what is named."""
    board = reverse("plan:board") + (plan.query if plan else "")
    return [(_("Plan progress"), board), *((label, "") for label in further)]
