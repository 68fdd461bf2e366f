"""What units need and nobody gave them yet, and what was done about it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.models.entries import Resource
from liupan.capabilities.catalogue.rules import demands as rules
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

S = rules.State
HELD = [S.CLAIMED.value, S.CATALOGUED.value, S.REQUESTED.value, S.MET.value]
ANSWERED = [S.CATALOGUED.value, S.REQUESTED.value, S.MET.value]


class Demand(models.Model):
    """Data that a unit needs for its business (需求), from its registration until it is met."""

    class State(models.IntegerChoices):
        """See `rules.demands`."""

        REGISTERED = S.REGISTERED.value, pgettext_lazy("demand", "to be checked")
        DECLINED = S.DECLINED.value, pgettext_lazy("demand", "declined, to be ruled")
        ALLOTTED = S.ALLOTTED.value, pgettext_lazy("demand", "to be claimed")
        CLAIMED = S.CLAIMED.value, pgettext_lazy("demand", "claimed, being catalogued")
        CATALOGUED = S.CATALOGUED.value, pgettext_lazy("demand", "catalogued, to be requested")
        REQUESTED = S.REQUESTED.value, pgettext_lazy("demand", "access requested")
        MET = S.MET.value, pgettext_lazy("demand", "met")
        CLOSED = S.CLOSED.value, pgettext_lazy("demand", "closed")

    class Urgency(models.TextChoices):
        """How soon it is needed (紧急程度)."""

        NORMAL = "normal", pgettext_lazy("demand", "normal")
        URGENT = "urgent", pgettext_lazy("demand", "urgent")

    class Why(models.TextChoices):
        """Why a demand was closed."""

        UNLAWFUL = "unlawful", pgettext_lazy("demand", "without lawful ground")
        WITHDRAWN = "withdrawn", pgettext_lazy("demand", "withdrawn by the unit")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField(unique=True, help_text="需求编号")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    title = models.TextField(help_text="需求名称")
    items = ArrayField(models.TextField(), help_text="所需信息项")
    business = models.TextField(help_text="业务事项")
    purpose = models.TextField(help_text="用途")
    basis = models.TextField(help_text="法律依据")
    cycle = models.TextField(blank=True, default="", help_text="更新周期")
    mode = models.TextField(blank=True, default="", help_text="共享方式")
    urgency = models.TextField(choices=Urgency.choices, default=Urgency.NORMAL)
    believed_unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, related_name="+", help_text="推测持有单位"
    )
    is_public = models.BooleanField(default=True, help_text="公开标题、单位、状态和日期")
    secrecy = models.PositiveSmallIntegerField(
        choices=[(level.value, level.name) for level in Secrecy], default=Secrecy.PUBLIC.value
    )
    state = models.PositiveSmallIntegerField(choices=State.choices, default=State.REGISTERED)
    holder = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, related_name="+", help_text="责任单位"
    )
    is_ruled = models.BooleanField(default=False, help_text="the duty unit was ruled to be this")
    resource = models.ForeignKey(Resource, models.PROTECT, null=True, related_name="+")
    request_id = models.UUIDField(null=True, help_text="the request that was made for it")
    clock_id = models.UUIDField(help_text="the one clock of the whole demand")
    due_on = models.DateField(help_text="when the whole ends")
    stage_since = models.DateTimeField()
    stage_due_on = models.DateField(null=True, help_text="when the stage ends")
    registered_at = models.DateTimeField()
    registered_by = models.UUIDField()
    checked_at = models.DateTimeField(null=True, help_text="when the data authority let it pass")
    ended_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False, help_text="it ended after its day")
    why_closed = models.TextField(choices=Why.choices, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(S)), name="demand_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=HELD) | Q(holder__isnull=False), name="demand_is_held"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ANSWERED) | Q(resource__isnull=False),
                name="demand_is_answered_by_a_resource",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.MET.value, S.CLOSED.value], ended_at__isnull=False)
                | (~Q(state__in=[S.MET.value, S.CLOSED.value]) & Q(ended_at__isnull=True)),
                name="demand_ended_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=S.CLOSED.value, why_closed__gt="")
                | (~Q(state=S.CLOSED.value) & Q(why_closed="")),
                name="demand_closed_for_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "holder"], name="demand_waits"),
            models.Index(fields=["unit", "state"], name="demand_of_unit"),
            models.Index(fields=["due_on", "id"], name="demand_by_day"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def standing(self) -> rules.State:
        """The state as the rules know it."""
        return rules.State(self.state)


class DemandStep(models.Model):
    """What was done with a demand, by whom, with which words (办理记录). Never changed."""

    class Kind(models.TextChoices):
        """See `rules.demands.Act`."""

        REGISTER = rules.Act.REGISTER.value, pgettext_lazy("demand step", "registered")
        ALLOT = rules.Act.ALLOT.value, pgettext_lazy("demand step", "checked and assigned")
        CLAIM = rules.Act.CLAIM.value, pgettext_lazy("demand step", "claimed")
        DECLINE = rules.Act.DECLINE.value, pgettext_lazy("demand step", "declined")
        CATALOGUE = rules.Act.CATALOGUE.value, pgettext_lazy("demand step", "catalogued")
        REQUEST = rules.Act.REQUEST.value, pgettext_lazy("demand step", "access requested")
        REFUSE = rules.Act.REFUSE.value, pgettext_lazy("demand step", "access not granted")
        MEET = rules.Act.MEET.value, pgettext_lazy("demand step", "met")
        CLOSE = rules.Act.CLOSE.value, pgettext_lazy("demand step", "closed as unlawful")
        WITHDRAW = rules.Act.WITHDRAW.value, pgettext_lazy("demand step", "withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="steps")
    kind = models.TextField(choices=Kind.choices)
    actor_id = models.UUIDField()
    actor_unit_id = models.UUIDField(null=True)
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, related_name="+",
        help_text="the unit it went to",
    )  # fmt: skip
    opinion = models.TextField(blank=True, default="")
    due_on = models.DateField(null=True, help_text="the day of the stage that ended")
    was_late = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["demand", "at"], name="step_of_demand")]
