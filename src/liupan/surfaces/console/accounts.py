"""Accounts in the console: list, page of one account, and what may be done to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from liupan.foundation.access.facade import actor_for, list_grants
from liupan.foundation.design.facade import Column, Event, ListPage, Role, Rows, requires, state
from liupan.foundation.identity import facade as identity
from liupan.foundation.identity.facade import (
    ERASE_PEOPLE,
    ISSUE_TOKENS,
    MANAGE_ACCOUNTS,
    AccountDetails,
    AccountLine,
)
from liupan.foundation.journal.facade import EntryRef, history
from liupan.foundation.organisations.facade import list_people_in, list_posts_held, list_units_on
from liupan.kernel import clock
from liupan.kernel.authority import ANYWHERE, Actor, ActorKind, permissions
from liupan.kernel.errors import InvalidInput, Missing, Refusal
from liupan.kernel.guarding import SecondPersonNeeded
from liupan.surfaces.console.account_forms import (
    ContactForm,
    OpenForm,
    RealNameForm,
    ReasonForm,
    TokenForm,
)
from liupan.surfaces.console.second_person import propose


def _state_of(account: AccountLine) -> tuple[str, str]:
    if account.closed_at:
        return "done", _("closed")
    if account.first_signed_in_at is None:
        return "none", _("never signed in")
    return "run", _("open")


class Accounts(ListPage[AccountLine]):
    """Everybody and everything that can sign in."""

    key = "console.accounts"
    title = gettext_lazy("Accounts")
    template_name = "console/account_list.html"
    search_hint = gettext_lazy("Name, pinyin or username")
    begin_text = gettext_lazy("Open the first account.")
    default_sort = "name"
    columns = (
        Column[AccountLine](
            key="name",
            label=gettext_lazy("Name"),
            value=lambda a: a.name,
            sort="name_key",
            role=Role.TITLE,
            url=lambda a: reverse("console:account", args=[a.id]),
        ),
        Column[AccountLine](
            key="username",
            label=gettext_lazy("Username"),
            value=lambda a: a.username,
            sort="username",
            role=Role.NUMBER,
        ),
        Column[AccountLine](
            key="kind", label=gettext_lazy("Kind"), value=lambda a: a.kind_label, role=Role.UNIT
        ),
        Column[AccountLine](
            key="state",
            label=gettext_lazy("State"),
            value=lambda a: _state_of(a)[1],
            cell=lambda a: state(*_state_of(a)),
            role=Role.STATE,
        ),
        Column[AccountLine](
            key="factor",
            label=gettext_lazy("Second factor"),
            value=lambda a: _("yes") if a.has_factor else _("no"),
        ),
        Column[AccountLine](
            key="opened",
            label=gettext_lazy("Opened"),
            value=lambda a: clock.on(a.opened_at),
            sort="opened_at",
        ),
        Column[AccountLine](
            key="first",
            label=gettext_lazy("First signed in"),
            value=lambda a: a.first_signed_in_at and clock.on(a.first_signed_in_at),
            sort="first_signed_in_at",
        ),
    )

    def rows(self) -> Rows[AccountLine]:
        today = clock.today()
        units = [(str(unit.id), unit.name) for unit in list_units_on(today)]

        def people_of(unit_id: UUID) -> set[UUID]:
            return {holder.account_id for holder in list_people_in(unit_id, today, below=True)}

        return identity.account_rows(self.actor, units=units, people_of=people_of)


@requires(MANAGE_ACCOUNTS)
@require_GET
def account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """One account with posts, roles, devices, tokens and its history."""
    return _page(request, account_id)


@requires(MANAGE_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def open_account(request: HttpRequest) -> HttpResponse:
    """Open an account; the person sets the password by a link."""
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "kind": ActorKind(form.cleaned_data["kind"])}
        data["uscc"] = data["uscc"] or None
        try:
            account_id = identity.open_account(
                password=None, actor=_actor(request), now=clock.now(), **data
            )
        except Refusal as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("The account is open. Now hand out a link for it."))
            return HttpResponseRedirect(reverse("console:account", args=[account_id]))
    return render(request, "console/account_open.html", {"form": form})


@dataclass(frozen=True, slots=True)
class Act:
    """Something an administrator may do to an account: its words, its form, its operation.

    `fits` says for which accounts it is offered.
    """

    title: str | Promise
    consequence: str | Promise
    verb: str | Promise
    done: str | Promise
    perform: Callable[..., object]
    fits: Callable[[AccountDetails], bool]
    form: type[forms.Form] = forms.Form
    permission: Any = MANAGE_ACCOUNTS


def _is_person(account: AccountDetails) -> bool:
    return account.is_open and account.kind is not ActorKind.MACHINE


ACTS = {
    "contact": Act(
        gettext_lazy("Change contact data"),
        gettext_lazy("Links for a new password go there from now on."),
        gettext_lazy("Change"),
        gettext_lazy("The contact data are changed."),
        identity.change_contact,
        lambda a: a.is_open,
        ContactForm,
    ),
    "real-name": Act(
        gettext_lazy("Verify the real name"),
        gettext_lazy("The number is kept sealed and shown to nobody."),
        gettext_lazy("Verify the name"),
        gettext_lazy("The real name is verified."),
        identity.verify_real_name,
        _is_person,
        RealNameForm,
    ),
    "unlock": Act(
        gettext_lazy("Unlock the sign-in"),
        gettext_lazy("Failed attempts are forgotten; the person can try again at once."),
        gettext_lazy("Unlock"),
        gettext_lazy("The person can try again."),
        identity.unlock_account,
        _is_person,
    ),
    "password": Act(
        gettext_lazy("Require a new password"),
        gettext_lazy("The person must choose one before anything else."),
        gettext_lazy("Require"),
        gettext_lazy("A new password is required."),
        identity.require_password_change,
        lambda a: _is_person(a) and not a.must_change_password,
    ),
    "second-factor": Act(
        gettext_lazy("Reset the second factor"),
        gettext_lazy("Passkeys, app and recovery codes are removed; all devices are signed out."),
        gettext_lazy("Reset"),
        gettext_lazy("The second factor is reset."),
        identity.reset_second_factors,
        lambda a: bool(a.factors),
        ReasonForm,
    ),
    "sessions": Act(
        gettext_lazy("Sign out all devices"),
        gettext_lazy("What is not saved there is lost."),
        gettext_lazy("Sign out"),
        gettext_lazy("All devices are signed out."),
        identity.revoke_all_sessions,
        _is_person,
    ),
    "close": Act(
        gettext_lazy("Close the account"),
        gettext_lazy(
            "It can no longer sign in; tokens are revoked, posts and roles end. It can be opened"
            " again, without them."
        ),
        gettext_lazy("Close"),
        gettext_lazy("The account is closed."),
        identity.close_account,
        lambda a: a.is_open,
        ReasonForm,
    ),
    "reopen": Act(
        gettext_lazy("Open the account again"),
        gettext_lazy(
            "Password and second factor hold as before; tokens, posts and roles do not come back."
        ),
        gettext_lazy("Open again"),
        gettext_lazy("The account is open again."),
        identity.reopen_account,
        lambda a: not a.is_open and a.erased_at is None,
        ReasonForm,
    ),
    "erase": Act(
        gettext_lazy("Erase personal data"),
        gettext_lazy(
            "Name, contact data and identity number are erased here and made unreadable in the "
            "journal. The account is closed for ever. This cannot be undone."
        ),
        gettext_lazy("Erase for ever"),
        gettext_lazy("The personal data are erased."),
        lambda *, reason, **rest: identity.erase_person(basis=reason, **rest),
        lambda a: a.erased_at is None and a.kind is not ActorKind.MACHINE,
        ReasonForm,
        ERASE_PEOPLE,
    ),
}  # fmt: skip


@requires(MANAGE_ACCOUNTS, ERASE_PEOPLE)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, account_id: UUID, name: str) -> HttpResponse:
    """Say what an act will cause, ask for what it needs, then do it."""
    found = _find(request, account_id)
    chosen = ACTS.get(name)
    if chosen is None or not chosen.fits(found):
        raise Missing(_("There is no such page."))
    initial = {"email": found.email, "phone": found.phone, "version": found.version}
    form = chosen.form(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            chosen.perform(
                account_id=account_id, actor=_actor(request), now=clock.now(), **form.cleaned_data
            )
        except SecondPersonNeeded as needed:
            return propose(request, needed)
        except InvalidInput as refusal:
            _show(form, refusal)
        else:
            messages.success(request, str(chosen.done))
            return HttpResponseRedirect(reverse("console:account", args=[account_id]))
    context = {"account": found, "act": chosen, "form": form}
    return render(request, "console/account_act.html", context)


@requires(MANAGE_ACCOUNTS)
@require_http_methods(["POST"])
def reset_link(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Make a link for a new password, shown this once to hand out."""
    try:
        key = identity.issue_reset_link(
            account_id=account_id, actor=_actor(request), now=clock.now()
        )
    except SecondPersonNeeded as needed:
        return propose(request, needed)
    path = f"/account/password/reset/key/{key}/"
    return _page(request, account_id, link=f"{settings.LIUPAN_ORIGIN}{path}")


@requires(ISSUE_TOKENS)
@require_http_methods(["GET", "POST"])
def issue_token(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Issue a token to a machine account; shown this once."""
    found = _find(request, account_id)
    if found.kind is not ActorKind.MACHINE or not found.is_open:
        raise Missing(_("There is no such page."))
    form = TokenForm(request.POST or None, held=_held(account_id))
    if request.method == "POST" and form.is_valid():
        try:
            issued = identity.issue_token(
                account_id=account_id, actor=_actor(request), now=clock.now(), **form.cleaned_data
            )
        except InvalidInput as refusal:
            _show(form, refusal)
        else:
            return _page(request, account_id, token=issued.secret)
    return render(request, "console/account_token.html", {"account": found, "form": form})


@requires(ISSUE_TOKENS)
@require_http_methods(["POST"])
def revoke_token(request: HttpRequest, account_id: UUID, token_id: UUID) -> HttpResponse:
    """Revoke a token at once."""
    identity.revoke_token(token_id=token_id, actor=_actor(request), now=clock.now())
    messages.success(request, _("The token is revoked."))
    return HttpResponseRedirect(reverse("console:account", args=[account_id]))


def _page(
    request: HttpRequest, account_id: UUID, *, link: str = "", token: str = ""
) -> HttpResponse:
    found, actor, today = _find(request, account_id), _actor(request), clock.today()
    response = render(
        request,
        "console/account.html",
        {
            "account": found,
            "posts": list_posts_held(account_id, today),
            "grants": list_grants(tops={ANYWHERE}, day=today, account_id=account_id),
            "sessions": identity.list_sessions(account_id, actor=actor),
            "tokens": identity.list_tokens(account_id, actor=actor)
            if found.kind is ActorKind.MACHINE
            else [],
            "acts": [(name, one) for name, one in ACTS.items() if one.fits(found)],
            "events": [_event(entry) for entry in _history(actor, account_id)],
            "link": link,
            "token": token,
            "is_person": _is_person(found),
            "is_open_machine": found.is_open and found.kind is ActorKind.MACHINE,
        },
    )
    if link or token:
        response["Cache-Control"] = "no-store"
    return response


def _history(actor: Actor, account_id: UUID) -> Sequence[EntryRef]:
    return history(actor, account_id, under=MANAGE_ACCOUNTS, size=30).entries


def _event(entry: EntryRef) -> Event:
    said = [
        str(change.after.value)
        for change in entry.changes
        if change.field in ("reason", "basis") and change.after.value
    ]
    return Event(act=entry.label, at=entry.at, text=" ".join(said))


def _held(account_id: UUID) -> list[tuple[str, str]]:
    known = permissions()
    held = sorted(set(actor_for(account_id).rights) & set(known))
    return [(code, f"{known[code].label} ({code})") for code in held]


def _find(request: HttpRequest, account_id: UUID) -> AccountDetails:
    found = identity.find_details(account_id, actor=_actor(request))
    if found is None:
        raise Missing(_("There is no such account."))
    return found


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _show(form: forms.Form, refusal: Refusal) -> None:
    """The refusal's words at the fields they belong to, or above the form."""
    fields = getattr(refusal, "fields", {})
    for name, texts in fields.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)
    if not fields:
        form.add_error(None, f"{refusal.message} {refusal.next_step}".strip())
