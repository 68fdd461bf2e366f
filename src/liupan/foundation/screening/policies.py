"""Who may let stand what was found."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import declare

ACCEPT_FINDINGS = declare(
    "screening.finding.accept", _("accept what screening found in a document")
)
