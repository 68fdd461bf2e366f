"""Certificates: one's page, taking in, trust; our revocation lists for everybody."""

import base64
from collections.abc import Callable
from textwrap import wrap
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liupan.foundation.design.facade import Fact, city_day, city_moment, public, requires
from liupan.foundation.organisations.facade import find_installation
from liupan.foundation.seals.forms import CertificateForm, ListForm, ReasonForm
from liupan.foundation.seals.operations.authority import found_authority
from liupan.foundation.seals.operations.certificates import (
    import_certificate,
    set_trust,
    take_list,
)
from liupan.foundation.seals.policies import MANAGE_CERTIFICATES
from liupan.foundation.seals.queries.certificates import (
    CertificateView,
    get_certificate,
    newest_list,
)
from liupan.foundation.seals.views.lists import certificate_state
from liupan.foundation.seals.views.reading import actor_of, linked, place_refusal
from liupan.foundation.seals.views.timeline import events_of
from liupan.kernel import clock
from liupan.kernel.errors import Refusal
from liupan.kernel.work import Text


def _crumbs(last: Text) -> list[tuple[Text, str]]:
    return [(_("Certificates and trust"), reverse("seals:certificates")), (last, "")]


@requires(MANAGE_CERTIFICATES)
@require_safe
def certificate(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """One certificate."""
    found = get_certificate(actor_of(request), certificate_id)
    line = found.line
    context = {
        "found": found,
        "badge": certificate_state(line.state),
        "line": [line.role_label, line.algorithm],
        "crumbs": _crumbs(line.subject),
        "facts": _facts(found),
        "events": events_of(actor_of(request), certificate_id, None, MANAGE_CERTIFICATES),
        "pem_url": reverse("seals:pem", args=[certificate_id]),
        "trust_url": reverse("seals:trust", args=[certificate_id]),
        "crl_url": reverse("seals:crl", args=[certificate_id]) if _has_list(found) else "",
    }
    return render(request, "seals/certificate.html", context)


@requires(MANAGE_CERTIFICATES)
@require_safe
def pem(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """The certificate as a file."""
    found = get_certificate(actor_of(request), certificate_id)
    body = "\n".join(wrap(base64.b64encode(found.der).decode(), 64))
    text = f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n"
    answer = HttpResponse(text, content_type="application/x-pem-file")
    answer["Content-Disposition"] = f'attachment; filename="{found.line.serial}.pem"'
    return answer


@public
@require_safe
def revocations(request: HttpRequest, authority_id: UUID) -> HttpResponse:
    """The newest list of what an authority of ours revoked, for whoever verifies."""
    answer = HttpResponse(newest_list(authority_id), content_type="application/pkix-crl")
    answer["Content-Disposition"] = f'attachment; filename="{authority_id.hex[-8:]}.crl"'
    return answer


@requires(MANAGE_CERTIFICATES)
@require_http_methods(["GET", "HEAD", "POST"])
def take_certificate(request: HttpRequest) -> HttpResponse:
    """Take in a certificate of outside."""

    def run(form: forms.Form) -> str:
        made = import_certificate(
            data=form.cleaned_data["file"].read(), is_trusted=form.cleaned_data["is_trusted"],
            actor=actor_of(request), now=clock.now(),
        )  # fmt: skip
        return reverse("seals:certificate", args=[made])

    form = CertificateForm(**_sent(request))
    return _form_page(request, form, run, _("Take in a certificate"), _("It was taken in."))


@requires(MANAGE_CERTIFICATES)
@require_http_methods(["GET", "HEAD", "POST"])
def take_revocations(request: HttpRequest) -> HttpResponse:
    """Take in an outside authority's list of revoked certificates."""

    def run(form: forms.Form) -> str:
        take_list(data=form.cleaned_data["file"].read(), actor=actor_of(request), now=clock.now())
        return reverse("seals:certificates")

    form = ListForm(**_sent(request))
    return _form_page(request, form, run, _("Take in a revocation list"), _("It was taken in."))


@requires(MANAGE_CERTIFICATES)
@require_http_methods(["GET", "HEAD", "POST"])
def trust(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Believe an authority, or not any more."""
    found = get_certificate(actor_of(request), certificate_id)
    title = _("Trust no longer") if found.line.is_trusted else _("Trust this authority")

    def run(form: forms.Form) -> str:
        set_trust(
            certificate_id=certificate_id, is_trusted=not found.line.is_trusted,
            reason=form.cleaned_data["reason"], actor=actor_of(request), now=clock.now(),
        )  # fmt: skip
        return reverse("seals:certificate", args=[certificate_id])

    form = ReasonForm(**_sent(request))
    return _form_page(request, form, run, title, _("It was recorded."), found.line.subject)


@requires(MANAGE_CERTIFICATES)
@require_POST
def found(request: HttpRequest) -> HttpResponse:
    """Make the city's own authority, once."""
    city = find_installation()
    name = city.city_name if city else ""
    made = found_authority(name=name, actor=actor_of(request), now=clock.now())
    messages.success(request, _("The city has its own authority for certificates."))
    return redirect("seals:certificate", certificate_id=made)


def _sent(request: HttpRequest) -> dict[str, Any]:
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


def _form_page(
    request: HttpRequest,
    form: forms.Form,
    run: Callable[[forms.Form], str],
    title: str,
    done: str,
    lead: str = "",
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            url = run(form)
        except Refusal as refusal:
            place_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect(url)
    context = {
        "form": form, "title": title, "lead": lead, "crumbs": _crumbs(title),
        "back_url": reverse("seals:certificates"),
    }  # fmt: skip
    return render(request, "seals/take.html", context, status=422 if form.is_bound else 200)


def _has_list(found: CertificateView) -> bool:
    return found.line.is_ours and found.list_issued_at is not None


def _facts(found: CertificateView) -> list[Fact]:
    line = found.line
    issuer = reverse("seals:certificate", args=[found.issued_by_id]) if found.issued_by_id else ""
    rows = [
        (_("Certificate of"), line.subject, ""),
        (pgettext("certificate", "Issued by"), line.issuer, issuer),
        (_("Serial number"), line.serial, ""),
        (pgettext("certificate", "Valid"),
         f"{city_day(line.valid_from)} – {city_day(line.valid_to)}", ""),
        (_("Algorithm"), line.algorithm, ""),
        ("SM3", found.sm3, ""),
        (_("Taken in"), city_moment(found.entered_at), ""),
    ]  # fmt: skip
    if found.revoked_at:
        rows.append((_("Revoked"), city_moment(found.revoked_at), ""))
    if found.list_issued_at:
        rows.append((_("Newest revocation list"), city_moment(found.list_issued_at), ""))
    return [Fact(name=name, value=linked(str(value), url)) for name, value, url in rows]
