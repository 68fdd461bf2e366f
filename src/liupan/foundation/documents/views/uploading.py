"""Files on their way in, in parts. Small and our own; what a script speaks (docs/adr/0089).

`POST /files/uploads` (name, size, stamp) begins or goes on; the answer says how much has come.
`PATCH /files/uploads/ID` with `Upload-Offset` brings a part; 409 says where to go on.
`POST` looks at what has come whole, `GET` asks how far it is, `DELETE` gives up.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from liupan.foundation.design.facade import problem, signed_in
from liupan.foundation.documents.operations.uploading import (
    PART,
    OutOfPlace,
    add_part,
    begin_upload,
    drop_upload,
    finish_upload,
)
from liupan.foundation.documents.queries import UploadRef, find_upload_of, list_uploads
from liupan.foundation.documents.views.reading import actor_of
from liupan.kernel import clock
from liupan.kernel.errors import InvalidInput, LiupanError

View = Callable[..., HttpResponse]


def _told(view: View) -> View:
    """What is refused is told to the script as problem details."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except OutOfPlace as error:
            answer = problem(error.status, error.code, error.message, received=error.received)
        except LiupanError as error:
            answer = problem(error.status, error.code, error.message, next_step=error.next_step)
        answer["Cache-Control"] = "no-store"
        return answer

    return answered


@require_http_methods(["GET", "POST"])
@signed_in
@_told
def uploads(request: HttpRequest) -> HttpResponse:
    """One's own files on their way in; POST begins one."""
    actor = actor_of(request)
    if request.method == "GET":
        return JsonResponse({"uploads": [_shape(one) for one in list_uploads(actor)]})
    begun = begin_upload(
        name=request.POST.get("name", ""),
        size=_number(request.POST.get("size", "")),
        stamp=request.POST.get("stamp", ""),
        actor=actor,
        now=clock.now(),
    )
    return JsonResponse(_shape(begun), status=201)


@require_http_methods(["GET", "POST", "PATCH", "DELETE"])
@signed_in
@_told
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """One file on its way in."""
    actor = actor_of(request)
    said: dict[str, Any] = {"upload_id": upload_id, "actor": actor, "now": clock.now()}
    if request.method == "PATCH":
        offset = _number(request.headers.get("Upload-Offset", ""))
        return JsonResponse(_shape(add_part(offset=offset, content=_body(request), **said)))
    if request.method == "POST":
        return JsonResponse(_shape(finish_upload(**said)))
    if request.method == "DELETE":
        drop_upload(**said)
        return HttpResponse(status=204)
    return JsonResponse(_shape(find_upload_of(actor, upload_id)))


def _body(request: HttpRequest) -> bytes:
    """The part; never more of it is read than a part may have."""
    if _number(request.headers.get("Content-Length", "")) > PART:
        raise InvalidInput()
    return request.body


def _number(words: str) -> int:
    if not (words.isascii() and words.isdigit() and len(words) < 16):
        raise InvalidInput()
    return int(words)


def _shape(one: UploadRef) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "name": one.name,
        "stamp": one.stamp,
        "size": one.size,
        "received": one.received,
        "part": PART,
    }
