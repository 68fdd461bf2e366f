"""What the portal offers, and says plainly when it does not yet.

An offer opens by itself when the office behind it is installed and answers to its address.
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Offer:
    """Something people look for here: its name, what it is, and the page it opens."""

    name: str | Promise
    words: str | Promise
    url_name: str

    @property
    def url(self) -> str:
        """Where it is; empty while it is not open."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


OFFERS = (
    Offer(
        _("Plan progress"),
        _("Every target of the plan with its value of today and the records behind it"),
        "plan:board",
    ),
    Offer(
        _("From words to system"),
        _("Each clause of the plan, the page it lives on, and what is still missing"),
        "plan:map",
    ),
    Offer(
        _("Verify a sealed file"),
        _("Drop an official document and read whether its electronic seals hold"),
        "seals:verify",
    ),
    Offer(
        _("Get things done online"),
        _("Apply, book a turn at the hall, see how far a case is"),
        "services:home",
    ),
    Offer(
        _("The three lists"),
        _("Powers, responsibilities and public services of each department"),
        "powers:lists",
    ),
    Offer(_("Open data"), _("Data sets to look at, download and call"), "opendata:home"),
    Offer(
        _("Letters and consultations"),
        _("Write to the government, give an opinion on drafts, request information"),
        "participation:home",
    ),
)
