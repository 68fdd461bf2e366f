"""Receipts of a document: every unit, who signed when, who not yet; the late ones are urged."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from liupan.capabilities.correspondence.operations.receipts import Urged, urge_receipts
from liupan.capabilities.correspondence.policies import REGISTRY, is_over
from liupan.capabilities.correspondence.queries.outgoing_page import DocumentView, get_outgoing
from liupan.capabilities.correspondence.queries.outgoing_receipts import (
    Receipt,
    ReceiptRows,
    list_receipts,
)
from liupan.capabilities.correspondence.views.outgoing.document import crumbs
from liupan.capabilities.correspondence.views.reading import actor_of
from liupan.foundation.design.facade import (
    Batch,
    Column,
    ListPage,
    Preset,
    Role,
    signed_in,
    state,
)
from liupan.kernel import clock
from liupan.kernel.errors import Refusal
from liupan.kernel.work import Text


class ReceiptList(ListPage[Receipt]):
    """Who signed for the document."""

    key = "correspondence.receipts"
    title = pgettext_lazy("document", "Receipts")
    search_hint = pgettext_lazy("receipt", "Unit")
    begin_title = gettext_lazy("Not dispatched yet")
    begin_text = gettext_lazy("Units stand here once the document has been dispatched to them.")
    default_sort = "unit"
    presets = (
        Preset(pgettext_lazy("receipt", "Not yet signed for"), "state=missing"),
        Preset(pgettext_lazy("receipt", "Late"), "state=late"),
    )
    columns = (
        Column[Receipt](key="unit", label=pgettext_lazy("receipt", "Unit"),
                        value=lambda r: r.unit, sort="unit__order", role=Role.TITLE),
        Column[Receipt](key="kind", label=pgettext_lazy("receipt", "As"),
                        value=lambda r: r.kind_label, role=Role.ORIGIN),
        Column[Receipt](key="state", label=gettext_lazy("State"), value=lambda r: r.state_label,
                        cell=lambda r: state(r.mark, r.state_label), role=Role.STATE),
        Column[Receipt](key="by", label=pgettext_lazy("receipt", "Last day"),
                        value=lambda r: r.sign_by, sort="sign_by", role=Role.DUE),
        Column[Receipt](key="signed", label=pgettext_lazy("receipt", "Signed for"),
                        value=lambda r: r.signed_for_at, sort="signed_for_at", role=Role.UNIT),
        Column[Receipt](key="who", label=pgettext_lazy("receipt", "By whom"),
                        value=lambda r: r.signed_for_by, role=Role.NUMBER),
        Column[Receipt](key="reason", label=pgettext_lazy("receipt", "Sent back because"),
                        value=lambda r: r.return_reason, role=Role.MORE),
    )  # fmt: skip

    @cached_property
    def document(self) -> DocumentView:
        """Whose receipts these are."""
        return get_outgoing(self.actor, self.kwargs["document_id"], now=clock.now())

    def rows(self) -> ReceiptRows:
        return list_receipts(self.actor, self.kwargs["document_id"], now=clock.now())

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        return crumbs(self.document, str(self.title))

    def line(self) -> Sequence[Text]:
        return (self.document.line.number, self.document.line.title)

    def batches(self) -> Sequence[Batch]:
        unit, level = self.document.issuing_unit_id, self.document.secrecy
        if not is_over(self.actor, REGISTRY, unit, level):
            return ()
        url = reverse("correspondence:outgoing-urge-receipts", args=[self.document.id])
        return (Batch(pgettext_lazy("receipt", "Urge to sign"), url, "bell"),)


@signed_in
@require_POST
def urge(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Urge the chosen units that have not signed; without any chosen all of them."""
    try:
        urged = urge_receipts(
            document_id=document_id, incoming_ids=_chosen(request.POST.getlist("pick")),
            actor=actor_of(request), now=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        messages.warning(request, f"{refusal.message} {refusal.next_step}".strip())
    else:
        messages.success(request, _told(urged))
    return redirect("correspondence:outgoing-receipts", document_id=document_id)


def _told(urged: Urged) -> str:
    asked, skipped = urged.asked, urged.skipped
    words = ngettext("%(n)s unit was asked.", "%(n)s units were asked.", asked) % {"n": asked}
    if not skipped:
        return words
    more = ngettext(
        " %(n)s unit was urged a short while ago and was left out.",
        " %(n)s units were urged a short while ago and were left out.",
        skipped,
    )
    return words + more % {"n": skipped}


def _chosen(texts: Sequence[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
