"""Files and changes for systems (`doors`): the other two ways of one grant."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router, Schema

from liupan.capabilities.exchange.api.systems import V1, parameter
from liupan.capabilities.exchange.doors import asked_of, asked_part, sent, served
from liupan.capabilities.exchange.operations.admitting import claim
from liupan.capabilities.exchange.operations.answering import (
    answer_changes,
    answer_start,
    answer_state,
    refusing,
)
from liupan.capabilities.exchange.operations.files import take_file
from liupan.capabilities.exchange.queries.acting import system_actor
from liupan.capabilities.exchange.queries.authenticating import authenticate
from liupan.capabilities.exchange.rules.calls import Way
from liupan.foundation.design.facade import for_systems
from liupan.kernel import clock
from liupan.kernel.errors import LiupanError

router = Router(tags=["exchange"])


class FileOut(Schema):
    """A file; `state` is live (written when taken), waiting, ready, stopped or gone."""

    id: str
    service: str
    form: str
    state: str
    percent: int | None
    rows: int | None
    size: int | None
    reason: str
    kept_until: str | None


class ChangeOut(Schema):
    """A change; the same `key` is the same change. `kind` is added, changed or removed."""

    key: str
    kind: str
    row: dict[str, Any]


class ChangesOut(Schema):
    """Changes; with `is_reset` everything known before is to be forgotten."""

    service: str
    grant: str
    is_reset: bool
    changes: list[ChangeOut]
    position: str
    has_more: bool


NAMED = [
    parameter("grant", "number of the grant, where several fit", type="string"),
    parameter("case", "number of the matter that is handled", type="string"),
]
FORMS = ["csv", "csv-bom", "csv-gbk", "csv-gb18030", "xlsx", "parquet"]
FILED = {"parameters": [parameter("form", "of the file", type="string", enum=FORMS), *NAMED]}
FED = {
    "parameters": [
        parameter("after", "position of the answer before; empty: everything", type="string"),
        parameter("limit", "changes at once", type="integer", minimum=1, maximum=5000),
        *NAMED,
    ]
}


@router.post(
    "services/{code}/files", response=FileOut, summary="Have a file made of what a grant gives",
    url_name="exchange_file_start", openapi_extra=FILED,
)  # fmt: skip
@for_systems
def start(request: HttpRequest, code: str) -> HttpResponse:
    """The same request id is the same file."""
    return served(request, V1(), code, answer_start, way=Way.FILE)


@router.get(
    "services/{code}/files/{uuid:file_id}", response=FileOut, summary="How far a file is",
    url_name="exchange_file",
)  # fmt: skip
@for_systems
def file(request: HttpRequest, code: str, file_id: UUID) -> HttpResponse:
    """Files of the calling system alone."""
    work = partial(answer_state, file_id=file_id)
    return served(request, V1(), code, work, way=Way.FILE)


@router.get(
    "services/{code}/files/{uuid:file_id}/content", summary="A file, or the rest of it (Range)",
    url_name="exchange_file_content",
)  # fmt: skip
@for_systems
def content(request: HttpRequest, code: str, file_id: UUID) -> HttpResponseBase:
    """Goes on only as long as the grant holds. Its message is recorded when it ends."""
    try:
        caller = authenticate(asked_of(request), now=clock.real_now())
        claim(caller)
        taken = take_file(
            file_id=file_id, door="v1", actor=system_actor(caller.system_id), now=clock.now(),
            **asked_part(request),
        )  # fmt: skip
    except LiupanError as error:
        return served(request, V1(), code, refusing(error), way=Way.FILE)
    return sent(taken)


@router.get(
    "services/{code}/changes", response=ChangesOut, summary="Changes behind a position",
    url_name="exchange_changes", openapi_extra=FED,
)  # fmt: skip
@for_systems
def changes(request: HttpRequest, code: str) -> HttpResponse:
    """At least once, in order. Go on from `position`."""
    return served(request, V1(), code, answer_changes, way=Way.FEED)
