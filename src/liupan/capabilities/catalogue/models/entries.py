"""Resources, the editions of their entries, items, and what was done with them."""

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from liupan.capabilities.catalogue.rules import states
from liupan.capabilities.catalogue.rules.elements import CONDITIONAL, NOT_SHARED, Elements, ItemSaid
from liupan.capabilities.catalogue.rules.states import GROUNDED, WORKING
from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Secrecy, Zone

S = states.State
ARTICLE = r"(第[0-9零〇一二三四五六七八九十百千]+条|[〔\[(（][0-9]{4}[〕\])）]\s*[0-9]+\s*号)"
"""As `rules.elements.ARTICLE`, in the words of the database."""


PUBLIC = Q(
    state=S.PUBLISHED.value,
    secrecy=Secrecy.PUBLIC.value,
    zone=Zone.INTERNET.value,
) & ~Q(share_type=NOT_SHARED)
"""What everybody sees (see `policies.public`); here, for an index holds just these."""
FACETS = ("unit", "share_type", "update_cycle", "is_open", "state", "category")
SEEN_BY = ("state", "secrecy", "zone", "unit", "share_type")
"""Read beside a facet's value, so that rows are counted from its index alone."""


def _facet(name: str) -> models.Index:
    """The index from which the values of a facet are counted; categories by their beginnings."""
    return models.Index(
        fields=[name],
        include=[other for other in SEEN_BY if other != name],
        opclasses=["text_pattern_ops"] if name == "category" else (),
        name=f"edition_facet_{name}",
    )


class Resource(models.Model):
    """What a unit holds (政务信息资源), under a code that is never given to anything else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.TextField(unique=True, help_text="信息资源代码; never changes")
    category = models.TextField(help_text="the code's part before the stroke")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "code"], name="resource_of_unit")]

    def __str__(self) -> str:
        return self.code


class Edition(models.Model):
    """An edition of a resource's entry (目录条目版本) with its thirteen elements.

    What is published stays as it is; a change is a new edition beside it.
    """

    class State(models.IntegerChoices):
        """See `rules.states`."""

        DRAFT = S.DRAFT.value, pgettext_lazy("entry", "draft")
        RETURNED = S.RETURNED.value, pgettext_lazy("entry", "returned for changes")
        REGISTRATION_REJECTED = (
            S.REGISTRATION_REJECTED.value, pgettext_lazy("entry", "registration rejected"),
        )  # fmt: skip
        REGISTERING = S.REGISTERING.value, pgettext_lazy("entry", "awaiting registration review")
        REGISTERED = S.REGISTERED.value, pgettext_lazy("edition", "registered")
        PUBLISHING = S.PUBLISHING.value, pgettext_lazy("entry", "awaiting publication review")
        PUBLICATION_REJECTED = (
            S.PUBLICATION_REJECTED.value, pgettext_lazy("entry", "publication rejected"),
        )  # fmt: skip
        WITHDRAWN = S.WITHDRAWN.value, pgettext_lazy("edition", "withdrawn")
        PUBLISHED = S.PUBLISHED.value, pgettext_lazy("entry", "published")

    class Reach(models.TextChoices):
        """The outermost network on which the entry may be seen (网络区域)."""

        INTERNET = Zone.INTERNET.value, pgettext_lazy("zone", "Internet")
        EXTRANET = Zone.EXTRANET.value, pgettext_lazy("zone", "government extranet")
        INTRANET = Zone.INTRANET.value, pgettext_lazy("zone", "government intranet")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(help_text="1, 2, … for each resource")
    state = models.PositiveSmallIntegerField(choices=State.choices, default=State.DRAFT)
    category = models.TextField(help_text="信息资源分类")
    code = models.TextField(help_text="信息资源代码")
    title = models.TextField(help_text="信息资源名称")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    provider_name = models.TextField(help_text="信息资源提供方, as it was called")
    provider_dept = models.TextField(blank=True, default="", help_text="内部部门")
    provider_code = models.TextField(blank=True, default="", help_text="统一社会信用代码")
    abstract = models.TextField(blank=True, default="", help_text="信息资源摘要")
    format_class = models.TextField(blank=True, default="", help_text="格式分类")
    format_type = models.TextField(blank=True, default="", help_text="格式类型")
    share_type = models.TextField(blank=True, default="", help_text="共享类型: 1, 2, 3")
    share_condition = models.TextField(
        blank=True, default="", help_text="共享条件: conditions of type 2, ground of type 3"
    )
    share_mode = models.TextField(blank=True, default="", help_text="共享方式")
    is_open = models.BooleanField(default=False, help_text="是否向社会开放")
    open_condition = models.TextField(blank=True, default="", help_text="开放条件")
    update_cycle = models.TextField(blank=True, default="", help_text="更新周期")
    publish_on = models.DateField(null=True, help_text="发布日期")
    related_codes = ArrayField(models.TextField(), default=list, blank=True, help_text="关联代码")
    secrecy = models.PositiveSmallIntegerField(
        choices=[(level.value, level.name) for level in Secrecy], default=Secrecy.PUBLIC.value
    )
    zone = models.TextField(choices=Reach.choices, default=Reach.EXTRANET)
    has_main = models.BooleanField(default=False, help_text="an item is of main business")
    item_names = models.TextField(blank=True, default="", help_text="of items that are shared")
    hidden_names = models.TextField(blank=True, default="", help_text="of those that are not")
    begun_at = models.DateTimeField()
    begun_by = models.UUIDField()
    changed_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    handed_in_by = models.UUIDField(null=True)
    registered_at = models.DateTimeField(null=True)
    registered_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="withdrawn, or replaced by the next")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resource", "number"], name="edition_once"),
            models.UniqueConstraint(
                fields=["resource"],
                condition=Q(state=S.PUBLISHED.value),
                name="one_published_edition",
            ),
            models.UniqueConstraint(
                fields=["resource"],
                condition=Q(state__in=sorted(WORKING)),
                name="one_working_edition",
            ),
            models.CheckConstraint(condition=Q(state__in=sorted(S)), name="edition_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(GROUNDED), share_type=CONDITIONAL)
                | Q(share_condition__gt=""),
                name="conditional_states_conditions",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(GROUNDED), share_type=NOT_SHARED)
                | Q(share_condition__regex=ARTICLE),
                name="not_shared_cites_article",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.PUBLISHED.value)
                | Q(publish_on__isnull=False, published_at__isnull=False),
                name="published_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=S.WITHDRAWN.value, ended_at__isnull=False)
                | (~Q(state=S.WITHDRAWN.value) & Q(ended_at__isnull=True)),
                name="withdrawn_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(registered_by__isnull=True) | ~Q(registered_by=F("handed_in_by")),
                name="registered_by_another",
            ),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=True) | ~Q(asked_by=F("registered_by")),
                name="asked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | (~Q(published_by=F("asked_by")) & ~Q(published_by=F("registered_by"))),
                name="published_by_another",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "code", "id"], name="edition_by_state"),
            models.Index(fields=["unit", "state"], name="edition_of_unit"),
            models.Index(fields=["code", "id"], name="edition_by_code"),
            models.Index(fields=["changed_at", "id"], name="edition_by_change"),
            models.Index(
                fields=["published_at", "id"],
                condition=Q(state=S.PUBLISHED.value),
                name="edition_published",
            ),
            models.Index(
                fields=["published_at", "id"], condition=PUBLIC, name="edition_newest_public"
            ),
            *map(_facet, FACETS),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"

    @property
    def standing(self) -> states.State:
        """The state as the rules know it."""
        return states.State(self.state)

    @property
    def said(self) -> Elements:
        """What the edition says, with its items (one query unless prefetched)."""
        return Elements(
            **{name: getattr(self, name) for name in SAID},
            related_codes=tuple(self.related_codes),
            items=tuple(item.said for item in self.items.all()),
        )

    def say(self, said: Elements) -> None:
        """Take over what is said, unsaved and without items."""
        for name in SAID:
            setattr(self, name, getattr(said, name))
        self.related_codes = list(said.related_codes)
        self.has_main = any(item.is_main for item in said.items)
        self.item_names = _names(item for item in said.items if item.is_shared)
        self.hidden_names = _names(item for item in said.items if not item.is_shared)


def _names(items: Iterable[ItemSaid]) -> str:
    return "\n".join(item.name for item in items)


SAID = (
    "category", "title", "provider_code", "provider_dept", "abstract", "format_class",
    "format_type", "share_type", "share_condition", "share_mode", "is_open", "open_condition",
    "update_cycle", "secrecy", "zone",
)  # fmt: skip
"""Elements that are plain columns, named alike in `Elements`."""


class Item(models.Model):
    """An information item of an edition (信息项)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="items")
    order = models.PositiveIntegerField()
    name = models.TextField(help_text="信息项名称")
    data_type = models.TextField(help_text="数据类型: C N Y D T L M G B I F")
    length = models.PositiveIntegerField(null=True)
    unit = models.TextField(blank=True, default="", help_text="计量单位")
    code_list = models.TextField(blank=True, default="", help_text="代码表")
    is_sensitive = models.BooleanField(default=False)
    is_shared = models.BooleanField(default=True)
    is_open = models.BooleanField(default=False)
    is_main = models.BooleanField(default=False, help_text="主要业务信息项")
    is_source = models.BooleanField(default=False, help_text="本单位为数源")

    class Meta:
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "order"], name="catalogue_item_order_once"),
            models.UniqueConstraint(fields=["edition", "name"], name="catalogue_item_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def said(self) -> ItemSaid:
        """What is said of the item."""
        return ItemSaid(**{name: getattr(self, name) for name in ITEM_SAID})


ITEM_SAID = (
    "name", "data_type", "length", "unit", "code_list", "is_sensitive", "is_shared", "is_open",
    "is_main", "is_source",
)  # fmt: skip


class Step(models.Model):
    """What was done with an edition, by whom, with which opinion (办理记录). Never changed."""

    class Kind(models.TextChoices):
        """See `rules.states.Act`."""

        REGISTER = states.Act.REGISTER.value, pgettext_lazy("step", "drawn up")
        REVISE = states.Act.REVISE.value, pgettext_lazy("step", "changed")
        HAND_IN = states.Act.HAND_IN.value, pgettext_lazy("step", "handed in for registration")
        PASS = states.Act.PASS.value, pgettext_lazy("step", "registered")
        RETURN = states.Act.RETURN.value, pgettext_lazy("step", "returned for changes")
        REJECT = states.Act.REJECT.value, pgettext_lazy("step", "registration rejected")
        ASK = states.Act.ASK.value, pgettext_lazy("step", "publication asked for")
        PUBLISH = states.Act.PUBLISH.value, pgettext_lazy("step", "published")
        REFUSE = states.Act.REFUSE.value, pgettext_lazy("step", "publication rejected")
        RECALL = states.Act.RECALL.value, pgettext_lazy("step", "recalled")
        WITHDRAW = states.Act.WITHDRAW.value, pgettext_lazy("step", "withdrawn")
        REPLACE = states.Act.REPLACE.value, pgettext_lazy("step", "replaced by the next edition")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="steps")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="steps")
    kind = models.TextField(choices=Kind.choices)
    actor_id = models.UUIDField()
    actor_unit_id = models.UUIDField(null=True)
    opinion = models.TextField(blank=True, default="")
    values = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["resource", "at"], name="step_of_resource")]
