"""Figures that come from the catalogue: who has published, and how much of what is registered.

Reckoned from editions with the moments at which they were published and ended, so that any past
day can be reckoned again. How much is shared needs grants and deliveries, and is not said here.
"""

from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.catalogue.rules.board import COUNTED
from liupan.foundation.organisations.facade import list_units_on
from liupan.kernel import clock
from liupan.kernel.figures import Direction, Kind, Measure, Records, register

PUBLISHED = """
SELECT resource_id, unit_id FROM catalogue_edition
WHERE published_at < %s AND (ended_at IS NULL OR ended_at >= %s)
"""
GIVEN = "given (id, label) AS (SELECT * FROM unnest(%s::uuid[], %s::text[]))"


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
        sql = f"WITH shown AS ({PUBLISHED}), {GIVEN}"
        return sql + self.select, (end, end, [one.id for one in units], [one.name for one in units])


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


@register
class RepliesOnTime(Measure):
    """Share of requests for access that providers answered in time (按时答复率)."""

    code = "catalogue.replies_on_time"
    name = _("Requests for access answered in time")
    formula = _("requests answered by the last day of the limit / requests whose limit has ended")
    numerator = _("requests that the provider answered by the last day of its limit")
    denominator = _("requests whose limit for the provider's answer ended by the day")
    exclusions = _(
        "requests withdrawn before their limit ended, and those negotiated because the law does"
        " not share them"
    )
    sources = _("requests for access with their steps and decisions")
    select = """
SELECT DISTINCT ON (request.id) request.provider_id, request.id,
    request.number || ' ' || request.title,
    CASE WHEN EXISTS (
        SELECT 1 FROM catalogue_decision decision
        WHERE decision.request_id = request.id AND decision.round = step.round
            AND (decision.at AT TIME ZONE 'Asia/Shanghai')::date <= step.due_on
    ) THEN 1 ELSE 0 END, 1
FROM catalogue_requeststep step
JOIN catalogue_request request ON request.id = step.request_id
WHERE step.kind = 'pass_check' AND step.due_on <= %s
    AND NOT EXISTS (
        SELECT 1 FROM catalogue_requeststep withdrawn
        WHERE withdrawn.request_id = request.id AND withdrawn.kind = 'withdraw'
            AND (withdrawn.at AT TIME ZONE 'Asia/Shanghai')::date <= step.due_on
            AND NOT EXISTS (
                SELECT 1 FROM catalogue_decision decision
                WHERE decision.request_id = request.id AND decision.round = step.round
            )
    )
ORDER BY request.id, step.round DESC
"""

    def records(self, day: date) -> Records:
        return self.select, (day,)

    def record_path(self, record_id: UUID) -> str:
        return reverse("catalogue:request", args=[record_id])


@register
class ItemsCollectedTwice(Measure):
    """Share of data items that more than one unit collects (重复采集率)."""

    code = "catalogue.items_collected_twice"
    name = _("Data items collected by several units")
    formula = _("data items that more than one unit collects / data items in the catalogue")
    numerator = _("data items that published entries of more than one unit held on the day")
    denominator = _("data items that published entries held at the end of the day")
    exclusions = _("items of other divisions and categories, unless they were bound to one")
    sources = _("items of published entries")
    select = """
SELECT (array_agg(held.unit_id ORDER BY held.is_source DESC, held.since_at))[1], item.id, item.name,
    CASE WHEN count(DISTINCT held.unit_id) > 1 THEN 1 ELSE 0 END, 1
FROM catalogue_collecting held JOIN catalogue_dataitem item ON item.id = held.item_id
WHERE held.since_at < %s AND (held.ended_at IS NULL OR held.ended_at >= %s)
GROUP BY item.id
"""

    def records(self, day: date) -> Records:
        end = clock.start_of(day + timedelta(days=1))
        return self.select, (end, end)

    def record_path(self, record_id: UUID) -> str:
        return reverse("catalogue:item", args=[record_id])


@register
class UpdatesInTime(Measure):
    """Share of update tasks that were done in time (目录按时更新率)."""

    code = "catalogue.updates_in_time"
    name = _("Entries updated in time")
    formula = _("update tasks done in time / update tasks that are done or past their day")
    numerator = _("update tasks done within their limit")
    denominator = _("update tasks that were done, or whose day had passed, by the end of the day")
    exclusions = _("tasks that still have time")
    sources = _("changes of law and duty, update tasks and their clocks")
    select = """
SELECT task.unit_id, task.id, resource.code || ' ' || change.title,
    CASE WHEN task.done_at < %s AND NOT task.was_late THEN 1 ELSE 0 END, 1
FROM catalogue_updatetask task
JOIN catalogue_change change ON change.id = task.change_id
JOIN catalogue_resource resource ON resource.id = task.resource_id
WHERE task.opened_at < %s AND (task.done_at < %s OR task.due_on < %s)
"""

    def records(self, day: date) -> Records:
        end = clock.start_of(day + timedelta(days=1))
        return self.select, (end, end, end, day + timedelta(days=1))

    def record_path(self, record_id: UUID) -> str:
        return reverse("catalogue:update", args=[record_id])


@register
class DoubtsInTime(Measure):
    """Share of doubts about records whose first answer came in time (疑义按期答复率)."""

    code = "catalogue.doubts_in_time"
    name = _("Doubts about records answered in time")
    formula = _("doubts whose first answer came in time / doubts that were answered")
    numerator = _("answered by the last day of the limit, pauses left out")
    denominator = _("doubts first answered by the end of the day")
    exclusions = _("doubts not answered yet, or taken back before")
    sources = _("doubts about records")
    select = """
SELECT doubt.unit_id, doubt.id, doubt.number || ' ' || doubt.title,
    CASE WHEN doubt.in_time THEN 1 ELSE 0 END, 1
FROM catalogue_doubt doubt WHERE doubt.answered_at < %s
"""

    def records(self, day: date) -> Records:
        return self.select, (clock.start_of(day + timedelta(days=1)),)

    def record_path(self, record_id: UUID) -> str:
        return reverse("catalogue:doubt", args=[record_id])


@register
class DoubtFixDays(Measure):
    """Working days from a doubt to the first correction, the median (疑义更正天数)."""

    code = "catalogue.doubt_fix_days"
    name = _("Working days until a doubted record is corrected")
    formula = _("the middle of the working days from the doubt to its first correction")
    numerator = _("working days of each corrected doubt, pauses included")
    denominator = _("doubts with a correction by the end of the day")
    exclusions = _("doubts without a correction")
    sources = _("doubts about records")
    kind = Kind.MEDIAN
    unit = "工作日"
    direction = Direction.DOWN
    select = """
SELECT doubt.unit_id, doubt.id, doubt.number || ' ' || doubt.title, doubt.fix_days, 1
FROM catalogue_doubt doubt WHERE doubt.fixed_at < %s
"""

    def records(self, day: date) -> Records:
        return self.select, (clock.start_of(day + timedelta(days=1)),)

    def record_path(self, record_id: UUID) -> str:
        return reverse("catalogue:doubt", args=[record_id])
