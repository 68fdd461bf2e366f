"""What was found, in words, and what to do about it."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.foundation.screening.rules.kinds import Kind, Purpose, Severity

KINDS: dict[Kind, Promise] = {
    Kind.IDENTITY: gettext_lazy("Citizen's identity number"),
    Kind.OLD_IDENTITY: gettext_lazy("Identity number of 15 digits"),
    Kind.BANK_CARD: gettext_lazy("Bank card number"),
    Kind.MOBILE: gettext_lazy("Mobile telephone number"),
    Kind.LANDLINE: gettext_lazy("Telephone number"),
    Kind.PASSPORT: gettext_lazy("Passport number"),
    Kind.EMAIL: gettext_lazy("E-mail address"),
    Kind.CREDIT_CODE: gettext_lazy("Unified social credit code"),
    Kind.SECRECY_MARK: pgettext_lazy("finding", "Secrecy mark"),
    Kind.SECRECY: gettext_lazy("Word of secrecy"),
    Kind.INTERNAL: gettext_lazy("Word of internal papers"),
    Kind.BARRED: gettext_lazy("Barred word"),
    Kind.OUTDATED: gettext_lazy("Outdated word"),
}
SEVERITIES: dict[Severity, Promise] = {
    Severity.UNASKED: pgettext_lazy("severity", "not looked for"),
    Severity.NOTE: pgettext_lazy("severity", "to note"),
    Severity.WARN: pgettext_lazy("severity", "to check"),
    Severity.BLOCK: pgettext_lazy("severity", "blocked"),
}
PURPOSES: dict[Purpose, Promise] = {
    Purpose.DOCUMENT: gettext_lazy("Official document, to other offices"),
    Purpose.PUBLICATION: gettext_lazy("To be published"),
}
PERSONAL = {Kind.IDENTITY, Kind.OLD_IDENTITY, Kind.BANK_CARD, Kind.PASSPORT}


def advice_on(kind: Kind, replacement: str) -> str:
    """What to do about a finding, in one sentence."""
    if replacement:
        return _("Write instead: %(words)s") % {"words": replacement}
    if kind in PERSONAL:
        return _("Leave the number out, or show only its beginning and end.")
    return str(ADVICE[kind])


ADVICE: dict[Kind, Promise] = {
    Kind.MOBILE: gettext_lazy("Give an office's telephone where that will do."),
    Kind.LANDLINE: gettext_lazy("See whether the number is an office's and right."),
    Kind.EMAIL: gettext_lazy("See whether the address is an office's and right."),
    Kind.CREDIT_CODE: gettext_lazy("Usually public; see whether it belongs here."),
    Kind.SECRECY_MARK: gettext_lazy(
        "Stop: a text with this mark may not be handled here. Ask the secrecy officer, or take the"
        " mark out where it was left over by mistake."
    ),
    Kind.SECRECY: gettext_lazy("Have the secrecy officer look at it before it goes out."),
    Kind.INTERNAL: gettext_lazy("See whether this paper may leave the office."),
    Kind.BARRED: gettext_lazy("Choose another word."),
    Kind.OUTDATED: gettext_lazy("See whether what it names still exists."),
}
