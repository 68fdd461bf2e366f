"""Outgoing and incoming documents, drafts, renditions, what was done, and the records of them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from liupan.capabilities.correspondence.rules import receiving, sending
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy

SECRECY = [(level.value, level.name) for level in Secrecy]


class Code(models.Model):
    """A code that numbers of a unit's documents begin with (发文机关代字), such as 固政办发.

    A unit that is renamed gets a new one and keeps the old.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    text = models.TextField(unique=True, help_text="固政办发")
    form = models.TextField(default="common", help_text="layout it is meant for")
    word = models.TextField(blank=True, default="", help_text="what follows the unit in the mark")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.text


class Template(models.Model):
    """A text to begin with (公文模板); of one unit, or of all when it has none."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    name = models.TextField()
    type = models.TextField(help_text="one of the fifteen types")
    form = models.TextField(default="common")
    source = models.JSONField(help_text="source of an official document, as `documents` reads it")
    hint = models.TextField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Circle(models.Model):
    """Units that documents go to together (发文范围), by the words printed for them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    name = models.TextField(help_text="各县（区）人民政府")
    members = models.ManyToManyField("organisations.Unit", related_name="+")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "name"], name="circle_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Outgoing(models.Model):
    """A document that a unit writes and issues (发文)."""

    class State(models.TextChoices):
        """See `rules.sending`."""

        DRAFTING = sending.State.DRAFTING.value, pgettext_lazy("outgoing", "drafting")
        REVIEWING = sending.State.REVIEWING.value, pgettext_lazy("outgoing", "under review")
        COSIGNING = sending.State.COSIGNING.value, pgettext_lazy("outgoing", "joint signing")
        LEGALITY = sending.State.LEGALITY.value, pgettext_lazy("outgoing", "legality review")
        SIGNING_OFF = sending.State.SIGNING_OFF.value, pgettext_lazy("outgoing", "to be signed off")
        RECHECKING = sending.State.RECHECKING.value, pgettext_lazy("outgoing", "to be re-checked")
        NUMBERING = sending.State.NUMBERING.value, pgettext_lazy("outgoing", "to be numbered")
        RENDERING = sending.State.RENDERING.value, pgettext_lazy("outgoing", "being typeset")
        SEALING = sending.State.SEALING.value, pgettext_lazy("outgoing", "to be sealed")
        DISPATCHING = sending.State.DISPATCHING.value, pgettext_lazy("outgoing", "to be dispatched")
        DISPATCHED = sending.State.DISPATCHED.value, pgettext_lazy("outgoing", "dispatched")
        ARCHIVED = sending.State.ARCHIVED.value, pgettext_lazy("outgoing", "archived")
        VOID = sending.State.VOID.value, pgettext_lazy("outgoing", "void")
        WITHDRAWN = sending.State.WITHDRAWN.value, pgettext_lazy("outgoing", "withdrawn")

    class Disclosure(models.TextChoices):
        """公开属性, fixed when the document is drafted (政府信息公开条例)."""

        OPEN = "open", pgettext_lazy("disclosure", "disclosed actively")
        ON_REQUEST = "on_request", pgettext_lazy("disclosure", "disclosed on request")
        CLOSED = "closed", pgettext_lazy("disclosure", "not disclosed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    type = models.TextField(help_text="one of the fifteen types (文种)")
    form = models.TextField(default="common", help_text="common, letter, order or minutes")
    title = models.TextField()
    issuing_unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    drafting_unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    drafter_id = models.UUIDField()
    signer_id = models.UUIDField(null=True, help_text="account that is to sign it off (签发人)")
    secrecy = models.PositiveSmallIntegerField(choices=SECRECY, default=Secrecy.INTERNAL.value)
    mark = models.TextField(blank=True, default="", help_text="秘密★1年; empty below secret")
    urgency = models.TextField(blank=True, default="", help_text="加急, 特急 or empty")
    is_normative = models.BooleanField(default=False, help_text="规范性文件")
    disclosure = models.TextField(choices=Disclosure.choices, default=Disclosure.ON_REQUEST)
    disclosure_reason = models.TextField(blank=True, default="", help_text="why not disclosed")
    state = models.TextField(choices=State.choices, default=State.DRAFTING)
    returned = models.PositiveSmallIntegerField(default=0)
    draft_number = models.PositiveIntegerField(default=0, help_text="the current draft")
    signed_draft = models.PositiveIntegerField(null=True, help_text="the draft signed off")
    code = models.ForeignKey(Code, models.PROTECT, null=True, related_name="+")
    number = models.TextField(blank=True, default="", help_text="发文字号 as printed")
    number_id = models.UUIDField(null=True)
    instance_id = models.UUIDField(null=True, help_text="of `workflow`")
    clock_id = models.UUIDField(null=True)
    due_on = models.DateField(null=True, help_text="when it should be issued")
    is_late = models.BooleanField(default=False, help_text="once late, late for ever")
    in_reply_to = models.ForeignKey("Incoming", models.PROTECT, null=True, related_name="replies")
    based_on = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="the earlier document whose text it began with",
    )
    drafted_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, help_text="for the first time")
    signed_off_at = models.DateTimeField(null=True)
    signed_off_by = models.UUIDField(null=True)
    numbered_at = models.DateTimeField(null=True)
    rendered_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True, help_text="by the last of its issuers")
    dispatched_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="void or withdrawn")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="outgoing_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number="", number_id__isnull=True)
                | (~Q(number="") & Q(number_id__isnull=False)),
                name="outgoing_number_whole",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_at__isnull=True, signed_draft__isnull=True)
                | Q(signed_off_at__isnull=False, signed_draft__isnull=False),
                name="outgoing_signed_draft",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["issuing_unit", "state", "-drafted_at"], name="outgoing_of_unit"),
            models.Index(fields=["drafting_unit", "-drafted_at"], name="outgoing_of_drafters"),
            models.Index(fields=["drafter_id", "-drafted_at"], name="outgoing_of_drafter"),
            models.Index(fields=["-drafted_at", "-id"], name="outgoing_listed"),
            models.Index(fields=["instance_id"], name="outgoing_of_instance"),
            models.Index(fields=["clock_id"], name="outgoing_of_clock"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def standing(self) -> sending.State:
        """The state as the rules know it."""
        return sending.State(self.state)


class Party(models.Model):
    """A unit that takes part in an outgoing document before it is issued: its people may see it."""

    class Part(models.TextChoices):
        """What it does."""

        ISSUER = "issuer", pgettext_lazy("party", "issues it")
        DRAFTER = "drafter", pgettext_lazy("party", "drafts it")
        COSIGNER = "cosigner", pgettext_lazy("party", "signs it jointly")
        LEGALITY = "legality", pgettext_lazy("party", "reviews its legality")

    document = models.ForeignKey(Outgoing, models.CASCADE, related_name="parties")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    part = models.TextField(choices=Part.choices)
    order = models.PositiveSmallIntegerField(default=0, help_text="of issuers: the host is 0")
    seal_id = models.UUIDField(null=True, help_text="of an issuer")
    sealed_at = models.DateTimeField(null=True)
    sealed_by = models.UUIDField(null=True)
    use_id = models.UUIDField(null=True, help_text="of the seal")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "unit", "part"], name="party_once")
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "document"], name="party_of_unit")]


class Addressee(models.Model):
    """Whom a document goes to (主送, 抄送): a unit, a circle, or words for who is not here."""

    class Kind(models.TextChoices):
        """Main or copy."""

        MAIN = "main", pgettext_lazy("addressee", "main")
        COPY = "copy", pgettext_lazy("addressee", "copy")

    document = models.ForeignKey(Outgoing, models.CASCADE, related_name="addressees")
    kind = models.TextField(choices=Kind.choices)
    order = models.PositiveSmallIntegerField()
    text = models.TextField(help_text="as printed")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "kind", "order"], name="addressee_once"),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(circle__isnull=True),
                name="addressee_unit_or_circle",
            ),
        ]


class Draft(models.Model):
    """A state of the text that somebody handed on (稿). Rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Outgoing, models.PROTECT, related_name="drafts")
    n = models.PositiveIntegerField()
    source = models.JSONField(help_text="source of an official document, as `documents` reads it")
    sm3 = models.TextField(help_text="of the canonical JSON")
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    step = models.TextField(help_text="element of the process at which it was written")
    note = models.TextField(blank=True, default="", help_text="what was changed and why")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "n"], name="draft_once")
        ]


class WorkingCopy(models.Model):
    """What somebody is writing and has not handed on: kept as they type, on whatever device."""

    document = models.ForeignKey(Outgoing, models.CASCADE, related_name="working_copies")
    person_id = models.UUIDField()
    form = models.JSONField(help_text="fields of the editor as they stand")
    of_draft = models.PositiveIntegerField(help_text="the draft it began from")
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "person_id"], name="working_copy_once")
        ]


class Rendition(models.Model):
    """A finished file of a document: typeset, or sealed so far. The latest `n` of a kind holds."""

    class Kind(models.TextChoices):
        """Formats."""

        PDF = "pdf", "PDF"
        OFD = "ofd", "OFD"
        SM2 = "pdf.sm2", pgettext_lazy("rendition", "SM2 signature of the PDF")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Outgoing, models.PROTECT, related_name="renditions")
    kind = models.TextField(choices=Kind.choices)
    n = models.PositiveSmallIntegerField(help_text="1: typeset; one more for each seal")
    draft = models.PositiveIntegerField()
    file_id = models.UUIDField()
    sm3 = models.TextField()
    pages = models.PositiveIntegerField()
    places = models.JSONField(default=list, help_text="of seals: page and centre in mm, by issuer")
    seals = models.PositiveSmallIntegerField(default=0, help_text="how many it bears")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "kind", "n"], name="rendition_once")
        ]


class Incoming(models.Model):
    """A document at a unit that received it (收文); of a dispatch here, or from outside."""

    class State(models.TextChoices):
        """See `rules.receiving`."""

        ARRIVED = receiving.State.ARRIVED.value, pgettext_lazy("incoming", "to be signed for")
        SIGNED_FOR = receiving.State.SIGNED_FOR.value, pgettext_lazy("incoming", "to be registered")
        REGISTERED = receiving.State.REGISTERED.value, pgettext_lazy("incoming", "to be reviewed")
        PROPOSING = receiving.State.PROPOSING.value, pgettext_lazy("incoming", "opinion proposed")
        INSTRUCTING = receiving.State.INSTRUCTING.value, pgettext_lazy("incoming", "with a leader")
        HANDLING = receiving.State.HANDLING.value, pgettext_lazy("incoming", "being handled")
        READING = receiving.State.READING.value, pgettext_lazy("incoming", "being read")
        DONE = receiving.State.DONE.value, pgettext_lazy("incoming", "done")
        ARCHIVED = receiving.State.ARCHIVED.value, pgettext_lazy("incoming", "archived")
        RETURNED = receiving.State.RETURNED.value, pgettext_lazy("incoming", "sent back")

    class Origin(models.TextChoices):
        """How it came."""

        DISPATCH = "dispatch", pgettext_lazy("incoming", "sent here")
        SCAN = "scan", pgettext_lazy("incoming", "scanned paper")
        FILE = "file", pgettext_lazy("incoming", "file from outside")

    class Purpose(models.TextChoices):
        """办件, 阅件; empty until the review."""

        ACTION = receiving.Purpose.ACTION.value, pgettext_lazy("incoming", "for action")
        READING = receiving.Purpose.READING.value, pgettext_lazy("incoming", "for reading")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    origin = models.TextField(choices=Origin.choices)
    outgoing = models.ForeignKey(Outgoing, models.PROTECT, null=True, related_name="deliveries")
    kind = models.TextField(choices=Addressee.Kind.choices, default=Addressee.Kind.MAIN)
    copy_number = models.PositiveIntegerField(null=True, help_text="份号")
    copies = models.PositiveIntegerField(default=1)
    type = models.TextField(help_text="one of the fifteen types; empty when it is none", blank=True)
    title = models.TextField()
    from_unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    from_name = models.TextField(help_text="来文单位")
    their_number = models.TextField(blank=True, default="", help_text="来文字号")
    their_date = models.DateField(null=True)
    secrecy = models.PositiveSmallIntegerField(choices=SECRECY, default=Secrecy.INTERNAL.value)
    mark = models.TextField(blank=True, default="")
    urgency = models.TextField(blank=True, default="")
    state = models.TextField(choices=State.choices, default=State.ARRIVED)
    purpose = models.TextField(choices=Purpose.choices, blank=True, default="")
    number = models.TextField(blank=True, default="", help_text="收文编号")
    lead_unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, related_name="+", help_text="承办部门"
    )
    handler_id = models.UUIDField(null=True, help_text="account that handles it (承办人)")
    leader_id = models.UUIDField(null=True, help_text="account whose instruction is asked")
    proposal = models.TextField(blank=True, default="", help_text="拟办意见")
    instance_id = models.UUIDField(null=True)
    clock_id = models.UUIDField(null=True)
    due_on = models.DateField(null=True)
    is_late = models.BooleanField(default=False, help_text="once late, late for ever")
    arrived_at = models.DateTimeField()
    sign_by = models.DateField(null=True, help_text="last day to sign for it")
    signed_for_at = models.DateTimeField(null=True)
    signed_for_by = models.UUIDField(null=True)
    registered_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["outgoing", "unit"],
                condition=Q(outgoing__isnull=False, returned_at__isnull=True),
                name="delivered_once",
            ),
            models.UniqueConstraint(
                fields=["unit", "number"], condition=~Q(number=""), name="incoming_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""), name="incoming_back_why"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "state", "-arrived_at"], name="incoming_of_unit"),
            models.Index(fields=["-arrived_at", "-id"], name="incoming_listed"),
            models.Index(fields=["handler_id", "state"], name="incoming_of_handler"),
            models.Index(fields=["instance_id"], name="incoming_of_instance"),
            models.Index(fields=["clock_id"], name="incoming_of_clock"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def standing(self) -> receiving.State:
        """The state as the rules know it."""
        return receiving.State(self.state)


class Reader(models.Model):
    """Somebody an incoming document was put before (传阅): who has it, since when, whether read."""

    incoming = models.ForeignKey(Incoming, models.CASCADE, related_name="readers")
    person_id = models.UUIDField()
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True, default="", help_text="阅见")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incoming", "person_id"], name="reader_once")
        ]
        indexes: ClassVar = [models.Index(fields=["person_id", "read_at"], name="reader_of_person")]


class Entry(models.Model):
    """What was done with a document outside the steps of its process (办理记录). Never changed.

    `act` is the code of the fact without its office: `outgoing.numbered`, `incoming.urged`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    outgoing = models.ForeignKey(Outgoing, models.PROTECT, null=True, related_name="entries")
    incoming = models.ForeignKey(Incoming, models.PROTECT, null=True, related_name="entries")
    act = models.TextField()
    actor_id = models.UUIDField()
    actor_unit_id = models.UUIDField(null=True)
    words = models.TextField(blank=True, default="")
    values = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outgoing__isnull=True, incoming__isnull=False)
                | Q(outgoing__isnull=False, incoming__isnull=True),
                name="entry_of_one",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["outgoing", "at"], name="entry_of_outgoing"),
            models.Index(fields=["incoming", "at"], name="entry_of_incoming"),
        ]


class Resolution(models.Model):
    """Something a document resolves and somebody must do (议定事项); becomes a supervision item."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    outgoing = models.ForeignKey(Outgoing, models.PROTECT, null=True, related_name="resolutions")
    incoming = models.ForeignKey(Incoming, models.PROTECT, null=True, related_name="resolutions")
    n = models.PositiveSmallIntegerField()
    text = models.TextField()
    lead_unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    handed_by = models.UUIDField()
    handed_at = models.DateTimeField()
    item_id = models.UUIDField(null=True, help_text="of `supervision`, once it is registered")
    item_number = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outgoing__isnull=True, incoming__isnull=False)
                | Q(outgoing__isnull=False, incoming__isnull=True),
                name="resolution_of_one",
            ),
            models.UniqueConstraint(
                fields=["outgoing", "n"],
                condition=Q(outgoing__isnull=False),
                name="resolution_of_outgoing_once",
            ),
            models.UniqueConstraint(
                fields=["incoming", "n"],
                condition=Q(incoming__isnull=False),
                name="resolution_of_incoming_once",
            ),
        ]


class FilingClass(models.Model):
    """A class of a unit's filing plan (分类方案, 保管期限表); of all when it has no unit."""

    class Retention(models.TextChoices):
        """保管期限 (机关文件材料归档范围和文书档案保管期限规定)."""

        PERMANENT = "permanent", pgettext_lazy("retention", "permanent")
        YEARS_30 = "30", pgettext_lazy("retention", "30 years")
        YEARS_10 = "10", pgettext_lazy("retention", "10 years")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    code = models.TextField()
    name = models.TextField()
    scope = models.TextField(blank=True, default="", help_text="what belongs here")
    retention = models.TextField(choices=Retention.choices)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "code"], nulls_distinct=False, name="filing_class_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Record(models.Model):
    """A document put on file (归档文件): where it lies and how long it is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    outgoing = models.OneToOneField(Outgoing, models.PROTECT, null=True, related_name="record")
    incoming = models.OneToOneField(Incoming, models.PROTECT, null=True, related_name="record")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    filing_class = models.ForeignKey(FilingClass, models.PROTECT, related_name="records")
    year = models.PositiveSmallIntegerField()
    retention = models.TextField(choices=FilingClass.Retention.choices)
    item_number = models.TextField(help_text="档号: unit, year, class, retention, running number")
    title = models.TextField()
    secrecy = models.PositiveSmallIntegerField(choices=SECRECY)
    pages = models.PositiveIntegerField(default=0)
    package_file_id = models.UUIDField(null=True, help_text="everything of it, with a manifest")
    sm3 = models.TextField(blank=True, default="", help_text="of the package")
    filed_at = models.DateTimeField()
    filed_by = models.UUIDField()
    due_for_appraisal_on = models.DateField(null=True, help_text="when its retention ends")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outgoing__isnull=True, incoming__isnull=False)
                | Q(outgoing__isnull=False, incoming__isnull=True),
                name="record_of_one",
            ),
            models.UniqueConstraint(fields=["unit", "item_number"], name="record_number_once"),
            models.CheckConstraint(
                condition=Q(retention="permanent", due_for_appraisal_on__isnull=True)
                | (~Q(retention="permanent") & Q(due_for_appraisal_on__isnull=False)),
                name="record_kept_until",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "year", "filing_class"], name="record_of_class"),
            models.Index(fields=["due_for_appraisal_on"], name="record_to_appraise"),
            models.Index(F("filed_at").desc(), F("id").desc(), name="record_listed"),
        ]

    def __str__(self) -> str:
        return f"{self.item_number} {self.title}"


class StateSecret(models.Model):
    """A document that is a state secret (国家秘密事项): since when, and until when it is one.

    A row comes with the signature that determines it, or with what was received from outside. What
    has been released keeps its row.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    outgoing = models.OneToOneField(Outgoing, models.PROTECT, null=True, related_name="secret")
    incoming = models.OneToOneField(Incoming, models.PROTECT, null=True, related_name="secret")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=SECRECY)
    mark = models.TextField(help_text="秘密★1年")
    since = models.DateField(help_text="when it was determined")
    ends_on = models.DateField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outgoing__isnull=True, incoming__isnull=False)
                | Q(outgoing__isnull=False, incoming__isnull=True),
                name="secret_of_one",
            ),
            models.CheckConstraint(
                condition=Q(level__gt=Secrecy.INTERNAL.value), name="secret_is_one"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["ends_on", "id"], name="secret_ends", condition=Q(released_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.mark


class MarkChange(models.Model):
    """Another secrecy mark of a document (密级变更): asked for by one, decided by another."""

    class State(models.TextChoices):
        """Released is what ended by itself when its period had passed."""

        ASKED = "asked", pgettext_lazy("change of a mark", "waits for approval")
        GRANTED = "granted", pgettext_lazy("change of a mark", "approved")
        REFUSED = "refused", pgettext_lazy("change of a mark", "not approved")
        RELEASED = "released", pgettext_lazy("change of a mark", "released when its period ended")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    outgoing = models.ForeignKey(Outgoing, models.PROTECT, null=True, related_name="mark_changes")
    incoming = models.ForeignKey(Incoming, models.PROTECT, null=True, related_name="mark_changes")
    kind = models.TextField(help_text="see `rules.marks`")
    before = models.TextField(help_text="the mark as it is printed")
    before_level = models.PositiveSmallIntegerField(choices=SECRECY)
    after = models.TextField()
    after_level = models.PositiveSmallIntegerField(choices=SECRECY)
    after_since = models.DateField(null=True)
    reason = models.TextField()
    state = models.TextField(choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    answer = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outgoing__isnull=True, incoming__isnull=False)
                | Q(outgoing__isnull=False, incoming__isnull=True),
                name="mark_change_of_one",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="mark_change_by_another",
            ),
            models.UniqueConstraint(
                fields=["outgoing"], condition=Q(state="asked"), name="outgoing_mark_asked_once"
            ),
            models.UniqueConstraint(
                fields=["incoming"], condition=Q(state="asked"), name="incoming_mark_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class PrintedCopy(models.Model):
    """A copy of a state secret that somebody printed (复制件): each is counted and has its number.

    Of a dispatch, copies are numbered through, whoever printed them; `incoming` says where.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    outgoing = models.ForeignKey(Outgoing, models.PROTECT, null=True, related_name="copies_printed")
    incoming = models.ForeignKey(Incoming, models.PROTECT, null=True, related_name="copies_printed")
    copy_number = models.PositiveIntegerField(help_text="份号")
    mark = models.TextField(help_text="as it was when it was printed")
    purpose = models.TextField()
    printed_by = models.UUIDField()
    printed_at = models.DateTimeField()
    sm3 = models.TextField(help_text="of what was given out")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outgoing__isnull=False) | Q(incoming__isnull=False),
                name="copy_of_something",
            ),
            models.UniqueConstraint(
                fields=["outgoing", "copy_number"], condition=Q(outgoing__isnull=False),
                name="copy_of_outgoing_once",
            ),
            models.UniqueConstraint(
                fields=["incoming", "copy_number"], condition=Q(outgoing__isnull=True),
                name="copy_of_incoming_once",
            ),
        ]  # fmt: skip
