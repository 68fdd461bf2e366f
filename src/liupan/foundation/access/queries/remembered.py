"""What an account may do, remembered between requests for as long as nothing changed it."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID

from liupan.foundation.access.queries.rights import clearance_of, rights_of
from liupan.foundation.changes.facade import remembered
from liupan.kernel.secrecy import Secrecy

MOST = 2000
"""People whose rights one process keeps."""

Standing = tuple[Secrecy, Mapping[str, frozenset[UUID]]]


@remembered("access.rights", "organisations.units", "organisations.posts", most=MOST)
def standing_of(account_id: UUID, day: date) -> Standing:
    """The person's own clearance, and permission code to the units at the top of its reach."""
    return clearance_of(account_id), MappingProxyType(rights_of(account_id, day))
