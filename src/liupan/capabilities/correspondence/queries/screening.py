"""What stands in a document that should not go out with it."""

from datetime import date

from django.utils.translation import gettext as _

from liupan.capabilities.correspondence.models import Outgoing
from liupan.foundation.documents.facade import OfficialDocument, text_of
from liupan.foundation.screening.facade import Passage, Purpose, Screening, screen
from liupan.kernel.secrecy import Secrecy


def screened(document: Outgoing, source: OfficialDocument, day: date) -> Screening:
    """Everything that is printed, by the words in force on the day. What is disclosed actively is
    looked at as what everybody will read."""
    is_open = document.disclosure == Outgoing.Disclosure.OPEN
    return screen(
        [Passage(_("Whole text"), text_of(source))],
        for_=Purpose.PUBLICATION if is_open else Purpose.DOCUMENT,
        day=day,
        level=Secrecy(document.secrecy),
    )
