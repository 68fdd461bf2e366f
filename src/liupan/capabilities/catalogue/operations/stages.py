"""Where a request goes on: to the two reviews, or to negotiation."""

from django.utils.translation import gettext as _

from liupan.capabilities.catalogue.models import Request
from liupan.capabilities.catalogue.operations.request_keeping import (
    REVIEW_CLOCK,
    RULING_CLOCK,
    begin_limit,
    move,
    tell_holders,
)
from liupan.capabilities.catalogue.policies import CHECK, REVIEW_SECRECY, REVIEW_SECURITY
from liupan.capabilities.catalogue.rules.requesting import State
from liupan.foundation.organisations.facade import By


def to_reviews(request: Request, by: By) -> None:
    """Both reviews begin, on one limit; reviewers are told."""
    begin_limit(request, REVIEW_CLOCK, REVIEW_SECURITY, by)
    move(request, State.REVIEWING, by, "decision")
    tell_holders(REVIEW_SECURITY, request, by, _("To review: security of a request"))
    tell_holders(REVIEW_SECRECY, request, by, _("To review: secrecy of a request"))


def to_negotiation(request: Request, by: By) -> None:
    """Both sides are heard; the data authority's limit to rule begins."""
    request.negotiates_since = by.now
    begin_limit(request, RULING_CLOCK, CHECK, by)
    move(request, State.NEGOTIATING, by, "negotiates_since", "decision")
