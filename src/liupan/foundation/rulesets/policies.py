"""Who may change rules: those who answer for them in law, not who keeps the machines."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import Duty, declare

CHANGE_RULES = declare(
    "rulesets.rule.change", _("change dated rules and limits"), duty=Duty.BUSINESS
)
LOAD_RULES = declare(
    "rulesets.shipment.load", _("load the rules that come with the program"), duty=Duty.SYSTEM
)
