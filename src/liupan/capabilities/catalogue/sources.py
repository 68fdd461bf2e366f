"""What the catalogue adds to navigation, to search and to the work list."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.policies import ANSWER, EDIT, FLAG, READ, RULE, RULE_DOUBTS, SEE
from liupan.capabilities.catalogue.queries.demands import (
    count_waiting_demands,
    list_waiting_demands,
)
from liupan.capabilities.catalogue.queries.doubts.page import list_readable
from liupan.capabilities.catalogue.queries.doubts.work import (
    WaitingDoubt,
    count_untaken,
    count_waiting_doubts,
    list_untaken,
    list_waiting_doubts,
)
from liupan.capabilities.catalogue.queries.harvested import TYPE as ELSEWHERE
from liupan.capabilities.catalogue.queries.harvested import list_searchable_elsewhere
from liupan.capabilities.catalogue.queries.request_work import (
    count_requests_waiting,
    list_requests_waiting,
)
from liupan.capabilities.catalogue.queries.searchable import TYPE, list_searchable
from liupan.capabilities.catalogue.queries.sourcing import (
    count_waiting_arbitrations,
    list_waiting_arbitrations,
)
from liupan.capabilities.catalogue.queries.updating import (
    count_drawn_changes,
    count_waiting_tasks,
    list_drawn_changes,
    list_waiting_tasks,
)
from liupan.capabilities.catalogue.queries.work import count_waiting, list_waiting
from liupan.capabilities.catalogue.rules.demands import Side
from liupan.capabilities.catalogue.rules.doubts import Act as DoubtAct
from liupan.capabilities.catalogue.rules.requesting import Act as RequestAct
from liupan.capabilities.catalogue.rules.states import Act
from liupan.foundation.design.facade import Entry, Place, navigation
from liupan.foundation.documents.facade import FileGuard, guards
from liupan.foundation.search.facade import IndexEntry, source
from liupan.kernel.authority import Actor, Permission
from liupan.kernel.work import Text, WorkItem, WorkSource, place, register

navigation.add(
    Entry(
        key="catalogue.list",
        label=_("Catalogue"),
        icon="grid",
        url_name="catalogue:list",
        place=Place.WORK,
        order=40,
        permissions=(READ,),
    )
)
navigation.add(
    Entry(
        key="catalogue.public",
        label=_("Catalogue of information resources"),
        url_name="catalogue:public",
        place=Place.OPENNESS,
        order=44,
    )
)
navigation.add(
    Entry(
        key="catalogue.needs",
        label=_("Data that departments need"),
        url_name="catalogue:public-demands",
        place=Place.OPENNESS,
        order=45,
    )
)


for key, label, icon, order in (
    ("demands", _("Demands"), "inbox", 43),
    ("items", _("Data items"), "list", 49),
    ("arbitrations", _("Arbitrations"), "flag", 50),
    ("changes", _("Changes"), "book", 51),
    ("updates", _("Update tasks"), "check", 52),
):
    navigation.add(
        Entry(
            key=f"catalogue.{key}",
            within="catalogue.list",
            label=label,
            icon=icon,
            url_name=f"catalogue:{key}",
            place=Place.WORK,
            order=order,
            permissions=(READ,),
        )
    )


@source(TYPE, label=_("Information resource"))
def resources() -> Iterator[IndexEntry]:
    """All resources."""
    return list_searchable()


@source(ELSEWHERE, label=_("Resource in another catalogue"))
def elsewhere() -> Iterator[IndexEntry]:
    """All entries of other catalogues."""
    return list_searchable_elsewhere()


class _Waiting(WorkSource):
    """Entries that wait for one act of the actor."""

    act: ClassVar[Act]
    verb: ClassVar[Text]

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return [
            WorkItem(
                title=one.title,
                url=place("catalogue:resource", one.resource_id),
                verb=self.verb,
                meta=(one.code, one.unit),
                arrived_at=one.since,
            )
            for one in list_waiting(actor, self.act, limit=limit)
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_waiting(actor, self.act)


@register
class ToCorrect(_Waiting):
    """Entries that came back."""

    kind, act, glyph = "catalogue.correct", Act.REVISE, "改"
    label = pgettext_lazy("work", "Entries to correct")
    verb = pgettext_lazy("work", "Correct")


@register
class ToAsk(_Waiting):
    """Registered entries whose publication nobody has asked for."""

    kind, act, glyph = "catalogue.ask", Act.ASK, "报"
    label = pgettext_lazy("work", "Entries to publish")
    verb = _("Ask for publication")


@register
class ToRegister(_Waiting):
    """Entries that wait for registration review."""

    kind, act, glyph = "catalogue.registration", Act.PASS, "登"
    label = pgettext_lazy("work", "Registrations to review")
    verb = pgettext_lazy("work", "Review")


@register
class ToPublish(_Waiting):
    """Entries that wait for publication review."""

    kind, act, glyph = "catalogue.publication", Act.PUBLISH, "发"
    label = pgettext_lazy("work", "Publications to review")
    verb = pgettext_lazy("work", "Review")


class _WaitingDemands(WorkSource):
    """Demands whose turn is the actor's."""

    side: ClassVar[Side]
    verb: ClassVar[Text]

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return [
            WorkItem(
                title=one.title,
                url=place("catalogue:demand", one.id),
                verb=self.verb,
                meta=(one.number, one.unit),
                due_on=one.stage_due_on,
            )
            for one in list_waiting_demands(actor, self.side, limit=limit, now=now)
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_waiting_demands(actor, self.side)


@register
class DemandsToCheck(_WaitingDemands):
    """Demands that the data authority checks, assigns or rules."""

    kind, side, glyph = "catalogue.demand_check", Side.AUTHORITY, "需"
    label = pgettext_lazy("work", "Demands to assign")
    verb = pgettext_lazy("work", "Assign")


@register
class DemandsToClaim(_WaitingDemands):
    """Demands that a unit was asked to claim, or claimed and has to catalogue."""

    kind, side, glyph = "catalogue.demand_claim", Side.DUTY, "领"
    label = pgettext_lazy("work", "Demands to claim or catalogue")
    verb = pgettext_lazy("work", "Handle")


@register
class DemandsToRequest(_WaitingDemands):
    """Demands that an entry answers: access is to be requested."""

    kind, side, glyph = "catalogue.demand_request", Side.NEEDING, "用"
    label = pgettext_lazy("work", "Demands that are answered")
    verb = pgettext_lazy("work", "Request access")


class _WaitingArbitrations(WorkSource):
    """Arbitrations that wait for the actor."""

    permission: ClassVar[Permission]
    verb: ClassVar[Text]

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        found = list_waiting_arbitrations(actor, self.permission, limit=limit, now=now)
        return [
            WorkItem(
                title=one.item,
                url=place("catalogue:arbitration", one.id),
                verb=self.verb,
                meta=(one.first, one.second),
                due_on=one.clock.due_on if one.clock else None,
                clock_id=one.clock.id if one.clock else None,
            )
            for one in found
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_waiting_arbitrations(actor, self.permission, now=now)


@register
class GroundsToState(_WaitingArbitrations):
    """Both units state why they are the source."""

    kind, permission, glyph = "catalogue.source_grounds", EDIT, "源"
    label = pgettext_lazy("work", "Grounds to state")
    verb = pgettext_lazy("work", "State")


@register
class SourcesToRule(_WaitingArbitrations):
    """The data authority rules."""

    kind, permission, glyph = "catalogue.source_ruling", RULE, "裁"
    label = pgettext_lazy("work", "Sources to rule")
    verb = pgettext_lazy("work", "Rule")


class _WaitingTasks(WorkSource):
    """Update tasks that wait for the actor."""

    for_unit: ClassVar[bool]
    verb: ClassVar[Text]

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        found = list_waiting_tasks(actor, for_unit=self.for_unit, limit=limit, now=now)
        return [
            WorkItem(
                title=one.title,
                url=place("catalogue:update", one.id),
                verb=self.verb,
                meta=(one.code, one.change),
                due_on=one.due_on if self.for_unit else None,
            )
            for one in found
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_waiting_tasks(actor, for_unit=self.for_unit)


@register
class UpdatesToMake(_WaitingTasks):
    """Entries that a change concerns."""

    kind, for_unit, glyph = "catalogue.update", True, "更"
    label = pgettext_lazy("work", "Entries to bring up to date")
    verb = pgettext_lazy("work", "Update")


@register
class StatementsToAnswer(_WaitingTasks):
    """Statements that nothing changes."""

    kind, for_unit, glyph = "catalogue.statement", False, "核"
    label = pgettext_lazy("work", "Statements of no change")
    verb = pgettext_lazy("statement", "Answer")


@register
class ChangesToConfirm(WorkSource):
    """Changes that were recorded or heard, and nobody confirmed."""

    kind, glyph = "catalogue.change", "变"
    label = pgettext_lazy("work", "Changes to confirm")

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return [
            WorkItem(
                title=one.title,
                url=place("catalogue:change", one.id),
                verb=pgettext_lazy("work", "Confirm"),
                meta=(one.kind_label, one.about),
            )
            for one in list_drawn_changes(actor, limit=limit)
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_drawn_changes(actor)


navigation.add(
    Entry(
        key="catalogue.doubts",
        within="catalogue.list",
        label=_("Doubts about records"),
        icon="flag",
        url_name="catalogue:doubts",
        place=Place.WORK,
        order=46,
        permissions=(FLAG, ANSWER, RULE_DOUBTS),
    )
)
navigation.add(
    Entry(
        key="catalogue.board",
        within="catalogue.list",
        label=_("Supervision of the catalogue"),
        icon="trend",
        url_name="catalogue:board",
        place=Place.WORK,
        order=47,
        permissions=(READ,),
    )
)
navigation.add(
    Entry(
        key="catalogue.lineage",
        within="catalogue.list",
        label=_("Lineage"),
        icon="columns",
        url_name="catalogue:lineage",
        place=Place.WORK,
        order=48,
        permissions=(READ,),
    )
)


@guards
class DoubtFiles(FileGuard):
    """Evidence is read by who stands on a side of the doubt."""

    of_type = "catalogue.doubt"

    def may_read(self, actor: Actor, of_ids: Collection[UUID]) -> set[UUID]:
        return list_readable(actor, of_ids)


class _WaitingDoubt(WorkSource):
    """Doubts that wait for one act of the actor."""

    act: ClassVar[DoubtAct]
    verb: ClassVar[Text]

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        found = list_waiting_doubts(actor, self.act, limit=limit)
        return [_work(one, place("catalogue:doubt", one.id), self.verb) for one in found]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_waiting_doubts(actor, self.act)


@register
class ToAnswer(_WaitingDoubt):
    """Doubts that the provider is to check."""

    kind, act, glyph = "catalogue.doubt_answer", DoubtAct.FIX, "核"
    label = pgettext_lazy("work", "Doubts to check")
    verb = pgettext_lazy("work", "Check")


@register
class ToSupplement(_WaitingDoubt):
    """Doubts about which the provider asked back."""

    kind, act, glyph = "catalogue.doubt_supplement", DoubtAct.SUPPLEMENT, "补"
    label = pgettext_lazy("work", "Doubts to supplement")
    verb = pgettext_lazy("work", "Supplement")


@register
class ToConfirm(_WaitingDoubt):
    """Doubts that were answered."""

    kind, act, glyph = "catalogue.doubt_confirm", DoubtAct.CONFIRM, "认"
    label = pgettext_lazy("work", "Answers to doubts to confirm")
    verb = pgettext_lazy("work", "Confirm")


@register
class ToRuleDoubt(_WaitingDoubt):
    """Disputed doubts."""

    kind, act, glyph = "catalogue.doubt_ruling", DoubtAct.UPHOLD, "裁"
    label = pgettext_lazy("work", "Disputed doubts to rule on")
    verb = pgettext_lazy("work", "Rule")


@register
class ToTakeOver(WorkSource):
    """Corrections of records that the unit uses."""

    kind, glyph = "catalogue.correction", "更"
    label = pgettext_lazy("work", "Corrections to take over")

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        verb = pgettext_lazy("work", "Take over")
        found = list_untaken(actor, limit=limit)
        return [_work(one, place("catalogue:correction", one.id), verb) for one in found]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_untaken(actor)


def _work(one: WaitingDoubt, url: str, verb: Text) -> WorkItem:
    return WorkItem(
        title=one.title, url=url, verb=verb, meta=(one.number, one.unit), due_on=one.due_on,
        arrived_at=one.since, clock_id=one.clock_id,
    )  # fmt: skip


navigation.add(
    Entry(
        key="catalogue.requests",
        within="catalogue.list",
        label=_("Requests for access"),
        icon="inbox",
        url_name="catalogue:requests",
        place=Place.WORK,
        order=41,
        permissions=(SEE,),
    )
)
navigation.add(
    Entry(
        key="catalogue.grants",
        within="catalogue.list",
        label=_("Grants of data"),
        icon="shield",
        url_name="catalogue:grants",
        place=Place.WORK,
        order=42,
        permissions=(SEE,),
    )
)


class _RequestWaiting(WorkSource):
    """Requests for access that wait for one act of the actor."""

    act: ClassVar[RequestAct]
    page: ClassVar[str]
    verb: ClassVar[Text]

    def items(self, actor: Actor, *, now: datetime, limit: int) -> Sequence[WorkItem]:
        return [
            WorkItem(
                title=one.title,
                url=place(self.page, one.request_id),
                verb=self.verb,
                meta=(one.number, one.unit),
                arrived_at=one.since,
            )
            for one in list_requests_waiting(actor, self.act, limit=limit)
        ]

    def count(self, actor: Actor, *, now: datetime) -> int:
        return count_requests_waiting(actor, self.act)


@register
class RequestsToCorrect(_RequestWaiting):
    """Requests that came back."""

    kind, act, glyph = "catalogue.request_correct", RequestAct.REVISE, "补"
    page = "catalogue:request"
    label = pgettext_lazy("work", "Requests to supplement")
    verb = pgettext_lazy("work", "Correct")


@register
class RequestsAnswered(_RequestWaiting):
    """Requests whose answer is a part or a refusal."""

    kind, act, glyph = "catalogue.request_reply", RequestAct.ACCEPT, "复"
    page = "catalogue:request-reply"
    label = pgettext_lazy("work", "Answers to accept or dispute")
    verb = pgettext_lazy("work", "Reply")


@register
class RequestsToCheck(_RequestWaiting):
    """Requests that wait for the conformity check."""

    kind, act, glyph = "catalogue.request_check", RequestAct.PASS_CHECK, "核"
    page = "catalogue:request-check"
    label = pgettext_lazy("work", "Requests to check")
    verb = pgettext_lazy("work", "Check")


@register
class RequestsToAnswer(_RequestWaiting):
    """Requests that wait for the provider."""

    kind, act, glyph = "catalogue.request_answer", RequestAct.AGREE, "答"
    page = "catalogue:request-answer"
    label = pgettext_lazy("work", "Requests to answer")
    verb = pgettext_lazy("work", "Give the answer")


@register
class RequestsToRule(_RequestWaiting):
    """Disputes that wait for a ruling."""

    kind, act, glyph = "catalogue.request_rule", RequestAct.RULE_FOR, "裁"
    page = "catalogue:request-rule"
    label = pgettext_lazy("work", "Disputes to rule on")
    verb = pgettext_lazy("work", "Rule")


@register
class RequestsToSecure(_RequestWaiting):
    """Requests that wait for the security review."""

    kind, act, glyph = "catalogue.request_security", RequestAct.PASS_SECURITY, "安"
    page = "catalogue:request-security"
    label = pgettext_lazy("work", "Security reviews")
    verb = pgettext_lazy("work", "Review")


@register
class RequestsToKeepSecret(_RequestWaiting):
    """Requests that wait for the secrecy review."""

    kind, act, glyph = "catalogue.request_secrecy", RequestAct.PASS_SECRECY, "密"
    page = "catalogue:request-secrecy"
    label = pgettext_lazy("work", "Secrecy reviews")
    verb = pgettext_lazy("work", "Review")
