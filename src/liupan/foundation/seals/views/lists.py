"""Lists of seals, of uses and of certificates."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from liupan.foundation.design.facade import (
    Column,
    ListPage,
    Preset,
    QueryRows,
    Role,
    state,
    tag,
)
from liupan.foundation.seals.policies import APPLY, REQUEST
from liupan.foundation.seals.queries.certificates import (
    CertificateLine,
    has_authority,
    list_certificates,
)
from liupan.foundation.seals.queries.seals import SealLine, SealRows, list_seals
from liupan.foundation.seals.queries.uses import UseLine, UseRows, list_uses
from liupan.kernel import clock
from liupan.kernel.authority import may
from liupan.kernel.work import place

SEAL_MARKS = {
    "applied": "open", "refused": "back", "approved": "run", "made": "open", "in_use": "done",
    "suspended": "pause", "revoked": "late", "destroyed": "none",
}  # fmt: skip
USE_MARKS = {
    "requested": "open", "approved": "run", "refused": "back", "withdrawn": "none", "used": "done",
}  # fmt: skip
CERTIFICATE_STATES = {
    "good": ("done", pgettext_lazy("certificate", "valid")),
    "soon": ("risk", pgettext_lazy("certificate", "expires soon")),
    "expired": ("late", pgettext_lazy("certificate", "expired")),
    "early": ("none", pgettext_lazy("certificate", "not valid yet")),
    "revoked": ("late", pgettext_lazy("certificate", "revoked")),
}


def _linked(url_name: str, thing_id: Any, words: str) -> Any:
    return format_html('<a class="lp-quiet" href="{}">{}</a>', place(url_name, thing_id), words)


def certificate_state(kind: str) -> Any:
    """The state of a certificate as a mark with its word."""
    return state(*CERTIFICATE_STATES[kind])


class SealList(ListPage[SealLine]):
    """Seals of the units over which the actor has any right about seals."""

    key = "seals.seals"
    title = _("Seals")
    search_hint = _("Name or code")
    begin_title = _("No seal yet")
    begin_text = _("A unit applies for its seal; another person approves it; then it is made.")
    template_name = "seals/list.html"
    default_sort = "unit"
    presets = (
        Preset(pgettext_lazy("seals", "In use"), "state=in_use"),
        Preset(pgettext_lazy("seals", "To be decided"), "state=applied", is_counted=True),
        Preset(pgettext_lazy("seals", "In my keeping"), "mine=true"),
        Preset(pgettext_lazy("seals", "Ended"), "state=revoked&state=destroyed"),
    )
    columns = (
        Column[SealLine](key="es_id", label=_("Seal code"), value=lambda s: s.es_id, sort="es_id",
                         role=Role.NUMBER),
        Column[SealLine](key="name", label=_("Seal"), value=lambda s: s.name, sort="name",
                         cell=lambda s: _linked("seals:seal", s.id, s.name), role=Role.TITLE),
        Column[SealLine](key="kind", label=_("Kind"), value=lambda s: s.kind_label, sort="kind",
                         role=Role.ORIGIN),
        Column[SealLine](key="unit", label=_("Unit"), value=lambda s: s.unit, sort="unit__order",
                         role=Role.UNIT),
        Column[SealLine](key="keeper", label=_("Keeper"), value=lambda s: s.keeper_post,
                         role=Role.MORE),
        Column[SealLine](key="valid_to", label=_("Valid until"),
                         value=lambda s: clock.on(s.valid_to) if s.valid_to else None,
                         sort="valid_to", role=Role.DUE),
        Column[SealLine](key="state", label=_("State"), value=lambda s: s.state_label,
                         cell=lambda s: state(SEAL_MARKS[s.state], s.state_label), sort="state",
                         role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> SealRows:
        return list_seals(self.actor)

    def more_context(self) -> dict[str, Any]:
        return {
            "apply_url": place("seals:apply") if may(self.actor, APPLY) else "",
            "log_url": place("seals:uses"),
        }


class UseList(ListPage[UseLine]):
    """The log of uses: what was asked for, decided, sealed."""

    key = "seals.uses"
    title = _("Use log")
    search_hint = _("Number, document, seal or purpose")
    begin_title = pgettext_lazy("seal", "No request yet")
    begin_text = _("Whoever needs a document sealed asks for it; somebody else approves it.")
    template_name = "seals/uses.html"
    default_sort = "-requested_at"
    presets = (
        Preset(pgettext_lazy("uses", "To be decided"), "state=requested", is_counted=True),
        Preset(pgettext_lazy("uses", "To be sealed"), "state=approved", is_counted=True),
        Preset(pgettext_lazy("uses", "Sealed"), "state=used"),
        Preset(pgettext_lazy("uses", "Asked for by me"), "mine=true"),
    )
    columns = (
        Column[UseLine](key="number", label=_("Number"), value=lambda u: u.number, sort="number",
                        role=Role.NUMBER),
        Column[UseLine](key="document", label=_("Document"), value=lambda u: u.document,
                        cell=lambda u: _linked("seals:use", u.id, u.document), role=Role.TITLE),
        Column[UseLine](key="seal", label=_("Seal"), value=lambda u: u.seal, sort="seal__name",
                        role=Role.UNIT),
        Column[UseLine](key="copies", label=_("Copies"), value=lambda u: u.copies,
                        role=Role.ORIGIN),
        Column[UseLine](key="requested_by", label=_("Asked for by"),
                        value=lambda u: u.requested_by, role=Role.MORE),
        Column[UseLine](key="requested_at", label=_("Asked for on"),
                        value=lambda u: u.requested_at, sort="requested_at", role=Role.ORIGIN),
        Column[UseLine](key="decided_by", label=_("Decided by"), value=lambda u: u.decided_by,
                        role=Role.MORE),
        Column[UseLine](key="used_at", label=_("Sealed on"), value=lambda u: u.used_at,
                        sort="used_at", role=Role.DUE),
        Column[UseLine](key="used_by", label=_("Sealed by"), value=lambda u: u.used_by,
                        role=Role.MORE),
        Column[UseLine](key="state", label=_("State"), value=lambda u: u.state_label,
                        cell=lambda u: state(USE_MARKS[u.state], u.state_label), sort="state",
                        role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> UseRows:
        return list_uses(self.actor)

    def more_context(self) -> dict[str, Any]:
        asks = may(self.actor, REQUEST)
        return {"request_url": place("seals:request") if asks else ""}


class CertificateList(ListPage[CertificateLine]):
    """Our own certificates and those of outside."""

    key = "seals.certificates"
    title = _("Certificates and trust")
    search_hint = _("Name or serial number")
    begin_title = _("No certificate yet")
    begin_text = _("Found the city's own authority, or take in certificates of outside.")
    template_name = "seals/certificates.html"
    default_sort = "valid_to"
    presets = (
        Preset(pgettext_lazy("certificates", "Trusted authorities"), "trusted=true"),
        Preset(pgettext_lazy("certificates", "Authorities"), "role=authority"),
        Preset(pgettext_lazy("certificates", "Expire soon"), "soon=true", is_counted=True),
        Preset(pgettext_lazy("certificates", "Revoked"), "revoked=true"),
    )
    columns = (
        Column[CertificateLine](key="subject", label=pgettext_lazy("column", "Certificate of"),
                                value=lambda c: c.subject, sort="subject",
                                cell=lambda c: _linked("seals:certificate", c.id, c.name),
                                role=Role.TITLE),
        Column[CertificateLine](key="role", label=_("Kind"), value=lambda c: c.role_label,
                                sort="role", role=Role.UNIT),
        Column[CertificateLine](key="algorithm", label=_("Algorithm"),
                                value=lambda c: c.algorithm, role=Role.ORIGIN),
        Column[CertificateLine](key="issuer", label=pgettext_lazy("certificate", "Issued by"),
                                value=lambda c: c.issuer,
                                role=Role.MORE),
        Column[CertificateLine](key="trusted", label=_("Trust"),
                                value=lambda c: _("trusted") if c.is_trusted else "",
                                cell=lambda c: tag(_("trusted")) if c.is_trusted else "",
                                role=Role.CLOCK),
        Column[CertificateLine](key="valid_to", label=_("Valid until"),
                                value=lambda c: clock.on(c.valid_to), sort="valid_to",
                                role=Role.DUE),
        Column[CertificateLine](key="state", label=_("State"),
                                value=lambda c: CERTIFICATE_STATES[c.state][1],
                                cell=lambda c: certificate_state(c.state), role=Role.STATE),
    )  # fmt: skip

    def rows(self) -> QueryRows[CertificateLine]:
        return list_certificates(self.actor)

    def more_context(self) -> dict[str, Any]:
        return {"has_authority": has_authority()}
