"""A verdict in a word and in a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liupan.foundation.seals.formats.verdicts import Outcome, SignatureForm

MARKS = {
    Outcome.VALID: "done",
    Outcome.UNPROVEN: "risk",
    Outcome.BROKEN: "late",
    Outcome.UNSIGNED: "none",
    Outcome.UNREADABLE: "late",
}
"""The kind of mark for `{% state %}`."""


def word_of(outcome: Outcome) -> str:
    """The verdict in a word or two."""
    return {
        Outcome.VALID: pgettext("verdict", "Valid"),
        Outcome.UNPROVEN: _("Unaltered, but not proven"),
        Outcome.BROKEN: _("Not valid"),
        Outcome.UNSIGNED: _("Not signed"),
        Outcome.UNREADABLE: _("Cannot be read"),
    }[outcome]


def summary_of(outcome: Outcome) -> str:
    """The verdict in a sentence, with what to do."""
    return {
        Outcome.VALID: _(
            "Every seal holds: the file is as it was sealed, by those whose names stand below."
        ),
        Outcome.UNPROVEN: _(
            "Nothing was found altered, but this house cannot tell whether the seals are genuine. "
            "Ask whoever issued the file when it matters."
        ),
        Outcome.BROKEN: _(
            "At least one check failed. Do not rely on this file; ask who issued it for another."
        ),
        Outcome.UNSIGNED: _("The file carries no seal, so nothing can be said of its origin."),
        Outcome.UNREADABLE: _("This is no OFD or PDF file that can be verified here."),
    }[outcome]


def form_of(form: SignatureForm) -> str:
    """How a signature is written and where it lies, in a few words."""
    return {
        SignatureForm.OFD: _("seal in the OFD"),
        SignatureForm.PADES: _("signature in the PDF (PAdES)"),
        SignatureForm.SM2: _("signature beside the PDF (SM2)"),
    }[form]
