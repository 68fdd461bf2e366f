"""Who may look after plans."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import declare

MANAGE_PLAN = declare("plan.edition.manage", _("look after plans, targets and key tasks"))
