"""Tables of `organisations` that come in and go out; declared at start-up."""

from liupan.foundation.organisations.transfers.divisions import DivisionsTable
from liupan.foundation.organisations.transfers.people import PeopleTable
from liupan.foundation.organisations.transfers.posts import PostsTable
from liupan.foundation.organisations.transfers.units import UnitsTable
from liupan.kernel.transfers import declare

for table in (DivisionsTable(), UnitsTable(), PostsTable(), PeopleTable()):
    declare(table)
