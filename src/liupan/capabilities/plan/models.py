"""Plans by level, their editions, and what an edition says: clauses, targets, key tasks."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liupan.capabilities.plan.rules import Comparison
from liupan.kernel.ids import uuid7


class Plan(models.Model):
    """A plan over several years (规划、工作方案), through all its editions."""

    class Level(models.TextChoices):
        """Whose plan it is."""

        NATION = "nation", _("nation")
        REGION = "region", _("region")
        CITY = "city", _("city")
        COUNTY = "county", _("county")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.TextField(unique=True)
    level = models.TextField(choices=Level.choices)
    division_code = models.TextField()
    above = models.ForeignKey("self", models.PROTECT, null=True, related_name="below")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    """The government that answers for it; rights over the plan are rights over this unit."""

    def __str__(self) -> str:
        return self.code


class Edition(models.Model):
    """One edition of a plan (版本). One is in force at most; a superseded one keeps its text."""

    class State(models.TextChoices):
        """Draft, in force, superseded (草案, 现行, 已被取代)."""

        DRAFT = "draft", _("draft")
        IN_FORCE = "in_force", _("in force")
        SUPERSEDED = "superseded", _("superseded")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    state = models.TextField(choices=State.choices, default=State.DRAFT)
    title = models.TextField()
    title_en = models.TextField(blank=True, default="")
    document_number = models.TextField(null=True)
    issuer = models.TextField()
    issued_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    summary = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    is_example = models.BooleanField(default=False, help_text="invented to show how it works")
    adopted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state="in_force"), name="one_edition_in_force"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="edition_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Superior(models.Model):
    """A paper of a higher level that an edition carries out (上级文件)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="superiors")
    level = models.TextField(choices=Plan.Level.choices)
    title = models.TextField(null=True)
    document_number = models.TextField()
    issuer = models.TextField(null=True)
    year = models.PositiveIntegerField(null=True)
    note = models.TextField(blank=True, default="")


class Section(models.Model):
    """A chapter of an edition."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="sections")
    code = models.TextField()
    numeral = models.TextField(null=True)
    name = models.TextField()
    name_en = models.TextField(blank=True, default="")
    order = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "code"], name="section_code_once")
        ]


class Clause(models.Model):
    """One matter of the plan (条款), in our own words, and the office that serves it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    section = models.ForeignKey(Section, models.CASCADE, related_name="clauses")
    code = models.TextField()
    name = models.TextField()
    name_en = models.TextField(blank=True, default="")
    gist = models.TextField()
    office = models.TextField()
    office_name = models.TextField()
    missing = models.TextField(blank=True, default="", help_text="what is not there yet")
    serves = models.ForeignKey("self", models.PROTECT, null=True, related_name="served_by")
    """The clause of the plan above that this one carries out."""
    order = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["section", "code"], name="clause_code_once")
        ]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """A target (目标). Its value is never here: it is the figure of `measure`.

    `figure` is the plan's own number; `proposal` is ours where the plan gives none, an editable
    default (`sureness` K).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clause = models.ForeignKey(Clause, models.CASCADE, related_name="targets")
    code = models.TextField()
    name = models.TextField()
    name_en = models.TextField(blank=True, default="")
    comparison = models.TextField(choices=[(c.value, c.value) for c in Comparison])
    figure = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    proposal = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    unit = models.TextField(blank=True, default="")
    baseline_on = models.DateField()
    deadline_on = models.DateField()
    lead = models.TextField(help_text="牵头单位")
    office = models.TextField(help_text="the office that feeds the figure")
    office_name = models.TextField()
    measure = models.TextField(null=True)
    formula = models.TextField()
    formula_en = models.TextField(blank=True, default="")
    numerator = models.TextField()
    denominator = models.TextField(blank=True, default="")
    evidence = models.TextField()
    note = models.TextField(blank=True, default="")
    serves = models.ForeignKey("self", models.PROTECT, null=True, related_name="served_by")
    """The target of the plan above that this one serves."""
    order = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """What a target should have reached by a day (逐年阶段值)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    target = models.ForeignKey(Target, models.CASCADE, related_name="steps")
    day = models.DateField()
    figure = models.DecimalField(max_digits=18, decimal_places=4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["target", "day"], name="step_once_a_day")
        ]


class KeyTask(models.Model):
    """One matter, one task (重点任务), with an end state that can be seen."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clause = models.ForeignKey(Clause, models.CASCADE, related_name="tasks")
    code = models.TextField()
    name = models.TextField()
    end_state = models.TextField()
    lead = models.TextField()
    assisting = models.JSONField(default=list)
    due_on = models.DateField()
    office = models.TextField()
    office_name = models.TextField()
    targets = models.ManyToManyField(Target, related_name="tasks")
    order = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """A notice (通知) that was read, and how far its proposal (待确认建议) has come."""

    class State(models.TextChoices):
        """Proposed, confirmed, discarded (待确认, 已确认, 已放弃)."""

        PROPOSED = "proposed", _("to be looked at")
        CONFIRMED = "confirmed", _("confirmed as a draft")
        DISCARDED = "discarded", _("discarded")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    """The government whose plan it is; rights over the notice are rights over this unit."""
    division_code = models.TextField()
    level = models.TextField(choices=Plan.Level.choices)
    file_name = models.TextField()
    text = models.TextField()
    state = models.TextField(choices=State.choices, default=State.PROPOSED)
    edition = models.ForeignKey(Edition, models.SET_NULL, null=True, related_name="notices")
    """The draft that came of it."""
    undo = models.JSONField(null=True, help_text="what the last change did, to be taken back")
    read_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.file_name


class ProposedPart(models.Model):
    """One thing that a notice proposes. Nothing of it is a fact of the plan."""

    class Kind(models.TextChoices):
        """Head, cited paper, section, target, key task."""

        HEAD = "head", _("head")
        PAPER = "paper", _("paper above")
        SECTION = "section", _("section")
        TARGET = "target", _("target")
        TASK = "task", _("key task")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="parts")
    kind = models.TextField(choices=Kind.choices)
    said = models.JSONField(help_text="its fields, as forms of the review hold them")
    places = models.JSONField(default=list, help_text="where its words stand: [start, end]")
    is_dropped = models.BooleanField(default=False)
    is_checked = models.BooleanField(default=False)
    code = models.TextField(blank=True, default="", help_text="its code in the draft")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        said = self.said
        return str(said.get("name") or said.get("title") or said.get("document_number") or "")
