"""What the public does with open data: applies, asks, reports, shows what it made, follows."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from liupan.capabilities.opendata.models.datasets import Dataset
from liupan.capabilities.opendata.rules import acts
from liupan.kernel.ids import uuid7

A, K, S, V = acts.ApplicationState, acts.Kind, acts.State, acts.Visibility


class Application(models.Model):
    """An application for data that are open on conditions (有条件开放申请), and its permit."""

    class State(models.TextChoices):
        """See `rules.acts.ApplicationState`."""

        WAITING = A.WAITING.value, pgettext_lazy("application", "awaiting a reply")
        ACCEPTED = A.ACCEPTED.value, pgettext_lazy("application", "accepted")
        REFUSED = A.REFUSED.value, pgettext_lazy("application", "refused")
        REVOKED = A.REVOKED.value, pgettext_lazy("application", "revoked")
        TAKEN_BACK = A.TAKEN_BACK.value, pgettext_lazy("application", "taken back")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField(unique=True)
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    applicant_id = models.UUIDField(db_index=True)
    purpose = models.TextField(help_text="用途")
    agreement = models.PositiveIntegerField(help_text="version of the agreement agreed to")
    state = models.TextField(choices=State.choices, default=State.WAITING)
    clock_id = models.UUIDField()
    due_on = models.DateField()
    is_extended = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    reason = models.TextField(blank=True, default="")
    until_on = models.DateField(null=True, help_text="last day of use")
    is_late = models.BooleanField(default=False)
    uses = models.PositiveIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dataset", "applicant_id"], condition=Q(state=A.WAITING.value),
                name="application_waits_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=A.ACCEPTED.value) | Q(until_on__isnull=False),
                name="application_accepted_for_a_term",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[A.REFUSED.value, A.REVOKED.value]) | Q(reason__gt=""),
                name="application_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=models.F("applicant_id")),
                name="application_answered_by_another",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["unit", "state"], name="application_of_unit")]

    def __str__(self) -> str:
        return self.number


class Agreement(models.Model):
    """The text that applicants agree to (开放利用协议), by version. Never changed."""

    version = models.PositiveIntegerField(primary_key=True)
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()


class Submission(models.Model):
    """What somebody of the public sent in (公众来件): a request for data, a question, a report of
    an error, something made of the data. Plain text; nothing shows before a person let it."""

    class Kind(models.TextChoices):
        """See `rules.acts.Kind`."""

        REQUEST = K.REQUEST.value, pgettext_lazy("submission", "request for data")
        QUESTION = K.QUESTION.value, pgettext_lazy("submission", "question")
        ERROR = K.ERROR.value, pgettext_lazy("submission", "report of an error")
        REUSE = K.REUSE.value, pgettext_lazy("submission", "made of the data")

    class State(models.TextChoices):
        """See `rules.acts.State`."""

        WAITING = S.WAITING.value, pgettext_lazy("submission", "awaiting an answer")
        ANSWERED = S.ANSWERED.value, pgettext_lazy("submission", "answered")
        DECLINED = S.DECLINED.value, pgettext_lazy("submission", "declined")

    class Visibility(models.TextChoices):
        """See `rules.acts.Visibility`."""

        CHECKING = V.CHECKING.value, pgettext_lazy("submission", "not shown yet")
        SHOWN = V.SHOWN.value, pgettext_lazy("submission", "shown to everybody")
        HIDDEN = V.HIDDEN.value, pgettext_lazy("submission", "not shown")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField(unique=True)
    kind = models.TextField(choices=Kind.choices)
    dataset = models.ForeignKey(Dataset, models.PROTECT, null=True, related_name="submissions")
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, related_name="+", help_text="who answers"
    )
    author_id = models.UUIDField(db_index=True)
    title = models.TextField()
    text = models.TextField()
    address = models.TextField(blank=True, default="", help_text="of what was made, https")
    uses = ArrayField(models.UUIDField(), default=list, help_text="datasets it was made of")
    state = models.TextField(choices=State.choices, default=State.WAITING)
    visibility = models.TextField(choices=Visibility.choices, default=Visibility.CHECKING)
    clock_id = models.UUIDField()
    due_on = models.DateField()
    said_at = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    moderated_at = models.DateTimeField(null=True)
    moderated_by = models.UUIDField(null=True)
    why_hidden = models.TextField(blank=True, default="")
    is_late = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(visibility=V.SHOWN.value) | Q(moderated_by__isnull=False),
                name="submission_shown_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(moderated_by__isnull=True) | ~Q(moderated_by=models.F("author_id")),
                name="submission_shown_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.DECLINED.value) | Q(answer__gt=""),
                name="submission_declined_with_words",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[K.REQUEST.value, K.REUSE.value]) | Q(dataset__isnull=False),
                name="submission_is_about_a_dataset",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "state", "due_on"], name="submission_waits"),
            models.Index(fields=["kind", "visibility", "-said_at"], name="submission_shown"),
            models.Index(fields=["dataset", "kind"], name="submission_of_dataset"),
        ]

    def __str__(self) -> str:
        return self.number


class Follow(models.Model):
    """Somebody wants to hear of new data (关注)."""

    id = models.BigAutoField(primary_key=True)
    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="+")
    account_id = models.UUIDField(db_index=True)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dataset", "account_id"], name="follow_once")
        ]
