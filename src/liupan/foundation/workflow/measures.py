"""How long the steps of a process take: a figure that offices make their own."""

from datetime import date, timedelta
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from liupan.kernel import clock
from liupan.kernel.figures import Direction, Kind, Measure, Records

YEAR = timedelta(days=365)


class StepHours(Measure):
    """Median hours from when a step is reached to when it is completed (环节用时).

    `process` and `element` name the step. A step done twice, after a return, counts twice: both
    times somebody waited. What was taken back later stays counted, for the work was done. The
    record is the thing the process runs for, its unit that of the process.
    """

    process: ClassVar[str]
    element: ClassVar[str]
    kind = Kind.MEDIAN
    unit = "小时"
    direction = Direction.DOWN
    formula = _("the middle of the hours from when the step is reached to when it is done")
    numerator = _("hours of the middle step")
    denominator = _("steps done in the year that ended with the day")
    exclusions = _("nights and days off count: it is the time others wait")
    sources = _("steps of processes")

    def records(self, day: date) -> Records:
        """One record for each step done in the year."""
        end = clock.start_of(day + timedelta(days=1))
        sql = """
SELECT instance.unit_id, instance.of_id, instance.title,
    round(extract(epoch FROM item.closed_at - item.opened_at) / 3600, 2), 1
FROM workflow_item item
JOIN workflow_instance instance ON instance.id = item.instance_id
JOIN workflow_definition definition ON definition.id = instance.definition_id
WHERE definition.code = %s AND item.element = %s AND item.kind = 'task'
    AND item.done_by IS NOT NULL AND item.closed_at < %s AND item.closed_at >= %s
"""
        return sql, (self.process, self.element, end, end - YEAR)
