"""Items of supervision, what was done with them, their requests and sheets."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.capabilities.supervision.rules import sheets, states
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy


class Item(models.Model):
    """A matter that is supervised (督查事项), or a part of one."""

    class Origin(models.TextChoices):
        """Where it comes from (来源)."""

        PLAN = "plan", pgettext_lazy("origin", "plan")
        MEETING = "meeting", pgettext_lazy("origin", "meeting")
        NOTE = "note", pgettext_lazy("origin", "leader's note")
        DOCUMENT = "document", pgettext_lazy("origin", "document")
        PROPOSAL = "proposal", pgettext_lazy("origin", "deputies' proposal")
        PRESS = "press", pgettext_lazy("origin", "press")

    class Urgency(models.TextChoices):
        """How urgent or hard it is; decides the limit of a leader's note."""

        ORDINARY = "ordinary", pgettext_lazy("urgency", "ordinary")
        URGENT = "urgent", pgettext_lazy("urgency", "urgent")
        HARD = "hard", pgettext_lazy("urgency", "hard")

    class State(models.TextChoices):
        """See `rules.states`."""

        REGISTERED = states.State.REGISTERED.value, pgettext_lazy("item", "registered")
        HANDED_OVER = states.State.HANDED_OVER.value, pgettext_lazy("item", "to be signed for")
        WORKING = states.State.WORKING.value, pgettext_lazy("item", "in progress")
        ENDORSING = states.State.ENDORSING.value, pgettext_lazy("item", "to be endorsed")
        VERIFYING = states.State.VERIFYING.value, pgettext_lazy("item", "to be verified")
        CLOSED = states.State.CLOSED.value, pgettext_lazy("item", "closed")
        ARCHIVED = states.State.ARCHIVED.value, pgettext_lazy("item", "archived")
        WITHDRAWN = states.State.WITHDRAWN.value, pgettext_lazy("item", "withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField(unique=True)
    code = models.TextField(help_text="86, 86-4, 86-4-2")
    year = models.PositiveSmallIntegerField()
    path = models.TextField(unique=True, help_text="sorts as a tree is read")
    root = models.ForeignKey("self", models.PROTECT, related_name="tree")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    ordinal = models.PositiveIntegerField()
    title = models.TextField()
    end_state = models.TextField(help_text="办结标准")
    origin = models.TextField(choices=Origin.choices)
    origin_title = models.TextField(blank=True, default="")
    origin_number = models.TextField(blank=True, default="")
    origin_url = models.TextField(
        blank=True, default="", db_default="", help_text="page of what it comes from"
    )
    origin_on = models.DateField(null=True)
    plan_code = models.TextField(blank=True, default="")
    task_code = models.TextField(blank=True, default="", help_text="the plan's key task")
    clause_code = models.TextField(blank=True, default="")
    urgency = models.TextField(choices=Urgency.choices, default=Urgency.ORDINARY)
    secrecy = models.PositiveSmallIntegerField(
        choices=[(level.value, level.name) for level in Secrecy], default=Secrecy.INTERNAL.value
    )
    lead_unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    supervising_unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    supervisor_id = models.UUIDField(help_text="督办人")
    is_mandatory = models.BooleanField(default=True)
    weight = models.PositiveIntegerField(default=1)
    state = models.TextField(choices=State.choices, default=State.REGISTERED)
    percent = models.PositiveSmallIntegerField(default=0, help_text="as last reported")
    due_on = models.DateField()
    first_due_on = models.DateField(null=True, help_text="as handed over; never changes")
    clock_id = models.UUIDField(null=True)
    paused_since = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False, help_text="once late, late for ever")
    late_since = models.DateField(null=True)
    sheet_colour = models.TextField(
        blank=True, default="", help_text="of the sheet that is open or lapsed"
    )
    registered_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.UUIDField(null=True)
    progressed_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    reported_by = models.UUIDField(null=True)
    endorsed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    returned = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "ordinal"], name="part_ordinal_once"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="item_weighs_something"),
            models.CheckConstraint(condition=Q(percent__lte=99), name="item_full_by_closing_only"),
            models.CheckConstraint(
                condition=Q(is_late=False, late_since__isnull=True)
                | Q(is_late=True, late_since__isnull=False),
                name="item_late_since_a_day",
            ),
            models.CheckConstraint(
                condition=Q(paused_since__isnull=True) | Q(state="working"),
                name="item_paused_while_working",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="item_not_its_own_part"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["root", "path"], name="item_tree"),
            models.Index(fields=["lead_unit", "state", "due_on"], name="item_of_unit"),
            models.Index(fields=["state", "due_on"], name="item_by_state"),
            models.Index(fields=["due_on", "id"], name="item_by_due"),
            models.Index(fields=["plan_code", "task_code"], name="item_of_task"),
            models.Index(fields=["clock_id"], name="item_of_clock"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def standing(self) -> states.State:
        """The state as the rules know it."""
        return states.State(self.state)

    @property
    def is_paused(self) -> bool:
        return self.paused_since is not None


class Assisting(models.Model):
    """A unit that helps with an item (协办)."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="assistings")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "unit"], name="assists_once")
        ]


class Entry(models.Model):
    """What was done with an item, by whom, with which opinion (办理记录). Never changed."""

    class Kind(models.TextChoices):
        """See `rules.states.Act`."""

        REGISTER = states.Act.REGISTER.value, pgettext_lazy("entry", "registered")
        DECOMPOSE = states.Act.DECOMPOSE.value, pgettext_lazy("entry", "decomposed")
        REVISE = states.Act.REVISE.value, pgettext_lazy("entry", "revised")
        HAND_OVER = states.Act.HAND_OVER.value, pgettext_lazy("entry", "handed over")
        SIGN_FOR = states.Act.SIGN_FOR.value, pgettext_lazy("entry", "signed for")
        URGE = states.Act.URGE.value, pgettext_lazy("entry", "urged")
        VISIT = states.Act.VISIT.value, pgettext_lazy("entry", "checked on the spot")
        PROGRESS = states.Act.PROGRESS.value, pgettext_lazy("entry", "progress reported")
        REPORT = states.Act.REPORT.value, pgettext_lazy("entry", "reported done")
        ENDORSE = states.Act.ENDORSE.value, pgettext_lazy("entry", "endorsed by the leader")
        RETURN = states.Act.RETURN.value, pgettext_lazy("entry", "returned")
        CLOSE = states.Act.CLOSE.value, pgettext_lazy("entry", "verified and closed")
        ARCHIVE = states.Act.ARCHIVE.value, pgettext_lazy("entry", "archived")
        REOPEN = states.Act.REOPEN.value, pgettext_lazy("entry", "reopened")
        WITHDRAW = states.Act.WITHDRAW.value, pgettext_lazy("entry", "withdrawn")
        REASSIGN = states.Act.REASSIGN.value, pgettext_lazy("entry", "passed on")
        ASK = states.Act.ASK.value, pgettext_lazy("entry", "asked for more time or a pause")
        GRANT = states.Act.GRANT.value, pgettext_lazy("entry", "request granted")
        REFUSE = states.Act.REFUSE.value, pgettext_lazy("entry", "request refused")
        RESUME = states.Act.RESUME.value, pgettext_lazy("entry", "time runs again")
        SHEET = states.Act.SHEET.value, pgettext_lazy("entry", "sheet issued")
        ANSWER = states.Act.ANSWER.value, pgettext_lazy("entry", "sheet answered")
        LAPSE = states.Act.LAPSE.value, pgettext_lazy("entry", "sheet lapsed")
        NOTE = states.Act.NOTE.value, pgettext_lazy("entry", "leader's note")
        LATE = states.Act.LATE.value, pgettext_lazy("entry", "became late")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="entries")
    root = models.ForeignKey(Item, models.PROTECT, related_name="+")
    kind = models.TextField(choices=Kind.choices)
    actor_id = models.UUIDField()
    actor_unit_id = models.UUIDField(null=True)
    on_behalf_id = models.UUIDField(null=True, help_text="unit acted for")
    opinion = models.TextField(blank=True, default="")
    percent = models.PositiveSmallIntegerField(null=True)
    values = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["root", "at"], name="entry_of_tree")]


class Evidence(models.Model):
    """A file that shows what an entry says (佐证材料)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="evidence")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="evidence")
    file_id = models.UUIDField()


class Request(models.Model):
    """A unit asks for more time, or for a pause (延期申请, 暂停申请)."""

    class Kind(models.TextChoices):
        """What is asked for."""

        EXTENSION = "extension", pgettext_lazy("request", "extension")
        PAUSE = "pause", pgettext_lazy("request", "pause")

    class State(models.TextChoices):
        """Open until somebody decides, or the item is over."""

        OPEN = "open", pgettext_lazy("request", "to be decided")
        GRANTED = "granted", pgettext_lazy("request", "granted")
        REFUSED = "refused", pgettext_lazy("request", "refused")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="requests")
    kind = models.TextField(choices=Kind.choices)
    state = models.TextField(choices=State.choices, default=State.OPEN)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    reason = models.TextField()
    pause_key = models.TextField(blank=True, default="", help_text="key of `calendar.pauses`")
    until_on = models.DateField(null=True, help_text="the new due day asked for")
    old_due_on = models.DateField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    opinion = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "kind"], condition=Q(state="open"), name="one_open_request_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(kind="extension") | Q(until_on__gt=F("old_due_on")),
                name="extension_is_later",
            ),
        ]


class Sheet(models.Model):
    """A supervision sheet (督办单): an answer is wanted by a day."""

    class Colour(models.TextChoices):
        """蓝单, 橙单, 红单."""

        BLUE = sheets.Colour.BLUE.value, _("blue sheet")
        ORANGE = sheets.Colour.ORANGE.value, _("orange sheet")
        RED = sheets.Colour.RED.value, _("red sheet")

    class State(models.TextChoices):
        """See `rules.sheets`."""

        OPEN = sheets.SheetState.OPEN.value, pgettext_lazy("sheet", "to be answered")
        ANSWERED = sheets.SheetState.ANSWERED.value, pgettext_lazy("sheet", "answered")
        LAPSED = sheets.SheetState.LAPSED.value, pgettext_lazy("sheet", "lapsed")
        ENDED = sheets.SheetState.ENDED.value, pgettext_lazy("sheet", "ended")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="sheets")
    colour = models.TextField(choices=Colour.choices)
    number = models.TextField(unique=True)
    state = models.TextField(choices=State.choices, default=State.OPEN)
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField(null=True, help_text="empty: by rule")
    answer_by = models.DateField()
    reason = models.TextField()
    is_direct = models.BooleanField(default=False, help_text="before its turn")
    direct_reason = models.TextField(blank=True, default="")
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    lapsed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(state="open"), name="one_open_sheet"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["answer_by"], condition=Q(state="open"), name="sheet_to_answer")
        ]
