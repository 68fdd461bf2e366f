"""Doubts about records (疑义校核), what was done with them, and who hears of a correction.

Whatever tells of the record itself lies sealed under the record's own key (`record_id`), as
`crypto` keeps values of persons: what was sealed for a record becomes unreadable with its key.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.models.entries import Resource
from liupan.capabilities.catalogue.rules import doubts
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

S, A = doubts.State, doubts.Act


class Doubt(models.Model):
    """A consumer's doubt about one record of a resource (疑义)."""

    class State(models.TextChoices):
        """See `rules.doubts`."""

        FLAGGED = S.FLAGGED.value, pgettext_lazy("doubt", "to be checked")
        ASKED_BACK = S.ASKED_BACK.value, pgettext_lazy("doubt", "asked back")
        FIXED = S.FIXED.value, pgettext_lazy("doubt", "corrected, to be confirmed")
        REJECTED = S.REJECTED.value, pgettext_lazy("doubt", "not corrected, to be confirmed")
        DISPUTED = S.DISPUTED.value, pgettext_lazy("doubt", "awaiting a ruling")
        ORDERED = S.ORDERED.value, pgettext_lazy("doubt", "to be corrected by ruling")
        CLOSED = S.CLOSED.value, pgettext_lazy("doubt", "closed")
        WITHDRAWN = S.WITHDRAWN.value, pgettext_lazy("doubt", "withdrawn")

    class Outcome(models.TextChoices):
        """How it ended."""

        CORRECTED = doubts.Outcome.CORRECTED.value, pgettext_lazy("doubt", "corrected")
        STANDS = doubts.Outcome.STANDS.value, pgettext_lazy("doubt", "the record stands")
        WITHDRAWN = doubts.Outcome.WITHDRAWN.value, pgettext_lazy("doubt", "withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField(unique=True, help_text="疑义编号; says nothing of the record")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="doubts")
    code = models.TextField(help_text="信息资源代码")
    title = models.TextField(help_text="信息资源名称, as it was called")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    flagger_unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    grant_id = models.UUIDField(help_text="the grant under which the record was used")
    items = ArrayField(models.TextField(), help_text="names of the doubted items")
    record_id = models.UUIDField(help_text="keyed digest of resource and key values")
    record = models.TextField(help_text="sealed: key values, what stands, what should stand")
    state = models.TextField(choices=State.choices, default=State.FLAGGED)
    secrecy = models.PositiveSmallIntegerField(
        choices=[(level.value, level.name) for level in Secrecy], default=Secrecy.PUBLIC.value
    )
    flagged_at = models.DateTimeField()
    flagged_by = models.UUIDField()
    clock_id = models.UUIDField(null=True, help_text="the provider's limit")
    due_on = models.DateField(help_text="the limit's last day; moved by what was paused")
    answered_at = models.DateTimeField(null=True, help_text="first fixed or rejected")
    answered_by = models.UUIDField(null=True, help_text="who answered last")
    in_time = models.BooleanField(null=True, help_text="whether the first answer was")
    fixed_at = models.DateTimeField(null=True, help_text="first")
    fix_days = models.PositiveIntegerField(null=True, help_text="working days until the first fix")
    fixes = models.PositiveSmallIntegerField(default=0)
    fix = models.TextField(blank=True, default="", help_text="sealed: the values after the fix")
    effective_on = models.DateField(null=True, help_text="更正生效日期")
    is_late = models.BooleanField(default=False, help_text="an answer came late; stays")
    disputed_at = models.DateTimeField(null=True)
    ruled_at = models.DateTimeField(null=True)
    ruled_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True, default="", choices=Outcome.choices)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=sorted(one.value for one in S)), name="doubt_state_is_known"
            ),
            models.CheckConstraint(condition=~Q(items=[]), name="doubt_names_items"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at__isnull=True)
                | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="doubt_ends_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.FIXED.value)
                | (~Q(fix="") & Q(effective_on__isnull=False, fixed_at__isnull=False)),
                name="doubt_fixed_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=models.F("flagged_by")),
                name="doubt_answered_by_another",
            ),
            models.CheckConstraint(
                condition=Q(ruled_by__isnull=True)
                | (~Q(ruled_by=models.F("flagged_by")) & ~Q(ruled_by=models.F("answered_by"))),
                name="doubt_ruled_by_another",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "state"], name="doubt_of_provider"),
            models.Index(fields=["flagger_unit", "state"], name="doubt_of_flagger"),
            models.Index(fields=["resource", "flagged_at"], name="doubt_of_resource"),
            models.Index(fields=["flagged_at", "id"], name="doubt_by_time"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def standing(self) -> doubts.State:
        """The state as the rules know it."""
        return doubts.State(self.state)


class DoubtStep(models.Model):
    """What was done with a doubt, by whom, with which words (办理记录). Never changed."""

    class Kind(models.TextChoices):
        """See `rules.doubts.Act`."""

        FLAG = A.FLAG.value, pgettext_lazy("doubt step", "doubted")
        ASK_BACK = A.ASK_BACK.value, pgettext_lazy("doubt step", "asked back")
        SUPPLEMENT = A.SUPPLEMENT.value, pgettext_lazy("doubt step", "supplemented")
        FIX = A.FIX.value, pgettext_lazy("doubt step", "corrected")
        REJECT = A.REJECT.value, pgettext_lazy("doubt step", "not corrected")
        CONFIRM = A.CONFIRM.value, pgettext_lazy("doubt step", "confirmed")
        DISPUTE = A.DISPUTE.value, pgettext_lazy("doubt step", "brought to the data authority")
        UPHOLD = A.UPHOLD.value, pgettext_lazy("doubt step", "ruled: to be corrected")
        DISMISS = A.DISMISS.value, pgettext_lazy("doubt step", "ruled: the record stands")
        WITHDRAW = A.WITHDRAW.value, pgettext_lazy("doubt step", "withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    doubt = models.ForeignKey(Doubt, models.PROTECT, related_name="steps")
    kind = models.TextField(choices=Kind.choices)
    actor_id = models.UUIDField()
    actor_unit_id = models.UUIDField(null=True)
    words = models.TextField(blank=True, default="", help_text="sealed under the record's key")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["doubt", "at"], name="step_of_doubt")]

    def __str__(self) -> str:
        return f"{self.doubt_id} {self.kind}"


class Correction(models.Model):
    """A unit that uses the record hears of a fix (更正通知), with the items it may see."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    doubt = models.ForeignKey(Doubt, models.PROTECT, related_name="corrections")
    fix = models.PositiveSmallIntegerField(help_text="which fix of the doubt: 1, 2, …")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    items = ArrayField(models.TextField(), help_text="items that its live grants cover")
    told_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, help_text="taken over into the unit's own records")
    taken_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["doubt", "fix", "unit"], name="correction_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "told_at", "id"], name="correction_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.doubt_id} {self.fix}"
