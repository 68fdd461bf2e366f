"""The list page.

    class Units(ListPage[UnitLine]):
        key = "organisations.units"
        title = _("Units")
        columns = (
            Column(key="name", label=_("Name"), value=lambda u: u.name, sort="name",
                   role=Role.TITLE, url=lambda u: reverse("console:unit", args=[u.id])),
            ...
        )
        default_sort = "name"

        def rows(self) -> Rows[UnitLine]:
            return organisations.list_units(self.request.actor)

    path("units/", requires(SEE_UNITS)(Units.as_view()), name="units")

Everything stands in the address: choices, sort order, place. It works without a script; with one,
the list alone is exchanged.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views import View

from liupan.foundation.design.components.blocks import Crumb
from liupan.foundation.design.components.marks import Text
from liupan.foundation.design.listing import exports, memory
from liupan.foundation.design.listing.columns import Column
from liupan.foundation.design.listing.drawing import body
from liupan.foundation.design.listing.filters import Chip, Pick, chips, hidden, picks, search_field
from liupan.foundation.design.listing.rows import Page, Rows
from liupan.kernel.authority import Actor
from liupan.kernel.errors import Refusal

T = TypeVar("T")

PLACE = ("before", "after", "export", "clear")
"""Parameters that say where one is, not what one chose."""

COUNTED = 1_000
"""Rows are counted no further than this."""

COUNTED_IN_TAB = 99


@dataclass(frozen=True, slots=True)
class Preset:
    """A view that the office offers: its name and its choices as they stand in the address.

    `is_counted`: how many rows it holds stands beside its name, counted no further than 99.
    """

    name: Text
    query: str
    is_counted: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Something that can be done to chosen rows: their keys are posted to `url` as `pick`."""

    label: Text
    url: str
    icon: str = ""


PICKED = 100
"""As many rows are chosen at once as a page of a list holds."""


def picked(request: HttpRequest) -> list[UUID]:
    """The keys of chosen rows (`Batch`); what is none was not sent by our page."""
    found = []
    for text in request.POST.getlist("pick")[:PICKED]:
        with suppress(ValueError):
            found.append(UUID(text))
    return found


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column on one page."""

    column: Column[Any]
    url: str = ""
    arrow: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A view as a tab."""

    name: Text
    url: str
    is_current: bool
    can_be_dropped: bool = False
    count: str = ""


class ListPage(View, Generic[T]):
    """Base of all list pages. A subclass names its columns and gives its rows."""

    http_method_names = ["get", "head", "post"]
    template_name = "design/list.html"

    key: ClassVar[str] = ""
    """`office.things`: remembers choices and names exports; unique."""
    title: ClassVar[Text] = ""
    lead: ClassVar[Text] = ""
    columns: ClassVar[Sequence[Column[Any]]] = ()
    default_sort: ClassVar[str] = ""
    """A column's key, "-" in front for falling."""
    presets: ClassVar[Sequence[Preset]] = ()
    sizes: ClassVar[Sequence[int]] = (24, 50, 100)
    search_hint: ClassVar[Text] = ""
    opens_with: ClassVar[str] = ""
    """Choices of the first visit, as they stand in the address; all rows are a tab away."""
    begin_title: ClassVar[Text] = ""
    begin_text: ClassVar[Text] = ""
    """What an empty list says: how to begin."""

    # --- What a subclass gives -----------------------------------------------------------------
    def rows(self) -> Rows[T]:
        """All rows this actor may see."""
        raise NotImplementedError

    def taken_out(self, rows: Rows[T]) -> Rows[T]:
        """Of the rows those that this actor may take out as a file."""
        return rows

    def key_of(self, row: T) -> str:
        """The row's key for batches."""
        return str(getattr(row, "pk", None) or getattr(row, "id", ""))

    def line(self) -> Sequence[Text]:
        """Whose list it is: short items under the title."""
        return ()

    def crumbs(self) -> Sequence[Crumb]:
        """The way here; the last crumb has no address."""
        return ()

    def batches(self) -> Sequence[Batch]:
        """What can be done to chosen rows."""
        return ()

    def more_context(self) -> dict[str, Any]:
        """Further values for a template that extends `design/list.html`."""
        return {}

    # --- Entrances -----------------------------------------------------------------------------
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "clear" in request.GET and not self.opens_with:
            memory.remember(request, self.key, "")
            return HttpResponseRedirect(request.path)
        if not request.GET:
            if last := memory.remembered(request, self.key):
                return HttpResponseRedirect(f"{request.path}?{last}")
            request.GET = QueryDict(self.opens_with)
        if "export" in request.GET:
            return self.export(request.GET["export"])
        memory.remember(request, self.key, self.to_return_to)
        return render(request, self.template_name, self.context())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep or forget a view; nothing else is written here."""
        query = memory.without(QueryDict(request.POST.get("query", "")), *PLACE)
        response = HttpResponseRedirect(f"{request.path}?{query}" if query else request.path)
        try:
            if name := request.POST.get("drop"):
                memory.drop(request, response, self.key, name)
            else:
                view = memory.View(request.POST.get("name", ""), query)
                memory.keep(request, response, self.key, view)
        except Refusal as refusal:
            messages.warning(request, f"{refusal.message} {refusal.next_step}".strip())
        return response

    # --- What was chosen -----------------------------------------------------------------------
    @property
    def actor(self) -> Actor:
        """Who looks."""
        found: Actor = self.request.actor  # type: ignore[attr-defined]
        return found

    @cached_property
    def choices(self) -> str:
        """Choices and sort order as they stand in the address, without the place."""
        return memory.without(self.request.GET, *PLACE)

    @property
    def to_return_to(self) -> str:
        """What the next visit opens with; nothing where that is what the list opens with."""
        if not self.opens_with:
            return self.choices
        return "" if self.choices == self.opens_with else self.choices or "clear=1"

    @cached_property
    def narrowed(self) -> Rows[T]:
        """The rows that meet the choices."""
        return self.rows().filtered(self.request.GET)

    @cached_property
    def found(self) -> int:
        """How many rows meet the choices, counted no further than is said."""
        return self.narrowed.count_up_to(COUNTED + 1)

    @cached_property
    def sort(self) -> str:
        """The column the list is sorted by, "-" in front for falling."""
        asked = self.request.GET.get("sort", "")
        known = {column.key for column in self.columns if column.sort}
        return asked if asked.removeprefix("-") in known else self.default_sort

    @property
    def sort_field(self) -> str:
        """The field behind `sort`."""
        falling = "-" if self.sort.startswith("-") else ""
        for column in self.columns:
            if column.key == self.sort.removeprefix("-"):
                return f"{falling}{column.sort}"
        return ""

    @cached_property
    def size(self) -> int:
        """How many rows a page holds."""
        asked = self.request.GET.get("n", "")
        return int(asked) if asked in map(str, self.sizes) else self.sizes[0]

    # --- The page ------------------------------------------------------------------------------
    def context(self) -> dict[str, Any]:
        """What the template is drawn from."""
        rows = self.narrowed
        page = rows.page(
            sort=self.sort_field,
            before=self.request.GET.get("before", ""),
            after=self.request.GET.get("after", ""),
            size=self.size,
        )
        form, batches = rows.form, self.batches() if page.rows else ()
        chosen = self.chips(form)
        return {
            "list": self,
            "page": page,
            "body": body(self._listed(), page.rows, self.key_of, picks=bool(batches)),
            "heads": self.heads(),
            "search": search_field(form),
            "picks": self.picks(form),
            "kept": hidden(form),
            "chips": chosen,
            "tabs": self.tabs(),
            "batches": batches,
            "sizes": self.sizes,
            "count": self.count(rows, page),
            "urls": self.urls(page),
            "is_narrowed": bool(chosen),
            "crumbs": self.crumbs(),
            "line": self.line(),
            **self.more_context(),
        }

    def heads(self) -> list[Head]:
        """Heads with the address that sorts by them."""
        return [self._head(column) for column in self._listed()]

    def _listed(self) -> list[Column[Any]]:
        return [column for column in self.columns if column.is_listed]

    def _head(self, column: Column[Any]) -> Head:
        if not column.sort:
            return Head(column)
        is_current = self.sort.removeprefix("-") == column.key
        is_falling = self.sort.startswith("-")
        turned = f"-{column.key}" if is_current and not is_falling else column.key
        if not is_current:
            return Head(column, self.url(sort=turned))
        arrow, spoken = ("↓", _("falling")) if is_falling else ("↑", _("rising"))
        return Head(column, self.url(sort=turned), arrow, spoken)

    def picks(self, form: forms.Form | None) -> list[Pick]:
        """The choices of the filter bar."""
        return picks(form)

    def chips(self, form: forms.Form | None) -> list[Chip]:
        """What is chosen now, each with the address without it."""
        return chips(form, self.request.GET, self.url_of)

    def tabs(self) -> list[Tab]:
        """Offered and kept views; nothing when there are none."""
        kept = memory.views(self.request, self.key)
        if not kept and not self.presets:
            return []
        now = _comparable(self.choices)
        offered = [
            Tab(p.name, self._at(p.query), _comparable(p.query) == now, count=self.count_of(p))
            for p in self.presets
        ]
        mine = [Tab(v.name, self._at(v.query), _comparable(v.query) == now, True) for v in kept]
        everything = Tab(_("All"), f"{self.request.path}?clear=1", not now)
        return [*offered, *mine, everything]

    def count(self, rows: Rows[T], page: Page[T]) -> str:
        """How many there are, without a count that blocks."""
        if not page.before and not page.after:
            return str(len(page.rows))
        found = self.found
        if found > COUNTED:
            return _("more than %(n)s") % {"n": f"{COUNTED:,}"}
        return f"{found:,}"

    def count_of(self, preset: Preset) -> str:
        """How many rows an offered view holds, where that is to be said; nothing for none."""
        if not preset.is_counted:
            return ""
        if _comparable(preset.query) == _comparable(self.choices):
            found = self.found
        else:
            rows = self.rows().filtered(QueryDict(preset.query))
            found = rows.count_up_to(COUNTED_IN_TAB + 1)
        return f"{COUNTED_IN_TAB}+" if found > COUNTED_IN_TAB else str(found or "")

    # --- Addresses -----------------------------------------------------------------------------
    def url(self, **changes: str) -> str:
        """This list with some parameters changed; the place is left behind."""
        query = QueryDict(self.choices, mutable=True)
        for name, value in changes.items():
            query[name] = value
        return self.url_of(query)

    def url_of(self, query: QueryDict) -> str:
        """This list with other choices. Without any, it says so, lest the last ones return."""
        text = memory.without(query, *PLACE)
        return f"{self.request.path}?{text or 'clear=1'}"

    def _at(self, query: str) -> str:
        return f"{self.request.path}?{query}" if query else f"{self.request.path}?clear=1"

    def urls(self, page: Page[T]) -> dict[str, str]:
        """Where the pager and the exports lead."""
        here = f"{self.request.path}?{self.choices}{'&' if self.choices else ''}"
        return {
            "previous": here + urlencode({"before": page.before}) if page.before else "",
            "next": here + urlencode({"after": page.after}) if page.after else "",
            "clear": f"{self.request.path}?clear=1",
            **{kind: here + urlencode({"export": kind}) for kind in exports.KINDS},
        }

    # --- Export --------------------------------------------------------------------------------
    def export(self, kind: str) -> HttpResponseBase:
        """The narrowed list as a file, at once or by a job."""
        if kind not in exports.KINDS:
            raise Http404
        start = exports.exporter()
        if start and self.narrowed.count_up_to(exports.SMALL + 1) > exports.SMALL:
            return HttpResponseRedirect(start(self._job(kind)))
        return exports.stream(self.table(), kind, str(self.title))

    def table(self) -> Iterator[list[object]]:
        """Heads and rows as plain values."""
        rows = self.taken_out(self.narrowed)
        return exports.table(self.columns, rows.every(sort=self.sort_field))

    def _job(self, kind: str) -> exports.Export:
        return exports.Export(
            page=f"{type(self).__module__}.{type(self).__qualname__}",
            query=self.choices,
            arguments={name: str(value) for name, value in self.kwargs.items()},
            kind=kind,
            name=str(self.title),
            actor=self.actor,
        )


def table_of(export: exports.Export) -> Iterator[list[object]]:
    """The lines of a large export, read as the actor who asked for it; for the job."""
    page_class: type[ListPage[Any]] = import_string(export.page)
    request = HttpRequest()
    request.method = "GET"
    request.GET = QueryDict(export.query)
    request.actor = export.actor  # type: ignore[attr-defined]
    page = page_class()
    page.setup(request, **export.arguments)
    return page.table()


def _comparable(query: str) -> list[tuple[str, list[str]]]:
    return sorted((name, sorted(values)) for name, values in QueryDict(query).lists())


def page_asked(request: HttpRequest) -> int:
    """The number of the page asked for, where pages are numbered; 1 when it is no number."""
    wanted = request.GET.get("page", "1")
    return max(int(wanted), 1) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 1


def before_asked(request: HttpRequest) -> UUID | None:
    """The last one of the page before, where a page begins after it; None when it is no key."""
    try:
        return UUID(request.GET.get("before", ""))
    except ValueError:
        return None
