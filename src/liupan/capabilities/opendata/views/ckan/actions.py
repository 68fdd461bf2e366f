"""The door: an action by its name, its answer or its error in CKAN's shape."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from liupan.capabilities.opendata.operations.counting import count_use
from liupan.capabilities.opendata.queries.public.linked import Here
from liupan.capabilities.opendata.queries.public.rows import export
from liupan.capabilities.opendata.rules.ckan import BadSearch
from liupan.capabilities.opendata.rules.uses import Way
from liupan.capabilities.opendata.views.ckan import lists, packages, stores
from liupan.capabilities.opendata.views.ckan.asking import Asked, Invalid, Unreadable, asked_of
from liupan.capabilities.opendata.views.public.here import here_of
from liupan.foundation.design.facade import in_own_shape, public
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, LiupanError, Missing, NotAuthorised

Action = Callable[[Asked, Here], Any]
ACTIONS: Mapping[str, Action] = {
    action.__name__: action
    for action in (
        lists.site_read, lists.status_show, lists.organization_list, lists.organization_show,
        lists.organization_autocomplete, lists.group_list, lists.group_show, lists.tag_list,
        lists.tag_show, lists.license_list, packages.package_list,
        packages.current_package_list_with_resources, packages.package_show,
        packages.package_search, packages.package_autocomplete, packages.resource_show,
        stores.datastore_search, stores.datastore_info,
    )
}  # fmt: skip


def _nothing(_result: Any) -> UUID | None:
    return None


USED: Mapping[str, Callable[[Any], UUID | None]] = {
    "package_show": lambda result: UUID(result["id"]),
    "datastore_search": lambda result: UUID(str(result.pop(stores.OF))),
}
"""Actions that use one dataset: its id, taken of what they answer."""
WRITES = ("_create", "_update", "_delete", "_patch", "_purge", "_upsert", "_revise")


@csrf_exempt  # it writes nothing, whoever sends it
@public
@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, name: str) -> HttpResponse:
    """What the action answers."""
    found = ACTIONS.get(name)
    if found is None:
        return _unknown(request, name)
    try:
        result = found(asked_of(request), here_of(request))
    except (Invalid, BadSearch, Unreadable, LiupanError) as error:
        return _refused(request, name, error)
    _count(request, USED.get(name, _nothing)(result))
    return _answer(request, name, {"success": True, "result": result}, 200)


@public
@require_safe
def dump(request: HttpRequest, resource: str) -> HttpResponseBase:
    """A resource whole, as CSV; `bom=true` with a mark for spreadsheets."""
    try:
        shown = stores.stored(resource)
        encoding = "utf-8-sig" if request.GET.get("bom") in ("true", "True", "1") else "utf-8"
        if request.GET.get("format", "csv") != "csv":
            raise Invalid("format", "csv is offered")
        name = f'attachment; filename="{shown.line.code}.csv"'
        headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": name}
        if request.method == "HEAD":
            return HttpResponse(headers=headers)
        chunks = export(shown, "csv", (), encoding=encoding)
        _count(request, shown.line.id, Way.DOWNLOAD)
    except (Invalid, LiupanError) as error:
        return _refused(request, "datastore_dump", error)
    return StreamingHttpResponse(chunks, headers=headers)


def _count(request: HttpRequest, dataset_id: UUID | None, way: Way = Way.CALL) -> None:
    """A call for one dataset is counted; one for many is not."""
    if dataset_id and request.method != "HEAD":
        agent = request.headers.get("User-Agent", "")
        count_use(dataset_id, way, agent=agent, now=clock.now())


def _refused(request: HttpRequest, name: str, error: Exception) -> HttpResponse:
    status, kind, more = _told(error)
    body = {"success": False, "error": {"__type": kind, **more}}
    return in_own_shape(_answer(request, name, body, status))


def _told(error: Exception) -> tuple[int, str, dict[str, Any]]:
    """Status, CKAN's name of the kind, and what is said."""
    if isinstance(error, Invalid):
        return 409, "Validation Error", {error.name: [error.why]}
    if isinstance(error, BadSearch):
        return 400, "Search Query Error", {"message": f"Search Query is invalid: {error}"}
    if isinstance(error, Unreadable):
        return 400, "Bad Request", {"message": f"Bad request - JSON Error: {error}"}
    if isinstance(error, Missing):
        return 404, "Not Found Error", {"message": "Not found"}
    if isinstance(error, NotAuthorised):
        return 403, "Authorization Error", {"message": "Access denied"}
    if isinstance(error, InvalidInput):
        return 409, "Validation Error", {"message": error.message}
    status = error.status if isinstance(error, LiupanError) else 500
    return status, "Search Error", {"message": str(error)}


def _unknown(request: HttpRequest, name: str) -> HttpResponse:
    if name.endswith(WRITES):
        return _refused(request, name, NotAuthorised())
    text = f"Bad request - Action name not known: {name[:60]}"
    return in_own_shape(JsonResponse(text, status=400, safe=False))


def _answer(request: HttpRequest, name: str, body: dict[str, Any], status: int) -> HttpResponse:
    help_url = request.build_absolute_uri(f"/api/3/action/help_show?name={name}")
    response = JsonResponse(
        {"help": help_url, **body}, status=status, json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "public, no-cache"
    return response
