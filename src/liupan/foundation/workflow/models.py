"""Definitions by version, instances, work items with who may do them, votes and opinions."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy


class Definition(models.Model):
    """One version of a process (流程定义): the file byte for byte, and what was read of it.

    A file that the engine cannot execute is kept all the same; `objections` say why not.
    """

    class Origin(models.TextChoices):
        """Who brought it."""

        SHIPPED = "shipped", pgettext_lazy("process", "came with the program")
        UPLOADED = "uploaded", pgettext_lazy("process", "uploaded")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.TextField(help_text="id of the process in its file")
    number = models.PositiveIntegerField(help_text="version, from 1")
    name = models.TextField()
    source = models.BinaryField()
    digest = models.TextField(help_text="SM3 of the source, in hex")
    origin = models.TextField(choices=Origin.choices)
    specification = models.JSONField(null=True, help_text="the engine's own, once per version")
    outline = models.JSONField(default=dict, help_text="what our extensions say, by element")
    objections = models.JSONField(default=list)
    is_deployed = models.BooleanField(default=False)
    kept_by = models.UUIDField()
    kept_at = models.DateTimeField()
    deployed_by = models.UUIDField(null=True)
    deployed_at = models.DateTimeField(null=True)
    tried_by = models.UUIDField(null=True, help_text="who ran it to its end on trial")
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "number"], name="definition_version_once"),
            models.CheckConstraint(
                condition=Q(is_deployed=False) | Q(specification__isnull=False),
                name="definition_deployed_is_specified",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code} {self.number})"


class Table(models.Model):
    """One version of a decision table (决策表): the DMN file byte for byte, and what stands against
    asking it. Processes call the latest deployed one by `code`, the name of what it decides."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.TextField(help_text="name of the decision in its file")
    number = models.PositiveIntegerField(help_text="version, from 1")
    source = models.BinaryField()
    digest = models.TextField(help_text="SM3 of the source, in hex")
    objections = models.JSONField(default=list, help_text="sentences' codes and details")
    is_deployed = models.BooleanField(default=False)
    kept_by = models.UUIDField()
    kept_at = models.DateTimeField()
    deployed_by = models.UUIDField(null=True)
    deployed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "number"], name="table_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.number})"


class Sketch(models.Model):
    """What somebody draws and has not saved as a version (绘制草稿): kept every few seconds, one
    for each person and process or decision table, so that a lost connection loses nothing."""

    class Kind(models.TextChoices):
        """What is drawn."""

        PROCESS = "process", pgettext_lazy("drawing", "process")
        TABLE = "table", pgettext_lazy("drawing", "decision table")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.TextField(choices=Kind.choices)
    code = models.TextField(help_text="of the process or table")
    person_id = models.UUIDField()
    source = models.BinaryField()
    based_on = models.PositiveIntegerField(help_text="latest version when it was begun")
    revision = models.PositiveIntegerField(default=1, help_text="of the sketch, from 1")
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "code", "person_id"], name="sketch_once")
        ]


class Instance(models.Model):
    """A process that runs for a thing of an office; it keeps the version it began with."""

    class State(models.TextChoices):
        """What it is doing."""

        RUNNING = "running", pgettext_lazy("process", "running")
        SUSPENDED = "suspended", pgettext_lazy("process", "suspended")
        ENDED = "ended", pgettext_lazy("process", "ended")
        CANCELLED = "cancelled", pgettext_lazy("process", "cancelled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="instances")
    of_type = models.TextField(help_text="office.thing it runs for")
    of_id = models.UUIDField()
    title = models.TextField()
    url = models.TextField(blank=True, default="")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    secrecy = models.PositiveSmallIntegerField(default=Secrecy.PUBLIC.value)
    state = models.TextField(choices=State.choices, default=State.RUNNING)
    marking = models.JSONField(default=dict, help_text="the engine's tokens, and nothing else")
    data = models.JSONField(default=dict, help_text="the form as it stands")
    tables = models.JSONField(
        default=dict, db_default={}, help_text="versions of the decision tables it asks, by name"
    )
    started_by = models.UUIDField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["running", "suspended"], ended_at__isnull=True)
                | Q(state__in=["ended", "cancelled"], ended_at__isnull=False),
                name="instance_over_since",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["of_id", "started_at"], name="instance_of_thing"),
            models.Index(fields=["state", "-started_at", "-id"], name="instance_listed"),
            models.Index(fields=["unit", "state"], name="instance_of_unit"),
        ]

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """A step that was reached (工作项). Its id is the id of the engine's token."""

    class State(models.TextChoices):
        """Whether it is to be done."""

        OPEN = "open", pgettext_lazy("step", "open")
        DONE = "done", pgettext_lazy("step", "done")
        UNDONE = "undone", pgettext_lazy("step", "taken back")

    class Kind(models.TextChoices):
        """What is waited for."""

        TASK = "task", pgettext_lazy("step", "somebody's work")
        MESSAGE = "message", pgettext_lazy("step", "a message")

    id = models.UUIDField(primary_key=True, editable=False)
    instance = models.ForeignKey(Instance, models.PROTECT, related_name="items")
    order = models.PositiveIntegerField(help_text="in the instance, from 1")
    element = models.TextField()
    name = models.TextField()
    kind = models.TextField(choices=Kind.choices, default=Kind.TASK)
    state = models.TextField(choices=State.choices, default=State.OPEN)
    signing = models.TextField(blank=True, default="", help_text="all, any, order or ratio")
    ratio = models.DecimalField(max_digits=5, decimal_places=4, default=1)
    holder_id = models.UUIDField(null=True, help_text="who has claimed it")
    owner_id = models.UUIDField(null=True, help_text="who delegated it and gets it back")
    said = models.JSONField(null=True, help_text="outcome and data, while signers after it sign")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    outcome = models.TextField(blank=True, default="")
    submitted = models.JSONField(default=dict, help_text="what this step wrote into the form")
    causes = ArrayField(models.UUIDField(), default=list, help_text="steps it came of")
    consumed = models.JSONField(default=list, help_text="arrivals of joins passed on the way")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instance", "order"], name="item_order_once"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | Q(state__in=["done", "undone"], closed_at__isnull=False),
                name="item_closed_since",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Signer(models.Model):
    """A place in a joint sign (会签), or one added before or after somebody's step (加签)."""

    class Place(models.TextChoices):
        """Where it stands."""

        JOINT = "joint", pgettext_lazy("signer", "joint sign")
        BEFORE = "before", pgettext_lazy("signer", "before the step")
        AFTER = "after", pgettext_lazy("signer", "after the step")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="signers")
    key = models.UUIDField(help_text="person, post or unit that signs")
    place = models.TextField(choices=Place.choices, default=Place.JOINT)
    order = models.PositiveIntegerField()
    vote = models.TextField(blank=True, default="", help_text="agree or refuse")
    voted_by = models.UUIDField(null=True)
    voted_at = models.DateTimeField(null=True)
    added_by = models.UUIDField(null=True, help_text="nobody: by the definition")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "key", "place"],
                condition=Q(removed_at__isnull=True),
                name="signer_once",
            ),
            models.CheckConstraint(
                condition=Q(vote="", voted_by__isnull=True)
                | (~Q(vote="") & Q(voted_by__isnull=False)),
                name="signer_voted_by",
            ),
        ]


class Candidate(models.Model):
    """Who may act on an item now: a person, a post, or everybody in a unit. One row for each.

    `secrecy`, `is_paused` and `of_type` are the instance's: a work list walks one index and nothing
    else. The database has the first two follow when the instance changes; the last never does.
    """

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(Item, models.PROTECT, related_name="candidates")
    key = models.UUIDField(help_text="account, post or unit")
    signer = models.ForeignKey(Signer, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    is_open = models.BooleanField(default=True)
    secrecy = models.PositiveSmallIntegerField(help_text="that of the instance")
    is_paused = models.BooleanField(default=False, help_text="the instance is suspended")
    of_type = models.TextField(help_text="that of the instance")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["key", "opened_at", "item"],
                include=["secrecy", "of_type"],
                condition=Q(is_open=True, is_paused=False),
                name="candidate_waiting",
            )
        ]


class Opinion(models.Model):
    """What somebody decided at a step and wrote to it (意见), if anything. Rows are only added; a
    later wording is a later version."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    instance = models.ForeignKey(Instance, models.PROTECT, related_name="opinions")
    item = models.ForeignKey(Item, models.PROTECT, related_name="opinions")
    author_id = models.UUIDField()
    act = models.TextField(help_text="complete, sign, return ...")
    outcome = models.TextField(blank=True, default="")
    text = models.TextField()
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "author_id", "version"], name="opinion_version_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["instance", "id"], name="opinion_in_order")]


class Copy(models.Model):
    """An instance shown to somebody for information (抄送), with when it was read."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    instance = models.ForeignKey(Instance, models.PROTECT, related_name="copies")
    account_id = models.UUIDField()
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instance", "account_id"], name="copy_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["account_id", "-sent_at"],
                condition=Q(read_at__isnull=True),
                name="copy_unread",
            )
        ]


class Verdict(models.Model):
    """What a decision table said in an instance: from which values, by which rules (判定). Rows are
    only added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    instance = models.ForeignKey(Instance, models.PROTECT, related_name="verdicts")
    table = models.ForeignKey(Table, models.PROTECT, related_name="verdicts")
    element = models.TextField()
    inputs = models.JSONField(help_text="columns and what they held, as expressions write it")
    rules = ArrayField(models.PositiveIntegerField(), help_text="rules that hit, from 1")
    result = models.JSONField(null=True)
    said_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["instance", "id"], name="verdict_in_order")]


class Message(models.Model):
    """A message that came for an instance, each once by its key (a deadline of `calendar`)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    instance = models.ForeignKey(Instance, models.PROTECT, related_name="messages")
    name = models.TextField()
    key = models.TextField()
    came_at = models.DateTimeField()
    was_awaited = models.BooleanField(default=False)
    is_pending = models.BooleanField(default=False, help_text="the instance was suspended")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instance", "key"], name="message_once")
        ]
