"""The roles that come with the correspondence office."""

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.correspondence.policies import (
    DRAFT,
    EXPORT,
    FILE,
    HANDLE,
    INSTRUCT,
    LEGALITY,
    MANAGE,
    READ,
    REGISTRY,
    REVIEW,
    SIGN_OFF,
)
from liupan.foundation.access.facade import BuiltInRole, declare_role
from liupan.kernel.authority import Duty

DRAFTER = BuiltInRole("document-drafter", _("Drafter of documents"), Duty.BUSINESS)
REVIEWER = BuiltInRole("document-reviewer", _("Reviewer of drafts"), Duty.BUSINESS)
SIGNER = BuiltInRole("document-signer", _("Signs documents off"), Duty.BUSINESS)
REGISTRAR = BuiltInRole("document-registrar", _("Registry of documents"), Duty.BUSINESS)
LEGAL = BuiltInRole("legality-reviewer", _("Reviewer of legality"), Duty.BUSINESS)
ARCHIVIST = BuiltInRole("archivist", _("Archivist"), Duty.BUSINESS)
KEEPER = BuiltInRole("document-manager", _("Manager of correspondence"), Duty.BUSINESS)

declare_role(DRAFTER, READ, DRAFT, HANDLE)
declare_role(REVIEWER, READ, DRAFT, REVIEW, HANDLE)
declare_role(SIGNER, READ, SIGN_OFF, INSTRUCT)
declare_role(REGISTRAR, READ, DRAFT, REGISTRY, HANDLE, EXPORT)
declare_role(LEGAL, READ, LEGALITY)
declare_role(ARCHIVIST, READ, FILE, EXPORT)
declare_role(KEEPER, READ, MANAGE)
