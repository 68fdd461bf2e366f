"""The year's calendar and the limits that run, for those who keep and oversee them."""

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from liupan.foundation.calendar.facade import (
    KEEP_CALENDAR,
    OVERSEE_CLOCKS,
    StoredDay,
    count_clocks,
    decide_day,
    describe,
    list_clocks,
    list_days,
    list_spans,
    list_steps,
    list_years,
    working_days,
)
from liupan.foundation.design.facade import as_csv, requires
from liupan.foundation.organisations.facade import list_units
from liupan.kernel import clock, sheets
from liupan.kernel.authority import Actor, may, require
from liupan.kernel.errors import Missing, Refusal, StaleVersion
from liupan.kernel.transfers import RowError, RowsRefused, importers, unobserved
from liupan.surfaces.console import refusals
from liupan.surfaces.console.calendar_forms import DayForm, FileForm
from liupan.surfaces.console.rulesets import own_place, places

PAGE = 50
SHOWS = ("live", "late", "paused", "provisional", "stopped")


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in the picture. `kind` is the class: "", is-off, is-holiday, is-worked."""

    day: date
    kind: str
    mark: str
    words: str
    is_today: bool

    @property
    def in_address(self) -> str:
        """The day as an address has it."""
        return self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Month:
    """A month in the picture, in weeks from Monday; None outside the month."""

    name: str
    weeks: list[list[Cell | None]]
    worked: int


@requires(KEEP_CALENDAR, OVERSEE_CLOCKS)
@require_safe
def this_year(request: HttpRequest) -> HttpResponseRedirect:
    """The calendar of the city's year."""
    return redirect("console:calendar_year", clock.today().year)


@requires(KEEP_CALENDAR, OVERSEE_CLOCKS)
@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Twelve months with their holidays and the weekend days worked instead."""
    _require_year(year)
    names = dict(places(clock.today()))
    place = request.GET.get("place", own_place())
    if place not in names:
        place = own_place()
    days = list_days(year, division=place)
    known = {(row.division, row.year): row for row in list_years(place)}
    national = known.get(("", year))
    region = f"{place[:2]}0000" if place else ""
    context = {
        "year": year,
        "before": year - 1,
        "after": year + 1,
        "place": place,
        "place_name": names.get(place, place),
        "places": names.items(),
        "months": _months(year, place, days),
        # Made once and not for each of 365 days.
        "days_url": reverse("console:calendar_day", args=["day"]).removesuffix("day/"),
        "days": [(d, names.get(d.division, d.division)) for d in days],
        "worked": len(working_days(date(year, 1, 1), date(year, 12, 31), division=place)),
        "published": national,
        "local_known": not region or (region, year) in known,
        "region": names.get(region, region),
        "may_keep": may(_actor(request), KEEP_CALENDAR),
    }
    return render(request, "console/calendar_year.html", context)


@requires(KEEP_CALENDAR, OVERSEE_CLOCKS)
@require_safe
def year_table(request: HttpRequest, year: int) -> HttpResponse:
    """The days of a year that differ from their weekday, as CSV."""
    _require_year(year)
    heads = [_("Day"), _("Kind of day"), _("Occasion"), _("Division code"), _("Notice")]
    rows = [
        [d.on, _("worked instead") if d.is_working else _("day off"), d.name, d.division, d.notice]
        for d in list_days(year, division=request.GET.get("place", own_place()))
    ]
    return as_csv(heads, rows, _("official days"))


@requires(KEEP_CALENDAR)
@require_http_methods(["GET", "POST"])
def day(request: HttpRequest, day: str) -> HttpResponse:
    """Make a day a working day or a day off."""
    on = _day(day)
    place = request.POST.get("division", request.GET.get("place", own_place()))
    stored = [d for d in list_days(on.year, division=place) if d.on == on]
    own = next((d for d in stored if d.division == place), None)
    names = dict(places(clock.today()))
    form = DayForm(request.POST or None, initial=_first(own, place))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            decide_day(
                on=on,
                is_working={"off": False, "work": True}.get(said["kind"]),
                reason=said["reason"],
                division=said["division"],
                name=said["name"],
                notice=said["notice"],
                version=said["version"],
                actor=_actor(request),
                now=clock.now(),
            )
        except StaleVersion:
            raise  # shown with both versions side by side
        except Refusal as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("The day is kept; running limits follow by themselves."))
            return redirect(f"{reverse('console:calendar_year', args=[on.year])}?place={place}")
    context = {
        "on": on,
        "form": form,
        "stored": [(d, names.get(d.division, d.division)) for d in stored],
        "place": place,
        "place_name": names.get(place, place),
        "crumbs": [
            (_("Working days"), reverse("console:calendar")),
            (str(on.year), reverse("console:calendar_year", args=[on.year])),
            (dateformat.format(on, pgettext("format of a day without year", "j F")), ""),
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "console/calendar_day.html", context, status=status)


@requires(KEEP_CALENDAR)
@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Take days in from a file: all rows, or none and a list of what is wrong."""
    table = importers()["calendar.days"]
    form = FileForm(request.POST or None, request.FILES or None)
    errors: tuple[RowError, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            rows = sheets.read_rows(form.cleaned_data["file"], table.columns)
            done = table.apply(rows, actor=_actor(request), now=clock.now(), report=unobserved)
        except RowsRefused as refusal:
            errors = refusal.errors
        except Refusal as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(
                request,
                _("%(added)s days are new, %(changed)s changed, %(unchanged)s stood so already.")
                % {"added": done.added, "changed": done.changed, "unchanged": done.unchanged},
            )
            return redirect("console:calendar")
    context = {
        "form": form,
        "errors": errors,
        "columns": table.columns,
        "crumbs": [(_("Working days"), reverse("console:calendar")), (_("Take in a file"), "")],
    }
    status = 422 if form.is_bound else 200
    return render(request, "console/calendar_import.html", context, status=status)


# --- Limits ------------------------------------------------------------------------------------
@requires(OVERSEE_CLOCKS)
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """The limits of the units one oversees, the soonest end first."""
    actor, now = _actor(request), clock.now()
    show = request.GET.get("show", "live")
    show = show if show in SHOWS else "live"
    found = list_clocks(actor, now=now, show=show, limit=PAGE + 1, after=_id(request))
    units = list_units(reading.unit_id for reading in found)
    context = {
        "show": show,
        "tabs": [(name, _tab(name), count) for name, count in count_clocks(actor, now=now).items()],
        "rows": [(reading, units[reading.unit_id].name) for reading in found[:PAGE]],
        "last": found[PAGE - 1].id if len(found) > PAGE else None,
    }
    return render(request, "console/calendar_limits.html", context)


@requires(OVERSEE_CLOCKS)
@require_safe
def limit(request: HttpRequest, clock_id: UUID) -> HttpResponse:
    """One limit with every stretch of its time."""
    now = clock.now()
    found = describe(clock_id, now=now)
    require(_actor(request), OVERSEE_CLOCKS, unit_id=found.unit_id)
    unit = list_units([found.unit_id])[found.unit_id]
    context = {
        "found": found,
        "unit": unit,
        "spans": list_spans(clock_id),
        "steps": list_steps(clock_id),
        "now": now,
        "crumbs": [(_("Limits"), reverse("console:limits")), (found.title, "")],
    }
    return render(request, "console/calendar_limit.html", context)


def _tab(show: str) -> str:
    words = {
        "live": pgettext("limits", "running"),
        "late": pgettext("limits", "late"),
        "paused": pgettext("limits", "paused"),
        "provisional": pgettext("limits", "provisional"),
        "stopped": pgettext("limits", "over"),
    }
    return words[show]


def _months(year: int, place: str, days: list[StoredDay]) -> list[Month]:
    known = {d.on: d for d in days}  # the more local one comes later
    worked = set(working_days(date(year, 1, 1), date(year, 12, 31), division=place))
    today = clock.today()
    return [
        Month(
            name=dateformat.format(date(year, month, 1), pgettext("format of a month", "F")),
            weeks=[
                [_cell(d, known, worked, today) if d.month == month else None for d in week]
                for week in Calendar().monthdatescalendar(year, month)
            ],
            worked=sum(d.month == month for d in worked),
        )
        for month in range(1, 13)
    ]


def _cell(day: date, known: Mapping[date, StoredDay], worked: set[date], today: date) -> Cell:
    stored = known.get(day)
    is_weekend = day.weekday() >= 5
    if stored and stored.is_working and is_weekend:
        kind, mark = "is-worked", pgettext("day in a calendar", "on")
    elif day not in worked and (stored or not is_weekend):
        kind, mark = "is-holiday", pgettext("day in a calendar", "off")
    else:
        kind, mark = ("is-off" if day not in worked else ""), ""
    return Cell(day, kind, mark, stored.name if stored else "", day == today)


def _first(own: StoredDay | None, place: str) -> dict[str, object]:
    if own is None:
        return {"division": place}
    kind = "work" if own.is_working else "off"
    return {
        "kind": kind, "name": own.name, "notice": own.notice, "division": own.division,
        "version": own.version,
    }  # fmt: skip


def _require_year(year: int) -> None:
    if not 2004 <= year <= clock.today().year + 10:
        raise Missing(_("There is no calendar of this year."))


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Missing(_("There is no such day.")) from None
    _require_year(found.year)
    return found


def _id(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("after", ""))
    except ValueError:
        return None


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
