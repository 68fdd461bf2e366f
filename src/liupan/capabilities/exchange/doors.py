"""Between HTTP and calls by value: what both forms of the machine door have in common."""

import ssl
from functools import lru_cache
from hashlib import sha256
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from liupan.capabilities.exchange.operations.calling import (
    Door,
    Outcome,
    Said,
    Work,
    json_of,
    new_id,
    serve,
)
from liupan.capabilities.exchange.operations.files import Taken
from liupan.capabilities.exchange.queries.addresses import address_of_caller
from liupan.capabilities.exchange.queries.asking import MOST_BODY
from liupan.capabilities.exchange.queries.authenticating import Caller
from liupan.capabilities.exchange.queries.door_refusals import (
    body_too_large,
    client_differs,
    unreadable,
)
from liupan.capabilities.exchange.queries.refusals import fault_of
from liupan.capabilities.exchange.rules.answers import Answer
from liupan.capabilities.exchange.rules.calls import Way
from liupan.capabilities.exchange.rules.signing import Asked, Scheme, encoded_path
from liupan.capabilities.exchange.rules.xroad import PLAIN, read_client
from liupan.foundation.design.facade import PROBLEM
from liupan.kernel.errors import InvalidInput, LiupanError

KEPT = ("authorization", "content-type")
"""Headers that count, beside those of X-Road."""
CHALLENGE = ", ".join(Scheme)
HEX = frozenset("0123456789abcdef")


def served(
    request: HttpRequest, door: Door, service: str, work: Work, *, way: Way = Way.QUERY
) -> HttpResponse:
    """The answer of a door to a request."""
    asked = asked_of(request)
    said = _said(asked, service, way)
    if _is_too_long(request):
        outcome = Outcome(error=body_too_large(MOST_BODY))
        return _response(door.refused(asked, said, outcome))
    return _response(serve(door, asked, said, work))


def problem_of(said: Said, error: LiupanError, status: int) -> dict[str, Any]:
    """A refusal as problem details (RFC 9457): code, reason, whose fault, who can help, ids."""
    found: dict[str, Any] = {
        "type": f"urn:liupan:{error.code.replace('_', '-')}",
        "title": error.message or error.code,
        "status": status,
        "code": error.code,
        "fault": fault_of(error).value,
        "next_step": str(error.next_step),
        "request_id": said.request_id,
        "message_id": str(said.id),
    }
    return found | ({"fields": error.fields} if isinstance(error, InvalidInput) else {})


def refused(said: Said, error: LiupanError, headers: dict[str, str], **more: Any) -> Answer:
    """The same in an answer, with what HTTP wants beside it."""
    extra = dict(headers)
    if error.status == 401:
        extra["WWW-Authenticate"] = CHALLENGE
    if allow := getattr(error, "allow", ""):
        extra["Allow"] = allow
    if wait := getattr(error, "retry_after", 0):
        extra["Retry-After"] = str(wait)
    body = json_of({**problem_of(said, error, error.status), **more})
    return Answer(status=error.status, body=body, content_type=PROBLEM, headers=extra)


def check_client(asked: Asked, caller: Caller, *, is_needed: bool) -> None:
    """Who is named is who has proven it. Raises `ClientDiffers`, `Unreadable`."""
    header = asked.headers.get("x-road-client") or asked.headers.get("x-govstack-client", "")
    if not header and is_needed:
        raise unreadable(_("The header X-Road-Client is missing."))
    own = address_of_caller(caller)
    if header and read_client(header) != own:
        raise client_differs(str(own))
    if not PLAIN.fullmatch(asked.headers.get("x-road-id", "-")):
        raise unreadable(_("X-Road-Id has 1 to 100 plain signs without spaces."))


def ids_of(said: Said) -> dict[str, str]:
    """The headers that name a message: the caller's id and the platform's."""
    return {"X-Road-Id": said.request_id, "X-Road-Request-Id": str(said.id)}


def asked_of(request: HttpRequest) -> Asked:
    """A request by value."""
    return Asked(
        method=request.method or "",
        path=encoded_path(request.path),
        query=str(request.META.get("QUERY_STRING", "")),
        headers={name.lower(): _text(value) for name, value in request.headers.items()
                 if _counts(name.lower())},
        body=b"" if _is_too_long(request) else request.body,
        fingerprint=_fingerprint(request),
        origin=str(request.META.get("REMOTE_ADDR") or "::"),
    )  # fmt: skip


def _counts(name: str) -> bool:
    return name in KEPT or name.startswith(("x-road-", "x-govstack-"))


def _text(value: str) -> str:
    """A header as UTF-8; WSGI gives it as Latin-1."""
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value


def _is_too_long(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdigit() or int(length) > MOST_BODY


def _said(asked: Asked, service: str, way: Way) -> Said:
    made, given = new_id(), asked.headers.get("x-road-id", "")
    return Said(
        id=made,
        request_id=given if PLAIN.fullmatch(given) else str(made),
        service=service,
        case=unquote(asked.headers.get("x-road-issue", "")),
        way=way,
    )


def _fingerprint(request: HttpRequest) -> str:
    """Of the certificate that a proxy of ours saw; nobody else is believed."""
    name = settings.LIUPAN_TLS_HEADER
    if not name or not _is_proxy(str(request.META.get("REMOTE_ADDR", ""))):
        return ""
    return fingerprint_of(request.headers.get(name, ""))


def _is_proxy(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in settings.LIUPAN_TLS_PROXIES)


@lru_cache(maxsize=1_024)
def fingerprint_of(handed_on: str) -> str:
    """SHA-256 of a certificate: from itself in hexadecimal, or from a PEM text that is
    percent-encoded (nginx: `$ssl_client_escaped_cert`). Empty where it is neither."""
    plain = handed_on.strip().lower().replace(":", "")
    if len(plain) == 64 and set(plain) <= HEX:
        return plain
    if len(handed_on) > 20_000 or "CERTIFICATE" not in handed_on:
        return ""
    try:
        return sha256(ssl.PEM_cert_to_DER_cert(unquote(handed_on).strip())).hexdigest()
    except ValueError:
        return ""


def _response(answer: Answer) -> HttpResponse:
    headers = {"Cache-Control": "no-store", **answer.headers}
    return HttpResponse(
        answer.body, status=answer.status, content_type=answer.content_type, headers=headers
    )


def asked_part(request: HttpRequest) -> dict[str, str]:
    """What a request says of the part it wants."""
    return {
        "part": request.headers.get("Range", ""),
        "if_range": request.headers.get("If-Range", ""),
    }


def sent(taken: Taken) -> StreamingHttpResponse:
    """The answer; what follows is asked for again and again while it is read."""
    span = taken.span
    answer = StreamingHttpResponse(taken.chunks, content_type=taken.media_type)
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=taken.name
    )
    answer["ETag"] = f'"{taken.etag}"'
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    if taken.size is not None:
        last = taken.size - 1 if span.last is None else span.last
        answer["Content-Length"] = str(last - span.first + 1)
        if not span.is_whole:
            answer.status_code = 206
            answer["Content-Range"] = f"bytes {span.first}-{last}/{taken.size}"
    return answer
