"""Who may change secrecy marks, and who decides over lowering them."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import Duty, declare

CHANGE_MARKS = declare(
    "documents.mark.change", _("ask for other secrecy marks of files and documents")
)
DECIDE_MARKS = declare(
    "documents.mark.decide", _("decide over secrecy marks of files and documents")
)
SCAN = declare(
    "documents.content.scan", _("write down what the virus scanner says"), duty=Duty.SYSTEM
)
