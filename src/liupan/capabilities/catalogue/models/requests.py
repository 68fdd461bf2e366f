"""Requests for access, what was decided on them, their reviews, and what was done."""

from itertools import combinations
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.models.entries import Edition, Item, Resource
from liupan.capabilities.catalogue.rules import permits, requesting
from liupan.capabilities.catalogue.rules.permits import Mask, MaskPolicy, Permit, read_modes
from liupan.capabilities.catalogue.rules.requesting import LIVE
from liupan.capabilities.catalogue.rules.scopes import Rows, read_rows
from liupan.kernel.ids import uuid7

S, A, P = requesting.State, requesting.Act, permits.PurposeKind


class Masks(models.TextChoices):
    """See `rules.permits.Mask`."""

    NONE = Mask.NONE.value, pgettext_lazy("mask", "not masked")
    KEEP = Mask.KEEP.value, pgettext_lazy("mask", "beginning and end kept")
    HASH = Mask.HASH.value, pgettext_lazy("mask", "digest instead of the value")
    HIDE = Mask.HIDE.value, pgettext_lazy("mask", "hidden")


class Modes(models.TextChoices):
    """See `rules.permits.Mode`."""

    QUERY = permits.Mode.QUERY.value, pgettext_lazy("mode of use", "query")
    FILE = permits.Mode.FILE.value, pgettext_lazy("mode of use", "file")
    FEED = permits.Mode.FEED.value, pgettext_lazy("mode of use", "change feed")


def modes_field() -> ArrayField:  # type: ignore[type-arg]
    """Ways of use (使用方式): a set, in the order of `Modes`."""
    return ArrayField(models.TextField(choices=Modes.choices))


def has_modes(name: str) -> models.CheckConstraint:
    """There is one way of use at least, each is known and stands once."""
    sets = [[*chosen] for n in range(1, 4) for chosen in combinations(Modes.values, n)]
    return models.CheckConstraint(condition=Q(modes__in=sets), name=name)


class Purposes(models.TextChoices):
    """See `rules.permits.PurposeKind`."""

    BASIS = P.BASIS.value, pgettext_lazy("purpose", "administrative basis")
    REFERENCE = P.REFERENCE.value, pgettext_lazy("purpose", "reference for work")
    CHECKING = P.CHECKING.value, pgettext_lazy("purpose", "checking of data")
    CO_OPERATION = P.CO_OPERATION.value, pgettext_lazy("purpose", "co-operation")


class Outcomes(models.TextChoices):
    """See `rules.permits.Outcome`."""

    ALL = permits.Outcome.ALL.value, pgettext_lazy("decision", "all of it")
    PART = permits.Outcome.PART.value, pgettext_lazy("decision", "a part")
    REFUSE = permits.Outcome.REFUSE.value, pgettext_lazy("decision", "refused")


class Request(models.Model):
    """A unit asks for items of a published resource (数据使用申请).

    What is asked for changes only while it is a draft or returned; `decision` is what stands.
    """

    class State(models.TextChoices):
        """See `rules.requesting`."""

        DRAFT = S.DRAFT.value, pgettext_lazy("request", "draft")
        RETURNED = S.RETURNED.value, pgettext_lazy("request", "returned for supplement")
        CHECKING = S.CHECKING.value, pgettext_lazy("request", "awaiting conformity check")
        REJECTED = S.REJECTED.value, pgettext_lazy("request", "not conforming")
        DECIDING = S.DECIDING.value, pgettext_lazy("request", "awaiting the provider's answer")
        ANSWERED = S.ANSWERED.value, pgettext_lazy("request", "answered, awaiting the requester")
        NEGOTIATING = S.NEGOTIATING.value, pgettext_lazy("request", "in negotiation")
        REVIEWING = S.REVIEWING.value, pgettext_lazy("request", "under review")
        NOT_PASSED = S.NOT_PASSED.value, pgettext_lazy("request", "not passed by review")
        GRANTED = S.GRANTED.value, pgettext_lazy("data request", "granted")
        REFUSED = S.REFUSED.value, pgettext_lazy("data request", "refused")
        WITHDRAWN = S.WITHDRAWN.value, pgettext_lazy("request", "withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField(unique=True, help_text="申请编号")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="requests")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    consumer = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    title = models.TextField(help_text="name of the resource, as it was called")
    share_type = models.TextField(help_text="共享类型 of the edition")
    secrecy = models.PositiveSmallIntegerField(help_text="of the edition")
    zone = models.TextField(help_text="of the edition")
    demand_id = models.UUIDField(null=True, help_text="the demand (需求) it serves")
    purpose_kind = models.TextField(choices=Purposes.choices, help_text="用途类别")
    business = models.TextField(help_text="业务事项")
    purpose = models.TextField(help_text="使用用途")
    legal_basis = models.TextField(help_text="法律依据")
    rows = models.JSONField(default=list, help_text="数据范围: conditions that all hold")
    valid_from = models.DateField()
    valid_until = models.DateField(help_text="the last day")
    modes = modes_field()
    quota = models.PositiveIntegerField(help_text="calls or rows a day")
    state = models.TextField(choices=State.choices, default=State.DRAFT)
    round = models.PositiveIntegerField(default=0, help_text="times it was handed in")
    decision = models.ForeignKey("Decision", models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    begun_by = models.UUIDField()
    handed_in_at = models.DateTimeField(null=True)
    handed_in_by = models.UUIDField(null=True)
    stage_at = models.DateTimeField(help_text="since when it stands as it does")
    negotiates_since = models.DateTimeField(null=True)
    clock_id = models.UUIDField(null=True, help_text="the limit that runs or last ran")
    due_on = models.DateField(null=True, help_text="its last day")
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in S]), name="request_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(consumer=F("provider")), name="request_of_another_unit"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__lte=F("valid_until")), name="request_term_has_days"
            ),
            models.CheckConstraint(condition=Q(quota__gt=0), name="request_quota_is_some"),
            has_modes("request_has_modes"),
            models.CheckConstraint(
                condition=Q(state__in=[S.DRAFT.value, S.RETURNED.value, S.WITHDRAWN.value])
                | (Q(legal_basis__gt="", purpose__gt="", business__gt="", round__gt=0)),
                name="request_states_its_ground",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(one.value for one in LIVE), ended_at__isnull=True)
                | (~Q(state__in=sorted(one.value for one in LIVE)) & Q(ended_at__isnull=False)),
                name="request_ends_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.REVIEWING.value, S.GRANTED.value])
                | Q(decision__isnull=False),
                name="request_reviewed_as_decided",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["consumer", "state"], name="request_of_consumer"),
            models.Index(fields=["provider", "state"], name="request_of_provider"),
            models.Index(fields=["state", "stage_at"], name="request_by_stage"),
            models.Index(fields=["resource"], name="request_of_resource"),
            models.Index(fields=["begun_at", "id"], name="request_by_begin"),
            models.Index(
                fields=["demand_id"],
                condition=Q(demand_id__isnull=False),
                name="request_for_demand",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def standing(self) -> requesting.State:
        """The state as the rules know it."""
        return requesting.State(self.state)

    @property
    def scope(self) -> Rows:
        """Which rows are asked for."""
        return read_rows(self.rows)


class RequestedItem(models.Model):
    """An item that a request asks for (申请的信息项)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(Request, models.PROTECT, related_name="items")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    order = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "item"], name="requested_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.item_id}"


class Decision(models.Model):
    """What the provider answered or the data authority ruled (答复、裁定). Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(Request, models.PROTECT, related_name="decisions")
    round = models.PositiveIntegerField()
    is_ruling = models.BooleanField(help_text="by the data authority (裁定)")
    outcome = models.TextField(choices=Outcomes.choices)
    rows = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_until = models.DateField()
    quota = models.PositiveIntegerField()
    modes = modes_field()
    reason = models.TextField(blank=True, default="")
    actor_id = models.UUIDField()
    size = models.PositiveIntegerField(help_text="how many items; none can be added later")
    due_on = models.DateField(null=True, help_text="the last day for this answer")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome=permits.Outcome.ALL.value) | Q(reason__gt=""),
                name="decision_gives_reasons",
            ),
            has_modes("decision_has_modes"),
        ]
        indexes: ClassVar = [models.Index(fields=["request", "at"], name="decision_of_request")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.outcome}"

    @property
    def permit(self) -> Permit:
        """What may be had by it (one query unless prefetched)."""
        return Permit(
            items={one.item_id: one.policy for one in self.items.all()},
            rows=read_rows(self.rows), valid_from=self.valid_from, valid_until=self.valid_until,
            quota=self.quota, modes=read_modes(self.modes),
        )  # fmt: skip


class MaskedItem(models.Model):
    """An item with its mask."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    mask = models.TextField(choices=Masks.choices, default=Masks.NONE)
    keep_first = models.PositiveSmallIntegerField(default=0)
    keep_last = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def policy(self) -> MaskPolicy:
        """How the item is masked."""
        return MaskPolicy(Mask(self.mask), self.keep_first, self.keep_last)


class DecidedItem(MaskedItem):
    """An item that a decision lets the consumer have."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="items")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "item"], name="decided_item_once")
        ]


class Review(models.Model):
    """A security or secrecy review of a request (安全审查、保密审查). Never changed."""

    class Gate(models.TextChoices):
        """See `rules.requesting.Gate`."""

        SECURITY = requesting.Gate.SECURITY.value, pgettext_lazy("review", "security review")
        SECRECY = requesting.Gate.SECRECY.value, pgettext_lazy("review", "secrecy review")

    class Verdict(models.TextChoices):
        """See `rules.requesting.Verdict`."""

        PASSED = requesting.Verdict.PASSED.value, pgettext_lazy("review", "passed")
        RETURNED = requesting.Verdict.RETURNED.value, pgettext_lazy("review", "returned")
        REJECTED = requesting.Verdict.REJECTED.value, pgettext_lazy("review", "not passed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(Request, models.PROTECT, related_name="reviews")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="reviews")
    gate = models.TextField(choices=Gate.choices)
    verdict = models.TextField(choices=Verdict.choices)
    reviewer_id = models.UUIDField()
    opinion = models.TextField()
    checklist = models.JSONField(default=list, help_text="what was asked, and whether it is so")
    screening = models.JSONField(default=list, help_text="what the screening found then")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "gate"], name="reviewed_once"),
            models.UniqueConstraint(fields=["decision", "reviewer_id"], name="reviewed_by_two"),
            models.CheckConstraint(condition=Q(opinion__gt=""), name="review_has_an_opinion"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.gate} {self.verdict}"


class RequestStep(models.Model):
    """What was done with a request, by whom, with which words (办理记录). Never changed."""

    class Kind(models.TextChoices):
        """See `rules.requesting.Act`."""

        BEGIN = A.BEGIN.value, pgettext_lazy("request step", "begun")
        REVISE = A.REVISE.value, pgettext_lazy("request step", "changed")
        HAND_IN = A.HAND_IN.value, pgettext_lazy("request step", "handed in")
        PASS_CHECK = A.PASS_CHECK.value, pgettext_lazy("request step", "conformity passed")
        RETURN_CHECK = (
            A.RETURN_CHECK.value, pgettext_lazy("request step", "returned by the conformity check"),
        )  # fmt: skip
        REJECT_CHECK = A.REJECT_CHECK.value, pgettext_lazy("request step", "not conforming")
        AGREE = A.AGREE.value, pgettext_lazy("request step", "agreed to")
        AGREE_IN_PART = A.AGREE_IN_PART.value, pgettext_lazy("request step", "agreed to in part")
        REFUSE = A.REFUSE.value, pgettext_lazy("request step", "refused")
        ACCEPT = A.ACCEPT.value, pgettext_lazy("request step", "answer accepted")
        OBJECT = A.OBJECT.value, pgettext_lazy("request step", "answer disputed")
        SAY = A.SAY.value, pgettext_lazy("request step", "statement")
        RULE_FOR = A.RULE_FOR.value, pgettext_lazy("request step", "ruled: share")
        RULE_IN_PART = A.RULE_IN_PART.value, pgettext_lazy("request step", "ruled: share in part")
        RULE_AGAINST = A.RULE_AGAINST.value, pgettext_lazy("request step", "ruled: do not share")
        PASS_SECURITY = (
            A.PASS_SECURITY.value, pgettext_lazy("request step", "security review passed"),
        )  # fmt: skip
        RETURN_SECURITY = (
            A.RETURN_SECURITY.value, pgettext_lazy("request step", "returned by security review"),
        )  # fmt: skip
        REJECT_SECURITY = (
            A.REJECT_SECURITY.value, pgettext_lazy("request step", "security review not passed"),
        )  # fmt: skip
        PASS_SECRECY = (
            A.PASS_SECRECY.value, pgettext_lazy("request step", "secrecy review passed"),
        )  # fmt: skip
        RETURN_SECRECY = (
            A.RETURN_SECRECY.value, pgettext_lazy("request step", "returned by secrecy review"),
        )  # fmt: skip
        REJECT_SECRECY = (
            A.REJECT_SECRECY.value, pgettext_lazy("request step", "secrecy review not passed"),
        )  # fmt: skip
        WITHDRAW = A.WITHDRAW.value, pgettext_lazy("request step", "withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(Request, models.PROTECT, related_name="steps")
    round = models.PositiveIntegerField()
    kind = models.TextField(choices=Kind.choices)
    side = models.TextField(blank=True, default="", help_text="who speaks: consumer, provider")
    actor_id = models.UUIDField()
    actor_unit_id = models.UUIDField(null=True)
    words = models.TextField(blank=True, default="")
    due_on = models.DateField(null=True, help_text="the last day of the limit that begins")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["request", "at"], name="step_of_request"),
            models.Index(fields=["kind", "due_on"], name="request_step_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind}"
