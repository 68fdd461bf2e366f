"""The message log: the list, and one message with its place in the chain."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from liupan.capabilities.exchange.policies import READ_MESSAGES
from liupan.capabilities.exchange.queries.log import (
    MessageRows,
    get_message,
    list_messages,
    prove,
)
from liupan.capabilities.exchange.queries.log_shapes import MessageLine, MessageView, Proof
from liupan.foundation.design.facade import (
    Column,
    Fact,
    ListPage,
    Preset,
    Role,
    city_moment,
    requires,
    state,
)
from liupan.kernel.authority import Actor
from liupan.kernel.work import Text, place

MARKS = {"none": "done", "caller": "none", "provider": "back", "platform": "back"}


class MessageList(ListPage[MessageLine]):
    """Exchanged messages the actor sees: filter, page, export (交换日志)."""

    key = "exchange.messages"
    title = gettext_lazy("Message log")
    lead = gettext_lazy("The last 30 days, unless a first day is chosen.")
    search_hint = gettext_lazy("Request id or case number, whole")
    begin_title = gettext_lazy("No message yet")
    begin_text = gettext_lazy("Every call of a shared service stands here, refused ones too.")
    default_sort = "-at"
    presets = (
        Preset(pgettext_lazy("messages", "Delivered"), "fault=none"),
        Preset(pgettext_lazy("messages", "Refused"), "fault=caller"),
        Preset(pgettext_lazy("messages", "Failed"), "fault=provider&fault=platform"),
    )
    columns = (
        Column[MessageLine](key="at", label=gettext_lazy("Time"), value=lambda m: m.at,
                            sort="at_us", role=Role.NUMBER),
        Column[MessageLine](key="service", label=gettext_lazy("Service"),
                            value=lambda m: m.service, cell=lambda m: m.title, role=Role.TITLE,
                            url=lambda m: place("exchange:message", m.id)),
        Column[MessageLine](key="system", label=gettext_lazy("System"), value=lambda m: m.system,
                            is_listed=False),
        Column[MessageLine](key="consumer", label=pgettext_lazy("exchange", "Consumer"),
                            value=lambda m: m.consumer),
        Column[MessageLine](key="provider", label=pgettext_lazy("exchange", "Provider"),
                            value=lambda m: m.provider, role=Role.ORIGIN),
        Column[MessageLine](key="way", label=pgettext_lazy("message", "Way"),
                            value=lambda m: m.way_label),
        Column[MessageLine](key="case", label=gettext_lazy("Case number"), value=lambda m: m.case),
        Column[MessageLine](key="request", label=gettext_lazy("Request id"),
                            value=lambda m: m.request_id, is_listed=False),
        Column[MessageLine](key="rows", label=pgettext_lazy("message", "Rows"),
                            value=lambda m: m.rows, is_number=True),
        Column[MessageLine](key="took", label=pgettext_lazy("message", "ms"),
                            value=lambda m: m.took_ms, is_number=True),
        Column[MessageLine](key="outcome", label=pgettext_lazy("message", "Outcome"),
                            value=lambda m: m.outcome,
                            cell=lambda m: state(MARKS.get(m.fault, "none"), m.outcome),
                            role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> MessageRows:
        return list_messages(self.actor)


@requires(READ_MESSAGES)
@require_safe
def message_page(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """What was exchanged, where it stands in the chain, and with `?check=1` whether it fits."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    view = get_message(actor, message_id)
    proof = prove(view) if request.GET.get("check") else None
    context = {
        "view": view,
        "line": [state(MARKS.get(view.line.fault, "none"), view.line.outcome)],
        "facts": _facts(view),
        "chain": _chain(view),
        "proof": _proof(proof) if proof else (),
        "is_right": bool(proof and proof.is_right),
        "crumbs": [(_("Message log"), reverse("exchange:messages")), (view.line.request_id, "")],
    }
    return render(request, "exchange/message.html", context)


def _facts(view: MessageView) -> list[Fact]:
    line = view.line
    known: list[tuple[Text, object]] = [
        (_("Time"), city_moment(line.at)),
        (_("Request id"), line.request_id),
        (_("Case number"), line.case),
        (_("Service"), f"{line.title} · {line.service}"),
        (_("System"), line.system),
        (pgettext_lazy("exchange", "Consumer"), line.consumer),
        (pgettext_lazy("exchange", "Provider"), line.provider),
        (pgettext_lazy("message", "Way"), f"{line.way_label} · {line.door} · {line.method}"),
        (pgettext_lazy("message", "Answer"), f"{line.status} {line.code}".strip()),
        (pgettext_lazy("message", "Rows"), line.rows),
        (_("Bytes sent"), line.sent),
        (_("Took"), _("%(n)s ms") % {"n": line.took_ms}),
        (_("Version of the grant"), view.grant_version or ""),
        (_("Hash of the request"), view.request_hash),
        (_("Hash of the answer"), view.response_hash),
    ]
    return [Fact(name=name, value=str(value)) for name, value in known if str(value)]


def _chain(view: MessageView) -> list[Fact]:
    at = view.place
    if at is None:
        return []
    over = {"n": at.root, "first": at.root_first, "last": at.root_last}
    known = (
        (_("Number in the chain"), f"{at.seq:,}"),
        (_("SM3 of the message"), at.digest),
        (_("Chain root"), _("no. %(n)s, over messages %(first)s to %(last)s") % over),
        (_("Hash of the root"), at.root_hash),
        (_("Hash of the root before"), at.root_previous),
        (_("Signed"), city_moment(at.signed_at)),
        (_("SM3 of the signing key"), at.key),
        (_("SM2 signature"), at.signature),
    )
    return [Fact(name=name, value=value) for name, value in known]


def _proof(proof: Proof) -> list[tuple[bool, Text]]:
    return [
        (proof.is_unaltered, _("The message is the one that was linked.")),
        (proof.is_in_root, _("All messages of the second come to the hash of the root.")),
        (proof.follows, _("The root follows the root before it.")),
        (proof.is_signed, _("The root is signed by the key of this installation.")),
    ]
