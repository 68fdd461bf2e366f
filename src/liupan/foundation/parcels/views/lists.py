"""Lists of stations and both logs."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.design.facade import Column, ListPage, Preset, QueryRows, Role, state
from liupan.foundation.parcels.policies import CARRY, MANAGE_STATIONS, SEND
from liupan.foundation.parcels.queries.parcels import (
    IncomingLine,
    IncomingRows,
    OutgoingLine,
    OutgoingRows,
    list_incoming,
    list_outgoing,
)
from liupan.foundation.parcels.queries.stations import PeerLine, list_peers, own_card
from liupan.foundation.parcels.views.reading import linked
from liupan.kernel.authority import may
from liupan.kernel.work import place

PEER_MARKS = {"known": "open", "trusted": "done", "ended": "none"}
OUTGOING_MARKS = {
    "waiting": "open", "refused": "back", "withdrawn": "none", "packed": "run", "taken": "run",
    "arrived": "done", "not_taken": "late",
}  # fmt: skip
INCOMING_MARKS = {"arrived": "done", "refused": "late", "again": "none"}


class StationList(ListPage[PeerLine]):
    """Stations we know; ours stands above."""

    key = "parcels.stations"
    title = _("Stations and parcels")
    search_hint = _("City or fingerprint")
    begin_title = _("No other station yet")
    begin_text = _(
        "Take in the card that another station gave out, compare its fingerprint by telephone, "
        "and say what may travel. Before that nothing crosses."
    )
    template_name = "parcels/stations.html"
    default_sort = "city"
    presets = (
        Preset(pgettext_lazy("stations", "Trusted"), "state=trusted"),
        Preset(pgettext_lazy("stations", "To be compared"), "state=known"),
    )
    columns = (
        Column[PeerLine](key="city", label=_("City"), value=lambda p: p.city, sort="city",
                         cell=lambda p: linked("parcels:station", p.id, p.city), role=Role.TITLE),
        Column[PeerLine](key="zone", label=_("Network zone"), value=lambda p: p.zone, sort="zone",
                         role=Role.UNIT),
        Column[PeerLine](key="ceiling", label=_("Highest level"), value=lambda p: p.ceiling,
                         role=Role.ORIGIN),
        Column[PeerLine](key="sent", label=_("Sent there"), value=lambda p: p.sent,
                         role=Role.NUMBER),
        Column[PeerLine](key="state", label=_("State"), value=lambda p: p.state_label, sort="state",
                         cell=lambda p: state(PEER_MARKS[p.state], p.state_label), role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> QueryRows[PeerLine]:
        return list_peers(self.actor)

    def more_context(self) -> dict[str, Any]:
        return {"card": own_card(), "may_manage": may(self.actor, MANAGE_STATIONS)}


class OutgoingList(ListPage[OutgoingLine]):
    """What goes out."""

    key = "parcels.outgoing"
    title = _("Parcels going out")
    search_hint = _("Number, city or purpose")
    begin_title = _("No parcel yet")
    begin_text = _(
        "What goes to another network zone goes as a parcel: signed, encrypted, and reviewed for "
        "secrecy where the other zone protects less."
    )
    template_name = "parcels/outgoing_list.html"
    default_sort = "-prepared_at"
    presets = (
        Preset(pgettext_lazy("parcels", "To be released"), "state=waiting", is_counted=True),
        Preset(pgettext_lazy("parcels", "To be carried"), "state=packed", is_counted=True),
        Preset(pgettext_lazy("parcels", "On the way"), "state=taken"),
        Preset(pgettext_lazy("parcels", "Refused there"), "state=not_taken"),
    )
    columns = (
        Column[OutgoingLine](key="number", label=_("Number"), value=lambda p: p.number or "",
                             sort="number", role=Role.NUMBER),
        Column[OutgoingLine](key="purpose", label=_("What for"), value=lambda p: p.purpose,
                             cell=lambda p: linked("parcels:outgoing", p.id, p.purpose),
                             role=Role.TITLE),
        Column[OutgoingLine](key="city", label=pgettext_lazy("parcel", "To"),
                             value=lambda p: f"{p.city} · {p.zone}",
                             sort="peer__city", role=Role.UNIT),
        Column[OutgoingLine](key="kind", label=_("Kind"), value=lambda p: p.kind,
                             role=Role.ORIGIN),
        Column[OutgoingLine](key="level", label=pgettext_lazy("secrecy", "Level"),
                             value=lambda p: p.level, role=Role.MORE),
        Column[OutgoingLine](key="unit", label=_("From the unit"), value=lambda p: p.unit,
                             role=Role.MORE),
        Column[OutgoingLine](key="prepared_by", label=_("Prepared by"),
                             value=lambda p: p.prepared_by, role=Role.MORE),
        Column[OutgoingLine](key="prepared_at", label=_("Prepared on"),
                             value=lambda p: p.prepared_at, sort="prepared_at", role=Role.DUE),
        Column[OutgoingLine](key="sm3", label="SM3", value=lambda p: p.sm3, role=Role.MORE),
        Column[OutgoingLine](key="state", label=_("State"), value=lambda p: p.state_label,
                             cell=lambda p: state(OUTGOING_MARKS[p.state], p.state_label),
                             sort="state", role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> OutgoingRows:
        return list_outgoing(self.actor)

    def more_context(self) -> dict[str, Any]:
        carries = may(self.actor, CARRY)
        return {
            "send_url": place("parcels:send") if may(self.actor, SEND) else "",
            "compare_url": place("parcels:compare") if carries else "",
            "stations_url": place("parcels:stations") if carries else "",
        }


class IncomingList(ListPage[IncomingLine]):
    """What was handed in."""

    key = "parcels.incoming"
    title = _("Parcels coming in")
    search_hint = _("Number, city or purpose")
    begin_title = _("Nothing was taken in yet")
    begin_text = _("A parcel that came over the medium is taken in here, once.")
    template_name = "parcels/incoming_list.html"
    default_sort = "-received_at"
    presets = (
        Preset(pgettext_lazy("parcels", "Arrived"), "state=arrived"),
        Preset(pgettext_lazy("parcels", "Refused"), "state=refused"),
    )
    columns = (
        Column[IncomingLine](key="number", label=_("Number"), value=lambda p: p.number or "",
                             sort="number", role=Role.NUMBER),
        Column[IncomingLine](key="purpose", label=_("What for"),
                             value=lambda p: p.purpose or p.sentence,
                             cell=lambda p: linked("parcels:incoming", p.id,
                                                   p.purpose or p.sentence or p.file_name),
                             role=Role.TITLE),
        Column[IncomingLine](key="city", label=pgettext_lazy("parcel", "From"),
                             value=lambda p: p.city or _("unknown"), sort="peer__city",
                             role=Role.UNIT),
        Column[IncomingLine](key="kind", label=_("Kind"), value=lambda p: p.kind,
                             role=Role.ORIGIN),
        Column[IncomingLine](key="level", label=pgettext_lazy("secrecy", "Level"),
                             value=lambda p: p.level, role=Role.MORE),
        Column[IncomingLine](key="received_by", label=_("Taken in by"),
                             value=lambda p: p.received_by, role=Role.MORE),
        Column[IncomingLine](key="received_at", label=_("Taken in on"),
                             value=lambda p: p.received_at, sort="received_at", role=Role.DUE),
        Column[IncomingLine](key="state", label=_("State"), value=lambda p: p.state_label,
                             cell=lambda p: state(INCOMING_MARKS[p.state], p.state_label),
                             sort="state", role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> IncomingRows:
        return list_incoming(self.actor)

    def more_context(self) -> dict[str, Any]:
        return {"import_url": place("parcels:import") if may(self.actor, CARRY) else ""}
