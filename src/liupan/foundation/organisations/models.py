"""Where the city is, what it consists of, and who holds which post, each by date."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from liupan.kernel.ids import uuid7


class DateRange(Func):
    """`[valid_from, valid_to)` as a PostgreSQL range."""

    function = "daterange"
    output_field = DateRangeField()


VALIDITY = DateRange("valid_from", "valid_to", RangeBoundary())


def ends_after_it_begins(thing: str) -> models.CheckConstraint:
    """A row holds for one day at least."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
        name=f"{thing}_ends_after_it_begins",
    )


class Installation(models.Model):
    """What this installation is: one city, one zone. There is exactly one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    instance_id = models.UUIDField(default=uuid7, editable=False)
    city_code = models.TextField()
    city_name = models.TextField()
    is_demo = models.BooleanField(default=False)
    clock_offset = models.DurationField(help_text="city's clock minus real time")
    setup_closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="installation_is_one")
        ]


class Division(models.Model):
    """An administrative division (行政区划) with its code (GB/T 2260, GB/T 10114)."""

    class Level(models.IntegerChoices):
        """Region, city, county, township (自治区, 设区的市, 县区, 乡镇街道)."""

        REGION = 1, _("region")
        CITY = 2, _("city")
        COUNTY = 3, _("county")
        TOWNSHIP = 4, _("township")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.TextField()
    name = models.TextField()
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="division_code_once_a_day",
                expressions=[("code", RangeOperators.EQUAL), (VALIDITY, RangeOperators.OVERLAPS)],
            ),
            ends_after_it_begins("division"),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """An organisation that acts (单位): a government, a department, a township, an institution.

    `name`, `parent` and `division` are today's; `names` and `places` have all of them by date.
    A unit abolished in a reform keeps its past; `Succession` says who took over.
    """

    class Category(models.TextChoices):
        """What kind of unit (机构类别)."""

        GOVERNMENT = "government", _("people's government")
        OFFICE = "office", _("government office")
        DEPARTMENT = "department", _("department")
        AGENCY = "agency", _("dispatched agency")
        INSTITUTION = "institution", _("public institution")
        TOWNSHIP = "township", _("township or subdistrict")
        SECTION = "section", _("section within a unit")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.TextField(unique=True)
    name = models.TextField()
    short_name = models.TextField(blank=True, default="")
    search_keys = models.TextField(default="", help_text="names, pinyin and initials, for finding")
    category = models.TextField(choices=Category.choices)
    division = models.ForeignKey(Division, models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    uscc = models.TextField(null=True, unique=True, help_text="统一社会信用代码, GB 32100")
    order = models.PositiveIntegerField(default=0)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["order", "id"], name="unit_order")]
        constraints: ClassVar = [ends_after_it_begins("unit")]

    def __str__(self) -> str:
        return self.name


class UnitName(models.Model):
    """A name a unit bore in a time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="names")
    name = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="unit_has_one_name_a_day",
                expressions=[("unit", RangeOperators.EQUAL), (VALIDITY, RangeOperators.OVERLAPS)],
            )
        ]


class UnitPlace(models.Model):
    """Where a unit stood in a time: under which unit, in which division."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="places")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="unit_has_one_place_a_day",
                expressions=[("unit", RangeOperators.EQUAL), (VALIDITY, RangeOperators.OVERLAPS)],
            )
        ]


class Succession(models.Model):
    """`successor` took over from `predecessor` on a day, wholly (merged) or in part (split)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    predecessor = models.ForeignKey(Unit, models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="inheritances")
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once")
        ]


class UnitTree(models.Model):
    """Every unit with every unit it stands under today, itself included.

    An abolished unit stands under its successors, so that whoever looks after them sees its past.
    Rights over a subtree are one join with this table; `tree.py` keeps it right.
    """

    ancestor = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    descendant = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ancestor", "descendant"], name="unit_tree_pair")
        ]
        indexes: ClassVar = [
            models.Index(fields=["descendant", "ancestor"], name="unit_tree_upwards")
        ]


class Post(models.Model):
    """A post in a unit (岗位)."""

    class Kind(models.TextChoices):
        """What the holder does in e-government work."""

        LEADER = "leader", _("leader")
        CHIEF = "chief", _("section chief")
        CLERK = "clerk", _("clerk")
        CONTACT = "contact", _("e-government contact")
        ADMINISTRATOR = "administrator", _("one of the three administrators")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.TextField()
    kind = models.TextField(choices=Kind.choices, default=Kind.CLERK)
    order = models.PositiveIntegerField(default=0)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [ends_after_it_begins("post")]

    def __str__(self) -> str:
        return self.title


class Appointment(models.Model):
    """A person holds a post in a time (任职). One person may hold several posts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments"
    )
    is_primary = models.BooleanField(default=True, help_text="the person's main post")
    is_acting = models.BooleanField(default=False, help_text="代理")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account", "valid_from"], name="appointment_of_account")
        ]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_appointment_to_a_post_a_day",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    ("account", RangeOperators.EQUAL),
                    (VALIDITY, RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="one_primary_post_a_day",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    (VALIDITY, RangeOperators.OVERLAPS),
                ],
                condition=Q(is_primary=True),
            ),
            ends_after_it_begins("appointment"),
        ]
