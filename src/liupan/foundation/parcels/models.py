"""Our station and its keys, the stations we know, and both logs. Rows are closed, never removed."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.kernel.ids import uuid7
from liupan.kernel.secrecy import Zone

ZONES = {
    Zone.INTERNET: pgettext_lazy("zone", "internet"),
    Zone.EXTRANET: pgettext_lazy("zone", "government extranet"),
    Zone.INTRANET: pgettext_lazy("zone", "government intranet"),
}


class StationKey(models.Model):
    """A key of our station, its private half sealed by `crypto`; replaced ones keep their row."""

    class Use(models.TextChoices):
        """What it does: a pair of keys for each (GB/T 35276)."""

        SIGN = "sign", _("signs")
        ENCRYPT = "encrypt", _("decrypts")

    id = models.UUIDField(primary_key=True, editable=False)
    use = models.TextField(choices=Use.choices)
    key_id = models.TextField(unique=True)
    public_key = models.BinaryField(help_text="SubjectPublicKeyInfo")
    sealed = models.TextField()
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["use"], condition=Q(replaced_at=None), name="parcel_station_key_one_of_each"
            )
        ]


class Peer(models.Model):
    """Another station (对方站点) and what may go to it and come from it."""

    class State(models.TextChoices):
        """Whether parcels travel."""

        KNOWN = "known", pgettext_lazy("station", "to be compared")
        TRUSTED = "trusted", pgettext_lazy("station", "trusted")
        ENDED = "ended", pgettext_lazy("station", "trust ended")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    instance_id = models.UUIDField(unique=True)
    city = models.TextField()
    zone = models.TextField(choices=list(ZONES.items()))
    state = models.TextField(choices=State.choices, default=State.KNOWN)
    ceiling = models.PositiveSmallIntegerField(default=0)
    max_mb = models.PositiveIntegerField(default=100)
    kinds = ArrayField(models.TextField(), default=list)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    sent = models.PositiveIntegerField(default=0, help_text="the last number that was given")
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="trusted") | Q(unit__isnull=False),
                name="parcel_peer_trusted_has_a_unit",
            )
        ]

    def __str__(self) -> str:
        return self.city


class PeerCard(models.Model):
    """A card of another station: its keys, whom they were compared with, when they ended."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    peer = models.ForeignKey(Peer, models.PROTECT, related_name="cards")
    city = models.TextField()
    zone = models.TextField(choices=list(ZONES.items()))
    fingerprint = models.TextField(unique=True)
    signing_key = models.BinaryField()
    encryption_key = models.BinaryField()
    signing_key_id = models.TextField()
    encryption_key_id = models.TextField()
    taken_at = models.DateTimeField()
    taken_by = models.UUIDField()
    trusted_at = models.DateTimeField(null=True)
    trusted_by = models.UUIDField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["peer"],
                condition=Q(trusted_at__isnull=False, retired_at=None),
                name="parcel_peer_card_one_holds",
            )
        ]


class Outgoing(models.Model):
    """A parcel that goes out, from its preparation to the receipt; its id is the parcel's."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", pgettext_lazy("parcel", "to be released")
        REFUSED = "refused", pgettext_lazy("parcel", "not released")
        WITHDRAWN = "withdrawn", pgettext_lazy("parcel", "withdrawn")
        PACKED = "packed", pgettext_lazy("parcel", "to be carried")
        TAKEN = "taken", pgettext_lazy("parcel", "on the way")
        ARRIVED = "arrived", pgettext_lazy("parcel", "arrived there")
        NOT_TAKEN = "not_taken", pgettext_lazy("parcel", "refused there")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    peer = models.ForeignKey(Peer, models.PROTECT, related_name="outgoing")
    card = models.ForeignKey(PeerCard, models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField(null=True)
    kind = models.TextField()
    purpose = models.TextField()
    secrecy = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    data = models.JSONField(default=dict)
    parts = models.JSONField()
    parts_key = models.TextField(help_text="of the parts while they wait, sealed")
    findings = models.JSONField(default=list)
    unread = models.JSONField(default=list)
    state = models.TextField(choices=State.choices)
    prepared_at = models.DateTimeField()
    prepared_by = models.UUIDField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    opinion = models.TextField(blank=True, default="")
    packed_at = models.DateTimeField(null=True)
    file_id = models.UUIDField(null=True, help_text="the packed file")
    file_key = models.TextField(blank=True, default="")
    sm3 = models.TextField(blank=True, default="", help_text="of the packed file, hexadecimal")
    size = models.PositiveBigIntegerField(default=0)
    taken_at = models.DateTimeField(null=True, help_text="the first time")
    times_taken = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    cause = models.TextField(blank=True, default="", help_text="why it was refused there")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["peer", "number"], name="parcel_out_number_once"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("prepared_by")),
                name="parcel_out_released_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "refused", "withdrawn"], number=None)
                | Q(
                    state__in=["packed", "taken", "arrived", "not_taken"],
                    number__isnull=False,
                    packed_at__isnull=False,
                )
                & ~Q(sm3=""),
                name="parcel_out_packed_is_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-prepared_at"], name="parcel_out_newest"),
            models.Index(fields=["state", "prepared_at"], name="parcel_out_waiting"),
        ]


class Incoming(models.Model):
    """A parcel that somebody handed in: what came of it (导入登记)."""

    class State(models.TextChoices):
        """What came of it."""

        ARRIVED = "arrived", pgettext_lazy("parcel", "arrived")
        REFUSED = "refused", pgettext_lazy("parcel", "refused")
        AGAIN = "again", pgettext_lazy("parcel", "came again")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    peer = models.ForeignKey(Peer, models.PROTECT, null=True, related_name="incoming")
    parcel_id = models.UUIDField(null=True)
    number = models.PositiveIntegerField(null=True)
    is_signed = models.BooleanField(default=False, help_text="its signature held")
    kind = models.TextField(blank=True, default="")
    purpose = models.TextField(blank=True, default="")
    secrecy = models.PositiveSmallIntegerField(default=0)
    parts = models.JSONField(default=list)
    packed_at = models.DateTimeField(null=True)
    sm3 = models.TextField(blank=True, default="")
    size = models.PositiveBigIntegerField(default=0)
    file_name = models.TextField(blank=True, default="")
    state = models.TextField(choices=State.choices)
    cause = models.TextField(blank=True, default="")
    sentence = models.TextField(blank=True, default="", help_text="as the importer was told it")
    received_at = models.DateTimeField()
    received_by = models.UUIDField()
    led_to = models.TextField(blank=True, default="", help_text="address of what it became")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["parcel_id"], condition=Q(state="arrived"), name="parcel_in_parcel_once"
            ),
            models.UniqueConstraint(
                fields=["peer", "number"],
                condition=Q(state="arrived"),
                name="parcel_in_nr_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="arrived")
                | Q(
                    peer__isnull=False,
                    parcel_id__isnull=False,
                    number__isnull=False,
                    is_signed=True,
                ),
                name="parcel_in_arrived_is_proven",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-received_at"], name="parcel_in_newest")]
