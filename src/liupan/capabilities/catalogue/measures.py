"""Figures that come from the catalogue: who has published, and how much of what is registered.

Reckoned from editions with the moments at which they were published and ended, so that any past
day can be reckoned again. How much is shared needs grants and deliveries, and is not said here.
"""

from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from liupan.foundation.organisations.facade import list_units_on
from liupan.kernel import clock
from liupan.kernel.figures import Measure, Records, register

COUNTED = ("office", "department")
"""Categories of units that hold information resources by their duty."""
PUBLISHED = """
SELECT resource_id, unit_id FROM catalogue_edition
WHERE published_at < %s AND (ended_at IS NULL OR ended_at >= %s)
"""


@register
class UnitsPublished(Measure):
    """Share of units with a published catalogue (目录编制覆盖率)."""

    code = "catalogue.units_published"
    name = _("Units with a published catalogue")
    formula = _("departments with at least one published entry / departments")
    numerator = _("departments that had a published entry at the end of the day")
    denominator = _("offices and working departments of governments that existed on the day")
    exclusions = _("institutions, agencies and townships; entries not published or withdrawn")
    sources = _("entries of the catalogue, units")
    public_records = True
    select = """
SELECT given.id, given.id, given.label,
    CASE WHEN EXISTS (SELECT 1 FROM shown WHERE shown.unit_id = given.id) THEN 1 ELSE 0 END, 1
FROM given
"""
    WITHOUT = "SELECT NULL::uuid, NULL::uuid, '', 0, 0 WHERE false"

    def records(self, day: date) -> Records:
        units = [unit for unit in list_units_on(day) if unit.category in COUNTED]
        if not units:
            return self.WITHOUT, ()
        end = clock.start_of(day + timedelta(days=1))
        rows = ", ".join(["(%s::uuid, %s)"] * len(units))
        sql = f"WITH shown AS ({PUBLISHED}), given (id, label) AS (VALUES {rows})"
        values = [value for unit in units for value in (unit.id, unit.name)]
        return sql + self.select, (end, end, *values)


@register
class ResourcesPublished(Measure):
    """Share of registered resources that are published (目录发布率)."""

    code = "catalogue.resources_published"
    name = _("Registered resources published")
    formula = _("resources with a published entry / resources that are registered")
    numerator = _("resources with a published entry at the end of the day")
    denominator = _("resources drawn up by the end of the day")
    exclusions = _("resources whose every edition was withdrawn by then")
    sources = _("entries of the catalogue")
    select = """
SELECT resource.unit_id, resource.id,
    resource.code || ' ' || (array_agg(edition.title ORDER BY edition.number DESC))[1],
    CASE WHEN bool_or(edition.published_at < %s
        AND (edition.ended_at IS NULL OR edition.ended_at >= %s)) THEN 1 ELSE 0 END, 1
FROM catalogue_resource resource
JOIN catalogue_edition edition ON edition.resource_id = resource.id
WHERE edition.begun_at < %s
GROUP BY resource.id
HAVING bool_or(edition.ended_at IS NULL OR edition.ended_at >= %s)
"""

    def records(self, day: date) -> Records:
        end = clock.start_of(day + timedelta(days=1))
        return self.select, (end,) * 4

    def record_path(self, record_id: UUID) -> str:
        return reverse("catalogue:resource", args=[record_id])
