"""Demands: the office's list and pages, the acts on them, and what everybody sees."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from liupan.capabilities.catalogue.forms.demands import ChoiceForm, DemandForm, ReasonForm, named
from liupan.capabilities.catalogue.forms.drawing_up import NOT_CHOSEN
from liupan.capabilities.catalogue.operations.demands import (
    Need,
    allot_demand,
    catalogue_demand,
    claim_demand,
    close_demand,
    confirm_demand,
    decline_demand,
    register_demand,
    withdraw_demand,
)
from liupan.capabilities.catalogue.policies import ALLOT, CLAIM, DEMAND, READ, SEE
from liupan.capabilities.catalogue.queries.answering import answers_to_choose
from liupan.capabilities.catalogue.queries.demands import (
    DemandLine,
    DemandStepView,
    DemandView,
    PublicDemand,
    get_demand,
    get_public_demand,
    list_demands,
    list_public_demands,
    units_to_claim_for,
)
from liupan.capabilities.catalogue.queries.offering import every_unit
from liupan.capabilities.catalogue.queries.rows import ShapedRows
from liupan.capabilities.catalogue.rules.demands import Act, State
from liupan.capabilities.catalogue.views.acting import NotPossible
from liupan.capabilities.catalogue.views.doing import do, sent
from liupan.capabilities.catalogue.views.reading import Crumb, actor_of, crumbs
from liupan.foundation.calendar.facade import ClockReading
from liupan.foundation.design.facade import (
    Column,
    Event,
    Fact,
    ListPage,
    Preset,
    Role,
    city_day,
    public,
    requires,
    state,
    tag,
)
from liupan.foundation.design.facade import clock as drawn_clock
from liupan.foundation.journal.facade import READ_JOURNAL
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.work import Text, place

BACK = frozenset({Act.DECLINE, Act.REFUSE, Act.CLOSE, Act.WITHDRAW})
POST = ("GET", "HEAD", "POST")


class DemandList(ListPage[DemandLine]):
    """All demands the actor sees: filter, sort, keep as a view, export."""

    key = "catalogue.demands"
    title = gettext_lazy("Demands for data")
    lead = gettext_lazy("What units need: claimed, catalogued, granted, on one clock.")
    search_hint = gettext_lazy("Number or name")
    begin_title = gettext_lazy("No demand yet")
    begin_text = gettext_lazy("A unit registers what data it needs, for what and on which ground.")
    template_name = "catalogue/demands.html"
    default_sort = "-number"
    opens_with = "state=open"
    presets = (
        Preset(pgettext_lazy("demands", "Not ended"), opens_with),
        Preset(pgettext_lazy("demands", "Waiting for me"), "turn=true", is_counted=True),
        Preset(pgettext_lazy("demands", "My unit's"), "mine=true"),
        Preset(pgettext_lazy("demands", "Late"), "late=true", is_counted=True),
        Preset(pgettext_lazy("demands", "Met"), "state=60"),
    )
    columns = (
        Column[DemandLine](key="number", label=gettext_lazy("Number"), value=lambda d: d.number,
                           sort="number", role=Role.NUMBER),
        Column[DemandLine](key="title", label=gettext_lazy("Name of the data needed"),
                           value=lambda d: d.title, role=Role.TITLE,
                           url=lambda d: place("catalogue:demand", d.id)),
        Column[DemandLine](key="unit", label=pgettext_lazy("demand", "Needing unit"),
                           value=lambda d: d.unit, sort="unit__order", role=Role.UNIT),
        Column[DemandLine](key="holder", label=pgettext_lazy("demand", "Duty unit"),
                           value=lambda d: d.holder, role=Role.ORIGIN),
        Column[DemandLine](key="stage", label=pgettext_lazy("demand", "Stage ends"),
                           value=lambda d: d.stage_due_on, sort="stage_due_on", role=Role.MORE),
        Column[DemandLine](key="due", label=pgettext_lazy("demand", "Whole ends"),
                           value=lambda d: d.due_on, sort="due_on", role=Role.DUE),
        Column[DemandLine](key="clock", label=pgettext_lazy("column", "Clock"),
                           value=lambda d: d.clock.text if d.clock else "",
                           cell=lambda d: drawn_clock(d.clock.badge if d.clock else None),
                           role=Role.CLOCK),
        Column[DemandLine](key="state", label=gettext_lazy("State"), value=lambda d: d.state_label,
                           cell=lambda d: state(d.mark, d.state_label), sort="state",
                           role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> ShapedRows[DemandLine]:
        return list_demands(self.actor, now=clock.now())

    def more_context(self) -> dict[str, Any]:
        return {
            "register_url": place("catalogue:demand-register") if may(self.actor, DEMAND) else "",
            "public_url": place("catalogue:public-demands"),
        }


class PublicDemandList(ListPage[PublicDemand]):
    """What units need, as far as everybody may know."""

    key = "catalogue.public-demands"
    title = gettext_lazy("Data that departments need")
    lead = gettext_lazy("What is asked for, by whom, and how far it is; nothing else is shown.")
    search_hint = gettext_lazy("Number or name")
    begin_title = gettext_lazy("No demand is public yet")
    default_sort = "-number"
    columns = (
        Column[PublicDemand](key="number", label=gettext_lazy("Number"), value=lambda d: d.number,
                             sort="number", role=Role.NUMBER),
        Column[PublicDemand](key="title", label=gettext_lazy("Name of the data needed"),
                             value=lambda d: d.title, role=Role.TITLE,
                             url=lambda d: place("catalogue:public-demand", d.number)),
        Column[PublicDemand](key="unit", label=pgettext_lazy("demand", "Needing unit"),
                             value=lambda d: d.unit, sort="unit__order", role=Role.UNIT),
        Column[PublicDemand](key="registered", label=pgettext_lazy("day", "Registered"),
                             value=lambda d: d.registered_on, sort="registered_at",
                             role=Role.MORE),
        Column[PublicDemand](key="due", label=pgettext_lazy("demand", "Whole ends"),
                             value=lambda d: d.due_on, sort="due_on", role=Role.DUE),
        Column[PublicDemand](key="state", label=gettext_lazy("State"),
                             value=lambda d: d.state_label,
                             cell=lambda d: state(d.mark, d.state_label), sort="state",
                             role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> ShapedRows[PublicDemand]:
        return list_public_demands()


@public
@require_safe
def public_demand(request: HttpRequest, number: str) -> HttpResponse:
    """One demand as everybody may see it."""
    found = get_public_demand(number)
    facts = [
        Fact(name=_("Number"), value=found.number),
        Fact(name=pgettext("demand", "Needing unit"), value=found.unit),
        Fact(name=_("State"), value=state(found.mark, found.state_label)),
        Fact(name=pgettext("day", "Registered"), value=city_day(found.registered_on)),
        Fact(name=pgettext("demand", "Whole ends"), value=city_day(found.due_on)),
    ]
    if found.ended_on:
        facts.append(Fact(name=pgettext("day", "Ended"), value=city_day(found.ended_on)))
    if found.is_late:
        facts.append(Fact(name=pgettext("demands", "Late"), value=_("yes, and it stays so")))
    home = reverse("catalogue:public-demands")
    way = [(_("Data that departments need"), home), (found.number, "")]
    context = {"found": found, "facts": facts, "crumbs": way}
    return render(request, "catalogue/public_demand.html", context)


@requires(READ)
@require_safe
def demand(request: HttpRequest, demand_id: UUID) -> HttpResponse:
    """What is needed, how far it is, who holds it now, and what this person can do."""
    actor = actor_of(request)
    found = get_demand(actor, demand_id, now=clock.now())
    shown = found.is_public and found.line.state not in (State.REGISTERED, State.CLOSED)
    context = {
        "found": found,
        "line": _line(found),
        "facts": _facts(found),
        "turn": _turn(found),
        "events": [_event(step) for step in found.steps],
        "acts": [(words, reverse(f"catalogue:demand-{key}", args=[demand_id]), n == 0)
                 for n, (key, words) in enumerate(_acts(found))],
        "ask_url": _ask_url(found),
        "request_url": place("catalogue:request", found.request_id)
        if found.request_id and may(actor, SEE)
        else "",
        "answer_url": place("catalogue:resource", found.answer[2]) if found.answer else "",
        "public_url": place("catalogue:public-demand", found.line.number) if shown else "",
        "journal_url": place("console:journal_thing", demand_id)
        if may(actor, READ_JOURNAL)
        else "",
        "crumbs": _way((found.line.number, "")),
    }  # fmt: skip
    return render(request, "catalogue/demand.html", context)


@requires(DEMAND)
@require_http_methods(POST)
def register(request: HttpRequest) -> HttpResponse:
    """A unit registers what it needs."""
    actor, today = actor_of(request), clock.today()

    def run(said: dict[str, Any]) -> UUID:
        told = {name: said[name] for name in Need.__slots__ if name in said}
        return register_demand(
            unit_id=said["unit_id"], need=Need(**told), once=said["once"], actor=actor,
            now=clock.now(),
        )  # fmt: skip

    return do(
        request,
        title=_("Register a demand"),
        verb=_("Register"),
        done=_("The demand was registered; the data authority checks it."),
        form=DemandForm(sent(request), actor=actor, day=today, right=DEMAND),
        run=run,
        back_url=reverse("catalogue:demands"),
        next_url=lambda made: reverse("catalogue:demand", args=[made]),
        crumbs=_way((_("Register a demand"), "")),
        draft="demand-new",
    )


@requires(ALLOT)
@require_http_methods(POST)
def allot(request: HttpRequest, demand_id: UUID) -> HttpResponse:
    """Checked and assigned; what was declined is ruled."""
    found = _possible(request, demand_id, Act.ALLOT)
    today = clock.today()
    nobody = [("", _("whoever holds the data may claim it"))]
    units = every_unit(today)
    form = ChoiceForm(
        sent(request),
        label=pgettext("demand", "Duty unit"),
        choices=[NOT_CHOSEN, *units] if found.is_ruling else [*nobody, *units],
        is_needed=found.is_ruling,
        needs_words=found.is_ruling,
    )
    return _do(
        request,
        found,
        form,
        title=_("Rule whose duty it is") if found.is_ruling else _("Check and assign"),
        verb=_("Assign"),
        consequence=_("The unit named cannot decline it any more.")
        if found.is_ruling
        else _("The demand has a lawful ground; the unit is asked to claim it."),
        run=lambda said: allot_demand(
            demand_id=demand_id, unit_id=said["chosen"], opinion=said["words"],
            actor=actor_of(request), now=clock.now(),
        ),
    )  # fmt: skip


@requires(CLAIM)
@require_http_methods(POST)
def claim(request: HttpRequest, demand_id: UUID) -> HttpResponse:
    """A unit says that these are its data."""
    found = _possible(request, demand_id, Act.CLAIM)
    actor = actor_of(request)
    units = named(units_to_claim_for(actor, demand_id), clock.today())
    form = ChoiceForm(sent(request), label=pgettext("demand", "Duty unit"), choices=units)
    return _do(
        request,
        found,
        form,
        title=_("Claim the demand"),
        verb=pgettext("demand", "Claim"),
        consequence=_("The unit catalogues the data, so that they can be requested."),
        run=lambda said: claim_demand(
            demand_id=demand_id, unit_id=said["chosen"], opinion=said["words"], actor=actor,
            now=clock.now(),
        ),
    )  # fmt: skip


@requires(CLAIM)
@require_http_methods(POST)
def decline(request: HttpRequest, demand_id: UUID) -> HttpResponse:
    """A unit says why these are not its data."""
    found = _possible(request, demand_id, Act.DECLINE)
    return _do(
        request,
        found,
        ReasonForm(sent(request)),
        title=_("Decline: not our duty"),
        verb=pgettext("demand", "Decline"),
        consequence=_("The data authority assigns it to another unit, or rules."),
        run=lambda said: decline_demand(
            demand_id=demand_id, reason=said["words"], actor=actor_of(request), now=clock.now()
        ),
    )


@requires(CLAIM, ALLOT)
@require_http_methods(POST)
def catalogue(request: HttpRequest, demand_id: UUID) -> HttpResponse:
    """Which entry answers it."""
    found = _possible(request, demand_id, Act.CATALOGUE)
    actor = actor_of(request)
    own = found.holder_id if found.line.state is State.CLAIMED else None
    form = ChoiceForm(
        sent(request),
        label=_("Entry that answers the demand"),
        choices=[NOT_CHOSEN, *answers_to_choose(actor, own)],
    )
    return _do(
        request,
        found,
        form,
        title=_("Name the entry that answers it"),
        verb=_("Catalogued"),
        lead=_("What is not registered yet is drawn up and registered first."),
        consequence=_("The needing unit is told and requests access."),
        run=lambda said: catalogue_demand(
            demand_id=demand_id, resource_id=said["chosen"], opinion=said["words"], actor=actor,
            now=clock.now(),
        ),
    )  # fmt: skip


@requires(DEMAND)
@require_http_methods(POST)
def confirm(request: HttpRequest, demand_id: UUID) -> HttpResponse:
    """What is shared without conditions meets it."""
    found = _possible(request, demand_id, Act.MEET)
    return _do(
        request,
        found,
        ReasonForm(sent(request), label=_("Opinion"), is_needed=False),
        title=_("The demand is met"),
        verb=pgettext("demand", "Met"),
        consequence=_("The data are shared without conditions; the demand ends."),
        run=lambda said: confirm_demand(
            demand_id=demand_id, opinion=said["words"], actor=actor_of(request), now=clock.now()
        ),
    )


@requires(ALLOT)
@require_http_methods(POST)
def close(request: HttpRequest, demand_id: UUID) -> HttpResponse:
    """The demand has no lawful ground."""
    found = _possible(request, demand_id, Act.CLOSE)
    return _do(
        request,
        found,
        ReasonForm(sent(request)),
        title=_("Close as unlawful"),
        verb=pgettext("demand", "Close"),
        consequence=_("It ends for good; the unit is told why."),
        run=lambda said: close_demand(
            demand_id=demand_id, reason=said["words"], actor=actor_of(request), now=clock.now()
        ),
    )


@requires(DEMAND)
@require_http_methods(POST)
def withdraw(request: HttpRequest, demand_id: UUID) -> HttpResponse:
    """The unit needs it no more."""
    found = _possible(request, demand_id, Act.WITHDRAW)
    return _do(
        request,
        found,
        ReasonForm(sent(request)),
        title=_("Withdraw the demand"),
        verb=pgettext("entry", "Withdraw"),
        consequence=_("The demand ends for good; what was done stays."),
        run=lambda said: withdraw_demand(
            demand_id=demand_id, reason=said["words"], actor=actor_of(request), now=clock.now()
        ),
    )


def _way(*further: Crumb) -> Sequence[Crumb]:
    return crumbs((_("Demands"), reverse("catalogue:demands")), *further)


def _possible(request: HttpRequest, demand_id: UUID, act: Act) -> DemandView:
    found = get_demand(actor_of(request), demand_id, now=clock.now())
    if act not in found.may:
        raise NotPossible(
            _("%(number)s is “%(state)s”: this is not possible now.")
            % {"number": found.line.number, "state": found.line.state_label}
        )
    return found


def _do(request: HttpRequest, found: DemandView, form: Any, **said: Any) -> HttpResponse:
    url = reverse("catalogue:demand", args=[found.line.id])
    said.setdefault("lead", found.line.title)
    return do(
        request,
        form=form,
        back_url=url,
        done=_("It was recorded."),
        crumbs=_way((found.line.number, url), (said["title"], "")),
        **said,
    )


def _acts(found: DemandView) -> list[tuple[str, Text]]:
    """The acts that are possible, the most likely first; a request has its own page."""
    words = {
        Act.CLAIM: ("claim", _("Claim the demand")),
        Act.ALLOT: ("allot", _("Rule whose duty it is") if found.is_ruling
                    else _("Check and assign")),
        Act.CATALOGUE: ("catalogue", _("Name the entry that answers it")),
        Act.MEET: ("confirm", _("The demand is met")),
        Act.DECLINE: ("decline", _("Decline: not our duty")),
        Act.CLOSE: ("close", _("Close as unlawful")),
        Act.WITHDRAW: ("withdraw", _("Withdraw the demand")),
    }  # fmt: skip
    return [said for act, said in words.items() if act in found.may]


def _ask_url(found: DemandView) -> str:
    """Where access is requested for the demand."""
    if Act.REQUEST not in found.may or found.answer is None or not found.is_published:
        return ""
    return f"{reverse('catalogue:ask-access', args=[found.answer[2]])}?demand={found.line.id}"


def _line(found: DemandView) -> list[Text]:
    line = found.line
    shown: list[Text] = [state(line.mark, line.state_label), line.number, line.unit]
    if line.clock:
        shown.append(drawn_clock(line.clock.badge))
    if line.urgency_label and found.line.state is not State.MET:
        shown.append(tag(line.urgency_label))
    return shown


def _facts(found: DemandView) -> list[Fact]:
    line = found.line
    told: list[tuple[Text, Text]] = [
        (_("Items needed"), "、".join(found.items)),
        (_("Business it is needed for"), found.business),
        (_("Purpose"), found.purpose),
        (_("Legal basis"), found.basis),
        (_("Update cycle"), found.cycle),
        (_("Share mode"), found.mode),
        (_("Who probably holds it"), found.believed),
        (pgettext("day", "Registered"), city_day(line.registered_on)),
        (_("Shown to everybody"), _("yes") if found.is_public else _("no")),
        (_("Why it was closed"), found.why_closed),
    ]
    return [Fact(name=name, value=value) for name, value in told if value]


def _turn(found: DemandView) -> list[Fact]:
    """Who holds it now, and when that and the whole end."""
    line = found.line
    told: list[Fact] = []
    if found.turn:
        told.append(Fact(name=_("Now with"), value=found.turn))
    if line.stage_due_on:
        day = city_day(line.stage_due_on)
        late = tag(pgettext("demands", "late")) if line.is_stage_late else ""
        told.append(
            Fact(name=pgettext("demand", "Stage ends"), value=format_html("{} {}", day, late))
        )
    told.append(Fact(name=pgettext("demand", "Whole ends"), value=city_day(line.due_on)))
    if line.clock:
        told.append(Fact(name=_("Limit"), value=_limit(line.clock)))
    if line.ended_on:
        told.append(Fact(name=pgettext("day", "Ended"), value=city_day(line.ended_on)))
    if line.holder:
        told.append(Fact(name=pgettext("demand", "Duty unit"), value=line.holder))
    return told


def _limit(reading: ClockReading) -> str:
    return f"{reading.limit} {reading.citation}".strip()


def _event(step: DemandStepView) -> Event:
    late = _("late, due on %(day)s") % {"day": city_day(step.due_on)} if step.was_late else ""
    shows_unit = step.kind in (Act.ALLOT, Act.CLAIM, Act.DECLINE)
    to = step.to if shows_unit else ""
    return Event(
        act=step.label,
        who=step.who,
        at=step.at,
        kind="late" if step.was_late else "back" if step.kind in BACK else "act",
        said=step.opinion,
        text=pgettext("between chosen values", ", ").join(filter(None, (to, late))),
    )
