"""What a document's own page says of its mark."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liupan.capabilities.correspondence.queries.marks import changes_of, period_of
from liupan.capabilities.correspondence.rules.marks import Standing
from liupan.capabilities.correspondence.views.marks.register import MARKS
from liupan.kernel.secrecy import WORDS, Secrecy


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkCard:
    """The mark beside the one before it, until when, and what was asked for."""

    mark: str
    url: str
    link: str
    former: str = ""
    ends_on: date | None = None
    state: str = ""
    kind: str = ""
    asked: str = ""


def card_of(
    way: str,
    page_id: UUID,
    secrecy: Secrecy,
    mark: str,
    *,
    now: datetime,
    sent_id: UUID | None,
    may_ask: bool,
) -> MarkCard | None:
    """The card; nothing for what never was a state secret and of which this person asks nothing.

    `sent_id`: the document that was sent, also of what was received of it. One to three queries.
    """
    key = {"outgoing_id": sent_id} if sent_id else {"incoming_id": page_id}
    changes = changes_of(**key)
    is_secret = secrecy >= Secrecy.SECRET
    if not (is_secret or changes or may_ask):
        return None
    secret = period_of(sent_id or page_id, now=now) if is_secret or changes else None
    done = next((one for one in changes if one.state in ("granted", "released")), None)
    asked = next((one.after for one in changes if one.state == "asked"), "")
    shown = secret if secret and secret.standing is not Standing.RELEASED else None
    return MarkCard(
        mark=mark or WORDS[secrecy],
        url=reverse(f"correspondence:{way}-mark", args=[page_id]),
        link=_("Change it") if may_ask else pgettext("mark", "Changes"),
        former=done.before if done else "",
        ends_on=shown.ends_on if shown else None,
        state=secret.standing_label if secret else "",
        kind=MARKS[secret.standing] if secret else "",
        asked=asked,
    )
