"""The form of X-Road's protocol for REST (r1): addresses, hash of a request, kinds of errors."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote
from uuid import UUID

from liupan.capabilities.exchange.rules.calls import Fault
from liupan.capabilities.exchange.rules.signing import Asked

MEMBER_CLASS = "GOV"
DATA = "data"
"""The subsystem under which a provider's services stand."""
LONGEST = 400
PLAIN = re.compile(r"[\x21-\x7e]{1,100}")
KIND = {
    Fault.NONE: "Client",
    Fault.CALLER: "Client",
    Fault.PROVIDER: "Server.ServerProxy",
    Fault.PLATFORM: "Server.ClientProxy",
}


@dataclass(frozen=True, slots=True)
class Address:
    """A subsystem, or with `service` a service."""

    instance: str
    member_class: str
    member: str
    subsystem: str
    service: str = ""

    def __str__(self) -> str:
        parts = (self.instance, self.member_class, self.member, self.subsystem, self.service)
        return "/".join(quote(part, safe="") for part in parts if part)


def read_client(header: str) -> Address | None:
    """Who `X-Road-Client` says is calling: instance, class, member, subsystem."""
    parts = [unquote(part) for part in header.split("/")] if len(header) <= LONGEST else []
    return Address(*parts) if len(parts) == 4 and all(parts) else None


def request_digest(asked: Asked, made: Mapping[str, str]) -> bytes:
    """SHA-512 of the head; with a body, of both digests. Base-64 it is X-Road-Request-Hash.

    The head is the request line and each header of X-Road and `content-type`, in the order of
    their names. `made` holds what the platform added: ids that were not sent.
    """
    head = hashlib.sha512(head_of(asked, made)).digest()
    if not asked.body:
        return head
    return hashlib.sha512(head + hashlib.sha512(asked.body).digest()).digest()


def made_ids(message_id: UUID, request_id: str) -> dict[str, str]:
    """The ids that stand in an answer; a request without them counts as having had them."""
    return {"x-road-id": request_id, "x-road-request-id": str(message_id)}


def head_of(asked: Asked, made: Mapping[str, str]) -> bytes:
    """What is hashed of a request beside its body."""
    address = f"{asked.path}?{asked.query}" if asked.query else asked.path
    kept = {name: value for name, value in asked.headers.items() if _is_hashed(name)} | dict(made)
    lines = [f"{asked.method} {address} HTTP/1.1"]
    lines += [f"{name}:{kept[name]}" for name in sorted(kept)]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "surrogateescape")


def _is_hashed(name: str) -> bool:
    return name.startswith(("x-road-", "x-govstack-")) or name == "content-type"


def error_type(code: str, fault: Fault) -> str:
    """`Client.…` for the caller's fault, `Server.ServerProxy.…` for the provider's,
    `Server.ClientProxy.…` for the platform's."""
    return f"{KIND[fault]}.{''.join(word.capitalize() for word in code.split('_'))}"
