"""Figures that come from documents: who works here, how fast, how punctually.

Each is reckoned from moments that are written once (dispatched, signed for, registered, done), up
to the end of the day asked for: what happens later leaves past days as they were.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from liupan.foundation.organisations.facade import list_units_on
from liupan.foundation.workflow.facade import StepHours
from liupan.kernel import clock
from liupan.kernel.figures import Direction, Kind, Measure, Records, Text, register
from liupan.kernel.work import place

ACTING = frozenset({"office", "department", "agency", "institution", "township"})
"""Categories of units that should work here; a government works through its office."""
WINDOW = timedelta(days=90)
YEAR = timedelta(days=365)
CALLED = "CASE WHEN secrecy <= 1 THEN trim(number || ' ' || title) ELSE '—' END"
"""What a record is called for who sees records of all units: of a state secret, nothing."""

NOBODY = "SELECT NULL::uuid, NULL::uuid, '', 0, 0 WHERE false"


@register
class UnitsHandling(Measure):
    """Share of units whose documents run here (单位网上办文率)."""

    code = "correspondence.units_handling"
    name = _("Units handling documents here")
    formula = _("units that sent or received a document here within 90 days / all units that act")
    numerator = _(
        "units that, within 90 days, dispatched a document here as an issuer, or signed for one and"
        " registered it"
    )
    denominator = _("units existing on the day: offices, departments, agencies, townships")
    exclusions = _("governments as such and sections inside units do not count")
    sources = _("outgoing documents with their issuers, received documents")
    public_records = True

    def records(self, day: date) -> Records:
        """One record per acting unit of the day."""
        units = [one for one in list_units_on(day) if one.category in ACTING]
        if not units:
            return NOBODY, ()
        end = clock.start_of(day + timedelta(days=1))
        given = [one.id for one in units], [one.name for one in units]
        sql = """
WITH unit (id, label) AS (SELECT * FROM unnest(%s::uuid[], %s::text[])), works AS (
    SELECT party.unit_id FROM correspondence_party party
    JOIN correspondence_outgoing document ON document.id = party.document_id
    WHERE party.part = 'issuer' AND document.dispatched_at < %s AND document.dispatched_at >= %s
    UNION
    SELECT unit_id FROM correspondence_incoming
    WHERE registered_at < %s AND registered_at >= %s AND signed_for_at < %s
)
SELECT unit.id, unit.id, unit.label, CASE WHEN works.unit_id IS NULL THEN 0 ELSE 1 END, 1
FROM unit LEFT JOIN works ON works.unit_id = unit.id
"""
        return sql, (*given, end, end - WINDOW, end, end - WINDOW, end)

    def reasons(self, day: date, record_ids: Collection[UUID]) -> dict[UUID, str]:
        """The same for all that do not count."""
        words = gettext("No document was sent, or signed for and registered, here in 90 days.")
        return dict.fromkeys(record_ids, words)


class OfOutgoing(Measure):
    """A figure whose records are outgoing documents."""

    sources = _("outgoing documents")

    def record_path(self, record_id: UUID) -> str:
        return place("correspondence:outgoing", record_id)


class OfIncoming(Measure):
    """A figure whose records are received documents."""

    sources = _("received documents")

    def record_path(self, record_id: UUID) -> str:
        return place("correspondence:incoming", record_id)


@register
class SentOnTime(OfOutgoing):
    """Share of documents issued by their day (发文按时率)."""

    code = "correspondence.sent_on_time"
    name = _("Documents issued on time")
    formula = _("documents dispatched by their day / documents dispatched or past their day")
    numerator = _("documents dispatched at the end of the day, not after the day they were due")
    denominator = _("documents of the last year with a day, dispatched or past that day")
    exclusions = _("documents without a day, and those given up or void before they were issued")

    def records(self, day: date) -> Records:
        end = clock.start_of(day + timedelta(days=1))
        sql = f"""
SELECT issuing_unit_id, id, {CALLED},
    CASE WHEN (dispatched_at AT TIME ZONE 'Asia/Shanghai')::date <= due_on
        AND dispatched_at < %s THEN 1 ELSE 0 END, 1
FROM correspondence_outgoing
WHERE due_on IS NOT NULL AND drafted_at < %s AND drafted_at >= %s
    AND (dispatched_at < %s OR (due_on <= %s AND (ended_at IS NULL OR ended_at >= %s)))
"""  # noqa: S608  words of ours
        return sql, (end, end, end - YEAR, end, day, end)


@register
class HandledOnTime(OfIncoming):
    """Share of received documents handled by their day (收文按时办结率)."""

    code = "correspondence.handled_on_time"
    name = _("Documents handled on time")
    formula = _("documents done by their day / documents done or past their day")
    numerator = _("documents for action that were done at the end of the day, not after their day")
    denominator = _("documents for action of the last year, done or past their day")
    exclusions = _("documents for reading, those without a day, and those sent back")

    def records(self, day: date) -> Records:
        end = clock.start_of(day + timedelta(days=1))
        sql = f"""
SELECT unit_id, id, {CALLED},
    CASE WHEN (done_at AT TIME ZONE 'Asia/Shanghai')::date <= due_on
        AND done_at < %s THEN 1 ELSE 0 END, 1
FROM correspondence_incoming
WHERE purpose = 'action' AND due_on IS NOT NULL AND reviewed_at < %s AND arrived_at >= %s
    AND (returned_at IS NULL OR returned_at >= %s) AND (done_at < %s OR due_on <= %s)
"""  # noqa: S608  words of ours
        return sql, (end, end, end - YEAR, end, end, day)


class HoursBetween(OfOutgoing):
    """Median hours between two moments in the life of what was sent."""

    kind = Kind.MEDIAN
    unit = "小时"
    direction = Direction.DOWN
    since: ClassVar[str]
    until: ClassVar[str]
    exclusions = _("nights and days off count: it is the time others wait")

    def records(self, day: date) -> Records:
        end = clock.start_of(day + timedelta(days=1))
        sql = f"""
SELECT issuing_unit_id, id, {CALLED},
    round(extract(epoch FROM {self.until} - {self.since}) / 3600, 2), 1
FROM correspondence_outgoing
WHERE {self.since} IS NOT NULL AND {self.until} < %s AND {self.until} >= %s
"""  # noqa: S608  names of columns of ours
        return sql, (end, end - YEAR)


@register
class HoursToSignOff(HoursBetween):
    """How long a text is on its way to being signed off (签发用时)."""

    code = "correspondence.hours_to_sign_off"
    name = _("From hand-in to sign-off")
    formula = _("the middle of the hours from hand-in to sign-off")
    numerator = _("hours from the first hand-in to the sign-off of the middle document")
    denominator = _("documents signed off in the year that ended with the day")
    since, until = "submitted_at", "signed_off_at"


@register
class HoursToNumber(HoursBetween):
    """How long until it has its number (编号用时)."""

    code = "correspondence.hours_to_number"
    name = _("From sign-off to number")
    formula = _("the middle of the hours from sign-off to number")
    numerator = _("hours from the sign-off to the number of the middle document")
    denominator = _("documents numbered in the year that ended with the day")
    since, until = "signed_off_at", "numbered_at"


@register
class HoursToSeal(HoursBetween):
    """How long until it is typeset and sealed (制版用印用时)."""

    code = "correspondence.hours_to_seal"
    name = _("From number to seal")
    formula = _("the middle of the hours from number to the last seal")
    numerator = _("hours from the number to the last seal of the middle document")
    denominator = _("documents sealed in the year that ended with the day")
    since, until = "numbered_at", "sealed_at"


@register
class HoursToDispatch(HoursBetween):
    """How long until it leaves (分发用时)."""

    code = "correspondence.hours_to_dispatch"
    name = _("From seal to dispatch")
    formula = _("the middle of the hours from the last seal to dispatch")
    numerator = _("hours from the last seal to the dispatch of the middle document")
    denominator = _("documents dispatched in the year that ended with the day")
    since, until = "sealed_at", "dispatched_at"


@register
class HoursToSignFor(OfIncoming):
    """How long a document waits to be signed for (签收用时)."""

    code = "correspondence.hours_to_sign_for"
    name = _("From arrival to sign-for")
    formula = _("the middle of the hours from arrival to sign-for")
    numerator = _("hours from arrival to sign-for of the middle document")
    denominator = _("documents signed for in the year that ended with the day")
    exclusions = _("what was entered from outside, and what was sent back")
    kind = Kind.MEDIAN
    unit = "小时"
    direction = Direction.DOWN

    def records(self, day: date) -> Records:
        end = clock.start_of(day + timedelta(days=1))
        sql = f"""
SELECT unit_id, id, {CALLED},
    round(extract(epoch FROM signed_for_at - arrived_at) / 3600, 2), 1
FROM correspondence_incoming
WHERE origin = 'dispatch' AND signed_for_at < %s AND signed_for_at >= %s
    AND (returned_at IS NULL OR returned_at >= %s)
"""  # noqa: S608  words of ours
        return sql, (end, end - YEAR, end)


class SendingStep(StepHours):
    """How long a step takes until it is done, of what units send."""

    process = "correspondence.sending"

    def record_path(self, record_id: UUID) -> str:
        return place("correspondence:outgoing", record_id)


class ReceivingStep(StepHours):
    """How long a step takes until it is done, of what units receive."""

    process = "correspondence.receiving"

    def record_path(self, record_id: UUID) -> str:
        return place("correspondence:incoming", record_id)


STEPS: Mapping[str, tuple[type[StepHours], str, Text]] = {
    "correspondence.review_hours": (SendingStep, "review", pgettext_lazy("step", "Review")),
    "correspondence.cosign_hours": (SendingStep, "cosign", pgettext_lazy("step", "Joint sign")),
    "correspondence.legality_hours": (
        SendingStep, "legality", pgettext_lazy("step", "Legality review"),
    ),
    "correspondence.signoff_hours": (SendingStep, "signoff", pgettext_lazy("step", "Sign-off")),
    "correspondence.recheck_hours": (SendingStep, "recheck", pgettext_lazy("step", "Re-check")),
    "correspondence.number_hours": (SendingStep, "number", pgettext_lazy("step", "Number")),
    "correspondence.seal_hours": (SendingStep, "seal", pgettext_lazy("step", "Seal")),
    "correspondence.dispatch_hours": (SendingStep, "dispatch", pgettext_lazy("step", "Dispatch")),
    "correspondence.propose_hours": (ReceivingStep, "propose", pgettext_lazy("step", "Propose")),
    "correspondence.instruct_hours": (
        ReceivingStep, "instruct", pgettext_lazy("step", "Instruct"),
    ),
    "correspondence.handle_hours": (ReceivingStep, "handle", pgettext_lazy("step", "Handle")),
}  # fmt: skip
"""Figures of single steps (环节用时), in the order in which a document meets them."""

for code, (kind, element, word) in STEPS.items():
    register(type(kind.__name__, (kind,), {"code": code, "element": element, "name": word}))
