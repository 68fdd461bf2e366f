"""Figures that come from what was delivered. As of any day: from daily sums and grants."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.catalogue.facade import (
    GrantIssued,
    list_grants_issued,
    list_grants_seen,
    list_main_items_granted,
)
from liupan.capabilities.exchange.queries.policy import cycle_days, sharing_days
from liupan.kernel import clock
from liupan.kernel.authority import Actor
from liupan.kernel.figures import Kind, Measure, Records, register

NOTHING = "SELECT NULL::uuid, NULL::uuid, '', 0, 0 WHERE false"
GIVEN = "WITH given (grant_id, label) AS (SELECT * FROM unnest(%s::uuid[], %s::text[]))"


class OfGrants(Measure):
    """A figure whose records are grants."""

    def record_path(self, record_id: UUID) -> str:
        return reverse("catalogue:grant", args=[record_id])

    def opened(self, record_ids: Collection[UUID], actor: Actor) -> Collection[UUID]:
        return list_grants_seen(record_ids, actor)


@register
class SharingRate(OfGrants):
    """Share of main-business items that were delivered (主要业务信息共享率).

    A version of a grant only ever gives less than the one before: what a grant gives on the day was
    in every version by which something was delivered earlier.
    """

    code = "exchange.sharing_rate"
    name = _("Sharing of main business information")
    formula = _(
        "main business items actually delivered in the period / those demanded and lawful to share"
    )
    numerator = _("items whose grant delivered data within the 365 days up to the day")
    denominator = _(
        "main business items that a grant in force gives a unit on the day: demanded, lawful to"
        " share, reviewed; each once for each unit"
    )
    exclusions = _("items demanded but refused by law; descriptions without data; failed calls")
    sources = _("grants of the catalogue, the message log of the exchange")
    public_records = True
    select = f"""
{GIVEN}, asked AS (
    SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[])
        AS t(grant_id, provider_id, consumer_id, item_id)
), delivered AS (
    SELECT DISTINCT grant_id FROM exchange_daily WHERE day > %s AND day <= %s AND data > 0
), once AS (
    SELECT DISTINCT ON (consumer_id, item_id) asked.*, delivered.grant_id IS NOT NULL AS is_shared
    FROM asked LEFT JOIN delivered USING (grant_id)
    ORDER BY consumer_id, item_id, delivered.grant_id IS NULL, grant_id
)
SELECT once.provider_id, once.grant_id, given.label,
    count(*) FILTER (WHERE is_shared), count(*)
FROM once JOIN given USING (grant_id) GROUP BY 1, 2, 3
"""  # noqa: S608

    def records(self, day: date) -> Records:
        rows = [
            (one.grant_id, one.provider_id, one.consumer_id, item)
            for one in list_main_items_granted(day)
            for item in one.item_ids
        ]
        if not rows:
            return NOTHING, ()
        columns = [list(column) for column in zip(*rows, strict=True)]
        asked = set(columns[0])
        known = [one for one in list_grants_issued(day) if one.id in asked]
        since = day - timedelta(days=sharing_days(day))
        return self.select, (*_numbered(known), *columns, since, day)


@register
class ProvidedOnTime(OfGrants):
    """Share of grants whose data were there in time (按时提供率)."""

    code = "exchange.provided_on_time"
    name = _("Data provided in time after consent")
    formula = _("grants whose service was online in time / grants whose time to provide has ended")
    numerator = _("grants whose resource had a service online by the last day to provide")
    denominator = _("grants whose last day to provide is past")
    exclusions = _("grants for which no rule sets a day")
    sources = _("grants of the catalogue, services of the exchange")
    select = f"""
{GIVEN}, due AS (
    SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::date[])
        AS t(grant_id, provider_id, resource_id, provide_by)
)
SELECT due.provider_id, due.grant_id, given.label, CASE WHEN EXISTS (
    SELECT 1 FROM exchange_service s WHERE s.resource_id = due.resource_id
        AND (s.opened_at AT TIME ZONE 'Asia/Shanghai')::date <= due.provide_by
        AND (s.ended_at IS NULL
            OR (s.ended_at AT TIME ZONE 'Asia/Shanghai')::date > due.provide_by)
    ) THEN 1 ELSE 0 END, 1
FROM due JOIN given USING (grant_id)
"""  # noqa: S608

    def records(self, day: date) -> Records:
        due = [o for o in list_grants_issued(day) if o.provide_by and o.provide_by < day]
        if not due:
            return NOTHING, ()
        columns = (
            [one.id for one in due], [one.provider_id for one in due],
            [one.resource_id for one in due], [one.provide_by for one in due],
        )  # fmt: skip
        return self.select, (*_labelled(due), *columns)


class OfCalls(OfGrants):
    """Calls that delivered data within `days` up to the day, by grant; they count for the unit
    whose id stands in `side` of the grant."""

    side: ClassVar[str]
    days: ClassVar[int]
    denominator = _("none: calls are added up")
    sources = _("the message log of the exchange")
    kind = Kind.TOTAL
    unit = "次"
    digits = 0
    select = f"""
{GIVEN}, whose (grant_id, unit_id) AS (SELECT * FROM unnest(%s::uuid[], %s::uuid[]))
SELECT whose.unit_id, daily.grant_id, given.label, sum(daily.data), 1
FROM exchange_daily daily JOIN given USING (grant_id) JOIN whose USING (grant_id)
WHERE daily.day > %s AND daily.day <= %s AND daily.data > 0 GROUP BY 1, 2, 3
"""  # noqa: S608

    def records(self, day: date) -> Records:
        known = list_grants_issued(day)
        if not known:
            return NOTHING, ()
        whose = ([one.id for one in known], [getattr(one, self.side) for one in known])
        return self.select, (*_labelled(known), *whose, day - timedelta(days=self.days), day)


@register
class CallsDelivered(OfCalls):
    """Calls that delivered data within a year (近一年有效调用量)."""

    code = "exchange.calls_delivered"
    name = _("Calls that delivered data")
    formula = _("calls that delivered data within the 365 days up to the day")
    numerator = _("calls by any way that delivered data, of each grant")
    side, days = "consumer_id", 365


@register
class CallsAnswered(OfCalls):
    """Calls of a unit's data that were answered with data (数据被调用量)."""

    code = "exchange.calls_answered"
    name = _("Calls answered with data of the unit")
    formula = _("calls that were answered with data within the 30 days up to the day")
    numerator = _(
        "calls by any way that delivered data, of each grant; they count for who provides"
    )
    side, days = "provider_id", 30


@register
class DataFreshness(Measure):
    """Share of hosted services whose data are within their update cycle (数据更新及时率)."""

    code = "exchange.data_freshness"
    name = _("Shared data that are up to date")
    formula = _("hosted services whose data are within their update cycle / those with a cycle")
    numerator = _("services whose table was last loaded within the cycle before the day")
    denominator = _("hosted services opened by the day and not ended, whose entry has a cycle")
    exclusions = _("services asked of the provider's system, and entries without a regular cycle")
    sources = _("services of the exchange, loads of their tables, entries of the catalogue")
    public_records = True
    select = """
SELECT service.provider_id, service.id, service.title,
    CASE WHEN (max(loaded.ended_at) AT TIME ZONE 'Asia/Shanghai')::date + cycle.days >= %s
        THEN 1 ELSE 0 END, 1
FROM exchange_service service
JOIN catalogue_edition edition ON edition.resource_id = service.resource_id
    AND edition.published_at < %s AND (edition.ended_at IS NULL OR edition.ended_at >= %s)
JOIN cycle ON cycle.code = edition.update_cycle
LEFT JOIN tables_load loaded ON loaded.table_id = service.table_id
    AND loaded.state = 'published' AND loaded.ended_at < %s
WHERE service.kind = 'hosted' AND service.opened_at < %s
    AND (service.ended_at IS NULL OR service.ended_at >= %s)
GROUP BY service.id, cycle.days
"""

    def records(self, day: date) -> Records:
        cycles = sorted(cycle_days(day).items())
        if not cycles:
            return NOTHING, ()
        rows = ", ".join(["(%s, %s::integer)"] * len(cycles))
        end = clock.start_of(day + timedelta(days=1))
        values = [value for pair in cycles for value in pair]
        return (
            f"WITH cycle (code, days) AS (VALUES {rows})" + self.select,
            (*values, day, *[end] * 5),
        )

    def record_path(self, record_id: UUID) -> str:
        return reverse("exchange:service", args=[record_id])


def _labelled(grants: Sequence[GrantIssued]) -> tuple[list[UUID], list[str]]:
    return [one.id for one in grants], [f"{one.number} {one.title}" for one in grants]


def _numbered(grants: Sequence[GrantIssued]) -> tuple[list[UUID], list[str]]:
    return [one.id for one in grants], [one.number for one in grants]
