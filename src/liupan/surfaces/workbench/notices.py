"""What one was told, and what one wants to be told of."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liupan.foundation.design.facade import VersionField, signed_in
from liupan.foundation.messaging.facade import (
    Wishes,
    count_unread,
    find_notice,
    kinds,
    list_notices,
    read_notices,
    set_wishes,
    wishes_of,
)
from liupan.kernel import clock
from liupan.kernel.authority import Actor

PAGE = 30


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
@signed_in
def listing(request: HttpRequest) -> HttpResponse:
    """One's notices, newest first."""
    actor = _actor(request)
    unread_only = request.GET.get("show") == "unread"
    found = list_notices(
        actor, unread_only=unread_only, before=_uuid(request.GET.get("before")), limit=PAGE
    )
    return render(
        request,
        "workbench/notices.html",
        {
            "notices": found,
            "unread_only": unread_only,
            "unread": count_unread(actor),
            "last": found[-1].id if len(found) == PAGE else None,
        },
    )


@require_http_methods(["GET", "POST"])
@signed_in
def follow(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Mark a notice and its group as read and go to the thing. A GET asks first."""
    actor = _actor(request)
    notice = find_notice(actor, notice_id)
    if notice is None:
        raise Http404
    if request.method == "GET":
        return render(request, "workbench/notice.html", {"notice": notice})
    read_notices(actor=actor, now=clock.now(), notice_ids=[notice_id])
    if notice.url and url_has_allowed_host_and_scheme(notice.url, {request.get_host()}):
        return redirect(notice.url)
    return redirect("workbench:notices")


@require_POST
@signed_in
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    read_notices(actor=_actor(request), now=clock.now())
    return redirect("workbench:notices")


class WishesForm(forms.Form):
    """Quiet hours, digest, and two ticks for each kind."""

    quiet_from = forms.TimeField(
        label=gettext_lazy("Leave me in peace from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_to = forms.TimeField(
        label=gettext_lazy("until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    digest = forms.BooleanField(
        label=gettext_lazy("E-mail once a day, at 8 o'clock, all in one letter"), required=False
    )

    version = VersionField(required=False)

    def clean(self) -> None:
        found = self.cleaned_data
        if bool(found.get("quiet_from")) != bool(found.get("quiet_to")):
            lacking = "quiet_from" if found.get("quiet_to") else "quiet_to"
            self.add_error(lacking, _("Quiet hours need a beginning and an end."))


@require_http_methods(["GET", "POST"])
@signed_in
def wishes(request: HttpRequest) -> HttpResponse:
    """Say what one wants to be told of."""
    actor = _actor(request)
    now = wishes_of(actor)
    first = {name: getattr(now, name) for name in ("quiet_from", "quiet_to", "digest", "version")}
    form = WishesForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        wanted = set(request.POST.getlist("wanted"))
        muted = [
            (kind.code, channel)
            for kind in kinds()
            for channel in ("in_app", "email")
            if not kind.urgent and f"{kind.code}:{channel}" not in wanted
        ]
        set_wishes(muted=muted, actor=actor, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("Your wishes are kept."))
        return redirect("workbench:wishes")
    return render(request, "workbench/wishes.html", {"form": form, "rows": _rows(now)})


def _rows(wishes: Wishes) -> list[tuple[str, str, bool, bool, bool]]:
    """Code, label, urgent, in Liupan, by e-mail."""
    return [
        (
            kind.code,
            str(kind.label),
            kind.urgent,
            kind.urgent or (kind.code, "in_app") not in wishes.muted,
            kind.urgent or (kind.code, "email") not in wishes.muted,
        )
        for kind in kinds()
    ]


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
