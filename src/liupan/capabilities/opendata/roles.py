"""The roles that come with open data."""

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.opendata.policies import ANSWER, EDIT, MODERATE, READ, RELEASE
from liupan.foundation.access.facade import BuiltInRole, declare_role
from liupan.foundation.tables.facade import DEFINE_TABLES, LOAD_TABLES
from liupan.kernel.authority import Duty

EDITOR = BuiltInRole("opendata-editor", _("Editor of open data"), Duty.BUSINESS)
REVIEWER = BuiltInRole("opendata-reviewer", _("Release reviewer of open data"), Duty.BUSINESS)
AUTHORITY = BuiltInRole("opendata-authority", _("Authority of public data"), Duty.BUSINESS)

declare_role(EDITOR, READ, EDIT, ANSWER, DEFINE_TABLES, LOAD_TABLES)
declare_role(REVIEWER, READ, RELEASE)
declare_role(AUTHORITY, READ, RELEASE, ANSWER, MODERATE)
