"""Who may change secrecy marks, and who decides over lowering them."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import Duty, declare

CHANGE_MARKS = declare(
    "documents.mark.change", _("raise secrecy marks of files and ask for lowering them")
)
DECIDE_MARKS = declare("documents.mark.decide", _("decide over lowering secrecy marks of files"))
SCAN = declare(
    "documents.content.scan", _("write down what the virus scanner says"), duty=Duty.SYSTEM
)
