"""Data items with their source, arbitrations, and the acts on them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from liupan.capabilities.catalogue.forms.demands import ChoiceForm, ReasonForm
from liupan.capabilities.catalogue.forms.drawing_up import NOT_CHOSEN
from liupan.capabilities.catalogue.operations.sourcing import bind_item, rule_source, state_grounds
from liupan.capabilities.catalogue.policies import EDIT, READ, RULE
from liupan.capabilities.catalogue.queries.rows import ShapedRows
from liupan.capabilities.catalogue.queries.sourcing import (
    ArbitrationLine,
    ArbitrationView,
    DataItemLine,
    get_arbitration,
    get_data_item,
    items_to_bind_to,
    list_arbitrations,
    list_data_items,
)
from liupan.capabilities.catalogue.views.acting import NotPossible
from liupan.capabilities.catalogue.views.doing import do, sent
from liupan.capabilities.catalogue.views.reading import Crumb, actor_of, crumbs
from liupan.foundation.design.facade import Column, ListPage, Preset, Role, requires, state
from liupan.foundation.design.facade import clock as drawn_clock
from liupan.kernel import clock
from liupan.kernel.work import Text, place

POST = ("GET", "HEAD", "POST")


class DataItemList(ListPage[DataItemLine]):
    """All data items that published entries hold."""

    key = "catalogue.items"
    title = gettext_lazy("Data items and their sources")
    lead = gettext_lazy("One item, one source: which resource is it, and who else collects it.")
    search_hint = gettext_lazy("Name of the item")
    begin_title = gettext_lazy("No data item yet")
    begin_text = gettext_lazy("Items of entries stand here once these are published.")
    template_name = "catalogue/office_list.html"
    default_sort = "name"
    presets = (
        Preset(gettext_lazy("Collected by several units"), "twice=true", is_counted=True),
        Preset(gettext_lazy("Disputed"), "disputed=true", is_counted=True),
        Preset(gettext_lazy("Without a source"), "unsourced=true"),
    )
    columns = (
        Column[DataItemLine](key="name", label=pgettext_lazy("catalogue", "Item"),
                             value=lambda i: i.name, sort="name", role=Role.TITLE,
                             url=lambda i: place("catalogue:item", i.id)),
        Column[DataItemLine](key="category", label=pgettext_lazy("catalogue", "Category"),
                             value=lambda i: i.category, sort="category", role=Role.ORIGIN),
        Column[DataItemLine](key="source", label=pgettext_lazy("item", "Source"),
                             value=lambda i: i.source, role=Role.UNIT),
        Column[DataItemLine](key="units", label=gettext_lazy("Units that collect it"),
                             value=lambda i: i.units, sort="units", role=Role.MORE,
                             is_number=True),
        Column[DataItemLine](key="state", label=gettext_lazy("State"),
                             value=lambda i: _source_word(i), cell=lambda i: _source_mark(i),
                             role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> ShapedRows[DataItemLine]:
        return list_data_items(self.actor)


class ArbitrationList(ListPage[ArbitrationLine]):
    """All arbitrations."""

    key = "catalogue.arbitrations"
    title = gettext_lazy("Arbitrations of sources")
    search_hint = gettext_lazy("Name of the item")
    begin_title = gettext_lazy("No source is disputed")
    begin_text = gettext_lazy(
        "When a second unit claims to be the source of an item, an arbitration opens by itself."
    )
    template_name = "catalogue/office_list.html"
    default_sort = "-opened"
    presets = (
        Preset(pgettext_lazy("arbitrations", "Not decided"), "state=live", is_counted=True),
        Preset(pgettext_lazy("arbitrations", "Ruled"), "state=ruled"),
    )
    columns = (
        Column[ArbitrationLine](key="item", label=pgettext_lazy("catalogue", "Item"),
                                value=lambda a: a.item, role=Role.TITLE,
                                url=lambda a: place("catalogue:arbitration", a.id)),
        Column[ArbitrationLine](key="first", label=gettext_lazy("Source until now"),
                                value=lambda a: a.first, role=Role.UNIT),
        Column[ArbitrationLine](key="second", label=gettext_lazy("Claims it too"),
                                value=lambda a: a.second, role=Role.ORIGIN),
        Column[ArbitrationLine](key="opened", label=pgettext_lazy("day", "Opened"),
                                value=lambda a: a.opened_on, sort="opened_at", role=Role.DUE),
        Column[ArbitrationLine](key="winner", label=gettext_lazy("Ruled for"),
                                value=lambda a: a.winner, role=Role.MORE),
        Column[ArbitrationLine](key="clock", label=pgettext_lazy("column", "Clock"),
                                value=lambda a: a.clock.text if a.clock else "",
                                cell=lambda a: drawn_clock(a.clock.badge if a.clock else None),
                                role=Role.CLOCK),
        Column[ArbitrationLine](key="state", label=gettext_lazy("State"),
                                value=lambda a: a.state_label,
                                cell=lambda a: state(a.mark, a.state_label), sort="state",
                                role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> ShapedRows[ArbitrationLine]:
        return list_arbitrations(self.actor, now=clock.now())


@requires(READ)
@require_safe
def item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """A data item: its source, who else collects it, what it is bound to."""
    found = get_data_item(actor_of(request), item_id, now=clock.now())
    context = {
        "found": found,
        "line": [_source_mark(found.line), found.category_name],
        "bind_url": reverse("catalogue:item-bind", args=[item_id]) if found.may_bind else "",
        "unbinds": found.bound_to is not None,
        "crumbs": _way((found.line.name, "")),
    }
    return render(request, "catalogue/item.html", context)


@requires(RULE)
@require_http_methods(POST)
def bind(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """A data item counts as another, or as itself again."""
    actor = actor_of(request)
    found = get_data_item(actor, item_id, now=clock.now())
    url = reverse("catalogue:item", args=[item_id])
    unbinds = found.bound_to is not None
    form = ReasonForm(sent(request)) if unbinds else _bind_form(request, item_id)
    title = _("Let it stand for itself again") if unbinds else _("Bind to a standard data item")
    return do(
        request,
        title=title,
        verb=_("Undo the binding") if unbinds else pgettext("data item", "Bind"),
        lead=found.line.name,
        consequence=_(
            "Both count as one data item with one source; where both have one, the earlier stays"
            " and an arbitration opens."
        )
        if not unbinds
        else "",
        done=_("It was recorded."),
        form=form,
        run=lambda said: bind_item(
            item_id=item_id, to_id=said.get("chosen"), reason=said["words"], actor=actor,
            now=clock.now(),
        ),
        back_url=url,
        crumbs=_way((found.line.name, url), (title, "")),
    )  # fmt: skip


def _bind_form(request: HttpRequest, item_id: UUID) -> ChoiceForm:
    choices = [NOT_CHOSEN, *items_to_bind_to(item_id)]
    label = _("Standard data item")
    return ChoiceForm(sent(request), label=label, needs_words=True, choices=choices)


@requires(READ)
@require_safe
def arbitration(request: HttpRequest, arbitration_id: UUID) -> HttpResponse:
    """Both units with their grounds, and the ruling."""
    found = get_arbitration(actor_of(request), arbitration_id, now=clock.now())
    acts: list[tuple[Text, str]] = []
    if found.may_rule:
        acts.append((_("Rule which is the source"), _url(arbitration_id, "rule")))
    if found.may_state:
        acts.append((_("State our grounds"), _url(arbitration_id, "grounds")))
    line = found.line
    context = {
        "found": found,
        "line": [state(line.mark, line.state_label), drawn_clock(line.clock.badge)]
        if line.clock
        else [state(line.mark, line.state_label)],
        "acts": [(words, url, n == 0) for n, (words, url) in enumerate(acts)],
        "parties": [
            (_("Source until now"), found.first), (_("Claims it too"), found.second),
        ],
        "crumbs": _disputes((line.item, "")),
    }  # fmt: skip
    return render(request, "catalogue/arbitration.html", context)


@requires(EDIT)
@require_http_methods(POST)
def grounds(request: HttpRequest, arbitration_id: UUID) -> HttpResponse:
    """One unit states why it is the source."""
    actor = actor_of(request)
    found = get_arbitration(actor, arbitration_id, now=clock.now())
    if not found.may_state:
        raise NotPossible(_("This is not possible now."))
    form = ReasonForm(
        sent(request), label=_("Grounds: duty, law, how the data come about"),
        initial={"words": found.own_grounds},
    )  # fmt: skip
    return _do(
        request,
        found,
        form,
        title=_("State our grounds"),
        verb=pgettext("grounds", "State"),
        consequence=_("When both units have, the data authority rules."),
        run=lambda said: state_grounds(
            arbitration_id=arbitration_id, grounds=said["words"], actor=actor, now=clock.now()
        ),
    )


@requires(RULE)
@require_http_methods(POST)
def rule(request: HttpRequest, arbitration_id: UUID) -> HttpResponse:
    """The data authority rules which one is the source."""
    actor = actor_of(request)
    found = get_arbitration(actor, arbitration_id, now=clock.now())
    if not found.may_rule:
        raise NotPossible(
            _("It can be ruled when both have stated their grounds, or their time has passed.")
        )
    choices = [
        (str(one.resource_id), f"{one.unit} {one.code} {one.title}".strip())
        for one in (found.first, found.second)
    ]
    form = ChoiceForm(
        sent(request), label=pgettext("item", "Source"), choices=choices, needs_words=True
    )
    return _do(
        request,
        found,
        form,
        title=_("Rule which is the source"),
        verb=pgettext("arbitration", "Rule"),
        consequence=_("It is the one source from now on; the other unit takes the item from it."),
        run=lambda said: rule_source(
            arbitration_id=arbitration_id, winner_id=said["chosen"], opinion=said["words"],
            actor=actor, now=clock.now(),
        ),
    )  # fmt: skip


def _do(request: HttpRequest, found: ArbitrationView, form: Any, **said: Any) -> HttpResponse:
    url = reverse("catalogue:arbitration", args=[found.line.id])
    return do(
        request,
        form=form,
        lead=f"{found.line.item}：{found.line.first} / {found.line.second}",
        back_url=url,
        done=_("It was recorded."),
        crumbs=_disputes((found.line.item, url), (said["title"], "")),
        **said,
    )


def _url(arbitration_id: UUID, key: str) -> str:
    return reverse(f"catalogue:arbitration-{key}", args=[arbitration_id])


def _way(*further: Crumb) -> Sequence[Crumb]:
    return crumbs((_("Data items"), reverse("catalogue:items")), *further)


def _disputes(*further: Crumb) -> Sequence[Crumb]:
    return crumbs((_("Arbitrations"), reverse("catalogue:arbitrations")), *further)


def _source_word(line: DataItemLine) -> Text:
    if line.is_disputed:
        return _("source disputed")
    if line.bound_to:
        return _("counts as %(name)s") % {"name": line.bound_to}
    if not line.source:
        return _("no source")
    return _("collected by several") if line.units > 1 else _("one source")


def _source_mark(line: DataItemLine) -> Text:
    kind = "check" if line.is_disputed else "done" if line.source else "none"
    if line.units > 1 and not line.is_disputed:
        kind = "back"
    return state(kind, _source_word(line))
