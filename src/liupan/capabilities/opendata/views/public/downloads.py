"""A dataset as a file, whole or as filtered, written while it is read."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from liupan.capabilities.opendata.queries.public.datasets import get_shown, no_dataset
from liupan.capabilities.opendata.queries.public.rows import export
from liupan.capabilities.opendata.queries.public.shapes import Shown
from liupan.capabilities.opendata.rules.uses import Way
from liupan.capabilities.opendata.rules.vocabulary import FORMS, FileForm
from liupan.capabilities.opendata.views.public.parts import counted, opened
from liupan.capabilities.opendata.views.public.reading import filters_in
from liupan.foundation.design.facade import as_csv, public
from liupan.foundation.tables.facade import ENCODINGS, BadFilter
from liupan.kernel import clock

CHARSETS = {"utf-8-sig": "utf-8"}


@public
@require_safe
def download(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """`encoding` for CSV; filters as the preview has them."""
    return send(request, opened(code), form, name=code)


def send(request: HttpRequest, shown: Shown, form: str, *, name: str) -> HttpResponseBase:
    """The rows as a file of this form and name. Raises `Missing`, `BadFilter`."""
    kind = next((one for one in FORMS.values() if one.ending == form), None)
    if kind is None:
        raise no_dataset()
    encoding = request.GET.get("encoding", ENCODINGS[0])
    if encoding not in ENCODINGS:
        raise BadFilter(_("This encoding is not known."))
    filters = filters_in(request.GET)
    headers = _headers(kind, name, shown.line.title, encoding)
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    chunks = export(shown, kind.key, filters, encoding=encoding)
    counted(request, shown, Way.DOWNLOAD)
    if chunks.etag:
        headers["ETag"] = f'"{chunks.etag}"'
    return StreamingHttpResponse(chunks, headers=headers)


@public
@require_safe
def structure(request: HttpRequest, code: str) -> HttpResponse:
    """How a dataset is built, as CSV: its columns with type, unit and meaning; no rows."""
    shown = get_shown(code, now=clock.now())
    heading = [
        pgettext("open data", "Column"),
        _("Name in files and calls"),
        pgettext("open data", "Type"),
        pgettext("open data", "Unit"),
        _("Meaning"),
    ]
    lines = [
        [one.item, one.name, str(one.told.type) if one.told else "",
         one.told.unit if one.told else "", one.note]
        for one in shown.columns
    ]  # fmt: skip
    return as_csv(heading, lines, f"{code}-structure")


def _headers(kind: FileForm, code: str, title: str, encoding: str) -> dict[str, str]:
    charset = f"; charset={CHARSETS.get(encoding, encoding)}" if kind.key == "csv" else ""
    name = quote(f"{title}.{kind.ending}", safe="")
    return {
        "Content-Type": f"{kind.media_type}{charset}",
        "Content-Disposition": f'attachment; filename="{code}.{kind.ending}"; '
        f"filename*=UTF-8''{name}",
        "Cache-Control": "public, no-cache",
        "X-Content-Type-Options": "nosniff",
        "X-Accel-Buffering": "no",
    }
