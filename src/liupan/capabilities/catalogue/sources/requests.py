"""Requests for access that wait for somebody."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.queries.request_work import (
    count_requests_waiting,
    list_requests_waiting,
)
from liupan.capabilities.catalogue.rules.requesting import Act as RequestAct
from liupan.kernel.authority import Actor
from liupan.kernel.work import Text, WorkItem, WorkSource, place, register


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
