"""What every page of a dataset has: where it stands, and the other pages beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liupan.capabilities.opendata.operations.counting import count_use
from liupan.capabilities.opendata.queries.public.datasets import get_opened
from liupan.capabilities.opendata.queries.public.shapes import Shown
from liupan.capabilities.opendata.rules.uses import Way
from liupan.kernel import clock
from liupan.kernel.work import Text

Crumb = tuple[Text, str]


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of the dataset."""

    name: str
    url: str
    is_current: bool


def opened(code: str) -> Shown:
    """The dataset whose rows are asked for. Raises `Missing`."""
    return get_opened(code, now=clock.now())


def counted(request: HttpRequest, shown: Shown, way: Way = Way.VIEW) -> Shown:
    """The dataset, after this request was counted; nothing of who asks is kept."""
    if request.method == "GET":
        agent = request.headers.get("User-Agent", "")
        count_use(shown.line.id, way, agent=agent, now=clock.now())
    return shown


def crumbs_to(shown: Shown, *further: Crumb) -> Sequence[Crumb]:
    """The way to a page of a dataset."""
    own = reverse("opendata:dataset", args=[shown.line.code]) if further else ""
    return [
        (_("Open data"), reverse("opendata:home")),
        (_("Open datasets"), reverse("opendata:datasets")),
        (shown.line.title, own),
        *further,
    ]


def tabs_of(request: HttpRequest, shown: Shown, *, has_map: bool) -> list[Tab]:
    """The pages of a dataset that there are."""
    found = [("dataset", pgettext("dataset", "About"))]
    if shown.table_id:
        found += [
            ("rows", pgettext("dataset", "Data")),
            ("chart", pgettext("dataset", "Chart")),
            *([("map", pgettext("dataset", "Map"))] if has_map else []),
            ("console", _("Interface")),
        ]
    found.append(("versions", _("Versions of the data")))
    urls = {name: reverse(f"opendata:{name}", args=[shown.line.code]) for name, _words in found}
    return [Tab(words, urls[name], urls[name] == request.path) for name, words in found]
