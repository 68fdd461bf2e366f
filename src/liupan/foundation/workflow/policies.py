"""Who may bring processes, watch over them and mend them. Steps need no role: whom the definition
names may act on them."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import Duty, declare

DEPLOY = declare("workflow.process.deploy", _("bring and deploy processes"), duty=Duty.SYSTEM)
MEND = declare(
    "workflow.instance.mend", _("see running processes and mend those that are stuck"),
    duty=Duty.SYSTEM,
)  # fmt: skip
STEER = declare(
    "workflow.instance.steer", _("suspend, resume, cancel and move the unit's processes")
)
