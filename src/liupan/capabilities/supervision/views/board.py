"""The board: the list's items as a tree, in time, or by unit and week."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from liupan.capabilities.supervision.policies import READ
from liupan.capabilities.supervision.queries.board import Board, open_board
from liupan.capabilities.supervision.queries.shapes import Group, Heat, Trees
from liupan.capabilities.supervision.views import drawn
from liupan.foundation.design.facade import (
    as_csv,
    filter_bar,
    heat_as_svg,
    page_asked,
    requires,
    strips_as_svg,
)
from liupan.kernel import clock

VIEWS = {
    "tree": pgettext_lazy("board", "Tree"),
    "timeline": pgettext_lazy("board", "Timeline"),
    "heat": pgettext_lazy("board", "Heat"),
}
OWN = ("view", "as", "group", "page", "units", "clear")
"""Parameters of the board alone; the others are the list's choices."""

FOLDED_FROM = 30
"""With more trees than this, groups are folded and opened one at a time."""

SIZE = 20
MOST_TREES = 500
"""In a file."""

NAMES = {
    "tree": gettext_lazy("supervision tree"),
    "timeline": gettext_lazy("supervision timeline"),
    "heat": gettext_lazy("supervision heat"),
}


@requires(READ)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """One of the three views, as a picture or as a table."""
    if not request.GET:
        request.GET = QueryDict("state=open")
    found = open_board(request.actor, request.GET, now=clock.now())  # type: ignore[attr-defined]
    view = _view(request)
    context = {
        "view": view,
        "as_table": request.GET.get("as") == "table",
        "totals": found.totals(),
        "today": clock.on(found.now),
        **filter_bar(found.form, request.GET, _back(request), {"view": view}),
        "list": {"search_hint": _("Number or title")},
        "urls": {"clear": f"{request.path}?state=open&view={view}"},
        "list_url": _list_url(_choices(request.GET)),
        "tabs": [(words, _url(request, view=key), key == view) for key, words in VIEWS.items()],
        "turned_url": _turned(request, view),
        "files": [(form, _file(request, view, form)) for form in ("svg", "csv")],
        **SHOWN[view](request, found),
    }
    return render(request, "supervision/board.html", context)


@requires(READ)
@require_GET
def board_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A view as SVG or as CSV, narrowed as the page is."""
    if name not in VIEWS or form not in ("svg", "csv"):
        raise Http404
    found = open_board(request.actor, request.GET, now=clock.now())  # type: ignore[attr-defined]
    if name == "heat":
        return _heat_file(found, form)
    size = SIZE if form == "svg" else MOST_TREES
    trees = found.trees(group=request.GET.get("group", ""), page=page_asked(request), size=size)
    if form == "csv":
        return as_csv(drawn.TABLE_HEADS(), map(drawn.as_row, trees.nodes), str(NAMES[name]))
    days = drawn.window(trees.nodes, clock.on(found.now))
    strips = [drawn.as_strip(node, days, found.now) for node in trees.nodes]
    if name == "tree":
        return strips_as_svg(strips, str(NAMES[name]))
    today = clock.on(found.now)
    return strips_as_svg(strips, str(NAMES[name]), days=days, today=today, grid=drawn.months(days))


def _heat_file(found: Board, form: str) -> HttpResponse:
    heat = found.heat(most=1000)
    if form == "svg":
        return heat_as_svg(*drawn.heat_lines(heat, ""), str(NAMES["heat"]))
    table = drawn.heat_table(heat)
    return as_csv(table.heads, table.rows, str(NAMES["heat"]))


def _tree(request: HttpRequest, found: Board) -> dict[str, Any]:
    """Groups with their trees; folded, with one open, when there are many."""
    groups, opened = found.groups(), request.GET.get("group", "")
    is_folded = sum(group.trees for group in groups) > FOLDED_FROM
    asks = not is_folded or any(group.key == opened for group in groups)
    trees = found.trees(
        group=opened if is_folded else "",
        page=page_asked(request) if is_folded else 1,
        size=SIZE if is_folded else FOLDED_FROM,
        clocks=True,
    ) if asks else None  # fmt: skip
    return {
        "groups": [_group(request, group, trees, is_folded=is_folded) for group in groups],
        "kinds": drawn.TREE_KINDS,
        "heads": drawn.tree_heads(),
        "is_folded": is_folded,
        "table_heads": drawn.TABLE_HEADS(),
    }


def _group(
    request: HttpRequest, group: Group, trees: Trees | None, *, is_folded: bool
) -> dict[str, Any]:
    nodes = trees.of_group(group.key) if trees else []
    return {
        "group": group,
        "rows": lambda: [drawn.as_tree_row(node) for node in nodes],
        "table": lambda: [drawn.as_row(node) for node in nodes],
        "is_open": bool(nodes),
        "url": _url(request, view="tree", group="" if nodes else group.key),
        "pager": _pager(request, trees, "tree", group=group.key)
        if trees and nodes and is_folded
        else {},
    }


def _timeline(request: HttpRequest, found: Board) -> dict[str, Any]:
    trees = found.trees(page=page_asked(request), size=SIZE)
    today = clock.on(found.now)
    days = drawn.window(trees.nodes, today)
    grid = drawn.months(days)
    return {
        "nodes": trees.nodes,
        "rows": lambda: [drawn.as_span_row(node, days, today, grid) for node in trees.nodes],
        "heads": drawn.span_heads(days, grid),
        "kinds": drawn.SPAN_KINDS,
        "pager": _pager(request, trees, "timeline"),
        "table_heads": drawn.TABLE_HEADS(),
        "table": lambda: [drawn.as_row(node) for node in trees.nodes],
    }


def _heat(request: HttpRequest, found: Board) -> dict[str, Any]:
    every = request.GET.get("units") == "all"
    heat = found.heat(most=1000 if every else 40)
    base = _choices(request.GET)
    for name in ("lead", "due", "due_from", "due_to", "state"):
        base.pop(name, None)
    picture = {} if request.GET.get("as") == "table" else _heat_picture(heat, base)
    return {
        "heat": heat,
        **picture,
        "table": lambda: drawn.heat_table(heat),
        "all_url": _url(request, view="heat", units="all") if heat.units > len(heat.rows) else "",
    }


def _heat_picture(heat: Heat, base: QueryDict) -> dict[str, Any]:
    heads, lines = drawn.heat_lines(heat, f"{reverse('supervision:list')}?{base.urlencode()}")
    return {"heads": heads, "lines": lines}


SHOWN = {"tree": _tree, "timeline": _timeline, "heat": _heat}


def _view(request: HttpRequest) -> str:
    asked = request.GET.get("view", "")
    return asked if asked in VIEWS else "tree"


def _choices(query: QueryDict) -> QueryDict:
    """What was chosen as on the list."""
    rest = query.copy()
    for name in OWN:
        rest.pop(name, None)
    return rest


def _list_url(choices: QueryDict) -> str:
    return f"{reverse('supervision:list')}?{choices.urlencode() or 'clear=1'}"


def _url(request: HttpRequest, **own: str) -> str:
    """The board with the same choices and this view of it."""
    query = _choices(request.GET)
    for name, value in own.items():
        if value:
            query[name] = value
    return f"{request.path}?{query.urlencode() or 'clear=1'}"


def _back(request: HttpRequest) -> Any:
    """The address of the board with other choices, in the same view."""

    def url_of(query: QueryDict) -> str:
        rest = _choices(query)
        rest["view"] = _view(request)
        return f"{request.path}?{rest.urlencode()}"

    return url_of


def _turned(request: HttpRequest, view: str) -> str:
    """The same as a table, or as a picture again; on the same page of the same group."""
    kept = {name: request.GET.get(name, "") for name in ("group", "page", "units")}
    turned = "" if request.GET.get("as") == "table" else "table"
    return _url(request, view=view, **kept, **{"as": turned})


def _pager(request: HttpRequest, trees: Trees, view: str, **own: str) -> dict[str, str]:
    as_now = {"as": request.GET.get("as", "")}
    page = trees.page
    return {
        "previous": _url(request, view=view, page=str(page - 1), **as_now, **own)
        if page > 1
        else "",
        "next": _url(request, view=view, page=str(page + 1), **as_now, **own) if trees.more else "",
        "page": _("Page %(n)s") % {"n": page},
    }


def _file(request: HttpRequest, view: str, form: str) -> str:
    query = _choices(request.GET)
    kept = {name: request.GET[name] for name in ("group", "page") if name in request.GET}
    address = reverse("supervision:board-file", args=[view, form])
    return f"{address}?{query.urlencode()}{'&' if query else ''}{urlencode(kept)}"
