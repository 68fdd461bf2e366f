"""Who reviews contents before they go out."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.access.facade import BuiltInRole, declare_role
from liupan.foundation.screening.policies import ACCEPT_FINDINGS
from liupan.kernel.authority import Duty

CONTENT_REVIEWER = BuiltInRole("content-reviewer", _("Content reviewer"), Duty.BUSINESS)

declare_role(CONTENT_REVIEWER, ACCEPT_FINDINGS)
