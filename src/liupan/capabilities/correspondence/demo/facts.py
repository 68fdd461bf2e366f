"""The documents of the demo city as its two files list them."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from liupan.capabilities.correspondence.rules.composing import read_text
from liupan.kernel.factfiles import STRICT, read_yaml

HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A document that a unit of the city writes.

    Attributes:
        until: element of the process at which it stands when the city opens.
        turn: what goes otherwise than planned.
        action: whether receivers handle it; else it is read.
        stops: for receivers by short name, the state in which it stands when the city opens.
    """

    __pydantic_config__ = STRICT
    key: str
    day: date
    unit: str
    code: str
    type: str
    title: str
    body: str
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    form: str = "common"
    issuers: tuple[str, ...] = ()
    cosign: tuple[str, ...] = ()
    attendance: tuple[tuple[str, str], ...] = ()
    urgency: str | None = None
    drafter: str | None = None
    answers: str | None = None
    until: str | None = None
    turn: str | None = None
    normative: bool = False
    open: bool = False
    internal: bool = False
    action: bool = False
    stops: dict[str, str] = field(default_factory=dict)

    def source(self, mayor: str, more: str = "") -> dict[str, Any]:
        """The text as a draft holds it; an order is signed by the mayor."""
        by = {"post": "市长", "name": mayor} if self.form == "order" else None
        return {
            "type": self.type,
            "form": self.form,
            "issuers": [],
            "title": self.title,
            "body": read_text(self.body + more),
            "note": "此件公开发布" if self.open else "",
            "attendance": [{"word": word, "people": people} for word, people in self.attendance],
            "signed_by": by,
        }


@dataclass(frozen=True, kw_only=True)
class Received:
    """A document from outside. `file`: ofd, pdf or scan; `stop`: its state at the opening."""

    __pydantic_config__ = STRICT
    day: date
    unit: str
    sender: str
    number: str
    type: str
    title: str
    body: str
    file: str
    stop: str
    urgency: str | None = None
    handler: str | None = None
    action: bool = False
    leader: bool = False
    urge: bool = False


@dataclass(frozen=True, kw_only=True)
class SentDocuments:
    """All that are sent."""

    __pydantic_config__ = STRICT
    documents: tuple[Sent, ...]


@dataclass(frozen=True, kw_only=True)
class ReceivedDocuments:
    """All from outside."""

    __pydantic_config__ = STRICT
    documents: tuple[Received, ...]


@cache
def sent() -> tuple[Sent, ...]:
    """The documents that units of the city write."""
    return read_yaml(HERE / "outgoing.yaml", SentDocuments).documents


@cache
def received() -> tuple[Received, ...]:
    """The documents from outside."""
    return read_yaml(HERE / "incoming.yaml", ReceivedDocuments).documents
