"""Template tags of the design service; loaded into every template."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liupan.foundation.design import frames, navigation
from liupan.foundation.design.components import (
    blocks,
    clocks,
    days,
    designers,
    diagrams,
    findings,
    forms,
    marks,
    numbers,
    records,
    trees,
    works,
)
from liupan.foundation.design.navigation import Link, Place
from liupan.foundation.design.pictures import bars, counties, flows, heats, trend
from liupan.kernel.authority import ANONYMOUS, Actor

register = template.Library()

for mark in (
    marks.icon, marks.state, marks.tag, marks.glyph, marks.sheet, clocks.clock,
    numbers.amount, numbers.big, forms.widget_attrs, forms.widget_options, forms.widget_checks,
    bars.bullet, bars.bar, bars.barcell, bars.columns, bars.span, heats.heat,
    flows.flows, trend.spark, counties.county_map, counties.ramp, works.work,
):  # fmt: skip
    register.simple_tag(mark)
for block in (blocks.pagehead, blocks.card, blocks.refusal, blocks.note, blocks.empty):
    register.simple_block_tag(block)
for text in (days.city_day, days.short_day, days.city_moment, numbers.number):
    register.filter(text.__name__, text)

SIDE = (Place.MINE, Place.WORK, Place.ADMINISTRATION)
"""The workbench's navigation: one list in three parts, of which one entry is current."""


@register.simple_tag(takes_context=True)
def places(context: Context, place: str) -> list[Link]:
    """Where the actor can go in one part of the frame; asked once a page."""
    return _links(context, Place(place))


@register.simple_tag(takes_context=True)
def drawn_places(context: Context, template: str, place: str, title: str = "") -> SafeString:
    """One part of the frame, drawn with where the actor can go in it."""
    return _drawn(template, tuple(_links(context, Place(place))), get_language(), title=title)


@register.inclusion_tag("design/parts/office_tabs.html", takes_context=True)
def office_tabs(context: Context) -> dict[str, Any]:
    """The lists of the office, on each of them."""
    request = context.get("request")
    found = (link for place in SIDE for link in _links(context, place) if link.is_current)
    tabs = next((link.tabs for link in found), ())
    is_list = request is not None and request.path in {tab.url for tab in tabs}
    return {"tabs": tabs if is_list else ()}


@register.simple_tag(takes_context=True)
def thumb_places(context: Context) -> SafeString:
    """The four places in reach of a thumb on a phone, and the way to all."""
    found = [link for place in SIDE for link in _links(context, place)]
    wanted = sorted((one for one in found if one.entry.on_phone), key=lambda one: one.entry.order)
    request = context.get("request")
    here = request.resolver_match.view_name if request and request.resolver_match else ""
    language, is_all = get_language(), here == "design:places"
    return _drawn("design/parts/tabbar.html", tuple(wanted[:4]), language, is_all=is_all)


@lru_cache(maxsize=1024)
def _drawn(
    template: str, links: tuple[Link, ...], _language: str | None, **more: object
) -> SafeString:
    """Drawn once for all who see the same: every page has it, and it depends on nothing else."""
    return render_to_string(template, {"links": links, **more})


@register.simple_tag
def post_of(actor: Actor) -> str:
    """Unit and post of an actor in a few words."""
    return frames.post_of(actor)


@register.simple_tag
def boost(part: str) -> SafeString:
    """Attributes that let a script exchange the part with this id instead of the whole page."""
    return format_html(
        'hx-boost="true" hx-target="#{0}" hx-select="#{0}" hx-swap="outerHTML show:none"'
        ' hx-push-url="true"',
        part,
    )


@register.inclusion_tag("design/parts/figure.html")
def figure(value: records.Figure) -> dict[str, Any]:
    """A figure card: name, value, state, bullet, target in words, day."""
    return {"figure": value, "picture": bars.bullet(*value.shares, kind=value.bullet_kind)}


@register.inclusion_tag("design/parts/trend.html", name="trend")
def trend_with_table(
    data: trend.Trend, key: str, download_url: str = "", query: str = ""
) -> dict[str, Any]:
    """A trend, its table one click away, and links to `download_url` + `.svg` and `.csv`, with
    `query` behind them."""
    return {
        "data": data,
        "picture": trend.trend(data, key),
        "download_url": download_url,
        "query": query,
    }


@register.inclusion_tag("design/parts/chart.html")
def chart(option: dict[str, Any], key: str, words: marks.Text) -> dict[str, Any]:
    """A live chart, drawn by ECharts from its option when a script runs; `words` say what it shows.

    Only beside a table or a drawn picture of the same data, which stay without a script.
    """
    return {"option": option, "key": key, "words": words}


@register.inclusion_tag("design/parts/diagram.html")
def diagram(value: diagrams.Diagram, key: str) -> dict[str, Any]:
    """A process as a picture with the live token, its table one click away.

    `key` is an id not used elsewhere in the page. Without a script the table alone stays.
    """
    return {
        "diagram": value,
        "key": key,
        "data_key": f"{key}-data",
        "here": _(", ").join(str(step.name) for step in value.here),
    }


@register.inclusion_tag("design/parts/designer.html", takes_context=True)
def process_designer(context: Context, value: designers.Designer, key: str) -> dict[str, Any]:
    """Where a process is drawn (BPMN). The page is marked `@allows_style_attributes`."""
    return _designer(context, value, key, "designer", "liupanDesigner")


@register.inclusion_tag("design/parts/designer.html", takes_context=True)
def decision_designer(context: Context, value: designers.Designer, key: str) -> dict[str, Any]:
    """Where a decision table is edited (DMN). The page is marked `@allows_style_attributes`."""
    return _designer(context, value, key, "decisions", "liupanDecisions")


def _designer(
    context: Context, value: designers.Designer, key: str, bundle: str, draws: str
) -> dict[str, Any]:
    return {
        "designer": value,
        "key": key,
        "is_process": bundle == "designer",
        "script": f"liupan/dist/{bundle}.js",
        "look": f"liupan/dist/{bundle}.css",
        "draws": draws,
        "sentences_key": f"{key}-sentences",
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("design/parts/timeline.html")
def timeline(events: Sequence[records.Event]) -> dict[str, Any]:
    """What happened, the newest first or last as given."""
    return {"events": events}


@register.inclusion_tag("design/parts/files.html")
def files(items: Sequence[records.File], all_url: str = "") -> dict[str, Any]:
    """Files to open, and all of them as one."""
    return {"files": items, "all_url": all_url}


@register.inclusion_tag("design/parts/findings.html", takes_context=True, name="findings")
def findings_list(
    context: Context,
    items: Sequence[findings.Finding],
    accept_url: str = "",
    is_cut: bool = False,
    unread: Sequence[str] = (),
) -> dict[str, Any]:
    """What screening found, each with the words around it and what to do.

    `accept_url` takes `finding` and `reason` from those who may let something stand.
    """
    return {
        "items": items,
        "accept_url": accept_url,
        "is_cut": is_cut,
        "unread": unread,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def tree(
    rows: Sequence[records.TreeRow],
    heads: Sequence[marks.Text],
    caption: marks.Text,
    kinds: Sequence[str] = (),
) -> SafeString:
    """A tree of up to three levels as a table; the first head stands over the names.

    `kinds` are the classes of the columns right of the names (lp-tree__unit, lp-tree__span, ...).
    """
    return trees.tree_table(rows, heads, caption, kinds)


@register.inclusion_tag("design/parts/job.html", takes_context=True)
def job(context: Context, value: records.Job) -> dict[str, Any]:
    """Progress of long work."""
    return {"job": value, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("design/parts/facts.html")
def facts(items: Sequence[records.Fact], is_roomy: bool = False) -> dict[str, Any]:
    """A definition list."""
    return {"facts": items, "is_roomy": is_roomy}


@register.inclusion_tag("design/parts/legend.html")
def trend_legend() -> dict[str, Any]:
    """What the lines of a trend mean."""
    return {}


def _links(context: Context, place: Place) -> list[Link]:
    request = context.get("request")
    if request is None:
        return []
    group = SIDE if place in SIDE else (place,)
    known: dict[tuple[Place, ...], list[Link]] = request.__dict__.setdefault("liupan_links", {})
    if group not in known:
        actor = getattr(request, "actor", ANONYMOUS)
        known[group] = navigation.links(actor, request.path, *group)
    return [link for link in known[group] if link.entry.place is place]


@register.simple_tag
def suggests(url: str) -> SafeString:
    """What makes a search field suggest: attributes for the script, and "/" leads there.

    `url` answers `?q=` with JSON; empty where nothing suggests.
    """
    if not url:
        return SafeString("data-lp-search")
    return format_html(
        'data-lp-search data-lp-suggest="{}" data-lp-suggest-label="{}"'
        ' data-lp-suggest-some="{}" data-lp-suggest-none="{}"',
        url,
        _("Suggestions"),
        _("# suggestions; arrow keys choose, Enter opens"),
        _("No suggestion"),
    )
