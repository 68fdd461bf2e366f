"""Rule sets and series of numbers, for those who answer for them and those who keep them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from liupan.foundation.design.facade import requires
from liupan.foundation.numbering.facade import (
    MANAGE_SERIES,
    RESERVE_NUMBERS,
    SeriesRef,
    define_series,
    list_numbers,
    list_series,
    reserve_numbers,
)
from liupan.foundation.organisations.facade import find_installation, list_divisions
from liupan.foundation.rulesets.facade import (
    CHANGE_RULES,
    LOAD_RULES,
    Difference,
    Rule,
    RuleSet,
    change_rule,
    compare_rules,
    end_rule,
    find_rule,
    list_editions,
    list_rule_sets,
    list_rules,
    may_change_in,
    overruled,
    rule_history,
    version_of,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor, may
from liupan.kernel.errors import Missing, Refusal, StaleVersion
from liupan.surfaces.console import refusals
from liupan.surfaces.console.ruleset_forms import (
    SURENESS,
    CompareForm,
    EndForm,
    ReserveForm,
    RuleForm,
    SeriesForm,
    WhenForm,
)

COUNTY = 3
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as a row of a table."""

    rule: Rule
    place: str
    unit: Text
    sureness: Text
    is_mine: bool = False

    @property
    def value(self) -> str:
        """The value with its unit: 20个工作日."""
        if not self.unit:
            return self.rule.text
        words = pgettext("value with unit", "%(value)s %(unit)s")
        return words % {"value": self.rule.text, "unit": self.unit}


UNITS: dict[str, Text] = {
    "working_day": gettext_lazy("working days"),
    "day": gettext_lazy("calendar days"),
    "hour": gettext_lazy("hours"),
    "working_hour": gettext_lazy("working hours"),
    "month": gettext_lazy("months"),
    "year": gettext_lazy("years"),
    "percent": "%",
    "centimetre": gettext_lazy("cm"),
    "point": gettext_lazy("points"),
    "month_day": gettext_lazy("of each year"),
}
"""Units that are read after the value; others stand for themselves."""


@requires(CHANGE_RULES, LOAD_RULES)
@require_safe
def sets(request: HttpRequest) -> HttpResponse:
    """All rule sets."""
    return render(request, "console/ruleset_list.html", {"sets": list_rule_sets()})


@requires(CHANGE_RULES, LOAD_RULES)
@require_safe
def ruleset(request: HttpRequest, code: str) -> HttpResponse:
    """The table of a rule set on a day in a place."""
    found = _set(code)
    form = WhenForm(request.GET, places=places(clock.today()))
    valid = form.is_valid()
    on = (form.cleaned_data.get("on") if valid else None) or clock.today()
    place = form.cleaned_data.get("place") if valid and "place" in request.GET else own_place()
    editions = list_editions(code)
    context = {
        "found": found,
        "lines": _lines(list_rules(code, on=on, division=place).values(), on),
        "overruled": _lines(overruled(code, on=on, division=place), on),
        "on": on,
        "place": place,
        "form": WhenForm(initial={"on": on, "place": place}, places=places(on)),
        "editions": editions,
        "comparisons": list(pairwise(editions)),
        "may_change": may(_actor(request), CHANGE_RULES),
        "crumbs": _crumbs(found.title),
    }
    return render(request, "console/ruleset_table.html", context)


@requires(CHANGE_RULES, LOAD_RULES)
@require_safe
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """What the table of one day says otherwise than that of another."""
    found = _set(code)
    form = CompareForm(request.GET or None)
    changes = None
    if form.is_valid():
        changes = [
            _pair(difference, form.cleaned_data["after"])
            for difference in compare_rules(code, **form.cleaned_data)
        ]
    context = {
        "found": found,
        "form": form,
        "changes": changes,
        "crumbs": _crumbs(found.title, reverse("console:ruleset", args=[code]), _("Comparison")),
    }
    return render(request, "console/ruleset_compare.html", context)


@requires(CHANGE_RULES, LOAD_RULES)
@require_safe
def history(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Everything a rule ever said, in every place."""
    found = _set(code)
    rules = rule_history(code, key)
    if not rules:
        raise Missing(_("There is no such rule."))
    actor, today = _actor(request), clock.today()
    context = {
        "found": found,
        "key": key,
        "title": rules[-1].title,
        "lines": [(line, line.rule.holds_on(today)) for line in _lines(rules, today, actor)],
        "may_change": may(actor, CHANGE_RULES),
        "crumbs": _crumbs(found.title, reverse("console:ruleset", args=[code]), rules[-1].title),
    }
    return render(request, "console/ruleset_rule.html", context)


@requires(CHANGE_RULES)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Let a rule say something else from a day on."""
    found, actor, today = _set(code), _actor(request), clock.today()
    current = find_rule(code, key, on=today)
    if current is None:
        raise Missing(_("There is no such rule."))
    reach = [(scope, name) for scope, name in places(today) if may_change_in(actor, scope)]
    first = {
        "scope": current.scope, "text": current.text, "unit": current.unit, "law": current.law,
        "edition": current.edition, "article": current.article, "sureness": "V",
        "version": version_of(code, key),
    }  # fmt: skip
    form = RuleForm(request.POST or None, initial=first, places=reach)
    if request.method == "POST" and form.is_valid():
        try:
            change_rule(set_code=code, key=key, actor=actor, now=clock.now(), **form.cleaned_data)
        except StaleVersion:
            raise  # shown with both side by side
        except Refusal as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("The rule is changed from that day on."))
            return redirect("console:rule", code, key)
    context = {
        "found": found,
        "line": _lines([current], today)[0],
        "form": form,
        "crumbs": _crumbs(
            current.title, reverse("console:rule", args=[code, key]), pgettext("rule", "Change")
        ),
    }
    return render(request, "console/ruleset_change.html", context, status=_status(form))


@requires(CHANGE_RULES)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, code: str, key: str, rule_id: UUID) -> HttpResponse:
    """Let a rule hold no more from a day on."""
    rule = next((r for r in rule_history(code, key) if r.id == rule_id), None)
    if rule is None:
        raise Missing(_("There is no such rule."))
    form = EndForm(request.POST or None, initial={"version": rule.version})
    if request.method == "POST" and form.is_valid():
        try:
            end_rule(rule_id=rule_id, actor=_actor(request), now=clock.now(), **form.cleaned_data)
        except StaleVersion:
            raise  # shown with both side by side
        except Refusal as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("The rule ends on that day; what it said is kept."))
            return redirect("console:rule", code, key)
    context = {
        "line": _lines([rule], clock.today())[0],
        "form": form,
        "crumbs": _crumbs(
            rule.title, reverse("console:rule", args=[code, key]), pgettext("rule", "End")
        ),
    }
    return render(request, "console/ruleset_end.html", context, status=_status(form))


# --- Numbers -----------------------------------------------------------------------------------
@requires(MANAGE_SERIES, RESERVE_NUMBERS)
@require_safe
def series(request: HttpRequest) -> HttpResponse:
    """All series of numbers, and where they stand."""
    context = {"series": list_series(), "may_manage": may(_actor(request), MANAGE_SERIES)}
    return render(request, "console/ruleset_series.html", context)


@requires(MANAGE_SERIES, RESERVE_NUMBERS)
@require_http_methods(["GET", "POST"])
def numbers(request: HttpRequest, code: str) -> HttpResponse:
    """The numbers of a series, the latest first; some can be set aside."""
    found, actor = _series(code), _actor(request)
    form = ReserveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reserve_numbers(series=code, actor=actor, now=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("The numbers are set aside."))
            return redirect("console:numbers", code)
    context = {
        "found": found,
        "groups": [
            (standing, list_numbers(code, scope=standing.scope, year=standing.year, limit=50))
            for standing in found.standings[:6]
        ],
        "form": form,
        "may_reserve": may(actor, RESERVE_NUMBERS),
        "may_manage": may(actor, MANAGE_SERIES),
        "crumbs": [(_("Numbers"), reverse("console:series")), (found.title, "")],
    }
    return render(request, "console/ruleset_numbers.html", context)


@requires(MANAGE_SERIES)
@require_http_methods(["GET", "POST"])
def new_series(request: HttpRequest) -> HttpResponse:
    """Define a series."""
    return _series_form(request, None)


@requires(MANAGE_SERIES)
@require_http_methods(["GET", "POST"])
def edit_series(request: HttpRequest, code: str) -> HttpResponse:
    """Change how numbers to come are written."""
    return _series_form(request, _series(code))


def _series_form(request: HttpRequest, found: SeriesRef | None) -> HttpResponse:
    first: dict[str, object] = {"pattern": "{prefix}〔{year}〕{n}号", "is_yearly": True}
    if found:
        names = ("code", "title", "pattern", "is_yearly", "version")
        first = {name: getattr(found, name) for name in names} | {"letters": found.prefix}
    form = SeriesForm(request.POST or None, initial=first)
    form.fields["code"].disabled = found is not None
    if request.method == "POST" and form.is_valid():
        try:
            said = dict(form.cleaned_data)
            prefix = said.pop("letters")
            define_series(prefix=prefix, actor=_actor(request), now=clock.now(), **said)
        except StaleVersion:
            raise  # shown with both versions side by side
        except Refusal as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("Numbers to come are written so."))
            return redirect("console:series")
    title = found.title if found else _("New series")
    crumbs = [(_("Numbers"), reverse("console:series")), (title, "")]
    context = {"form": form, "title": title, "crumbs": crumbs}
    return render(request, "console/ruleset_series_edit.html", context, status=_status(form))


# --- Shared ------------------------------------------------------------------------------------
def places(day: date) -> list[tuple[str, str]]:
    """The nation and the divisions down to the counties, by code."""
    divisions = [d for d in list_divisions(day) if d.level <= COUNTY]
    return [("", _("the whole nation")), *((d.code, d.name) for d in divisions)]


def own_place() -> str:
    """The division code of the installation's city."""
    found = find_installation()
    return found.city_code if found else ""


def _lines(rules: Iterable[Rule], day: date, actor: Actor | None = None) -> list[Line]:
    names, words = dict(places(day)), dict(SURENESS)
    return [
        Line(
            rule,
            names.get(rule.scope, rule.scope),
            UNITS.get(rule.unit, ""),
            words.get(rule.sureness, rule.sureness),
            is_mine=bool(actor and rule.valid_to is None and may_change_in(actor, rule.scope)),
        )
        for rule in rules
    ]


def _pair(difference: Difference, day: date) -> tuple[str, Line | None, Line | None]:
    before, after = (
        _lines([rule], day)[0] if rule else None for rule in (difference.before, difference.after)
    )
    said = difference.after or difference.before
    return (said.title if said else difference.key), before, after


def _set(code: str) -> RuleSet:
    found = next((s for s in list_rule_sets() if s.code == code), None)
    if found is None:
        raise Missing(_("There is no such rule set."))
    return found


def _series(code: str) -> SeriesRef:
    found = next((s for s in list_series() if s.code == code), None)
    if found is None:
        raise Missing(_("There is no such series."))
    return found


def _crumbs(title: str, url: str = "", last: str = "") -> list[tuple[str, str]]:
    return [
        (_("Rules and limits"), reverse("console:rulesets")),
        (title, url),
        *([(last, "")] if last else []),
    ]


def _status(form: Form) -> int:
    return 422 if form.is_bound else 200


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
