"""Figures that come from open data: how much is open, how fresh it is, whether people are answered.

Reckoned from rows with their moments, so that any past day can be reckoned again.
"""

from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.opendata.queries.lists import lists_on
from liupan.kernel import clock
from liupan.kernel.figures import Measure, Records, register


@register
class OpenShare(Measure):
    """Share of resources that may be opened and are (开放率)."""

    code = "opendata.open_share"
    name = _("Resources that are open")
    formula = _("resources with a released dataset / resources that the catalogue opens")
    numerator = _("resources with a dataset, open or on conditions, at the end of the day")
    denominator = _("published entries of the catalogue marked as open to the public on the day")
    exclusions = _("entries that are not public, and datasets of which nothing is opened")
    sources = _("entries of the catalogue, datasets")
    public_records = True
    select = """
SELECT edition.unit_id, edition.resource_id, edition.code || ' ' || edition.title,
    CASE WHEN EXISTS (
        SELECT 1 FROM opendata_dataset shown
        WHERE shown.resource_id = edition.resource_id AND shown.openness <> 'not'
            AND shown.published_at < %s
            AND (shown.withdrawn_at IS NULL OR shown.withdrawn_at >= %s)
    ) THEN 1 ELSE 0 END, 1
FROM catalogue_edition edition
WHERE edition.is_open AND edition.secrecy = 0 AND edition.published_at < %s
    AND (edition.ended_at IS NULL OR edition.ended_at >= %s)
"""

    def records(self, day: date) -> Records:
        return self.select, (clock.start_of(day + timedelta(days=1)),) * 4


@register
class Freshness(Measure):
    """Share of released datasets whose data are not late (更新及时率)."""

    code = "opendata.freshness"
    name = _("Datasets that are up to date")
    formula = _("released datasets whose data are not late / released datasets with a cycle")
    numerator = _("datasets whose last data were shown within their update cycle before the day")
    denominator = _("datasets released on the day, open or on conditions, that have a cycle")
    exclusions = _("irregular datasets, and those of which nothing is opened")
    sources = _("datasets, data loaded and shown, cycles of the rule set")
    public_records = True
    select = """
SELECT shown.unit_id, shown.id, shown.title,
    CASE WHEN (max(loaded.ended_at) AT TIME ZONE 'Asia/Shanghai')::date + cycle.days >= %s
        THEN 1 ELSE 0 END, 1
FROM opendata_dataset shown JOIN cycle ON cycle.code = shown.update_cycle
LEFT JOIN opendata_dataload loaded ON loaded.dataset_id = shown.id AND loaded.state = 'shown'
    AND loaded.ended_at < %s
WHERE shown.openness <> 'not' AND shown.published_at < %s
    AND (shown.withdrawn_at IS NULL OR shown.withdrawn_at >= %s)
GROUP BY shown.id, cycle.days
"""

    def records(self, day: date) -> Records:
        cycles = sorted(lists_on(day).cycle_days.items()) or [("", 0)]
        rows = ", ".join(["(%s, %s::integer)"] * len(cycles))
        end = clock.start_of(day + timedelta(days=1))
        values = [value for pair in cycles for value in pair]
        return (
            f"WITH cycle (code, days) AS (VALUES {rows})" + self.select,
            (*values, day, end, end, end),
        )

    def record_path(self, record_id: UUID) -> str:
        return reverse("opendata:staff-dataset", args=[record_id])


@register
class PublicAnsweredOnTime(Measure):
    """Share of what the public sent in that was answered in time (公众来件按时答复率)."""

    code = "opendata.replies_on_time"
    name = _("The public's requests answered in time")
    formula = _("answered by the last day of the limit / those whose limit has ended")
    numerator = _("applications and what was sent in, answered by the last day of the limit")
    denominator = _("applications and what was sent in whose limit ended by the day")
    exclusions = _("applications that were taken back, entries of the gallery")
    sources = _("applications, requests, questions and reports of errors with their clocks")
    select = """
SELECT sent.unit_id, sent.id, sent.number,
    CASE WHEN sent.answered_at IS NOT NULL
        AND (sent.answered_at AT TIME ZONE 'Asia/Shanghai')::date <= sent.due_on
        THEN 1 ELSE 0 END, 1
FROM (
    SELECT unit_id, id, number, answered_at, due_on FROM opendata_application
    WHERE state <> 'taken_back'
    UNION ALL
    SELECT unit_id, id, number, answered_at, due_on FROM opendata_submission
    WHERE kind <> 'reuse' AND unit_id IS NOT NULL
) sent
WHERE sent.due_on < %s
"""

    def records(self, day: date) -> Records:
        return self.select, (day + timedelta(days=1),)
