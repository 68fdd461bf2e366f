"""Who looks after a unit's hosted tables."""

from django.utils.translation import gettext_lazy as _

from liupan.foundation.access.facade import BuiltInRole, declare_role
from liupan.foundation.tables.policies import DEFINE_TABLES, LOAD_TABLES
from liupan.kernel.authority import Duty

TABLE_KEEPER = BuiltInRole("table-keeper", _("Keeper of hosted tables"), Duty.BUSINESS)

declare_role(TABLE_KEEPER, DEFINE_TABLES, LOAD_TABLES)
