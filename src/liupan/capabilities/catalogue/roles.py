"""The roles that come with the catalogue."""

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.catalogue.policies import (
    ALLOT,
    ANSWER,
    ASK,
    CHANGE,
    CHECK,
    CLAIM,
    DECIDE,
    DEMAND,
    EDIT,
    FLAG,
    HARVEST,
    PUBLISH,
    READ,
    REVIEW,
    REVIEW_SECRECY,
    REVIEW_SECURITY,
    RULE,
    RULE_DOUBTS,
    SEE,
    SUPERVISE,
)
from liupan.foundation.access.facade import BuiltInRole, declare_role
from liupan.kernel.authority import Duty

EDITOR = BuiltInRole("catalogue-editor", _("Editor of the catalogue"), Duty.BUSINESS)
REGISTRAR = BuiltInRole("catalogue-registrar", _("Registration reviewer"), Duty.BUSINESS)
PUBLISHER = BuiltInRole("catalogue-publisher", _("Publication reviewer"), Duty.BUSINESS)
READER = BuiltInRole("catalogue-reader", _("Reader of the catalogue"), Duty.BUSINESS)

declare_role(EDITOR, READ, EDIT, CLAIM, FLAG, ANSWER)
declare_role(REGISTRAR, READ, REVIEW)
declare_role(PUBLISHER, READ, PUBLISH, RULE_DOUBTS, SUPERVISE, HARVEST)
declare_role(READER, READ)

REQUESTER = BuiltInRole("catalogue-requester", _("Requester of data"), Duty.BUSINESS)
DECIDER = BuiltInRole("catalogue-decider", _("Decider on sharing"), Duty.BUSINESS)
AUTHORITY = BuiltInRole("catalogue-authority", _("Data authority"), Duty.BUSINESS)
SECURITY = BuiltInRole("catalogue-security", _("Security reviewer of data"), Duty.BUSINESS)
SECRECY = BuiltInRole("catalogue-secrecy", _("Secrecy reviewer of data"), Duty.BUSINESS)

declare_role(REQUESTER, READ, SEE, ASK, DEMAND, FLAG)
declare_role(DECIDER, READ, SEE, DECIDE, ANSWER)
declare_role(AUTHORITY, READ, SEE, CHECK, ALLOT, RULE, CHANGE, RULE_DOUBTS, SUPERVISE)
declare_role(SECURITY, SEE, REVIEW_SECURITY)
declare_role(SECRECY, SEE, REVIEW_SECRECY)
