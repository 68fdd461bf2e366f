"""Who may enter which part of the console."""

from liupan.foundation.access.facade import (
    AUDIT_ROLES,
    BE_SECOND,
    CLEAR_PEOPLE,
    DEFINE_ROLES,
    GRANT_ROLES,
)
from liupan.foundation.design.facade import requires
from liupan.foundation.organisations.facade import (
    APPOINT,
    AUDIT_UNITS,
    MANAGE_UNITS,
    STAFF_UNIT,
)

ADMINISTRATORS = (MANAGE_UNITS, GRANT_ROLES, AUDIT_ROLES, STAFF_UNIT)
UNIT_READERS = (MANAGE_UNITS, STAFF_UNIT, GRANT_ROLES, AUDIT_UNITS)
POST_KEEPERS = (APPOINT, STAFF_UNIT)
ROLE_READERS = (DEFINE_ROLES, AUDIT_ROLES)
GRANT_READERS = (GRANT_ROLES, AUDIT_ROLES)
CLEARANCE_READERS = (CLEAR_PEOPLE, AUDIT_ROLES)

be_second = requires(*BE_SECOND.values())
for_administrators = requires(*ADMINISTRATORS)
reads_units = requires(*UNIT_READERS)
changes_units = requires(MANAGE_UNITS)
keeps_posts = requires(*POST_KEEPERS)
reads_roles = requires(*ROLE_READERS)
changes_roles = requires(DEFINE_ROLES)
reads_grants = requires(*GRANT_READERS)
changes_grants = requires(GRANT_ROLES)
reads_clearances = requires(*CLEARANCE_READERS)
clears_people = requires(CLEAR_PEOPLE)
