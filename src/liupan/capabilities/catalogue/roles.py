"""The roles that come with the catalogue."""

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.catalogue.policies import EDIT, PUBLISH, READ, REVIEW
from liupan.foundation.access.facade import BuiltInRole, declare_role
from liupan.kernel.authority import Duty

EDITOR = BuiltInRole("catalogue-editor", _("Editor of the catalogue"), Duty.BUSINESS)
REGISTRAR = BuiltInRole("catalogue-registrar", _("Registration reviewer"), Duty.BUSINESS)
PUBLISHER = BuiltInRole("catalogue-publisher", _("Publication reviewer"), Duty.BUSINESS)
READER = BuiltInRole("catalogue-reader", _("Reader of the catalogue"), Duty.BUSINESS)

declare_role(EDITOR, READ, EDIT)
declare_role(REGISTRAR, READ, REVIEW)
declare_role(PUBLISHER, READ, PUBLISH)
declare_role(READER, READ)
