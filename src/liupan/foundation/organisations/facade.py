"""The door of `organisations`. Reads name the day they are asked for and come in batches.

SQL that looks at many days at once may read the view `organisations_staffing`: one row for
each appointment with account_id, post_id, unit_id, division_code, county_code ("" for the city's
own), valid_from, valid_to (post's and appointment's together; the day after the last, or null).
"""

from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import Subquery
from django.db.models.expressions import RawSQL

from liupan.foundation.changes.facade import remembered
from liupan.foundation.organisations.filters import UnitsFilter
from liupan.foundation.organisations.guards import Guard, guard_appointments
from liupan.foundation.organisations.installation import Installation, find_installation
from liupan.foundation.organisations.models import Division, Post, Unit, UnitTree
from liupan.foundation.organisations.operations.appointments import (
    AlreadyAppointed,
    NotAppointable,
    appoint,
    end_appointment,
    set_primary_post,
)
from liupan.foundation.organisations.operations.checks import (
    CodeTaken,
    LaterChange,
    NotOpen,
    NotYet,
)
from liupan.foundation.organisations.operations.divisions import (
    StillInUse,
    abolish_division,
    correct_division,
    enter_division,
    replace_division,
)
from liupan.foundation.organisations.operations.installation import (
    AlreadyFounded,
    end_setup,
    found_installation,
)
from liupan.foundation.organisations.operations.posts import abolish_post, change_post, create_post
from liupan.foundation.organisations.operations.reforms import (
    StillHasUnits,
    SuccessorBelow,
    abolish_unit,
    merge_units,
    split_unit,
)
from liupan.foundation.organisations.operations.units import (
    NewUnit,
    UnderItself,
    correct_unit,
    establish_unit,
    move_unit,
    rename_unit,
)
from liupan.foundation.organisations.policies import (
    APPOINT,
    AUDIT_UNITS,
    MANAGE_INSTALLATION,
    MANAGE_UNITS,
    STAFF_UNIT,
    require_over_posts,
)
from liupan.foundation.organisations.presentation import unit_options
from liupan.foundation.organisations.queries.acting import By
from liupan.foundation.organisations.queries.divisions import (
    DivisionRef,
    find_division,
    find_division_by_id,
    list_divisions,
    list_former_divisions,
)
from liupan.foundation.organisations.queries.posts import (
    Holder,
    PostHeld,
    PostRef,
    count_people_in_posts,
    count_staff,
    find_appointment,
    list_appointments,
    list_holders,
    list_holders_ever,
    list_people_in,
    list_posts,
    list_posts_by_id,
    list_posts_held,
    list_posts_of,
    list_vacant_posts,
    settled,
)
from liupan.foundation.organisations.queries.units import (
    Branch,
    NameInTime,
    PlaceInTime,
    SuccessionRef,
    UnitRef,
    find_root,
    find_unit,
    list_ancestors,
    list_children,
    list_lines_above,
    list_names,
    list_places,
    list_successions,
    list_tree,
    list_units,
    list_units_on,
    search_units,
    units_called,
)
from liupan.foundation.organisations.rules import county_of
from liupan.kernel.statements import kept_plan

CATEGORIES = tuple(Unit.Category.choices)
LEVELS = tuple(Division.Level.choices)
POST_KINDS = tuple(Post.Kind.choices)
"""Values and their names for people."""

__all__ = [
    "APPOINT",
    "AUDIT_UNITS",
    "CATEGORIES",
    "LEVELS",
    "MANAGE_INSTALLATION",
    "MANAGE_UNITS",
    "POST_KINDS",
    "STAFF_UNIT",
    "AlreadyAppointed",
    "AlreadyFounded",
    "Branch",
    "By",
    "CodeTaken",
    "DivisionRef",
    "Guard",
    "Holder",
    "Installation",
    "LaterChange",
    "NameInTime",
    "NewUnit",
    "NotAppointable",
    "NotOpen",
    "NotYet",
    "PlaceInTime",
    "PostHeld",
    "PostRef",
    "StillHasUnits",
    "StillInUse",
    "SuccessionRef",
    "SuccessorBelow",
    "UnderItself",
    "UnitRef",
    "UnitsFilter",
    "abolish_division",
    "abolish_post",
    "abolish_unit",
    "appoint",
    "change_post",
    "correct_division",
    "correct_unit",
    "count_people_in_posts",
    "count_staff",
    "county_of",
    "create_post",
    "end_appointment",
    "end_setup",
    "enter_division",
    "establish_unit",
    "find_appointment",
    "find_division",
    "find_division_by_id",
    "find_installation",
    "find_root",
    "find_unit",
    "found_installation",
    "guard_appointments",
    "is_within",
    "list_ancestors",
    "list_appointments",
    "list_below",
    "list_children",
    "list_divisions",
    "list_former_divisions",
    "list_holders",
    "list_holders_ever",
    "list_lines_above",
    "list_names",
    "list_people_in",
    "list_places",
    "list_posts",
    "list_posts_by_id",
    "list_posts_held",
    "list_posts_of",
    "list_successions",
    "list_tree",
    "list_units",
    "list_units_on",
    "list_vacant_posts",
    "merge_units",
    "move_unit",
    "rename_unit",
    "replace_division",
    "require_over_posts",
    "search_units",
    "set_primary_post",
    "settled",
    "split_unit",
    "unit_options",
    "units_below",
    "units_called",
]


WITHIN = """
SELECT EXISTS (
    SELECT FROM organisations_unittree WHERE descendant_id = %s AND ancestor_id = ANY(%s)
)
"""


def is_within(unit_id: UUID, tops: Iterable[UUID]) -> bool:
    """Whether the unit is one of `tops` or stands below one. One query; none on a page that has
    asked under the same `tops` before: a form asks for each of somebody's hundred units."""
    wanted = frozenset(tops)
    if not connection.in_atomic_block:
        return unit_id in list_below(wanted)
    with kept_plan() as cursor:
        cursor.execute(WITHIN, [unit_id, list(wanted)])
        (found,) = cursor.fetchone()
    return bool(found)


@remembered("organisations.units", most=1024)
def list_below(tops: frozenset[UUID]) -> frozenset[UUID]:
    """Ids of `tops` and of all units below them, to be looked in many times. One query."""
    found = UnitTree.objects.filter(ancestor_id__in=tops)
    return frozenset(found.values_list("descendant_id", flat=True))


LISTED = 1000
"""So many units are named one by one; more are looked up in the tree by the database."""


def units_below(tops: Iterable[UUID]) -> RawSQL | Subquery:
    """Ids of `tops` and of all units below them; for `access` alone, whose rows are one join."""
    wanted = frozenset(tops)
    if not connection.in_atomic_block and len(below := list_below(wanted)) <= LISTED:
        return _these(below)
    return Subquery(UnitTree.objects.filter(ancestor_id__in=_these(wanted)).values("descendant_id"))


def _these(ids: frozenset[UUID]) -> RawSQL:
    """One array instead of a parameter for each: somebody may hold a hundred posts."""
    return RawSQL("SELECT unnest(%s::uuid[])", [_array(ids)])


@lru_cache(maxsize=2048)
def _array(ids: frozenset[UUID]) -> str:
    """As PostgreSQL writes an array; written once, for every page asks by it a score of times."""
    return f"{{{','.join(sorted(map(str, ids)))}}}"
