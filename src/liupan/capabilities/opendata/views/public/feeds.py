"""Feeds (Atom) of new and changed datasets, and their addresses for search engines."""

from collections.abc import Iterable
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from liupan.capabilities.opendata.queries.public.linked import Here
from liupan.capabilities.opendata.queries.public.news import Dated, list_addresses, list_news
from liupan.capabilities.opendata.views.public.here import here_of
from liupan.foundation.design.facade import public
from liupan.kernel import clock


@public
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """The last fifty that are new or changed."""
    return _feed(request, list_news(now=clock.now()), "")


@public
@require_safe
def of_theme(request: HttpRequest, theme: str) -> HttpResponse:
    """The same of a theme."""
    return _feed(request, list_news(theme=theme, now=clock.now()), theme)


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The page of each dataset, with when it changed (sitemaps.org)."""
    here = here_of(request)
    found = [(reverse("opendata:dataset", args=[code]), at) for code, at in list_addresses()]
    lines = "".join(
        f"<url><loc>{escape(here.whole(path))}</loc><lastmod>{_moment(at)}</lastmod></url>\n"
        for path, at in found
    )
    text = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n'
    return _xml(text, "application/xml")


def _feed(request: HttpRequest, news: list[Dated], theme: str) -> HttpResponse:
    here = here_of(request)
    own = request.build_absolute_uri(request.path)
    with override("zh-hans"):
        title = _("New and changed datasets")
    name = news[0][0].theme_label if theme and news else ""
    head = [
        f"<id>{escape(own)}</id>",
        f"<title>{escape(f'{title}: {name}' if name else title)}</title>",
        f"<updated>{_moment(news[0][1] if news else clock.now())}</updated>",
        f"<author><name>{escape(here.publisher)}</name></author>",
        f'<link rel="self" href={quoteattr(own)}/>',
        f'<link rel="alternate" href={quoteattr(here.whole(reverse("opendata:datasets")))}/>',
    ]
    body = "\n".join([*head, *_entries(news, here)])
    text = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n{body}\n</feed>\n'
    return _xml(text, "application/atom+xml")


def _entries(news: list[Dated], here: Here) -> Iterable[str]:
    for line, at in news:
        page = here.whole(reverse("opendata:dataset", args=[line.code]))
        yield (
            f"<entry><id>{escape(page)}</id><title>{escape(line.title)}</title>"
            f"<updated>{_moment(at)}</updated><author><name>{escape(line.unit)}</name></author>"
            f"<link href={quoteattr(page)}/>"
            f"<category term={quoteattr(line.theme)} label={quoteattr(line.theme_label)}/>"
            f"<summary>{escape(line.abstract)}</summary></entry>"
        )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _xml(body: str, media_type: str) -> HttpResponse:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'
    response = HttpResponse(text, content_type=f"{media_type}; charset=utf-8")
    response["Cache-Control"] = "public, max-age=300"
    return response
