"""The automatic screening of a request: its texts, and the items as they would be delivered."""

from datetime import date

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.models import DecidedItem, Request
from liupan.capabilities.catalogue.queries.request_rules import personal_words
from liupan.capabilities.catalogue.rules.permits import Mask
from liupan.capabilities.catalogue.rules.screened import AskedItem, Flag, Why, item_flags
from liupan.foundation.screening.facade import KINDS, Passage, Purpose, Severity, screen
from liupan.kernel.secrecy import Secrecy


def screen_request(request: Request, day: date) -> list[Flag]:
    """What stands out in the request as it was decided. Three queries.

    Marks and words of secrecy block: what is secret does not leave by a grant.
    """
    decided = DecidedItem.objects.filter(decision=request.decision).select_related("item")
    items = [
        AskedItem(one.item.name, one.item.is_sensitive, one.item.is_shared, Mask(one.mask))
        for one in decided
    ]
    return [
        *_of_level(request),
        *item_flags(items, personal_words(day)),
        *_of_texts(request, items, day),
    ]


def _of_level(request: Request) -> list[Flag]:
    level = Secrecy(request.secrecy)
    if level is Secrecy.PUBLIC:
        return []
    return [Flag(Why.CLASSIFIED, request.title, level.name, blocks=level > Secrecy.INTERNAL)]


def _of_texts(request: Request, items: list[AskedItem], day: date) -> list[Flag]:
    values = [value for one in request.scope for value in one.values]
    passages = [
        Passage(_("Purpose"), f"{request.business}\n{request.purpose}"),
        Passage(_("Legal basis"), request.legal_basis),
        Passage(_("Rows"), "\n".join(values)),
        Passage(_("Items"), "\n".join(item.name for item in items)),
    ]
    found = screen(passages, for_=Purpose.DOCUMENT, day=day, level=Secrecy(request.secrecy))
    return [
        Flag(
            Why.WORDS, f"{found.place_of(one)}: {one.shown}", str(KINDS[one.kind]),
            blocks=one.severity is Severity.BLOCK,
        )
        for one in found.findings
    ]  # fmt: skip
