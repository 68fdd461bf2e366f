"""The message log for programs: what the list page shows, and one message with its proof."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from ninja import Query, Router, Schema
from pydantic import Field

from liupan.capabilities.exchange.policies import READ_MESSAGES
from liupan.capabilities.exchange.queries.log import get_message, list_messages, prove
from liupan.capabilities.exchange.queries.log_shapes import MessageLine
from liupan.foundation.design.facade import requires

router = Router(tags=["exchange"])
LARGEST = 100
Limit = Annotated[int, Field(ge=1, le=LARGEST)]


class MessageChoices(Schema):
    """What the list page offers; `since` and `until` are days, `service` and `system` a code or an
    id."""

    q: str = ""
    since: str = ""
    until: str = ""
    way: list[str] = []
    fault: list[str] = []
    consumer: list[str] = []
    provider: list[str] = []
    service: str = ""
    system: str = ""
    grant: str = ""
    code: str = ""

    @property
    def chosen(self) -> QueryDict:
        """As the list page sends it."""
        found = QueryDict(mutable=True)
        for name, value in self.model_dump(exclude_defaults=True).items():
            found.setlist(name, value if isinstance(value, list) else [value])
        return found


class MessageOut(Schema):
    """One exchanged message; `fault` says whose fault a failure is."""

    id: UUID
    at: datetime
    request_id: str
    way: str
    door: str
    system: str
    consumer: str
    provider: str
    service: str
    case: str
    method: str
    status: int
    code: str
    fault: str
    rows: int
    sent: int
    took_ms: float


class MessagePage(Schema):
    """Some messages; `next` is the cursor of those that follow, null at the end."""

    messages: list[MessageOut]
    next: str | None


class PlaceOut(Schema):
    """Where a message stands in the chain; hashes are hexadecimal."""

    seq: int
    digest: str
    root: int
    root_first: int
    root_last: int
    root_hash: str
    root_previous: str
    signed_at: datetime
    key: str
    signature: str


class ProofOut(Schema):
    """Checks of one message, each by itself."""

    is_unaltered: bool
    is_in_root: bool
    is_signed: bool
    follows: bool


class MessageDetail(MessageOut):
    """A message with the text that is hashed, its place and its proof; null while it waits."""

    text: str
    grant_version: int
    request_hash: str
    response_hash: str
    place: PlaceOut | None
    proof: ProofOut | None


@router.get(
    "messages", response=MessagePage, summary="Exchanged messages", url_name="exchange_messages"
)
@requires(READ_MESSAGES)
def messages(
    request: HttpRequest, choices: Query[MessageChoices], after: str = "", limit: Limit = 50
) -> MessagePage:
    """The messages the caller may see, the newest first, a page at a time; the last 30 days unless
    `since` is given."""
    rows = list_messages(request.actor).filtered(choices.chosen)  # type: ignore[attr-defined]
    page = rows.page(sort="-at_us", before="", after=after, size=limit)
    found = [MessageOut(**_said(line)) for line in page.rows]
    return MessagePage(messages=found, next=page.after or None)


@router.get(
    "messages/{message_id}", response=MessageDetail, summary="One message with its proof",
    url_name="exchange_message",
)  # fmt: skip
@requires(READ_MESSAGES)
def message(request: HttpRequest, message_id: UUID) -> MessageDetail:
    """One message, its place in the chain, and whether it fits."""
    view = get_message(request.actor, message_id)  # type: ignore[attr-defined]
    proof = prove(view)
    return MessageDetail(
        **_said(view.line), text=view.text, grant_version=view.grant_version,
        request_hash=view.request_hash, response_hash=view.response_hash,
        place=PlaceOut(**asdict(view.place)) if view.place else None,
        proof=ProofOut(**asdict(proof)) if proof else None,
    )  # fmt: skip


def _said(line: MessageLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in MessageOut.model_fields}
